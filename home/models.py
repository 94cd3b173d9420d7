from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel, TitleFieldPanel
from wagtail.blocks import CharBlock, PageChooserBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from core.blocks import INLINE_FEATURES, BodyBlock, VideoBlock
from core.listing import OTHER_PAGES
from core.models import BasePage
from core.querysets import prefetch_renditions
from news.models import EventPage, NewsPage
from units.models import Affiliation, Roster, UnitPage, affiliations_of, with_profiles

from .structured_data import website

CURRENT_NEWS = 5
CURRENT_EVENTS = 4


def current_news():
    news = NewsPage.objects.listed().current().newest_first().pinned_first()
    return news.select_related("listing_image").defer_streamfields()[:CURRENT_NEWS]


def current_events():
    events = EventPage.objects.listed().upcoming()
    return events.pinned_first().for_lists()[:CURRENT_EVENTS]


class ShortcutBlock(StructBlock):
    page = PageChooserBlock(label=_("Page"))
    title = CharBlock(
        label=_("Title"), required=False, help_text=_("Leave empty to use the page's own.")
    )
    text = CharBlock(label=_("Sentence below it"), required=False)

    class Meta:
        icon = "link"
        label = _("Shortcut")
        description = _("A large link to a page of this site.")
        template = "home/blocks/shortcut_block.html"
        preview_value = {"title": "Publication overview", "text": "What our groups have published."}


class HomePage(BasePage):
    """The front page of the site: it gathers from all apps, and no app imports it."""

    institute = models.ForeignKey(
        "units.UnitPage",
        verbose_name=_("institute"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The unit at the top: its head and the units below it are shown."),
    )
    introduction = RichTextField(_("introduction"), features=INLINE_FEATURES, blank=True)
    introduction_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("“Read more” leads to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    videos = StreamField(
        [("video", VideoBlock())], verbose_name=_("introductory videos"), blank=True, max_num=4
    )
    shortcuts = StreamField(
        [("shortcut", ShortcutBlock())],
        verbose_name=_("shortcuts"),
        blank=True,
        max_num=8,
        help_text=_("For example the publication overview and the annual reports."),
    )

    max_count = len(settings.LANGUAGES)
    search_kind = OTHER_PAGES
    parent_page_types = ["wagtailcore.Page"]

    content_panels = [
        TitleFieldPanel("title"),
        MultiFieldPanel(
            [
                FieldPanel("introduction"),
                PageChooserPanel("introduction_page"),
                *BasePage.image_panels,
            ],
            heading=_("Introduction"),
        ),
        PageChooserPanel("institute"),
        FieldPanel("videos"),
        FieldPanel("shortcuts"),
        FieldPanel("summary"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        tree = request.site_tree
        context["news"] = current_news()
        context["events"] = current_events()
        context["institute"] = tree.find(self.institute_id)
        context["heads"] = self.heads(tree)
        people = [head.person for head in context["heads"]]
        sizes = "hero", "card", "portrait", "shared"
        prefetch_renditions([self, *context["news"], *people], *sizes)
        context["shortcuts"] = [*self.shown_shortcuts(tree)]
        context["read_more"] = tree.find(self.introduction_page_id) or tree.readable(
            self.introduction_page
        )
        return context

    def structured_data(self, metadata):
        return [website(metadata)]

    def heads(self, tree):
        """The heads of the institute, in whichever language they were entered."""
        institute = UnitPage.objects.filter(pk=self.institute_id).order_by()
        heads = affiliations_of(institute.values("translation_key"), Affiliation.Role.HEAD)
        shown = tree.find(self.institute_id)
        found = Roster(with_profiles(heads, tree), shown and shown.pk).heads
        return [head for head in found if head.person_id]

    def shown_shortcuts(self, tree):
        """The shortcuts to pages that everyone may read; those in the tree cost no query."""
        for number, raw in enumerate(self.shortcuts.raw_data):
            value = raw["value"]
            page = tree.find(value["page"])
            if page := page or tree.readable(self.shortcuts[number].value["page"]):
                yield {**value, "page": page}


class ContentPage(BasePage):
    """Any other page: about, contact, a unit's research projects."""

    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    search_kind = OTHER_PAGES
    parent_page_types = ["home.HomePage", "home.ContentPage", "units.UnitPage"]

    content_panels = [TitleFieldPanel("title"), BasePage.listing_panel, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    @property
    def is_subpage(self):
        """Whether it lies below a unit or another page, with neighbours to go to."""
        return bool(self.depth and self.depth > 3)
