"""What the publisher writes into Wagtail's log, and what is read from it."""

from wagtail.log_actions import registry

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
