"""Mails about an image whose file can't be read, and which pages therefore omit."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task
from wagtail.images import get_image_model
from wagtail.users.models import UserProfile

from .notifications import RESPONSIBLE_GROUP

PAUSE_SECONDS = 60 * 60
REMIND_AFTER_SECONDS = 7 * 24 * 60 * 60


def notify(sender, image, error, **kwargs):
    """Receives `image_unreadable`.

    At most one mail an hour: when the disk of the media is unavailable, so is every image.
    """
    key = f"unreadable-image-mailed-{image.pk}-{image.file.name}"
    if key not in cache and cache.add("unreadable-image-mailed", True, PAUSE_SECONDS):
        cache.set(key, True, REMIND_AFTER_SECONDS)
        mail_unreadable_image.enqueue(image.pk, str(error))


@task()
def mail_unreadable_image(image_id, error):
    """One mail to Communications and to the person who uploaded the image."""
    image = get_image_model().objects.filter(pk=image_id).first()
    if image:
        people = Q(groups__name=RESPONSIBLE_GROUP) | Q(pk=image.uploaded_by_user_id)
        users = get_user_model().objects.filter(people, is_active=True).exclude(email="")
        mails = [message(user, image, error) for user in users.distinct().order_by("pk")]
        get_connection().send_messages(mails)


def message(user, image, error):
    with override(UserProfile.get_for_user(user).get_preferred_language()):
        url = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailimages:edit", args=[image.pk])
        context = {"image": image, "error": error, "url": url}
        return EmailMessage(
            subject=_("An image can't be shown: %(title)s") % {"title": image.title},
            body=render_to_string("editorial/mail/unreadable_image.txt", context),
            to=[user.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
