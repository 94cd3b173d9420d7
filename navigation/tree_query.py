"""The query that a `SiteTree` is made of."""

from functools import reduce
from operator import or_

from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast
from wagtail.models import Page, Site

from .visibility import overdue_q, restricted_q, state

COLUMNS = ["pk", "path", "title", "url_path", "content_type", "show_in_menus", "locale", "key"]
KEY = Cast("translation_key", CharField())  # as text: making a UUID object of each takes longer


def tree_rows(roots, readers_root, footer, now):
    """What the tree is made of, in the order of the page tree."""
    wanted = Q(show_in_menus=True) | Q(numchild__gt=0) | Q(alias_of__isnull=False) | restricted_q()
    wanted |= Q(translation_key__in=footer) | Q(url_path__in=roots) | overdue_q(now)
    return (
        Page.objects.filter(wanted, below(roots))
        .annotate(key=KEY, state=state(now), source=F("alias_of__path"))
        .annotate(translation=translation_path(readers_root))
        .order_by("path")
        .values_list(*COLUMNS, "numchild", "live", "source", "state", "translation", named=True)
    )


def translation_rows(page, roots, published):
    """The published pages below the roots that are translations of a page, or the page itself."""
    same = Page.objects.filter(
        below(roots), published, translation_key=page.translation_key, alias_of=None
    )
    return same.annotate(key=KEY).values_list(*COLUMNS, named=True)


def below(roots):
    """Matches the home pages and what is below them."""
    return reduce(or_, (Q(url_path__startswith=root) for root in roots))


def translation_path(readers_root):
    """Where the translation for the readers is, if it is live, for what is in others' menus."""
    if not readers_root:
        return Value(None, CharField())
    same = Q(translation_key=OuterRef("translation_key"), url_path__startswith=readers_root)
    translations = Page.objects.filter(same, live=True)
    foreign = Q(show_in_menus=True) & ~Q(url_path__startswith=readers_root)
    return Case(When(foreign, then=Subquery(translations.values("path")[:1])))


def root_paths(site, language):
    """`{language: url_path}` of the site's home pages, that of `language` first."""
    if site is None:
        return {}
    roots = {
        root.language_code: root.root_path
        for root in Site.get_site_root_paths()
        if root.site_id == site.pk
    }
    return dict(sorted(roots.items(), key=lambda item: item[0] != language))
