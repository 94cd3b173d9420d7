from django import template
from django.apps import apps
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext_lazy

from core import markup
from core.listing import list_in_menu
from core.metadata import Metadata, view_title
from core.models import SiteSettings
from core.rich_text import without_dead_links
from core.slugs import numbered, slug_for
from core.structured_data import script
from navigation.languages import own_name, translated_name
from navigation.lists import page_url
from navigation.sites import find_site
from navigation.urls import in_language, language_of, webcal

# Django's own names are written with capitals in Norwegian, which no sentence can use.
LANGUAGE_NAMES = {
    "en": pgettext_lazy("in a sentence", "English"),
    "nb": pgettext_lazy("in a sentence", "Norwegian"),
}

register = template.Library()
register.filter(webcal)
register.filter(without_dead_links)
register.filter("markup", markup.html)
register.simple_tag(script, name="structured_data")


@register.simple_tag(takes_context=True)
def page_metadata(context):
    return Metadata.from_context(context)


@register.simple_tag(takes_context=True)
def heading(context, title=""):
    return view_title(context, title)


@register.simple_tag(takes_context=True)
def patients_page(context):
    """The page for patients as readers get it; None if there is none that everyone may read."""
    request = context["request"]
    site = find_site(request)
    return site and request.site_tree.find(SiteSettings.for_site(site).patients_page_id)


@register.simple_tag(takes_context=True)
def site_page(context, label):
    """The page of a type ("news.NewsIndexPage") in the main menu; None if there is none."""
    return list_in_menu(context["request"].site_tree, apps.get_model(label))


@register.simple_tag(takes_context=True)
def home_url(context):
    """Where the home page is for readers of this language."""
    return in_language("/", language_of(context["request"].path_info))


@register.simple_tag(takes_context=True)
def here_in(context, language):
    """The address of this view in the other language, for what is no page of the tree."""
    return in_language(context["request"].get_full_path(), language)


@register.simple_tag(takes_context=True)
def trail(context, page):
    """The keys of the menu's pages that lead to `page`, and of its own."""
    return context["request"].site_tree.trail(getattr(page, "path", None) or "")


@register.simple_tag(takes_context=True)
def breadcrumbs(context, page):
    """The published pages above `page`, from the home page down; none for the home page."""
    return context["request"].site_tree.above(page.path or "")


@register.simple_tag(takes_context=True)
def readable(context, page):
    """`page` as readers get it if everyone may read it, else None."""
    tree = context["request"].site_tree
    return tree.readable(page) and tree.for_reader_of(page)


@register.simple_tag(takes_context=True)
def address(context, page):
    """Where readers find `page`, below their own menus even if it is in another language."""
    return context["request"].site_tree.url_of(page)


@register.simple_tag(takes_context=True)
def foreign(context, page):
    """The language of `page` if the text around is in another one, else nothing."""
    language = page and context["request"].site_tree.language_of(page)
    return language if language != get_language() else ""


@register.filter
def language_word(code):
    """What a language is called within a sentence of the active one."""
    return LANGUAGE_NAMES.get(code) or translated_name(code)


@register.filter
def own_language_name(code):
    """What it is called in the language itself, whatever that of the page is."""
    return own_name(code)


@register.simple_tag(takes_context=True)
def lang(context, page):
    """The attribute that tells the language of what a page says of itself, where it must."""
    language = foreign(context, page)
    return format_html('lang="{}"', language) if language else ""


@register.simple_tag(takes_context=True)
def interface_lang(context):
    """The attribute for words of the site's own in a text that is in another language."""
    is_foreign = context.get("surrounding", get_language()) != get_language()
    return format_html('lang="{}"', get_language()) if is_foreign else ""


@register.simple_tag(takes_context=True)
def content_language(context):
    """The language of the page that is shown; of the request where there is no page."""
    tree = context["request"].site_tree
    page = context.get("page")
    return tree.language_of(page) if page else tree.language


@register.simple_tag(takes_context=True)
def other_languages(context):
    """For each other language of the site: its code, name and `url`, and what is there instead.

    `instead` is the nearest page above this one that is translated; None if this one is.
    """
    tree = context["request"].site_tree
    others = [(code, name) for code, name in settings.LANGUAGES if code != tree.language]
    return [
        {"code": code, "name": name, **elsewhere(context, tree, code)}
        for code, name in others
        if code in tree.languages
    ]


def elsewhere(context, tree, language):
    """Where this is in another language: a page, or what an app shows, such as the search."""
    request, page = context["request"], context.get("page")
    if not page and request.resolver_match and request.resolver_match.app_name:
        return {"url": in_language(request.get_full_path(), language)}
    node = tree.closest(page, language)
    is_same = node is tree.translations(page).get(language)
    return {"url": node.own_url, "instead": None if is_same else node}


@register.simple_tag(takes_context=True)
def page_of_list(context, number):
    """The URL of another page of this list, which is a page's or, with parameters, the search's."""
    request = context["request"]
    if context.get("page"):
        return page_url(request.path, number)
    query = request.GET.copy()
    query["page"] = number
    return f"?{query.urlencode()}"


@register.filter
def anchored(body):
    """The blocks of a body, each with its anchor if it is a heading and with None if not."""
    taken = set()
    for block in body:
        is_heading = block.block_type == "heading"
        yield block, unique_anchor(str(block.value), taken) if is_heading else None


@register.filter
def sections(body):
    """The headings of a body with their anchors, for a table of contents."""
    return [(block.value, anchor) for block, anchor in anchored(body or []) if anchor]


def unique_anchor(heading, taken):
    """An id made of the heading's words; numbered if another one before has the same."""
    words = slug_for(heading, fallback="section")
    anchor = next(name for name in numbered(words) if name not in taken)
    taken.add(anchor)
    return anchor
