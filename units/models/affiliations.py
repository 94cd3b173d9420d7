from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable

from core.listing import RelatedList
from core.querysets import related_to
from navigation import snapshot
from people.models import PersonPage


class AffiliationQuerySet(models.QuerySet):
    def current(self, today=None):
        """In force on `today` (a date in Oslo), its first and its last day included."""
        today = today or snapshot.today()
        begun = Q(start_date=None) | Q(start_date__lte=today)
        return self.filter(begun, Q(end_date=None) | Q(end_date__gte=today))

    def in_units(self, tree):
        """One for each unit that everyone may read, with the unit as readers get it."""
        found = {}
        for row in self.select_related("unit"):
            if unit := tree.find(row.unit_id) or tree.readable(row.unit):
                row.shown_unit = unit
                is_own = row.unit_id == unit.pk
                found[unit.pk, row.role] = row if is_own else found.get((unit.pk, row.role), row)
        rows = sorted(found.values(), key=lambda row: row.shown_unit.path)
        return one_for_each(rows, lambda row: row.shown_unit.pk)


class UnitsOfPerson(RelatedList):
    """Says where a person works now, at the top of their page."""

    def items(self, model, name, page, tree):
        affiliations = related_to(model.objects, person=page.translation_key)
        return affiliations.current().in_units(tree)


class Affiliation(Orderable):
    """A person's role in a unit, with its first and last day (CERIF `cfPers_OrgUnit`)."""

    class Role(models.TextChoices):
        HEAD = "head", _("Head")
        DEPUTY_HEAD = "deputy_head", _("Deputy head")
        PRINCIPAL_INVESTIGATOR = "principal_investigator", _("Principal investigator")
        LABORATORY_MANAGER = "laboratory_manager", _("Laboratory manager")
        RESEARCHER = "researcher", _("Researcher")
        POSTDOC = "postdoc", _("Postdoctoral fellow")
        DOCTORAL_STUDENT = "doctoral_student", _("PhD student")
        STUDENT = "student", _("Student")
        ENGINEER = "engineer", _("Engineer or technician")
        ADVISER = "adviser", _("Adviser")
        ADMINISTRATIVE_CONSULTANT = "administrative_consultant", _("Administrative consultant")
        SECRETARY = "secretary", _("Secretary")
        ADMINISTRATION = "administration", _("Administration")
        GUEST_RESEARCHER = "guest_researcher", _("Guest researcher")
        EMERITUS = "emeritus", _("Emeritus")
        MEMBER = "member", _("Member")

    unit = ParentalKey("units.UnitPage", on_delete=models.CASCADE, related_name="affiliations")
    person = models.ForeignKey(
        PersonPage,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="affiliations",
    )
    external_name = models.CharField(
        _("external person"),
        max_length=150,
        blank=True,
        default="",
        db_default="",
        help_text=_("The name of someone without a page here, for example “Arne Klungland”."),
    )
    external_organization = models.CharField(
        _("external organisation"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("For example “University of Oslo”."),
    )
    role = models.CharField(_("role"), max_length=30, choices=Role, default=Role.RESEARCHER)
    job_title = models.CharField(
        _("title in this unit"),
        max_length=100,
        blank=True,
        help_text=_("Only if it differs from the role, for example “Institute head”."),
    )
    start_date = models.DateField(_("first day"), null=True, blank=True)
    end_date = models.DateField(_("last day"), null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()
    list_template = "units/components/affiliations.html"
    related_lists = {"person": UnitsOfPerson()}

    panels = [
        PageChooserPanel("person"),
        FieldRowPanel([FieldPanel("external_name"), FieldPanel("external_organization")]),
        FieldRowPanel([FieldPanel("role"), FieldPanel("job_title")]),
        FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("affiliation")
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) | Q(external_name=""), name="ours_or_external"
            )
        ]

    def __str__(self):
        return f"{self.name}, {self.title}"

    def clean(self):
        super().clean()
        if bool(self.person_id) == bool(self.external_name):
            message = _("Choose a person or enter the name of an external person, not both.")
            raise ValidationError({"person" if self.person_id else "external_name": message})
        if self.external_organization and not self.external_name:
            message = _("The organisation is for external people only. Delete it.")
            raise ValidationError({"external_organization": message})
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise ValidationError(
                {"end_date": _("The last day is before the first day. Correct one of them.")}
            )

    @property
    def name(self):
        return self.person.title if self.person_id else self.external_name

    @property
    def person_key(self):
        """Tells one person from another; external people with the same name count as one."""
        return self.person_id or self.external_name

    @property
    def title(self):
        return self.job_title or self.get_role_display()

    @property
    def years(self):
        """The first and the last year, as far as they are known: “2015–2020”, “–2020”."""
        first, last = (day.year if day else "" for day in (self.start_date, self.end_date))
        return str(first) if first == last else f"{first}–{last}"

    @property
    def rank(self):
        """The place of the role, from 0; last for one that only a later version knows."""
        roles = list(self.Role)
        return roles.index(self.role) if self.role in roles else len(roles)

    @property
    def is_head(self):
        return self.role in (self.Role.HEAD, self.Role.DEPUTY_HEAD)

    def is_current(self, today):
        """As `AffiliationQuerySet.current`, for the unsaved affiliations of a preview too."""
        started = not self.start_date or self.start_date <= today
        return started and not self.is_over(today)

    def is_over(self, today):
        return bool(self.end_date and self.end_date < today)


def one_for_each(affiliations, key):
    """The one of highest rank for each `key`, with all its roles in `shown_title`, by rank."""
    groups = {}
    for item in sorted(affiliations, key=attrgetter("rank")):
        groups.setdefault(key(item), []).append(item)
    for first, *others in groups.values():
        titles = dict.fromkeys(item.title for item in (first, *others))
        first.shown_title = ", ".join(map(str, titles))
    return [items[0] for items in groups.values()]
