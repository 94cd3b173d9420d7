"""Moderation that does not keep authors from their own drafts.

What is published in the end is the latest version. So an author who writes on takes the submission
back: otherwise a moderator could publish what they have not read.
"""

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock
from wagtail.models import Revision, WorkflowMixin


class ModerationLock(WorkflowLock):
    """Locks a page for all but its moderators and its author, who is told what editing does."""

    def get_message(self, user):
        if self.task.is_author(self.object, user) and not self.task.is_moderator(user):
            return _(
                "This is awaiting moderation. You may go on writing: when you save, it is taken "
                "back, and you submit it again when it is ready."
            )
        return super().get_message(user)


@receiver(post_save, sender=Revision)
def take_back_submission(instance, update_fields, **kwargs):
    """When somebody who may not approve it has saved another version of what was submitted."""
    item = None if update_fields or not instance.user else instance.content_object
    task_state = item.current_workflow_task_state if isinstance(item, WorkflowMixin) else None
    task = task_state and task_state.task.specific
    if getattr(task, "is_moderator", None) and not task.is_moderator(instance.user):
        task_state.workflow_state.cancel(user=instance.user)
