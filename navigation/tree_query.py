"""The query that a `SiteTree` is made of."""

from functools import reduce
from operator import or_

from django.db.models import CharField, F, Q
from django.db.models.functions import Cast
from wagtail.models import Page, Site

from .languages import preferred
from .visibility import IS_ABOVE, overdue_q, restricted_q, state

COLUMNS = ["pk", "path", "title", "url_path", "content_type", "show_in_menus", "locale", "key"]
KEY = Cast("translation_key", CharField())  # as text: making a UUID object of each takes longer


def tree_rows(roots, footer, now):
    """What the tree is made of, in the order of the page tree."""
    structural = Q(show_in_menus=True) | Q(numchild__gt=0)
    wanted = structural | Q(alias_of__isnull=False) | restricted_q()
    wanted |= Q(translation_key__in=footer) | Q(url_path__in=roots) | overdue_q(now)
    if len(roots) > 1:  # with their translations, which may be neither
        shown = structural | overdue_q(now)
        keys = Page.objects.filter(shown).order_by().values("translation_key")
        wanted |= Q(translation_key__in=keys)
    return (
        Page.objects.filter(wanted, below(roots))
        .annotate(key=KEY, state=state(now), source=F("alias_of__path"), is_above=IS_ABOVE)
        .order_by("path")
        .values_list(*COLUMNS, "is_above", "live", "source", "state", named=True)
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


def root_paths(site, language):
    """`{language: url_path}` of the site's home pages, as readers of `language` prefer them."""
    if site is None:
        return {}
    roots = {
        root.language_code: root.root_path
        for root in Site.get_site_root_paths()
        if root.site_id == site.pk
    }
    codes = dict.fromkeys([*preferred(language), *roots])
    return {code: roots[code] for code in codes if code in roots}
