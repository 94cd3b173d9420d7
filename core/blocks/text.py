from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

INLINE_FEATURES = ["bold", "italic", "link", "document-link", "superscript", "subscript"]
TEXT_FEATURES = ["h3", "ol", "ul", *INLINE_FEATURES]


class HeadingBlock(CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Starts a new section of the page.")
        template = "core/blocks/heading_block.html"
        preview_value = "Research themes"


class QuoteBlock(StructBlock):
    text = TextBlock(label=_("Quotation"), help_text=_("Without quotation marks."))
    name = CharBlock(label=_("Attribution"), required=False)
    title = CharBlock(
        label=_("Title"), required=False, help_text=_("For example “Project manager”.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("A quotation, set apart from the text.")
        template = "core/blocks/quote_block.html"
        preview_value = {
            "text": "We generate evidence faster when countries share it.",
            "name": "Kari Nordmann",
            "title": "Project manager",
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
