from django.db import models
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin


class Notice(DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """A snippet with drafts and schedules, as the site may get some day."""

    text = models.CharField(max_length=100)

    def __str__(self):
        return self.text
