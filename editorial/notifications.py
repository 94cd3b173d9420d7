"""Mails about schedules that failed, once for each failure."""

import logging
from collections import defaultdict

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django_tasks import task
from wagtail.users.models import UserProfile

from . import log
from .models import Action, ScheduleFailure

logger = logging.getLogger(__name__)

RESPONSIBLE_GROUP = "Communications"


@task()
def mail_failures(failure_ids):
    """One mail to each person about all their failures; no failure is mailed twice.

    Mail that cannot be sent is retried when the failed items are.
    """
    failures = [failure for failure in map(_claim, failure_ids) if failure]
    try:
        mails = [_mail(user, concerning) for user, concerning in _by_recipient(failures).items()]
        get_connection().send_messages(mails)
    except Exception:
        logger.exception("Could not mail that schedules failed")
        ids = [failure.pk for failure in failures]
        ScheduleFailure.objects.filter(pk__in=ids).update(notified_at=None)


def _claim(failure_id):
    """The failure, unless another process has mailed it or is about to."""
    unmailed = ScheduleFailure.objects.filter(pk=failure_id, notified_at=None)
    if unmailed.update(notified_at=timezone.now()):
        return ScheduleFailure.objects.pending().filter(pk=failure_id).first()
    return None


def _by_recipient(failures):
    recipients = defaultdict(list)
    for failure in failures:
        for user in _people(failure):
            recipients[user].append(failure)
    return recipients


def _people(failure):
    """The user who scheduled it, the author of the version, and the responsible group."""
    item = failure.content_object
    revision = item.live_revision if failure.action == Action.EXPIRE else item.scheduled_revision
    concerned = {log.scheduler(revision), revision and revision.user_id}
    people = Q(pk__in=concerned - {None}) | Q(groups__name=RESPONSIBLE_GROUP)
    users = get_user_model().objects.filter(people, is_active=True).exclude(email="")
    return users.distinct().order_by("pk")


def _mail(user, failures):
    with override(UserProfile.get_for_user(user).get_preferred_language()):
        context = {"failures": failures, "base_url": settings.WAGTAILADMIN_BASE_URL}
        return EmailMessage(
            subject=_subject(failures),
            body=render_to_string("editorial/mail/failures.txt", context),
            to=[user.email],
            headers={"Auto-Submitted": "auto-generated"},
        )


def _subject(failures):
    if len(failures) == 1:
        return _("Not published or unpublished on schedule: %(title)s") % {
            "title": failures[0].title
        }
    return ngettext(
        "%(count)s item was not published or unpublished on schedule",
        "%(count)s items were not published or unpublished on schedule",
        len(failures),
    ) % {"count": len(failures)}
