"""The blocks of a page's body. A block's key is stored in the database for ever."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    EmailBlock,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    StructBlockValidationError,
    StructValue,
    TextBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page
from wagtailmedia.blocks import VideoChooserBlock

from navigation.urls import as_link

from .embeds import find_player

INLINE_FEATURES = ["bold", "italic", "link", "document-link", "superscript", "subscript"]
TEXT_FEATURES = ["h3", "ol", "ul", *INLINE_FEATURES]


def sample(model, count=1):
    """The newest of the library, to show a block with before anything was chosen for it."""
    return list(model.objects.order_by("-pk")[:count])


class HeadingBlock(CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Starts a new section of the page.")
        template = "core/blocks/heading_block.html"
        preview_value = "Research themes"


class DescribedImageBlock(ImageBlock):
    """Wagtail's, in the words that all other forms have for the alternative text."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.child_blocks["alt_text"].label = _("Alternative text")

    def clean(self, value):
        try:
            return super().clean(value)
        except StructBlockValidationError as error:
            if "alt_text" not in error.block_errors:
                raise
            message = _("Say what the picture shows, or mark it as decorative.")
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


class QuoteBlock(StructBlock):
    text = TextBlock(label=_("Quotation"), help_text=_("Without quotation marks."))
    name = CharBlock(label=_("Who said it"), required=False)
    title = CharBlock(
        label=_("Title"), required=False, help_text=_("For example “Project manager”.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("Somebody's own words, set apart from the text.")
        template = "core/blocks/quote_block.html"
        preview_value = {
            "text": "We generate evidence faster when countries share it.",
            "name": "Kari Nordmann",
            "title": "Project manager",
        }


class VideoValue(StructValue):
    @cached_property
    def player(self):
        """Name of the host and address of the player of a video that another site keeps."""
        embed = self.get("embed")
        return find_player(embed.url) if embed else None


class VideoBlock(StructBlock):
    title = CharBlock(label=_("Title"), help_text=_("For example “Welcome to the institute”."))
    file = VideoChooserBlock(
        label=_("Our own video"), required=False, help_text=_("From the library of videos; or:")
    )
    embed = EmbedBlock(
        label=_("Address at YouTube or Vimeo"),
        required=False,
        help_text=_(
            "For example https://www.youtube.com/watch?v=aqz-KE-bpKQ. Nothing is asked of "
            "that site before the reader presses play."
        ),
    )
    poster = ImageChooserBlock(
        label=_("Still picture"), required=False, help_text=_("Shown before the video plays.")
    )
    description = TextBlock(
        label=_("What is seen and said"),
        required=False,
        help_text=_("For those who can't see or hear it: the gist in a few sentences."),
    )

    def clean(self, value):
        result = super().clean(value)
        if bool(result["file"]) == bool(result["embed"]):
            message = _("Choose one of our own videos or give an address, one of the two.")
            raise StructBlockValidationError({"file": ValidationError(message)})
        return result

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A video of ours, or one at YouTube or Vimeo that waits for a click.")
        template = "core/blocks/video_block.html"
        value_class = VideoValue
        preview_value = {
            "title": "Welcome to the institute",
            "embed": "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
            "description": "A walk through the laboratories.",
        }


class TableBlock(TypedTableBlock):
    def __init__(self, **kwargs):
        columns = [
            ("text", CharBlock(required=False)),
            ("rich_text", RichTextBlock(features=INLINE_FEATURES, required=False)),
        ]
        super().__init__(columns, **kwargs)

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns with headings. For figures and facts, not for layout.")
        template = "core/blocks/table_block.html"
        preview_value = {
            "caption": "The institute in figures",
            "columns": [
                {"type": "text", "heading": "What"},
                {"type": "text", "heading": "How many"},
            ],
            "rows": [{"values": ["Research departments", "7"]}, {"values": ["Employees", "320"]}],
        }


class DocumentsBlock(StructBlock):
    heading = CharBlock(label=_("Heading"), required=False, help_text=_("For example “Forms”."))
    documents = ListBlock(DocumentChooserBlock(), min_num=1, label=_("Documents"))

    def get_preview_value(self):
        documents = sample(get_document_model(), 3)
        return self.to_python(
            {"heading": "Downloads", "documents": [item.pk for item in documents]}
        )

    class Meta:
        icon = "doc-full-inverse"
        label = _("Documents")
        description = _("A list of files to download, with type and size.")
        template = "core/blocks/documents_block.html"
        preview_value = None


class ContactBlock(StructBlock):
    name = CharBlock(label=_("Name"))
    role = CharBlock(label=_("Role"), required=False, help_text=_("For example “Press contact”."))
    email = EmailBlock(label=_("E-mail"), required=False)
    telephone = CharBlock(label=_("Telephone"), required=False)
    page = PageChooserBlock(
        label=_("Profile page"), required=False, page_type=settings.PROFILE_PAGE_TYPE
    )

    class Meta:
        icon = "user"
        label = _("Contact")
        description = _("Whom to ask, with e-mail and telephone.")
        template = "core/blocks/contact_block.html"
        preview_value = {
            "name": "Kari Nordmann",
            "role": "Press contact",
            "email": "kari.nordmann@example.org",
            "telephone": "+47 22 00 00 00",
        }


class LinkBlock(CharBlock):
    """A web address, an e-mail address or a telephone number, as it stands in a link."""

    def clean(self, value):
        text = super().clean(value)
        return as_link(text) if text else ""


class CallToActionBlock(StructBlock):
    title = CharBlock(
        label=_("Text on the button"),
        help_text=_("What happens, for example “Apply for the course”."),
    )
    text = CharBlock(label=_("Sentence before it"), required=False)
    page = PageChooserBlock(
        label=_("Page"), required=False, help_text=_("A page of this site; or:")
    )
    url = LinkBlock(
        label=_("Address elsewhere"),
        required=False,
        help_text=_(
            "For example https://nettskjema.no/a/123, courses@example.org or +47 22 78 10 00."
        ),
    )
    while_open = BooleanBlock(
        label=_("Only while one can take part"),
        required=False,
        help_text=_(
            "Hides the button when the event is cancelled, postponed or over, or the deadline of "
            "the news item has passed. Untick it for a button that stays, such as “See the slides”."
        ),
    )

    def clean(self, value):
        result = super().clean(value)
        if bool(result["page"]) == bool(result["url"]):
            message = _("Choose a page or give an address, one of the two.")
            raise StructBlockValidationError({"page": ValidationError(message)})
        return result

    class Meta:
        icon = "link"
        label = _("Call to action")
        description = _("A button that leads to what the reader should do next.")
        template = "core/blocks/call_to_action_block.html"
        # Of new blocks alone: one that was stored before there was `while_open` reads as False.
        default = {"while_open": True}
        preview_value = {
            "title": "Apply for the course",
            "text": "Applications are open until 1 March.",
            "url": "https://example.org/apply",
        }


class PagesBlock(StructBlock):
    heading = CharBlock(label=_("Heading"), required=False, help_text=_("For example “Read also”."))
    pages = ListBlock(PageChooserBlock(), min_num=1, max_num=12, label=_("Pages"))

    def get_preview_value(self):
        pages = Page.objects.live().public().filter(depth__gt=2)[:3]
        return self.to_python({"heading": "Read also", "pages": [page.pk for page in pages]})

    class Meta:
        icon = "doc-empty"
        label = _("Related pages")
        description = _("Links to other pages of this site, with their titles.")
        template = "core/blocks/pages_block.html"
        preview_value = None


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
