from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from core.listing import RelatedList
from core.querysets import related_to, translations
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
        RESEARCHER = "researcher", _("Researcher")
        POSTDOC = "postdoc", _("Postdoctoral fellow")
        DOCTORAL_STUDENT = "doctoral_student", _("PhD student")
        STUDENT = "student", _("Student")
        ENGINEER = "engineer", _("Engineer or technician")
        ADMINISTRATION = "administration", _("Administration")

    unit = ParentalKey("units.UnitPage", on_delete=models.CASCADE, related_name="affiliations")
    person = models.ForeignKey(
        PersonPage, verbose_name=_("person"), on_delete=models.CASCADE, related_name="affiliations"
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
        FieldRowPanel([FieldPanel("role"), FieldPanel("job_title")]),
        FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("affiliation")

    def __str__(self):
        return f"{self.person}, {self.title}"

    def clean(self):
        super().clean()
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise ValidationError(
                {"end_date": _("The last day is before the first day. Correct one of them.")}
            )

    @property
    def title(self):
        return self.job_title or self.get_role_display()

    @property
    def rank(self):
        return list(self.Role).index(self.role)

    @property
    def is_head(self):
        return self.role in (self.Role.HEAD, self.Role.DEPUTY_HEAD)

    def is_current(self, today):
        """As `AffiliationQuerySet.current`, for the unsaved affiliations of a preview too."""
        started = not self.start_date or self.start_date <= today
        return started and (not self.end_date or self.end_date >= today)


def affiliations_in_all_languages(*roles, pk):
    """The affiliations of a unit, or those in the roles, in whichever of its languages."""
    unit = Page.objects.filter(pk=pk).order_by().values("translation_key")
    units = Page.objects.filter(translation_key__in=unit).order_by()
    entered = Affiliation.objects.filter(unit__in=units.values("pk"))
    shown = entered.filter(role__in=roles) if roles else entered
    return shown.select_related("person__listing_image")


def current_with_profiles(affiliations, tree, unit_pk, today=None):
    """One for each person whose page is public: heads first, each role in the editor's order.

    The people are as readers get them. Of those who are entered in several languages of the unit
    for the same role, the row of the unit with that key counts.
    """
    today = today or snapshot.today()
    shown = [
        item
        for item in affiliations
        if item.is_current(today) and item.person_id and tree.readable(item.person)
    ]
    translated = translations([item.person for item in shown], tree)
    found = {}
    for item in shown:
        item.person = translated.get(item.person.translation_key, item.person)
        key = item.person.pk, item.role
        found[key] = item if item.unit_id == unit_pk else found.get(key, item)
    return one_for_each(found.values(), lambda item: item.person.pk)


def one_for_each(affiliations, key):
    """The one of highest rank for each `key`, with all its roles in `shown_title`, by rank."""
    groups = {}
    for item in sorted(affiliations, key=attrgetter("rank")):
        groups.setdefault(key(item), []).append(item)
    for first, *others in groups.values():
        titles = dict.fromkeys(item.title for item in (first, *others))
        first.shown_title = ", ".join(map(str, titles))
    return [items[0] for items in groups.values()]
