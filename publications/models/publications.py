import re

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Cast, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.models import Orderable
from wagtail.search import index

from core import markup
from core.fields import DoiField, MarkupField, MarkupTextField, ParentalManyToManyField, PlainField
from core.identifiers import doi_url
from core.indexing import ReindexAfterSaveMixin
from core.listing import RelatedList, SearchKind
from core.widgets import MultipleChooser
from navigation import snapshot

CREATIVE_COMMONS = re.compile(r"creativecommons\.org/(?:licenses|publicdomain)/([a-z-]+)/([\d.]+)")


class PublicationQuerySet(models.QuerySet):
    def published(self, today=None):
        """Those whose date has come (in Oslo); journals date some of them ahead."""
        return self.filter(date_published__lte=today or snapshot.today())

    def newest_first(self):
        return self.order_by("-date_published", "pk")

    def for_related_pages(self):
        return self.published().newest_first().prefetch_related("authorships")

    def in_year(self, year):
        return self.filter(date_published__year=year)

    def years(self):
        """The years with publications, newest first.

        SQLite would run Python for each row to extract the year; the text of a date begins with it.
        """
        year = Substr(Cast("date_published", models.CharField()), 1, 4)
        years = self.annotate(year=year).values_list("year", flat=True)
        return [int(year) for year in years.order_by("-year").distinct()]


class Publication(ReindexAfterSaveMixin, index.Indexed, ClusterableModel):
    """A published work (schema.org `ScholarlyArticle`, CERIF `cfResPubl`)."""

    class PublicationType(models.TextChoices):
        """Terms of the COAR vocabulary of resource types, version 3."""

        JOURNAL_ARTICLE = "journal article", _("Journal article")
        REVIEW_ARTICLE = "review article", _("Review article")
        PREPRINT = "preprint", _("Preprint")
        BOOK_PART = "book part", _("Book chapter")
        BOOK = "book", _("Book")
        DOCTORAL_THESIS = "doctoral thesis", _("Doctoral thesis")
        DATASET = "dataset", _("Dataset")

    title = MarkupField(
        _("title"),
        max_length=500,
        help_text=_(
            "Sub- and superscript, italics and bold as <sub>, <sup>, <i>, <b>, for example "
            "CO<sub>2</sub>. Titles pasted from Crossref or PubMed can stay as they are."
        ),
    )
    publication_type = models.CharField(
        _("publication type"),
        max_length=30,
        choices=PublicationType,
        default=PublicationType.JOURNAL_ARTICLE,
    )
    container_title = MarkupField(
        _("journal or book"), max_length=300, blank=True, help_text=_("For example “Nature”.")
    )
    date_published = models.DateField(
        _("publication date"),
        db_index=True,
        help_text=_("The publication is shown from this date, for example 07.12.2026."),
    )
    volume = models.CharField(_("volume"), max_length=30, blank=True)
    issue = models.CharField(_("issue"), max_length=30, blank=True)
    pages = models.CharField(
        _("pages"),
        max_length=50,
        blank=True,
        help_text=_("Pages or article number, for example 417–420."),
    )
    publisher = PlainField(_("publisher"), max_length=200, blank=True)
    doi = DoiField(
        _("DOI"),
        max_length=200,
        null=True,
        blank=True,
        unique=True,
        help_text=_("For example 10.1038/nature20815."),
    )
    license = models.URLField(
        _("licence"),
        blank=True,
        help_text=_("For example https://creativecommons.org/licenses/by/4.0/."),
    )
    abstract = MarkupTextField(_("abstract"), blank=True)
    units = ParentalManyToManyField(
        "units.UnitPage", verbose_name=_("units"), blank=True, related_name="publications"
    )

    people = models.ManyToManyField(
        "people.PersonPage", through="Authorship", related_name="publications", editable=False
    )

    objects = PublicationQuerySet.as_manager()
    search_kind = SearchKind("publications", _("Publication"), _("Publications"), order=50)
    list_template = "publications/components/list.html"
    related_lists = {
        "units": RelatedList(_("Publications"), limit=5, order=30),
        "people": RelatedList(_("Publications"), limit=20, order=30),
    }

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("publication_type"), FieldPanel("date_published")]),
        InlinePanel(
            "authorships",
            heading=_("Authors"),
            label=_("Author"),
            attrs={"data-row-title": "name"},
        ),
        MultiFieldPanel(
            [
                FieldPanel("container_title"),
                FieldRowPanel([FieldPanel("volume"), FieldPanel("issue"), FieldPanel("pages")]),
                FieldPanel("publisher"),
                FieldRowPanel([FieldPanel("doi"), FieldPanel("license")]),
            ],
            heading=_("Publication details"),
        ),
        FieldPanel("abstract"),
        FieldPanel("units", widget=MultipleChooser),
    ]
    search_fields = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("abstract"),
        index.SearchField("container_title"),
        index.SearchField("doi"),
        index.AutocompleteField("doi"),
        index.RelatedFields(
            "authorships", [index.SearchField("name"), index.AutocompleteField("name")]
        ),
        index.FilterField("publication_type"),
        index.FilterField("date_published"),
    ]

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    def __str__(self):
        return self.plain_title()

    def clean(self):
        super().clean()
        last_year = timezone.localdate().year + 1
        if self.date_published and self.date_published.year > last_year:
            message = _("The year is %(year)s. The latest year allowed is %(last_year)s.")
            years = {"year": self.date_published.year, "last_year": last_year}
            raise ValidationError({"date_published": message % years})

    def save(self, *args, **kwargs):
        self.doi = self.doi or None  # several may lack one, and only one may have an empty one
        super().save(*args, **kwargs)

    @admin.display(ordering="title", description=_("title"))
    def plain_title(self):
        return markup.plain(self.title)

    @property
    def authors(self):
        """As printed: "Rusten TE, Stenmark H"."""
        return ", ".join(authorship.name for authorship in self.authorships.all())

    @property
    def locator(self):
        """Year, volume, issue and pages as in the Vancouver style: "2021;12(3):6577"."""
        issue = f"({self.issue})" if self.issue else ""
        volume = f";{self.volume}{issue}" if self.volume or issue else ""
        pages = f":{self.pages}" if self.pages else ""
        return f"{self.date_published.year}{volume}{pages}"

    @property
    def license_name(self):
        """“CC BY 4.0” for https://creativecommons.org/licenses/by/4.0/; empty if it is unknown."""
        found = CREATIVE_COMMONS.search(self.license)
        return f"CC {found[1].upper()} {found[2]}".replace("ZERO", "0") if found else ""

    def is_published(self):
        """As `PublicationQuerySet.published`, for the publications of a preview too."""
        return self.date_published <= snapshot.today()

    @property
    def doi_url(self):
        return doi_url(self.doi) if self.doi else ""


class Authorship(Orderable):
    """An author in the printed order; `person` if they are on our staff."""

    publication = ParentalKey(Publication, on_delete=models.CASCADE, related_name="authorships")
    name = PlainField(_("name as printed"), max_length=200, help_text=_("For example “Rusten TE”."))
    person = models.ForeignKey(
        "people.PersonPage",
        verbose_name=_("staff profile"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="authorships",
    )

    panels = [FieldPanel("name"), PageChooserPanel("person")]

    class Meta(Orderable.Meta):
        verbose_name = _("author")

    def __str__(self):
        return self.name
