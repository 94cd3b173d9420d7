"""What the public may see, said once for every listing, navigation, feed and address."""

from django.db.models import Min, Q
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction


def withdrawn_q(now=None):
    """Not published, or past its expiry even if nobody has carried the expiry out yet."""
    return Q(live=False) | Q(expire_at__lte=now or timezone.now())


def next_expiry(now):
    """The first moment after `now` at which a page that is published expires."""
    expiring = Page.objects.filter(live=True, expire_at__gt=now)
    return expiring.aggregate(first=Min("expire_at"))["first"]


def restricted_q():
    """With a restriction of its own, or of the page that it is an alias of."""
    restricted = PageViewRestriction.objects.values("page")
    return Q(pk__in=restricted) | Q(alias_of__in=restricted)


def hidden_paths(now=None):
    """Tree paths of the pages that hide what lies below them; leaves hide only themselves."""
    hiding = withdrawn_q(now) | restricted_q()
    return list(Page.objects.filter(hiding, numchild__gt=0).values_list("path", flat=True))


def published_q(hidden=None, now=None):
    """Matches what everybody may read: published, not expired, not private, nor below such a page.

    `hidden` is what `hidden_paths` gave, for callers that ask for several lists.
    """
    q = ~withdrawn_q(now) & ~restricted_q()
    for path in hidden_paths(now) if hidden is None else hidden:
        q &= ~Q(path__startswith=path)
    return q
