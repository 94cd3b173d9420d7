"""The blocks of a page's body. Never rename a block's key: it is stored in the database."""

from .body import BodyBlock
from .links import CallToActionBlock, ContactBlock, DocumentsBlock, LinkBlock, PagesBlock
from .pictures import DescribedImageBlock, FigureBlock, GalleryBlock
from .text import INLINE_FEATURES, TEXT_FEATURES, HeadingBlock, QuoteBlock, TableBlock
from .video import VideoBlock, VideoValue

__all__ = [
    "INLINE_FEATURES",
    "TEXT_FEATURES",
    "BodyBlock",
    "CallToActionBlock",
    "ContactBlock",
    "DescribedImageBlock",
    "DocumentsBlock",
    "FigureBlock",
    "GalleryBlock",
    "HeadingBlock",
    "LinkBlock",
    "PagesBlock",
    "QuoteBlock",
    "TableBlock",
    "VideoBlock",
    "VideoValue",
]
