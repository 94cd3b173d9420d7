from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.search import index

from navigation.visibility import has_expired, view_restrictions

from ..aliases import forget_copied_restrictions, keep_private
from ..forms.pages import SiteCopyForm, SitePageForm
from ..querysets import PublishedQuerySet
from ..slugs import numbered, slug_for
from ..text import clean_texts


class BasePage(Page):
    """What every page of the site has: a summary and pictures for wherever it is listed."""

    summary = models.TextField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences for lists, search results and shared links."),
    )
    listing_image = models.ForeignKey(
        "core.SiteImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown on the page and wherever the page is listed."),
    )
    image_alt_text = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "What the picture shows, for people who can't see it, in the language of the "
            "page. Leave empty to use the text from the picture library."
        ),
    )
    image_is_decorative = models.BooleanField(
        _("picture is decorative"),
        default=False,
        db_default=False,
        help_text=_("It adds nothing to the text, so screen readers skip it."),
    )
    image_caption = models.CharField(
        _("caption"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "Shown below the picture. Leave empty to use the caption from the picture library."
        ),
    )
    social_image = models.ForeignKey(
        "core.SiteImage",
        verbose_name=_("picture for social media"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Only if it should differ from the picture above. At least 1200 × 630 pixels."),
    )

    base_form_class = SitePageForm
    copy_form_class = SiteCopyForm
    objects = PageManager.from_queryset(PublishedQuerySet)()
    is_public = False  # whether it is known that everyone may read it; see navigation.routing

    class Meta:
        abstract = True

    open_graph_type = "website"
    schema_type = "WebPage"  # what the page is about, in the words of schema.org
    select_related_when_served = ["listing_image"]  # in the query that finds the page of a URL

    # Each type says what search calls its pages: a `SearchKind` of `core.listing`.
    search_kind = None
    date_field = None  # the name of the date and time that lists and search results show

    # What lists show of a page beside its title, summary and picture.
    list_template = "core/components/cards.html"  # shows several pages of the type: `items`
    listing_label = ""  # two or three words above the title
    badges = ()  # of `core.listing.Badge`
    is_open = True  # whether one can still take part
    related_lists = {}  # by the names of fields; see `core.listing`

    image_panels = [
        FieldPanel("listing_image"),
        FieldPanel("image_alt_text"),
        FieldPanel("image_is_decorative"),
    ]
    listing_panel = MultiFieldPanel(
        [FieldPanel("summary"), *image_panels, FieldPanel("image_caption")],
        heading=_("In lists"),
    )
    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel([FieldPanel("social_image")], heading=_("Social media")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    @property
    def described_as(self):
        """The type of schema.org of this page's subject; links from menus have the model's."""
        return self.schema_type

    @property
    def listing_date(self):
        """The date and time that lists show for this page; most pages have none."""
        return getattr(self, self.date_field) if self.date_field else None

    @property
    def image_alt(self):
        """The alternative text of the picture as this page uses it."""
        if self.image_is_decorative or not self.listing_image:
            return ""
        return self.image_alt_text or self.listing_image.default_alt_text

    @property
    def is_image_described(self):
        return bool(
            self.image_is_decorative or self.image_alt_text or self.listing_image.description
        )

    def structured_data(self, metadata):
        """What the page is about; see `core.structured_data`."""
        return []

    def full_clean(self, *args, **kwargs):
        clean_texts(self)  # first, so that what is left of the title is validated
        self._fill_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self):
        self._fill_slug()
        super().minimal_clean()

    def _fill_slug(self):
        """Make a slug from the title; Wagtail makes none if the title has no letter a–z.

        Its neighbours are known only once the page has a place in the tree.
        """
        if self.path and not self.slug:
            siblings = self.get_parent().get_children().not_page(self)
            taken = set(siblings.values_list("slug", flat=True))
            slugs = numbered(slug_for(self.title, fallback="page"))
            self.slug = next(slug for slug in slugs if slug not in taken)

    def clean(self):
        super().clean()
        if self.listing_image and not self.is_image_described:
            raise ValidationError(
                {
                    "listing_image": _(
                        "This picture has no alternative text, so blind readers would miss it. "
                        "Fill in “Alternative text” below it, or choose “Edit this image” and "
                        "fill it in there for all pages."
                    )
                }
            )

    def route(self, request, path_components):
        """As Wagtail's; a page that is not published or has expired hides what lies below it."""
        result = super().route(request, path_components)
        page = result[0]
        is_withdrawn = request.site_tree.branches.is_withdrawn(page.path)
        if is_withdrawn or has_expired(page):
            raise Http404
        return result

    def get_parent(self, update=False):
        if self.__dict__.get("prefetched_parent") and not update:
            return self.prefetched_parent
        return super().get_parent(update)

    def get_view_restrictions(self):
        """None for a page that is known to be public: to ask takes two queries."""
        if self.is_public:
            return PageViewRestriction.objects.none()
        return view_restrictions(self)

    def save(self, *args, **kwargs):
        """An alias of an alias follows the source itself, so that one lookup finds its content."""
        if self.alias_of and self.alias_of.alias_of_id:
            self.alias_of_id = self.alias_of.alias_of_id
        if "alias_of_id" in (kwargs.get("update_fields") or ()) and not self.alias_of_id:
            keep_private(self)
        super().save(*args, **kwargs)

    def create_alias(self, **kwargs):
        alias = super().create_alias(**kwargs)
        forget_copied_restrictions(alias)
        return alias

    create_alias.alters_data = True

    def update_aliases(self, **kwargs):
        """Wagtail would also make the aliases of a page public that is only scheduled."""
        if self.live:
            super().update_aliases(**kwargs)
