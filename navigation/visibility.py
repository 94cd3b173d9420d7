"""What the public may see, said once for every listing, navigation, feed and address."""

from datetime import timedelta

from django.db.models import Case, CharField, Exists, F, Min, OuterRef, Q, Value, When
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Revision

STEP = Page.steplen
GRACE = timedelta(minutes=1)  # for which what expires waits for a version that is to take over
PUBLISHED, WITHDRAWN, RESTRICTED = "published", "withdrawn", "restricted"


def withdrawn_q(now=None):
    """Not published, or past its expiry even if nobody has carried the expiry out yet.

    So is an alias of such a page; its own copy of the expiry may be outdated.
    """
    now = now or timezone.now()
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
    now = now or timezone.now()
    may_be = page.expire_at and page.expire_at <= now
    return bool(may_be) and Page.objects.filter(withdrawn_q(now), pk=page.pk).exists()


def next_expiry(now):
    """The first moment after `now` at which a published page expires, or has had its `GRACE`."""
    expiring = Page.objects.filter(live=True, expire_at__gt=now - GRACE)
    found = expiring.aggregate(
        first=Min("expire_at", filter=Q(expire_at__gt=now)),
        waiting=Min("expire_at", filter=Q(expire_at__lte=now)),
    )
    moments = [found["first"], found["waiting"] and found["waiting"] + GRACE]
    return min(filter(None, moments), default=None)


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
    """Tree paths of the pages that hide what lies below them; other leaves hide only themselves.

    With those of aliases that are hidden because of where their source is.
    """
    hiding = Q(numchild__gt=0) & ~Q(state=PUBLISHED) | Q(alias_of__isnull=False)
    rows = Page.objects.annotate(state=state(now), source=F("alias_of__path")).filter(hiding)
    rows = list(rows.values_list("path", "state", "source", "numchild", named=True))
    states = hidden_states(rows)
    return [r.path for r in rows if r.path in states and (r.numchild or r.state == PUBLISHED)]


def published_q(hidden=None, now=None):
    """Matches what everybody may read: published, not expired, not private, nor below such a page.

    `hidden` is what `hidden_paths` gave, for callers that ask for several lists.
    """
    q = ~withdrawn_q(now) & ~restricted_q()
    for path in hidden_paths(now) if hidden is None else hidden:
        q &= ~Q(path__startswith=path)
    return q


def view_restrictions(page):
    """Those of the page and of all above it; an alias also those of its source and above that."""
    above, sources = set(), {page.path}
    while sources:
        above.update(each for path in sources for each in paths_to(path))
        aliases = Page.objects.filter(path__in=above, alias_of__isnull=False)
        sources = set(aliases.values_list("alias_of__path", flat=True)) - above
    return PageViewRestriction.objects.filter(page__path__in=above)
