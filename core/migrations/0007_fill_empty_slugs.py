from itertools import count

from anyascii import anyascii
from django.db import migrations
from django.utils.text import slugify

STEP = 4  # characters of a tree path for each level


def fill_empty_slugs(apps, schema_editor):
    """Give an address to drafts whose titles have no letter a–z, which were saved without one."""
    pages = apps.get_model("wagtailcore.Page").objects
    for page in pages.filter(slug="", depth__gt=1).order_by("path"):
        parent = pages.get(path=page.path[:-STEP])
        page.slug = free_slug(pages, page)
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.save(update_fields=["slug", "url_path"])
        fill_versions(apps, page)
        move_addresses_below(pages, page)


def free_slug(pages, page):
    siblings = pages.filter(path__startswith=page.path[:-STEP], depth=page.depth)
    taken = set(siblings.values_list("slug", flat=True))
    base = slugify(anyascii(page.draft_title or page.title))[:240].strip("-_") or "page"
    numbered = (f"{base}-{number}" if number > 1 else base for number in count(1))
    return next(slug for slug in numbered if slug not in taken)


def fill_versions(apps, page):
    """Otherwise publishing one of them would make another slug, by its title then."""
    content_types = apps.get_model("contenttypes.ContentType").objects
    content_type = content_types.filter(app_label="wagtailcore", model="page").first()
    versions = apps.get_model("wagtailcore.Revision").objects.filter(
        base_content_type=content_type, object_id=str(page.pk), content__slug=""
    )
    for version in versions:
        version.content["slug"] = page.slug
        version.save(update_fields=["content"])


def move_addresses_below(pages, page):
    """Those of the pages below were made with an empty step."""
    above = {page.path: page.url_path}
    below = pages.filter(path__startswith=page.path, depth__gt=page.depth).order_by("path")
    for descendant in below:
        descendant.url_path = f"{above[descendant.path[:-STEP]]}{descendant.slug}/"
        descendant.save(update_fields=["url_path"])
        above[descendant.path] = descendant.url_path


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_renditions_without_metadata"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(fill_empty_slugs, migrations.RunPython.noop)]
