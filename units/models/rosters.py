"""Whom a unit's page names: in one language or another, now or formerly, each once."""

from collections import defaultdict
from operator import attrgetter

from django.db.models import F, Q
from django.utils.functional import cached_property
from wagtail.models import Page

from core.querysets import translations
from navigation import snapshot
from navigation.visibility import published_q

from .affiliations import Affiliation, one_for_each


def affiliations_of(keys, *roles, own=None):
    """Those in units with these translation keys, in whichever language they were entered.

    Versions that are not public count only if they are `own`, the primary key of the unit that is
    shown. Each has the `unit_key` of its unit.
    """
    units = Page.objects.filter(Q(pk=own) | published_q(), translation_key__in=keys)
    entered = Affiliation.objects.filter(unit__in=units.order_by().values("pk"))
    entered = entered.filter(role__in=roles) if roles else entered
    return entered.annotate(unit_key=F("unit__translation_key")).select_related(
        "person__listing_image"
    )


def with_profiles(affiliations, tree):
    """Those with a person whose page is public, as readers get it, or with an external person."""
    shown = [
        item
        for item in affiliations
        if item.external_name or (item.person_id and tree.readable(item.person))
    ]
    ours = [item for item in shown if item.person_id]
    translated = translations([item.person for item in ours], tree)
    for item in ours:
        item.person = translated.get(item.person.translation_key, item.person)
    return shown


class Roster:
    """The affiliations of one unit, made by `with_profiles`, as they are on `today` in Oslo.

    What the unit with the key `unit_pk` says of a person's role itself replaces what its other
    languages say of it.
    """

    def __init__(self, affiliations, unit_pk, today=None):
        self.today = today or snapshot.today()
        rows = list(affiliations)
        current = [row for row in rows if row.is_current(self.today)]
        over = [row for row in rows if row.is_over(self.today)]
        self.current = one_for_each(own_version(current, unit_pk), attrgetter("person_key"))
        former = own_version(over, unit_pk)
        self.former = sorted(former, key=attrgetter("end_date"), reverse=True)

    @property
    def heads(self):
        return [item for item in self.current if item.is_head]

    @property
    def members(self):
        """Each role in the editors' order."""
        return [item for item in self.current if not item.is_head]

    @cached_property
    def former_heads(self):
        """Each term, the latest first."""
        return [row for row in self.former if row.is_head]

    @cached_property
    def former_members(self):
        """Each role of those who are not members any more, the latest first."""
        present = {row.person_key for row in self.current}
        return [row for row in self.former if not row.is_head and row.person_key not in present]


def own_version(affiliations, unit_pk):
    """The affiliations of one version of the unit for each person and role, if it can its own."""
    by_role = defaultdict(lambda: defaultdict(list))
    for item in affiliations:
        by_role[item.person_key, item.role][item.unit_id].append(item)
    for versions in by_role.values():
        yield from versions.get(unit_pk) or next(iter(versions.values()))


def last_day(affiliations, today):
    """The last day of the last term of a unit; None if there is none, or if not all are over."""
    rows = list(affiliations)
    is_over = rows and all(row.is_over(today) for row in rows)
    return max(row.end_date for row in rows) if is_over else None
