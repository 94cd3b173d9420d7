from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from core.blocks import TEXT_FEATURES
from core.fields import OrcidField
from core.listing import SearchKind, pages_in, related_lists
from core.models import BasePage, ListPage, list_path
from core.querysets import prefetch_renditions
from core.sorting import initial

from .forms import PersonForm
from .sort_keys import name_to_sort, sort_key
from .structured_data import person


class PersonIndexPage(ListPage):
    """Lists the people by family name."""

    per_page = 60
    subpage_types = ["people.PersonPage"]

    content_panels = [TitleFieldPanel("title"), BasePage.listing_panel]

    class Meta:
        verbose_name = _("list of people")

    @list_path()
    def people(self, request):
        people = PersonPage.objects.listed().order_by("sort_key", "pk")
        return self.render_list(request, people.with_listing_images("face"))


class PersonPage(BasePage):
    """A person, once for all their roles; the title is made from the names."""

    honorific_prefix = models.CharField(
        _("academic title"),
        max_length=30,
        blank=True,
        help_text=_("For example “Professor” or “Dr.”."),
    )
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(
        _("family name"), max_length=100, blank=True, help_text=_("One of the two names is enough.")
    )
    sort_as = models.CharField(
        _("sort family name as"),
        max_length=100,
        blank=True,
        db_default="",
        default="",
        help_text=_(
            "Only if the name is not sorted as it is written, for example “Leyen” for “von "
            "der Leyen”. “Aa” is sorted as “Å”; enter “Aaron” here if it should not be."
        ),
    )
    # Both databases compare bytes one by one; how they compare text depends on their collation.
    sort_key = models.BinaryField(default=b"", db_default=b"", db_index=True)
    job_title = models.CharField(
        _("job title"),
        max_length=150,
        blank=True,
        help_text=_(
            "For example “Senior scientist”. To add a person to a unit, edit the unit → People."
        ),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(
        _("telephone"), max_length=30, blank=True, help_text=_("For example +47 22 78 10 00.")
    )
    orcid_id = OrcidField(
        _("ORCID iD"), max_length=19, blank=True, help_text=_("For example 0000-0002-1825-0097.")
    )
    biography = RichTextField(_("biography"), features=TEXT_FEATURES, blank=True)

    base_form_class = PersonForm
    schema_type = "Person"
    search_kind = SearchKind("people", _("Person"), _("People"), order=20)
    parent_page_types = ["people.PersonIndexPage"]
    subpage_types = []

    content_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("honorific_prefix"),
                        FieldPanel("given_name"),
                        FieldPanel("family_name"),
                    ]
                ),
                FieldPanel("sort_as"),
            ],
            heading=_("Name"),
        ),
        FieldPanel("job_title"),
        MultiFieldPanel(BasePage.image_panels, heading=_("Portrait")),
        MultiFieldPanel(
            [FieldPanel("email"), FieldPanel("telephone"), FieldPanel("orcid_id")],
            heading=_("Contact"),
        ),
        FieldPanel("summary"),
        FieldPanel("biography"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("job_title"),
        index.SearchField("orcid_id"),
        index.SearchField("biography"),
    ]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["related"] = related_lists(self, request) if self.pk else {}
        prefetch_renditions([self, *pages_in(context["related"])], "portrait", "card", "shared")
        return context

    @property
    def full_name(self):
        return f"{self.honorific_prefix} {self.title}".strip()

    def structured_data(self, metadata):
        return [person(self, metadata)]

    @property
    def initial(self):
        """The letter that the person is listed under."""
        return initial(name_to_sort(self), aa_is_one_letter=not self.sort_as)

    def full_clean(self, *args, **kwargs):
        self.title = f"{self.given_name} {self.family_name}".strip() or str(_("Unnamed person"))
        super().full_clean(*args, **kwargs)

    def save(self, *args, **kwargs):
        self.sort_key = sort_key(self)
        super().save(*args, **kwargs)
