from django.db import models
from django.utils import timezone


class NoteQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ends_at__gt=timezone.now())

    def next_change(self, now):
        ends = self.filter(ends_at__gt=now).order_by("ends_at")
        return ends.values_list("ends_at", flat=True).first()


class Note(models.Model):
    text = models.TextField()
    ends_at = models.DateTimeField()

    objects = NoteQuerySet.as_manager()

    def __str__(self):
        return self.text


class Visit(models.Model):
    """Of which visitors see nothing."""

    time = models.DateTimeField(auto_now=True)

    def __str__(self):
        return str(self.time)
