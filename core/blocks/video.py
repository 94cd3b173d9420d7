from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    StructBlock,
    StructBlockValidationError,
    StructValue,
    TextBlock,
)
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import VideoChooserBlock

from ..embeds import find_player


class VideoValue(StructValue):
    @cached_property
    def player(self):
        """The host's name and the player's address, for a video on another site."""
        embed = self.get("embed")
        return find_player(embed.url) if embed else None


class VideoBlock(StructBlock):
    title = CharBlock(label=_("Title"), help_text=_("For example “Welcome to the institute”."))
    file = VideoChooserBlock(
        label=_("Video from the library"),
        required=False,
        help_text=_("Or enter a YouTube or Vimeo address below."),
    )
    embed = EmbedBlock(
        label=_("YouTube or Vimeo address"),
        required=False,
        help_text=_(
            "For example https://www.youtube.com/watch?v=aqz-KE-bpKQ. Nothing is loaded from "
            "that site until the reader presses play."
        ),
    )
    poster = ImageChooserBlock(
        label=_("Still picture"), required=False, help_text=_("Shown before the video plays.")
    )
    description = TextBlock(
        label=_("Transcript or description"),
        required=False,
        help_text=_(
            "For people who can't see or hear the video: what it shows, in a few sentences."
        ),
    )

    def images(self, value):
        return [value["poster"]]

    def clean(self, value):
        result = super().clean(value)
        if bool(result["file"]) == bool(result["embed"]):
            message = _("Choose a video from the library or enter an address, but not both.")
            raise StructBlockValidationError({"file": ValidationError(message)})
        return result

    class Meta:
        icon = "media"
        label = _("Video")
        description = _(
            "A video from the library, or one from YouTube or Vimeo that loads after a click."
        )
        template = "core/blocks/video_block.html"
        value_class = VideoValue
        preview_value = {
            "title": "Welcome to the institute",
            "embed": "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
            "description": "A walk through the laboratories.",
        }
