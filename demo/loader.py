"""Loads the demo content; everything passes the models' own validation."""

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Site

from home.indexes import indexed_once
from home.structure import has_content

from . import events, news, norwegian, pages, publications, units
from .bodies import Bodies
from .dates import Dates
from .library import Library, read


class Demo:
    """The objects that one load has created, for those that refer to them.

    Units are found by title, people by name, publications by DOI and pages by slug.
    """

    def __init__(self, site, now=None):
        self.site = site
        self.home = site.root_page.specific
        self.dates = Dates((now or timezone.now()).replace(microsecond=0))
        self.library = Library()
        self.units, self.people, self.publications, self.pages = {}, {}, {}, {}
        self.bodies = Bodies(self.library, self.pages)

    @transaction.atomic
    def load(self):
        """Fill the site; returns the number of pages."""
        texts = read("pages.toml")
        pages.load_settings(self)
        pages.load_indexes(self, texts)
        units.load(self)
        publications.load(self)
        pages.load(self, texts["pages"])
        pages.load_patients_page(self)
        news.load(self)
        events.load(self)
        pages.load_home(self, self.home, texts["home"])
        pages.load_promotions(self, texts["promotions"])
        norwegian.load(self)
        return Page.objects.filter(depth__gt=1).count()

    def add(self, parent, page, children=()):
        """Add and publish a page; `children` are pairs of a relation and its inline rows."""
        for relation, rows in children:
            for row in rows:
                row.full_clean(exclude=["page", "unit", "event"])
            setattr(page, relation, rows)
        parent.add_child(instance=page)
        page.save_revision(clean=False).publish()  # just validated
        return page

    def contact(self, mailbox):
        number = len(self.people) + len(self.units)
        return {"email": f"{mailbox}@example.org", "telephone": f"+47 00 00 {number:02} 00"}

    def stream_fields(self, data):
        """The fields that news and events share, taken out of `data`."""
        return {
            "body": self.bodies.make(data.pop("body")),
            "listing_image": self.library.picture(data.pop("picture", None)),
            "image_caption": data.pop("caption", ""),
        }


def load_demo():
    """Fill the default site; returns the number of pages, None if it has content already."""
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    if has_content(site):
        return None
    with indexed_once():
        return Demo(site).load()
