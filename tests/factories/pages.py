from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import PageViewRestriction

from core.models import SiteDocument, SiteImage


def add(parent, model, **fields):
    """A published page of `model` below `parent`, valid unless `fields` say otherwise."""
    page = model(**{"title": model._meta.verbose_name, **fields})
    parent.add_child(instance=page)
    return page


def translate(page, locale, **fields):
    """The published translation of the page; its parent must be translated already."""
    translation = page.copy_for_translation(locale)
    for name, value in fields.items():
        setattr(translation, name, value)
    translation.save_revision().publish()
    translation.refresh_from_db()
    return translation


def private(page):
    """Restrict the page to signed-in users."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return page


def jpeg():
    data = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(data, "JPEG")
    return data.getvalue()


def image(**fields):
    file = ContentFile(jpeg(), name="cell.jpg")
    return SiteImage.objects.create(
        **{"title": "Cell", "description": "A cell", "file": file, **fields}
    )


def document(title="Form"):
    return SiteDocument.objects.create(title=title, file=ContentFile(b"text", name="form.txt"))
