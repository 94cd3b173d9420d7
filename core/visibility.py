"""What the public may see, said once for every listing, navigation, feed and address."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction


def withdrawn_q(now=None):
    """Not published, or past its expiry even if nobody has carried the expiry out yet."""
    return Q(live=False) | Q(expire_at__lte=now or timezone.now())


def restricted_q():
    """With a restriction of its own, or of the page that it is an alias of."""
    restrictions = PageViewRestriction.objects.filter(
        Q(page=OuterRef("pk")) | Q(page=OuterRef("alias_of"))
    )
    return Q(Exists(restrictions))


def hidden_paths(now=None):
    """Tree paths of the pages that hide themselves and all that lies below them."""
    hiding = Q(withdrawn_q(now), numchild__gt=0) | restricted_q()
    return list(Page.objects.filter(hiding).values_list("path", flat=True))


def published_q(hidden=None, now=None):
    """Matches what everybody may read: published, not expired, nothing above it hidden or private.

    `hidden` is what `hidden_paths` gave, for callers that ask for several lists.
    """
    q = ~withdrawn_q(now)
    for path in hidden_paths(now) if hidden is None else hidden:
        q &= ~Q(path__startswith=path)
    return q
