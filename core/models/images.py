import logging
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    Image,
    SourceImageIOError,
)
from wagtail.search import index

from page_cache.middleware import mark_incomplete

from ..pictures import PublicFilter
from ..signals import image_unreadable

logger = logging.getLogger(__name__)

# What social media and feed readers show; they know neither AVIF nor, all of them, WebP.
SHARED = Filter("fill-1200x630|format-jpeg")
LOG_AGAIN_SECONDS = 7 * 24 * 60 * 60


class DamagedImageError(SourceImageIOError):
    """The file can be read, but not as an image."""


@contextmanager
def failures_handled(image):
    """An image that can't be rendered is logged once, and its pages are shown without it.

    Either all sizes are written or none: otherwise each visit would leave orphaned files.
    """
    image.written = []
    try:
        yield
    except SourceImageIOError as error:  # the file is missing or damaged
        image.discard_written()
        image.report_unreadable(error)
        # A missing file may come back without a change that the page cache would notice.
        if not isinstance(error, DamagedImageError):
            mark_incomplete()
        raise
    except OSError as error:  # the disk is full, for example
        image.discard_written()
        logger.warning("Image %s is not shown: %s", image.pk, error)
        mark_incomplete()
        raise SourceImageIOError(str(error)) from error


class SiteImage(AbstractImage):
    """A picture with its alternative text, caption and credit, in all languages."""

    caption = models.CharField(
        _("caption"),
        max_length=300,
        blank=True,
        help_text=_(
            "Shown below the picture unless a page has its own caption, for example “First "
            "author Kay Oliver Schink (left) and last author Harald Stenmark”."
        ),
    )
    credit = models.CharField(
        _("credit"),
        max_length=150,
        blank=True,
        help_text=_("Photographer or source, for example “Photo: Per Marius Didriksen”."),
    )

    # By the code of each further language of the site: {"nb": {"description": "…"}}. What is empty
    # there is shown in the main language, in which the fields above are.
    translated_texts = models.JSONField(null=True, blank=True, editable=False)

    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("translated_texts"),
        index.AutocompleteField("translated_texts"),  # the library searches while one types
    ]
    admin_form_fields = (
        "title",
        "file",
        "description",
        "caption",
        "credit",
        *(name for name in Image.admin_form_fields if name not in ("title", "file", "description")),
    )

    TRANSLATED = ("description", "caption", "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def translated(self, name):
        """What the field says in the reader's language; None if only the main one has it."""
        texts = (self.translated_texts or {}).get(get_language(), {})
        return texts.get(name) or None

    def language_of(self, name):
        """The language that `localized` takes, if it is not the reader's; else None."""
        is_foreign = get_language() != settings.LANGUAGE_CODE and not self.translated(name)
        return settings.LANGUAGE_CODE if is_foreign else None

    def localized(self, name):
        return self.translated(name) or getattr(self, name)

    @property
    def default_alt_text(self):
        return self.translated("description") or super().default_alt_text

    @property
    def localized_caption(self):
        return self.localized("caption")

    @property
    def localized_credit(self):
        return self.localized("credit")

    @property
    def shared(self):
        """The picture as other sites show it."""
        return self.rendition_or_none(SHARED)

    def rendition_or_none(self, filter):
        """None if the file is missing or damaged, or the rendition can't be written."""
        try:
            return self.get_rendition(filter)
        except SourceImageIOError:
            return None

    def renditions_or_none(self, *filters):
        try:
            return self.get_renditions(*filters)
        except SourceImageIOError:
            return None

    def create_rendition(self, filter):
        with failures_handled(self):
            return super().create_rendition(filter)

    def create_renditions(self, *filters):
        with failures_handled(self):
            return super().create_renditions(*filters)

    def generate_rendition_file(self, filter, *, source=None):
        """Any error of the image libraries means that the file is damaged."""
        try:
            return super().generate_rendition_file(PublicFilter(filter.spec), source=source)
        except (SourceImageIOError, InvalidFilterSpecError):
            raise
        except Exception as error:
            if getattr(error, "errno", None):  # of the operating system
                raise
            raise DamagedImageError(f"{type(error).__name__}: {error}") from error

    def generate_rendition_instance(self, filter, source):
        """Its file is written immediately: a failure is then outside of any transaction."""
        rendition = super().generate_rendition_instance(filter, source)
        file = rendition._meta.get_field("file").pre_save(rendition, add=True)
        self.written.append(file)
        return rendition

    def discard_written(self):
        for file in self.written:
            file.delete(save=False)

    def report_unreadable(self, error):
        """Log it once for each file, and let the receivers decide whom to notify."""
        if cache.add(f"unreadable-image-{self.pk}-{self.file.name}", True, LOG_AGAIN_SECONDS):
            logger.error("Image %s (%s) is not shown: %s", self.pk, self.file.name, error)
        image_unreadable.send_robust(type(self), image=self, error=error)


class SiteRendition(AbstractRendition):
    """A picture in one size and format, without the metadata of its original."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")
    # False by the database: for what an earlier version writes, which kept metadata.
    is_stripped = models.BooleanField(default=True, db_default=False, editable=False)

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
