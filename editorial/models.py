import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.utils import get_latest_str
from wagtail.models import AbstractGroupApprovalTask, Revision

from .drafts import content_type_of, draft_models
from .moderation import ModerationLock

RETRY_DELAYS = [timedelta(seconds=seconds) for seconds in (10, 30, 60, 120, 300, 900)]


class Action(models.TextChoices):
    GO_LIVE = "go_live", _("goes live")
    EXPIRE = "expire", _("expires")


class ScheduleFailureQuerySet(models.QuerySet):
    def pending(self):
        """Those whose schedule is unchanged: not carried out, cancelled, moved or deleted since."""
        approved = Revision.objects.filter(
            base_content_type=OuterRef("content_type"),
            object_id=OuterRef("object_id"),
            approved_go_live_at=OuterRef("due_at"),
        )
        pending = Q(Exists(approved), action=Action.GO_LIVE)
        for model in draft_models():
            own_id = Cast("pk", models.CharField(max_length=255))
            live = model._default_manager.annotate(own_id=own_id).filter(
                live=True, own_id=OuterRef("object_id"), expire_at=OuterRef("due_at")
            )
            pending |= Q(Exists(live), action=Action.EXPIRE, content_type=content_type_of(model))
        return self.filter(pending)

    def delete_settled(self):
        """Delete those whose schedule was cancelled, moved or carried out otherwise."""
        self.exclude(pk__in=self.pending().values("pk")).delete()

    def waiting(self, now):
        """Those whose next attempt is not due yet.

        An attempt further ahead than twice the longest of `RETRY_DELAYS` was recorded by a wrong
        clock and does not count; one a little further ahead, by a publisher that began later.
        """
        limit = now + 2 * RETRY_DELAYS[-1]
        return self.filter(next_attempt_at__gt=now, next_attempt_at__lte=limit)


class ScheduleFailure(models.Model):
    """A go-live or expiry that raised an exception: it stays due, and is retried."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    content_object = GenericForeignKey(for_concrete_model=False)
    action = models.CharField(max_length=10, choices=Action.choices)
    due_at = models.DateTimeField()
    error = models.TextField()
    attempts = models.PositiveIntegerField(default=0)
    first_failed_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(db_index=True)
    notified_at = models.DateTimeField(null=True)

    objects = ScheduleFailureQuerySet.as_manager()

    class Meta:
        verbose_name = _("failed schedule")
        verbose_name_plural = _("failed schedules")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "action"], name="one_failure_of_an_action"
            )
        ]

    def __str__(self):
        due_at = timezone.localtime(self.due_at)
        return f"{self.title} {self.get_action_display()} {due_at:%Y-%m-%d %H:%M}: {self.error}"

    @property
    def title(self):
        """The title of the latest version; empty if the object has been deleted."""
        return get_latest_str(self.content_object) if self.content_object else ""

    @property
    def edit_url(self):
        return AdminURLFinder().get_edit_url(self.content_object) or ""

    @classmethod
    def record(cls, *, content_type, object_id, action, due_at, error, now):
        """Count a failed attempt; a schedule at another time starts again from one."""
        failure, __ = cls.objects.get_or_create(
            content_type=content_type,
            object_id=object_id,
            action=action,
            defaults={"due_at": due_at, "first_failed_at": now, "next_attempt_at": now},
        )
        if failure.due_at != due_at:
            failure.due_at, failure.first_failed_at = due_at, now
            failure.attempts, failure.notified_at = 0, None
        failure.next_attempt_at = now + RETRY_DELAYS[min(failure.attempts, len(RETRY_DELAYS) - 1)]
        failure.attempts += 1
        failure.error = error_text(error)
        failure.save()
        return failure


def error_text(error):
    """The error for editors, for example "title: This field cannot be blank."."""
    if hasattr(error, "error_dict"):
        return " ".join(
            f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items()
        )
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return f"{type(error).__name__}: {error}"[:1000]


class PublisherRound(models.Model):
    """A single row with the time at which a publisher last checked what is due."""

    last_round_at = models.DateTimeField()

    class Meta:
        verbose_name = _("round of the publisher")
        verbose_name_plural = _("rounds of the publisher")

    def __str__(self):
        return f"{self.last_round_at:%Y-%m-%d %H:%M:%S}"

    @classmethod
    def record(cls, now=None):
        cls.objects.update_or_create(pk=1, defaults={"last_round_at": now or timezone.now()})

    @classmethod
    def last(cls):
        """The time of the last round; None before the first."""
        return cls.objects.filter(pk=1).values_list("last_round_at", flat=True).first()


def make_token():
    return secrets.token_urlsafe(32)


class CalendarToken(models.Model):
    """The secret part of the URL of its owner's calendar feed."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_token"
    )
    value = models.CharField(max_length=64, unique=True, default=make_token)

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")

    def __str__(self):
        return str(self.user)

    @classmethod
    def of(cls, user):
        return cls.objects.get_or_create(user=user)[0]

    @classmethod
    def renew(cls, user):
        cls.objects.update_or_create(user=user, defaults={"value": make_token()})


class ModerationTask(AbstractGroupApprovalTask):
    """Approval by groups; the author may still edit, see `editorial.moderation`."""

    lock_class = ModerationLock

    class Meta:
        verbose_name = _("approval by a group, open to the author")
        verbose_name_plural = _("approvals by a group, open to the author")

    def is_moderator(self, user):
        return bool(self.get_actions(None, user))

    def is_author(self, item, user):
        state = item.current_workflow_state
        return user.pk in (getattr(item, "owner_id", None), state and state.requested_by_id)

    def locked_for_user(self, obj, user):
        return super().locked_for_user(obj, user) and not self.is_author(obj, user)

    @classmethod
    def get_description(cls):
        return _("Members of the groups approve; the author may keep editing and submit again")
