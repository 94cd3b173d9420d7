"""Whatever editors do, and however late the publisher is, the site is as a simple model says."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import time_machine
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from editorial.publisher import carry_out_due
from home.models import ContentPage
from tests.factories.pages import add
from tests.factories.schedules import draft

# In the night after this the clocks go back.
START = datetime(2027, 10, 30, 22, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

minutes = st.sampled_from([1, 30, 90, 200])
steps = st.one_of(
    st.tuples(st.just("schedule"), minutes, st.one_of(st.none(), minutes)),
    st.tuples(st.just("propose"), minutes, st.one_of(st.none(), minutes)),
    st.tuples(st.just("publish"), st.one_of(st.none(), minutes)),
    st.tuples(st.sampled_from(["approve", "unpublish", "cancel", "move", "delete"])),
    st.tuples(st.just("wait"), minutes),
    st.tuples(st.just("wait_with_publisher_down"), minutes),
)


@dataclass
class Version:
    title: str
    go_live_at: datetime | None = None
    expire_at: datetime | None = None


class Model:
    """What is public, and since when, said as simply as can be."""

    def __init__(self):
        self.live = self.pending = self.first_published_at = None

    def publish(self, version, time):
        self.live, self.pending = version, None
        self.first_published_at = self.first_published_at or time

    def next_event(self):
        """The time and what happens; going live comes before an expiry at the same time."""
        events = []
        if self.pending:
            events.append((self.pending.go_live_at, 0, "go_live"))
        if self.live and self.live.expire_at:
            events.append((self.live.expire_at, 1, "expire"))
        return min(events, default=None)

    def pass_to(self, now):
        while (event := self.next_event()) and event[0] <= now:
            if event[2] == "go_live":
                self.publish(self.pending, event[0])
            else:
                self.live = None


class Editors:
    """Do to a page and to its model the same."""

    def __init__(self, home, clock):
        self.clock, self.now = clock, START
        self.shelves = [add(home, ContentPage, title="One"), add(home, ContentPage, title="Other")]
        self.page_id = draft(self.shelves[0], title="0").pk
        self.model, self.count = Model(), 0
        self.save(self.version())

    @property
    def page(self):
        return ContentPage.objects.filter(pk=self.page_id).first()

    def version(self, go_live=None, expire=None):
        self.count += 1
        go_live_at = self.now + go_live * MINUTE if go_live else None
        expire_at = (go_live_at or self.now) + expire * MINUTE if expire else None
        return Version(str(self.count), go_live_at, expire_at)

    def save(self, version):
        page = self.page.get_latest_revision_as_object()
        page.title = version.title
        page.go_live_at, page.expire_at = version.go_live_at, version.expire_at
        page.save_revision()
        self.latest = version

    def propose(self, go_live, expire):
        self.save(self.version(go_live, expire))

    def approve(self):
        """Publish the latest version, or schedule it if it names a time to come."""
        self.page.latest_revision.publish()
        if self.latest.go_live_at and self.latest.go_live_at > self.now:
            self.model.pending = self.latest
        else:
            self.model.publish(self.latest, self.now)

    def schedule(self, go_live, expire):
        self.propose(go_live, expire)
        self.approve()

    def publish(self, expire):
        self.save(self.version(expire=expire))
        self.approve()

    def unpublish(self):
        if self.page.live:
            self.page.unpublish()
            self.model.live = self.model.pending = None

    def cancel(self):
        if revision := self.page.scheduled_revision:
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])
        self.model.pending = None

    def move(self):
        self.shelves.reverse()
        self.page.move(ContentPage.objects.get(pk=self.shelves[0].pk), pos="last-child")

    def delete(self):
        self.page.delete()
        self.model = Model()

    def wait_with_publisher_down(self, passing):
        self.now += passing * MINUTE
        self.clock.move_to(self.now)

    def wait(self, passing):
        self.wait_with_publisher_down(passing)
        assert not carry_out_due().failures
        self.model.pass_to(self.now)
        self.check()

    def check(self):
        public = ContentPage.objects.published().filter(pk=self.page_id)
        expected, seen = self.model.live, public.first()
        assert (seen and seen.title) == (expected and expected.title)
        if seen:
            assert seen.first_published_at == self.model.first_published_at


@given(st.lists(steps, min_size=3, max_size=8))
@example([("publish", 30), ("schedule", 90, None), ("wait", 30)])  # Wagtail forgets the new version
@example([("schedule", 1, 30), ("wait_with_publisher_down", 90), ("schedule", 1, None)])
@settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_sequence_leaves_the_site_as_the_model_says(home, sequence):
    with time_machine.travel(START, tick=False) as clock, transaction.atomic():
        editors = Editors(home, clock)
        for name, *arguments in [*sequence, ("wait", 500)]:
            if editors.page or name.startswith("wait"):
                getattr(editors, name)(*arguments)
        transaction.set_rollback(True)
