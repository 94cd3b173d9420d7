"""What the publisher and the calendar write into Wagtail's log, and what they read from it."""

from contextlib import contextmanager
from contextvars import ContextVar

from wagtail.log_actions import registry
from wagtail.utils.timestamps import ensure_utc

PUBLISHED = "editorial.publish"
UNPUBLISHED = "editorial.unpublish"
CARRIED_OUT = (PUBLISHED, UNPUBLISHED)
RESCHEDULED = "editorial.move"
PREVIOUS_TIME, TIME = "was", "moment"  # stored in entries of RESCHEDULED
SCHEDULED = ("wagtail.publish.schedule", RESCHEDULED)

WENT_LIVE = (PUBLISHED, "wagtail.publish.scheduled", "wagtail.publish")
EXPIRED = (UNPUBLISHED, "wagtail.unpublish.scheduled", "wagtail.unpublish")
BY_HAND = ("wagtail.publish", "wagtail.unpublish")


def entries(**filters):
    """Log entries of pages and of snippets, oldest first within each."""
    for log_model in registry.get_log_entry_models():
        yield from log_model.objects.filter(**filters).order_by("timestamp", "pk")


def schedulers(revision_ids):
    """Who last scheduled each revision: user ids by revision id, if the log has them."""
    scheduled = entries(action__in=SCHEDULED, revision_id__in=revision_ids)
    return {entry.revision_id: entry.user_id for entry in scheduled if entry.user_id}


def scheduler(revision):
    """The id of the user who scheduled the revision, else of its author; None if unknown."""
    if revision is None:
        return None
    return schedulers([revision.pk]).get(revision.pk, revision.user_id)


current_schedule = ContextVar("current_schedule", default=None)


@contextmanager
def on_schedule(due_at, scheduled_by):
    """Within, the publisher's entries say when it was due and who had scheduled it."""
    schedule = {"due_at": ensure_utc(due_at), "scheduled_by": scheduled_by}
    token = current_schedule.set(schedule)
    try:
        yield
    finally:
        current_schedule.reset(token)


def add_schedule(instance, **kwargs):
    """Before a log entry is saved: adding it later would take two queries more."""
    schedule = current_schedule.get()
    if schedule and instance.action in CARRIED_OUT:
        instance.data["schedule"] = schedule
