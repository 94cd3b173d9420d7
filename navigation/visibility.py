"""What the public may see: one set of rules for lists, menus, feeds and URLs."""

from collections import defaultdict
from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast, Left
from django.db.models.lookups import In
from wagtail.models import Page, PageViewRestriction, Revision

from . import snapshot

STEP = Page.steplen
GRACE = timedelta(minutes=1)  # for which what expires waits for a version that is to take over
IS_ABOVE = ExpressionWrapper(Q(numchild__gt=0), BooleanField())  # changes less often than numchild
PUBLISHED, WITHDRAWN, RESTRICTED = "published", "withdrawn", "restricted"


def withdrawn_q(now=None):
    """Not published, or past its expiry even if the publisher has not unpublished it yet.

    So is an alias of such a page; its own copy of the expiry may be outdated.
    """
    now = now or snapshot.now()
    expired = Q(alias_of=None) & is_over_q(now) | is_over_q(now, of="alias_of")
    return Q(live=False) | Q(alias_of__live=False) | expired


def is_over_q(now, of="", model=Page, revisions=None):
    """Past the expiry, and not about to be taken over by one of the `revisions` due by then.

    So there is no gap between an old version and the new one. If the new one has not gone live
    after `GRACE`, the old one is over all the same.
    """
    pk, expire_at = of or "pk", f"{of}__expire_at" if of else "expire_at"
    replacing = (Revision.objects.all() if revisions is None else revisions).filter(
        base_content_type__app_label=model._meta.app_label,
        base_content_type__model=model._meta.model_name,
        object_id=Cast(OuterRef(pk), CharField(max_length=255)),
        approved_go_live_at__lte=OuterRef(expire_at),
    )
    is_late = Q((f"{expire_at}__lte", now - GRACE))
    return Q((f"{expire_at}__lte", now)) & (is_late | ~Exists(replacing))


def has_expired(page, now=None):
    """Whether a published page is withdrawn all the same; asks the database only if it may be."""
    now = now or snapshot.now()
    may_be = page.expire_at and page.expire_at <= now
    return bool(may_be) and Page.objects.filter(withdrawn_q(now), pk=page.pk).exists()


def next_expiry(now):
    """The first time after `now` at which a published page expires, or its `GRACE` ends."""
    expiring = Page.objects.filter(live=True, expire_at__gt=now - GRACE)
    found = expiring.aggregate(
        first=Min("expire_at", filter=Q(expire_at__gt=now)),
        waiting=Min("expire_at", filter=Q(expire_at__lte=now)),
    )
    times = [found["first"], found["waiting"] and found["waiting"] + GRACE]
    return min(filter(None, times), default=None)


def restricted_q():
    """With a restriction of its own; an alias has those of its source as well."""
    restricted = PageViewRestriction.objects.values("page")
    return Q(pk__in=restricted) | Q(alias_of__in=restricted)


def state(now=None):
    """Annotates pages with what they are by themselves, wherever they are."""
    return Case(
        When(withdrawn_q(now), then=Value(WITHDRAWN)),
        When(restricted_q(), then=Value(RESTRICTED)),
        default=Value(PUBLISHED),
    )


def hidden_states(rows):
    """`{path: state}` of the `rows` that are not published; they hide what lies below them.

    Rows have a `path`, a `state` and the path of the `source` if they are aliases. An alias whose
    source lies in a hidden branch is hidden like it, and may be above other sources in turn.
    """
    states = {row.path: row.state for row in rows if row.state != PUBLISHED}
    aliases = [row for row in rows if row.source]
    count = None
    while count != len(states):
        count = len(states)
        for row in aliases:
            if row.path not in states and (hidden := _state_of_branch(row.source, states)):
                states[row.path] = hidden
    return states


def _state_of_branch(path, states):
    """Why the page at `path` is hidden by itself or one above it; None if it is not."""
    found = {states.get(each) for each in paths_to(path)}
    return next((state for state in (WITHDRAWN, RESTRICTED) if state in found), None)


def paths_to(path):
    """The paths of all pages above the one at `path`, and its own."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]


def hidden_paths(now=None):
    """Paths of the pages that are hidden at `now` with all below them; see `hiding`.

    By default those of the request, which has them already, or of the current time.
    """
    taken = snapshot.current()
    return taken.hidden if taken and now is None else find_hidden_paths(now)


def find_hidden_paths(now=None):
    now = now or snapshot.now()
    may_hide = Q(numchild__gt=0) & ~Q(state=PUBLISHED) | Q(alias_of__isnull=False) | overdue_q(now)
    rows = Page.objects.annotate(state=state(now), source=F("alias_of__path"), is_above=IS_ABOVE)
    rows = rows.filter(may_hide).values_list(
        "path", "state", "source", "is_above", "live", named=True
    )
    states = hidden_states(rows)
    return [row.path for row in rows if hiding(row, states.get(row.path, PUBLISHED))]


def hiding(row, state):
    """Whether a page is among `hidden_paths`.

    Others without pages below that are not published, or are private, `visible_q` excludes itself.
    """
    is_overdue = state == WITHDRAWN and row.live
    return state != PUBLISHED and bool(row.is_above or row.source or is_overdue)


def overdue_q(now):
    """Published, though past the expiry: few, until the publisher has unpublished them."""
    return Q(live=True, expire_at__lte=now)


def published_q(now=None):
    """Matches what everyone may read: published, not expired, not private, nor below such a page.

    At the time of the request, unless another is given.
    """
    return visible_q(hidden_paths(now))


def visible_q(hidden):
    """As `published_q`, where the hidden paths are known: it costs no query."""
    restricted = PageViewRestriction.objects.values("page")
    return Q(live=True) & ~Q(pk__in=restricted) & ~within_q(hidden)


def within_q(paths):
    """Matches the pages at the paths and all below them, with one condition for each depth."""
    by_length = defaultdict(list)
    for path in paths:
        by_length[len(path)].append(path)
    starts = (In(Left("path", length), found) for length, found in by_length.items())
    return reduce(or_, starts, Q(pk__in=[]))


def view_restrictions(page):
    """Those of the page and of all above it; an alias also those of its source and above that."""
    above, sources = set(), {page.path}
    while sources:
        above.update(each for path in sources for each in paths_to(path))
        aliases = Page.objects.filter(path__in=above, alias_of__isnull=False)
        sources = set(aliases.values_list("alias_of__path", flat=True)) - above
    return PageViewRestriction.objects.filter(page__path__in=above)
