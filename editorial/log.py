"""What the publisher writes into Wagtail's log, and what is read from it."""

from wagtail.log_actions import registry
from wagtail.utils.timestamps import ensure_utc

PUBLISHED = "editorial.publish"
UNPUBLISHED = "editorial.unpublish"
MOVED = "editorial.move"
SCHEDULED = ("wagtail.publish.schedule", MOVED)

WENT_LIVE = (PUBLISHED, "wagtail.publish.scheduled", "wagtail.publish")
LEFT = (UNPUBLISHED, "wagtail.unpublish.scheduled", "wagtail.unpublish")
BY_HAND = ("wagtail.publish", "wagtail.unpublish")


def entries(**filters):
    """Log entries of pages and of snippets, oldest first within each."""
    for log_model in registry.get_log_entry_models():
        yield from log_model.objects.filter(**filters).order_by("timestamp", "pk")


def schedulers(revision_ids):
    """Who scheduled each revision last: user ids by revision id, as far as the log knows."""
    scheduled = entries(action__in=SCHEDULED, revision_id__in=revision_ids)
    return {entry.revision_id: entry.user_id for entry in scheduled if entry.user_id}


def scheduler(revision):
    """The id of who scheduled the revision, else of who wrote it; None if nobody is known."""
    if revision is None:
        return None
    logged = registry.get_logs_for_instance(revision.content_object)
    scheduled = logged.filter(action__in=SCHEDULED, revision_id=revision.pk, user__isnull=False)
    return scheduled.values_list("user_id", flat=True).first() or revision.user_id


def note_schedule(instance, action, due_at, scheduled_by):
    """Add to the entry that was just made what it was due to, and to whom."""
    logged = registry.get_logs_for_instance(instance)
    if entry := logged.filter(action=action).first():
        schedule = {"due_at": ensure_utc(due_at), "scheduled_by": scheduled_by}
        # Not by save(), which would ask three times more whether the entry is valid.
        logged.filter(pk=entry.pk).update(data=entry.data | {"schedule": schedule})
