from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    Image,
    SourceImageIOError,
)

# What social media and feed readers show; they know neither AVIF nor, all of them, WebP.
SHARED = Filter("fill-1200x630|format-jpeg")


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
        """The picture as other sites show it; None if its file is missing or broken."""
        try:
            return self.get_rendition(SHARED)
        except SourceImageIOError:
            return None


class SiteRendition(AbstractRendition):
    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
