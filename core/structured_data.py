"""What pages are about, in the words of https://schema.org, as JSON-LD for machines.

Each page type makes it in `structured_data` from the template's context: it runs no query of its
own, and private people and units that the template leaves out are left out here too.
"""

import json

from django.utils import timezone
from django.utils.safestring import mark_safe
from wagtail.fields import StreamField

from navigation.urls import absolute

from .models import SiteSettings

ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


def thing(schema_type, page_url="", /, **properties):
    """A thing without its empty properties; `page_url` is that of the page about it."""
    properties |= {"url": page_url, "@id": page_url and f"{page_url}#{schema_type.lower()}"}
    return {"@type": schema_type} | {name: value for name, value in properties.items() if value}


def reference(page, metadata, **properties):
    """The thing that another page is about, by the name and address of that page."""
    return thing(page.described_as, metadata.address_of(page), name=page.title, **properties)


def local_isoformat(value):
    """In ISO 8601, with the offset of Oslo."""
    return value and timezone.localtime(value).isoformat(timespec="seconds")


def publisher(metadata):
    """The institute whose site this is."""
    settings = SiteSettings.for_request(metadata.request)
    return thing("ResearchOrganization", absolute("/"), name=settings.name)


def described(page, metadata, **properties):
    """What a page is about, with the properties that all types share."""
    return thing(
        page.described_as,
        metadata.address,
        name=page.title,
        description=metadata.description,
        image=metadata.image and metadata.image_url,
        **properties,
    )


def breadcrumbs(metadata):
    """The way from the home page to the page; None for the home page itself."""
    above = metadata.request.site_tree.above(metadata.page.path)
    steps = [
        thing(
            "ListItem",
            position=position,
            name=page.title,
            item={"@type": "WebPage", "@id": metadata.address_of(page)},
        )
        for position, page in enumerate([*above, metadata.page], start=1)
    ]
    return thing("BreadcrumbList", itemListElement=steps) if above else None


def videos(page):
    """The videos in the streams of a page."""
    fields = [field.name for field in page._meta.fields if isinstance(field, StreamField)]
    values = [value for name in fields for value in video_values(getattr(page, name))]
    return [own_video(value) if value["file"] else video(value) for value in values]


def video_values(stream):
    """Skips other blocks, since reading a block loads what it refers to."""
    kinds = [block["type"] for block in stream.raw_data]
    return [stream[number].value for number, kind in enumerate(kinds) if kind == "video"]


def video(value, **properties):
    """A video; the upload date of one on another site is unknown."""
    player = value.player
    return thing(
        "VideoObject",
        name=value["title"],
        description=value["description"] or value["title"],
        **{"embedUrl": player and player[1], "thumbnailUrl": still(value), **properties},
    )


def own_video(value):
    file = value["file"]
    return video(
        value,
        contentUrl=absolute(file.url),
        thumbnailUrl=file.thumbnail and absolute(file.thumbnail.url),
        uploadDate=local_isoformat(file.created_at),
        duration=file.duration and f"PT{round(file.duration)}S",
    )


def still(value):
    """The address of the still picture, as the page shows it."""
    poster = value["poster"]
    picture = poster and poster.largest("still")
    return picture and absolute(picture.url)


def script(metadata):
    """The data block of a page. A browser runs nothing of it, so a strict policy allows it."""
    things = [*metadata.page.structured_data(metadata), breadcrumbs(metadata)]
    graph = [*filter(None, things), *videos(metadata.page)]
    if not graph:
        return ""
    data = {"@context": "https://schema.org", "@graph": graph}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(  # noqa: S308 (escaped as by Django's json_script, which knows no other type)
        f'<script type="application/ld+json">{text}</script>'
    )
