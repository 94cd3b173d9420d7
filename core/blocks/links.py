from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    EmailBlock,
    ListBlock,
    PageChooserBlock,
    StructBlock,
    StructBlockValidationError,
)
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.models import Page

from navigation.urls import as_link

from .previews import sample


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
        description = _("A contact person with e-mail and telephone.")
        template = "core/blocks/contact_block.html"
        preview_value = {
            "name": "Kari Nordmann",
            "role": "Press contact",
            "email": "kari.nordmann@example.org",
            "telephone": "+47 22 00 00 00",
        }


class LinkBlock(CharBlock):
    """A web address, an e-mail address or a telephone number, stored as the target of a link."""

    def clean(self, value):
        text = super().clean(value)
        return as_link(text) if text else ""


class CallToActionBlock(StructBlock):
    title = CharBlock(
        label=_("Button text"),
        help_text=_("What the button does, for example “Apply for the course”."),
    )
    text = CharBlock(label=_("Text above the button"), required=False)
    page = PageChooserBlock(
        label=_("Page"), required=False, help_text=_("Or enter an address below.")
    )
    url = LinkBlock(
        label=_("Web address, e-mail or telephone"),
        required=False,
        help_text=_(
            "For example https://nettskjema.no/a/123, courses@example.org or +47 22 78 10 00."
        ),
    )
    while_open = BooleanBlock(
        label=_("Only while open"),
        required=False,
        help_text=_(
            "Hides the button when the event is cancelled, postponed or over, or the deadline of "
            "the news item has passed. Untick it for a button that stays, such as “See the slides”."
        ),
    )

    def clean(self, value):
        result = super().clean(value)
        if bool(result["page"]) == bool(result["url"]):
            message = _("Choose a page or enter an address, but not both.")
            raise StructBlockValidationError({"page": ValidationError(message)})
        return result

    class Meta:
        icon = "link"
        label = _("Call to action")
        description = _("A button for the next step, for example to apply.")
        template = "core/blocks/call_to_action_block.html"
        # Only for new blocks: those stored before `while_open` existed read as False.
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
