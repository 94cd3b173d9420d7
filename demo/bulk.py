"""Inserts many pages and relations at once, without validation, revisions or signals."""

from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from core.slugs import slug_for

PAGE_COLUMNS = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]


def insert_pages(parent, pages):
    """Add published `pages` below `parent`; `add_child` would take a dozen queries for each."""
    parent.refresh_from_db(fields=["numchild"])
    last = parent.get_last_child()
    first_step = int(last.path[-Page.steplen :], len(Page.alphabet)) + 1 if last else 1
    for step, page in enumerate(pages, first_step):
        _complete(page, parent, step)
    rows = [Page(**{name: getattr(page, name) for name in PAGE_COLUMNS}) for page in pages]
    for page, row in zip(pages, Page.objects.bulk_create(rows), strict=True):
        page.pk = page.id = row.pk
        page.save_base(raw=True, force_insert=True)  # writes only its own table, without signals
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))
    parent.numchild += len(pages)
    return pages


def _complete(page, parent, step):
    page.depth = parent.depth + 1
    page.path = parent.path + encoded(step)
    page.locale_id = parent.locale_id
    page.draft_title = page.title
    page.slug = f"{slug_for(page.title, fallback='page')}-{step}"
    page.set_url_path(parent)
    page.first_published_at = page.last_published_at = timezone.now()


def encoded(step):
    """The last part of a page's path, as treebeard's `MP_Node` numbers the children of a page."""
    digits = ""
    for __ in range(Page.steplen):
        step, digit = divmod(step, len(Page.alphabet))
        digits = Page.alphabet[digit] + digits
    return digits


def insert_links(model, field, pages, targets):
    """Relate each of the `pages` to its list of `targets` through the many-to-many `field`."""
    field = model._meta.get_field(field)
    source, target = (
        f"{name}_id" for name in (field.m2m_field_name(), field.m2m_reverse_field_name())
    )
    through = getattr(model, field.name).through
    through.objects.bulk_create(
        through(**{source: page.pk, target: other.pk})
        for page, others in zip(pages, targets, strict=True)
        for other in others
    )
