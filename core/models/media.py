from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtailmedia.models import AbstractMedia

from navigation.languages import language_choices


class SiteMedia(AbstractMedia):
    """A video or sound in the library; its thumbnail is the poster if a page has no other."""

    captions = models.FileField(
        _("captions"),
        upload_to="media_captions",
        blank=True,
        help_text=_("Subtitles as a WebVTT file (.vtt), for people who can't hear the sound."),
    )
    captions_language = models.CharField(
        _("language of the captions"),
        max_length=20,
        choices=language_choices,
        blank=True,
        db_default="",
        default="",
        help_text=_("Leave empty if it is the language of the pages that show the video."),
    )

    admin_form_fields = (*AbstractMedia.admin_form_fields, "captions", "captions_language")

    class Meta(AbstractMedia.Meta):
        verbose_name = _("video or sound")
        verbose_name_plural = _("videos and sounds")
