"""What the publisher and the calendar write into Wagtail's log, and what they read from it."""

from wagtail.log_actions import LogContext, get_active_log_context, registry
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


class OnSchedule(LogContext):
    """Within, the publisher's entries say when it was due and who had scheduled it."""

    def __init__(self, due_at, scheduled_by):
        super().__init__(generate_uuid=False)
        self.schedule = {"due_at": ensure_utc(due_at), "scheduled_by": scheduled_by}


def add_schedule(instance, **kwargs):
    """Before any object is saved: adding it later would take two queries more."""
    context = get_active_log_context()
    if isinstance(context, OnSchedule) and getattr(instance, "action", "") in CARRIED_OUT:
        instance.data["schedule"] = context.schedule
