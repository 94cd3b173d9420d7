"""When time alone changes what visitors see: an event ends, a deadline passes, a day begins."""

from datetime import datetime, time, timedelta

from django.apps import apps
from django.utils import timezone

from navigation.visibility import next_expiry


def next_change(now):
    """The first moment after `now` from which pages may look different, at the latest midnight.

    A model whose lists know the time says its own: its queryset has `next_change(now)`. What
    knows only dates changes at midnight in Oslo.
    """
    managers = [model._default_manager for model in apps.get_models()]
    asked = [manager for manager in managers if hasattr(manager, "next_change")]
    moments = [manager.next_change(now) for manager in asked]
    return min(filter(None, [*moments, next_expiry(now), midnight_after(now)]))


def midnight_after(now):
    day = timezone.localtime(now).date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time.min))
