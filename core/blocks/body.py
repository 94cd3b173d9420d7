from django.utils.translation import gettext_lazy as _
from wagtail.blocks import RichTextBlock, StreamBlock

from .links import CallToActionBlock, ContactBlock, DocumentsBlock, PagesBlock
from .pictures import FigureBlock, GalleryBlock
from .text import TEXT_FEATURES, HeadingBlock, QuoteBlock, TableBlock
from .video import VideoBlock


class BodyBlock(StreamBlock):
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
