"""Moderation that lets authors edit their submitted drafts.

Approval publishes the latest version. An edit by the author therefore withdraws the submission:
otherwise a moderator could publish changes that they have not seen.
"""

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock
from wagtail.models import Revision, WorkflowMixin


class ModerationLock(WorkflowLock):
    """Locks a page for all but its moderators and its author, whom it warns."""

    def get_message(self, user):
        if self.task.is_author(self.object, user) and not self.task.is_moderator(user):
            return _(
                "This is awaiting moderation. You can keep editing: saving withdraws the "
                "submission, and you submit it again when it is ready."
            )
        return super().get_message(user)


@receiver(post_save, sender=Revision)
def withdraw_submission(instance, update_fields, **kwargs):
    """Cancels the workflow when a user who may not approve saves a new version."""
    item = None if update_fields or not instance.user else instance.content_object
    task_state = item.current_workflow_task_state if isinstance(item, WorkflowMixin) else None
    task = task_state and task_state.task.specific
    if getattr(task, "is_moderator", None) and not task.is_moderator(instance.user):
        task_state.workflow_state.cancel(user=instance.user)
