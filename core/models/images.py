import logging
from contextlib import contextmanager

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    Image,
    SourceImageIOError,
)

from ..pictures import left_out

logger = logging.getLogger(__name__)

# What social media and feed readers show; they know neither AVIF nor, all of them, WebP.
SHARED = Filter("fill-1200x630|format-jpeg")


@contextmanager
def or_left_out(image):
    """A picture for which there is no room is shown like one whose file is missing.

    Its sizes are written all or none: otherwise each visit would leave some that nobody knows.
    """
    image.written = []
    try:
        yield
    except SourceImageIOError:
        raise
    except OSError as error:
        for file in image.written:
            file.delete(save=False)
        logger.warning("The picture %s is left out: %s", image.pk, error)
        left_out.set(True)
        raise SourceImageIOError(str(error)) from error


class SiteImage(AbstractImage):
    """A picture with what must be said of it wherever it is shown."""

    caption = models.CharField(
        _("caption"),
        max_length=300,
        blank=True,
        help_text=_(
            "Shown below the picture unless a page says otherwise, for example "
            "“First author Kay Oliver Schink (left) and last author Harald Stenmark”."
        ),
    )
    credit = models.CharField(
        _("credit"),
        max_length=150,
        blank=True,
        help_text=_("Who made it, for example “Photo: Per Marius Didriksen”."),
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "caption",
        "credit",
        *(name for name in Image.admin_form_fields if name not in ("title", "file", "description")),
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def shared(self):
        """The picture as other sites show it."""
        return self.rendition_or_none(SHARED)

    def rendition_or_none(self, filter):
        """None if the file is missing or broken, or can't be written."""
        try:
            return self.get_rendition(filter)
        except SourceImageIOError:
            return None

    def create_rendition(self, filter):
        with or_left_out(self):
            return super().create_rendition(filter)

    def create_renditions(self, *filters):
        with or_left_out(self):
            return super().create_renditions(*filters)

    def generate_rendition_instance(self, filter, source):
        """Its file is written at once: a failure is then outside of any transaction."""
        rendition = super().generate_rendition_instance(filter, source)
        file = rendition._meta.get_field("file").pre_save(rendition, add=True)
        self.written.append(file)
        return rendition


class SiteRendition(AbstractRendition):
    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
