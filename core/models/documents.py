from wagtail.documents.models import AbstractDocument, Document


class SiteDocument(AbstractDocument):
    """A file to download."""

    admin_form_fields = Document.admin_form_fields
