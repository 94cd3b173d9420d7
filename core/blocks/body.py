from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import RichTextBlock, StreamBlock

from ..querysets import renditions_in
from .links import CallToActionBlock, ContactBlock, DocumentsBlock, PagesBlock
from .pictures import FigureBlock, GalleryBlock
from .text import TEXT_FEATURES, HeadingBlock, QuoteBlock, TableBlock
from .video import VideoBlock


class BodyBlock(StreamBlock):
    """Blocks with pictures have `images(value)`, whose renditions one query fetches for all."""

    heading = HeadingBlock()
    text = RichTextBlock(
        features=TEXT_FEATURES,
        label=_("Text"),
        icon="pilcrow",
        description=_("Paragraphs, lists and links."),
        template="core/blocks/text_block.html",
        preview_value="<p>We study how <b>tumours</b> grow, spread and answer treatment.</p>",
    )
    figure = FigureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    video = VideoBlock()
    table = TableBlock()
    documents = DocumentsBlock()
    contact = ContactBlock()
    call_to_action = CallToActionBlock()
    pages = PagesBlock()

    def get_context(self, value, parent_context=None):
        shown = (each for each in value if hasattr(each.block, "images"))
        images = [image for each in shown for image in each.block.images(each.value) if image]
        prefetch_related_objects(images, renditions_in(["figure", "gallery", "still"]))
        return super().get_context(value, parent_context)
