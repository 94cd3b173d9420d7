"""What the publisher and the calendar write into Wagtail's log, and what they read from it."""

from wagtail.log_actions import registry
from wagtail.utils.timestamps import ensure_utc

PUBLISHED = "editorial.publish"
UNPUBLISHED = "editorial.unpublish"
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
    logged = registry.get_logs_for_instance(revision.content_object)
    scheduled = logged.filter(action__in=SCHEDULED, revision_id=revision.pk, user__isnull=False)
    return scheduled.values_list("user_id", flat=True).first() or revision.user_id


def add_schedule(instance, action, due_at, scheduled_by):
    """Add to the newest entry of the action when it was due and who had scheduled it."""
    logged = registry.get_logs_for_instance(instance)
    if entry := logged.filter(action=action).first():
        schedule = {"due_at": ensure_utc(due_at), "scheduled_by": scheduled_by}
        # Not by save(), which would validate the entry again, with three queries.
        logged.filter(pk=entry.pk).update(data=entry.data | {"schedule": schedule})
