from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, StructBlock, StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

from .previews import sample


class DescribedImageBlock(ImageBlock):
    """Wagtail's, with the label that our other forms have for the alternative text."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.child_blocks["alt_text"].label = _("Alternative text")

    def clean(self, value):
        try:
            return super().clean(value)
        except StructBlockValidationError as error:
            if "alt_text" not in error.block_errors:
                raise
            message = _("Describe what the picture shows, or mark it as decorative.")
            errors = {"alt_text": ValidationError(message)}
            raise StructBlockValidationError(block_errors=errors) from error


class FigureBlock(StructBlock):
    image = DescribedImageBlock(label=_("Picture"))
    caption = CharBlock(
        label=_("Caption"),
        required=False,
        help_text=_("Leave empty to use the caption from the picture library."),
    )
    credit = CharBlock(
        label=_("Credit"),
        required=False,
        help_text=_("Leave empty to use the credit from the picture library."),
    )

    def images(self, value):
        return [value["image"]]

    def get_preview_value(self):
        images = sample(get_image_model())
        return self.to_python(
            {
                "image": {
                    "image": images[0].pk if images else None,
                    "alt_text": "",
                    "decorative": True,
                },
                "caption": "Cells in culture, seen through a confocal microscope.",
                "credit": "Photo: Core facility for light microscopy",
            }
        )

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("One picture with caption and credit.")
        template = "core/blocks/figure_block.html"
        preview_value = None


class GalleryBlock(StructBlock):
    pictures = ListBlock(FigureBlock(), min_num=2, max_num=24, label=_("Pictures"))

    def images(self, value):
        return [picture["image"] for picture in value["pictures"]]

    def get_preview_value(self):
        images = sample(get_image_model(), 3)
        return self.to_python(
            {"pictures": [{"image": {"image": image.pk, "decorative": True}} for image in images]}
        )

    class Meta:
        icon = "grip"
        label = _("Gallery")
        description = _("Several pictures side by side; each opens in full size.")
        template = "core/blocks/gallery_block.html"
        preview_value = None
