from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Q, When
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modelcluster.queryset import FakeQuerySet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    TitleFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from core.blocks import BodyBlock
from core.fields import ParentalManyToManyField, RorField
from core.identifiers import ROR_URL
from core.listing import OTHER_PAGES, Badge, SearchKind, pages_in, related_lists
from core.models import BasePage
from core.querysets import PublishedQuerySet, prefetch_renditions
from core.widgets import MultipleChooser
from navigation import snapshot

from ..forms import UnitForm
from ..structured_data import organization
from ..types import UnitType, plural
from .affiliations import Affiliation
from .relatives import Relatives
from .rosters import Roster, affiliations_of, last_day, with_profiles


class UnitIndexPage(BasePage):
    """The entry to the hierarchy of units below it."""

    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    search_kind = OTHER_PAGES
    max_count_per_parent = 1
    show_in_menus_default = True
    parent_page_types = ["home.HomePage"]
    subpage_types = ["units.UnitPage"]

    content_panels = [TitleFieldPanel("title"), BasePage.listing_panel, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("list of units")


class UnitQuerySet(PublishedQuerySet):
    def by_type(self):
        """Departments before groups, otherwise in the order of the page tree."""
        kinds = list(UnitType)
        whens = [When(unit_type=kind, then=rank) for rank, kind in enumerate(kinds)]
        return self.order_by(Case(*whens, default=len(kinds)), "path")

    def closed(self, today=None):
        """Closed on `today` (a date in Oslo) or before."""
        return self.filter(dissolution_date__lte=today or snapshot.today())


class UnitPage(BasePage):
    """A unit of the institute; the units below it in the page tree are its parts."""

    UnitType = UnitType

    unit_type = models.CharField(
        _("unit type"), max_length=20, choices=UnitType, default=UnitType.GROUP
    )
    acronym = models.CharField(
        _("acronym"), max_length=20, blank=True, help_text=_("For example “ICR”.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(
        _("telephone"), max_length=30, blank=True, help_text=_("For example +47 22 78 10 00.")
    )
    visiting_address = models.TextField(_("visiting address"), blank=True)
    website = models.URLField(
        _("website"), blank=True, help_text=_("For example https://www.example.org.")
    )
    ror_id = RorField(
        _("ROR id"),
        max_length=9,
        blank=True,
        help_text=_(
            "The unit's entry in the Research Organization Registry, for example 00j9c2840."
        ),
    )
    founding_date = models.DateField(_("founded on"), null=True, blank=True)
    dissolution_date = models.DateField(
        _("closed on"),
        null=True,
        blank=True,
        help_text=_("The page stays online and says that the unit is closed."),
    )
    has_joint_heads = models.BooleanField(
        _("shared leadership"),
        default=False,
        db_default=False,
        help_text=_("Two or more people head the unit at the same time."),
    )
    predecessors = ParentalManyToManyField(
        "self",
        verbose_name=_("predecessors"),
        symmetrical=False,
        blank=True,
        related_name="successors",
        help_text=_("Units that this unit replaced."),
    )

    objects = PageManager.from_queryset(UnitQuerySet)()

    base_form_class = UnitForm
    schema_type = "ResearchOrganization"
    search_kind = SearchKind("units", _("Unit"), _("Units"), order=10)
    show_in_menus_default = True
    # A translation shows the people of its original: entered twice, they would soon differ.
    exclude_fields_in_copy = ["affiliations"]
    parent_page_types = ["units.UnitIndexPage", "units.UnitPage"]

    content_panels = [
        TitleFieldPanel("title", heading=_("Name of the unit")),
        FieldRowPanel([FieldPanel("unit_type"), FieldPanel("acronym")]),
        BasePage.listing_panel,
        FieldPanel("body"),
        InlinePanel(
            "affiliations",
            heading=_("People"),
            label=_("Person"),
            attrs={"data-row-title": "person role"},
            help_text=_(
                "People on this unit's page in another language are shown here too. Add them "
                "here only to give their title in this language."
            ),
        ),
        FieldPanel("has_joint_heads"),
        MultiFieldPanel(
            [
                FieldPanel("email"),
                FieldPanel("telephone"),
                FieldPanel("visiting_address"),
                FieldPanel("website"),
            ],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("founding_date"), FieldPanel("dissolution_date")]),
                FieldPanel("predecessors", widget=MultipleChooser),
                FieldPanel("ror_id"),
            ],
            heading=_("History and identifiers"),
            classname="collapsed",
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("acronym", boost=2),
        index.AutocompleteField("acronym"),
        index.SearchField("body"),
        index.FilterField("unit_type"),
    ]

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def clean(self):
        super().clean()
        founded, closed = self.founding_date, self.dissolution_date
        if founded and closed and closed < founded:
            message = _("The unit can't close before it was founded on %(date)s.")
            raise ValidationError({"dissolution_date": message % {"date": date_format(founded)}})

    @property
    def plural(self):
        """The heading for units of this type."""
        return plural(self.unit_type)

    @property
    def is_dissolved(self):
        return bool(self.dissolution_date and self.dissolution_date <= snapshot.today())

    @property
    def ror_url(self):
        return ROR_URL + self.ror_id if self.ror_id else ""

    @property
    def described_as(self):
        is_known = self.unit_type in UnitType.values
        return UnitType(self.unit_type).schema_type if is_known else self.schema_type

    @property
    def badges(self):
        return [Badge(_("Closed"), is_past=True)] if self.is_dissolved else []

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        tree = request.site_tree
        relatives = context["relatives"] = Relatives(self, tree)
        affiliations = self.affiliations_with_heads(relatives.all_subunits())
        context["ended_on"] = self.ended_on(affiliations)
        roster = context["roster"] = self.roster(affiliations, relatives.all_subunits(), tree)
        related = context["related"] = related_lists(self, request) if self.pk else {}
        subscriptions = [each.subscription for each in related.values()]
        context["subscriptions"] = [*filter(None, subscriptions)]
        heads = [head for unit in relatives.subunits for head in unit.heads]
        people = [item.person for item in [*roster.current, *heads] if item.person_id]
        prefetch_renditions([self, *people, *pages_in(related)], "card", "face", "shared")
        return context

    def structured_data(self, metadata):
        return [organization(self, metadata)]

    def affiliations_with_heads(self, subunits):
        """Those of this unit, and of the heads of the `subunits`, by one query."""
        keys = [self.translation_key, *(unit.translation_key for unit in subunits)]
        entered = affiliations_of(keys, own=self.pk).filter(
            Q(unit_key=self.translation_key) | Q(role=Affiliation.Role.HEAD)
        )
        own = self.affiliations.all()
        if isinstance(own, FakeQuerySet):  # in a preview
            for row in own:
                row.unit_key = self.translation_key
            return [*own, *entered.exclude(unit=self.pk)]
        return list(entered)

    def ended_on(self, affiliations):
        """The last day of the last term of a board that has no members any more."""
        if self.unit_type != UnitType.BOARD or self.is_dissolved:
            return None
        own = [row for row in affiliations if row.unit_key == self.translation_key]
        return last_day(own, snapshot.today())

    def roster(self, affiliations, subunits, tree):
        """The people of this unit; each of the `subunits` gets its `heads`."""
        by_unit = defaultdict(list)
        for row in with_profiles(affiliations, tree):
            by_unit[row.unit_key].append(row)
        for unit in subunits:
            unit.heads = Roster(by_unit[unit.translation_key], unit.pk).heads
        return Roster(by_unit[self.translation_key], self.pk)
