"""Loads the demo content; everything passes the models' own validation."""

import json
from datetime import datetime, time, timedelta

from anyascii import anyascii
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, Site

from core.identifiers import orcid_check_digit
from core.models import SiteSettings
from home.indexes import indexed_once
from home.models import ContentPage
from home.structure import create_structure, has_content
from news.models import EventPage, EventSpeaker, NewsPage
from people.models import PersonPage
from publications.models import AnnualReport, Authorship, Publication
from units.models import Affiliation, UnitPage

from .bodies import Bodies
from .library import FOLDER, Library, read
from .norwegian import Norwegian

HEADS = {
    "institute": "Institute head",
    "department": "Head of department",
    "group": "Group leader",
    "project_group": "Project group leader",
    "core_facility": "Head of core facility",
}
BIOGRAPHY = (
    "<p><b>Example data.</b> The name is real; the contact details, the ORCID iD, the portrait and "
    "this text are made up for the demonstration site.</p>"
    "<p>{name} is an example of a member of staff. Here stands what someone works on and why, in a "
    "few paragraphs: education, research interests, teaching and awards.</p>"
    "<p>What a person is in which unit, and their news and publications, come by themselves.</p>"
)


class Demo:
    """One load; what was made before is found by name in `units`, `people` and `pages`."""

    def __init__(self, site, now=None):
        self.site = site
        self.home = site.root_page.specific
        self.now = (now or timezone.now()).replace(microsecond=0)
        self.library = Library()
        self.units, self.people, self.publications, self.pages = {}, {}, {}, {}
        self.bodies = Bodies(self.library, self.pages)

    @transaction.atomic
    def load(self):
        """Fill the site; returns the number of pages made."""
        texts = read("pages.toml")
        self.load_settings()
        self.load_indexes(texts)
        self.load_units()
        self.load_publications()
        self.load_pages(texts["pages"])
        self.load_patients_page()
        self.load_news()
        self.load_events()
        self.load_home(self.home, texts["home"])
        self.load_promotions(texts["promotions"])
        Norwegian(self).load()
        return Page.objects.filter(depth__gt=1).count()

    def add(self, parent, page, children=()):
        """Add and publish a page; `children` are its inline rows."""
        for relation, rows in children:
            for row in rows:
                row.full_clean(exclude=["page", "unit", "event"])
            setattr(page, relation, rows)
        parent.add_child(instance=page)
        page.save_revision(clean=False).publish()  # just validated
        return page

    def load_settings(self):
        texts = read("site.toml")["site"]
        settings = SiteSettings.for_site(self.site)
        for field, text in texts.items():
            setattr(settings, field, text)
        settings.full_clean()
        settings.save()

    def load_indexes(self, texts):
        """The structure of every site, its lists with what the demo says of them."""
        create_structure(self.site)
        for page in self.home.get_children().specific():
            self.pages[page.slug] = page
        for slug, summary in texts["summaries"].items():
            self.pages[slug].summary = summary
        reports = self.pages["annual-reports"]
        reports.reports = [self.report(**report) for report in texts["annual_reports"]]
        for page in (*(self.pages[slug] for slug in texts["summaries"]), reports):
            page.save_revision().publish()

    def report(self, year, file, summary):
        document = self.library.document(file, f"Annual report {year}")
        return AnnualReport(year=year, document=document, summary=summary)

    def load_units(self):
        institute = json.loads((FOLDER / "units.json").read_text())["institute"]
        self.load_unit(self.pages["units"], institute)

    def load_unit(self, parent, data):
        page = UnitPage(
            title=data["title"],
            slug=data["slug"],
            unit_type=data["type"],
            summary=data["summary"],
            listing_image=self.library.picture(data.get("picture")),
            body=self.bodies.make(data["body"]),
            show_in_menus=True,
            **self.contact(data["slug"]),
            **self.history(data),
        )
        self.units[page.title] = self.add(parent, page, [("affiliations", self.heads(data))])
        for slug in filter(None, (data.get("legacy_slug"), data.get("former_slug"))):
            Redirect.add_redirect(f"/{slug}", redirect_to=page)
        for unit in data.get("units", []):
            self.load_unit(page, unit)
        for subpage in data.get("subpages", []):
            self.load_page(page, show_in_menus=True, **subpage)

    @staticmethod
    def history(data):
        """What is known of a unit's dates: the sources tell that one is closed, not when."""
        if data["type"] == "institute":
            return {"founding_date": "1954-01-01", "acronym": "ICR"}
        return {"dissolution_date": "2025-01-01"} if data.get("closed") else {}

    def heads(self, data):
        kind = data["type"]
        title = HEADS["institute"] if kind == "institute" else ""
        roles = [("head", "head", title, HEADS[kind]), ("deputy", "deputy_head", "", "Deputy head")]
        return [
            Affiliation(person=self.person(data[key], job_title), role=role, job_title=title)
            for key, role, title, job_title in roles
            if data.get(key)
        ]

    def person(self, name, job_title=""):
        if name not in self.people:
            given, __, family = name.rpartition(" ")
            page = PersonPage(
                given_name=given,
                family_name=family,
                job_title=job_title,
                listing_image=self.library.portrait(name),
                biography=BIOGRAPHY.format(name=name),
                orcid_id=self.example_orcid(len(self.people) + 1),
                **self.contact(slugify(anyascii(name)).replace("-", ".")),
            )
            self.people[name] = self.add(self.pages["people"], page)
        return self.people[name]

    @staticmethod
    def example_orcid(number):
        """An iD with the right check digit from a range that ORCID does not give out."""
        digits = f"{number:015}"
        digits += orcid_check_digit(digits)
        return "-".join(digits[start : start + 4] for start in range(0, 16, 4))

    def contact(self, mailbox):
        number = len(self.people) + len(self.units)
        return {"email": f"{mailbox}@example.org", "telephone": f"+47 00 00 {number:02} 00"}

    def load_publications(self):
        for data in read("publications.toml")["publications"]:
            authors, units = data.pop("authors"), data.pop("units")
            publication = Publication(**data)
            publication.full_clean()
            publication.authorships = [
                Authorship(name=author["name"], person=self.people.get(author["person"]))
                for author in authors
            ]
            publication.units = [self.units[title] for title in units]
            publication.save()
            self.publications[publication.doi] = publication

    def load_pages(self, pages):
        for data in pages:
            self.pages[data["slug"]] = self.load_page(self.home, **data)

    def load_patients_page(self):
        settings = SiteSettings.for_site(self.site)
        settings.patients_page = self.pages["for-patients"]
        settings.save()

    def load_promotions(self, promotions):
        """What is recommended to who searches for certain words."""
        for data in promotions:
            SearchPromotion.objects.create(
                query=Query.get(data["words"]),
                page=self.pages[data["page"]],
                description=data["description"],
            )

    def load_page(self, parent, *, body, picture=None, **fields):
        page = self.draft(parent, fields["slug"]) or ContentPage()
        fields |= {"body": self.bodies.make(body), "listing_image": self.library.picture(picture)}
        for name, value in fields.items():
            setattr(page, name, value)
        if page.pk is None:
            return self.add(parent, page)
        page.save_revision().publish()
        return page

    @staticmethod
    def draft(parent, slug):
        """The page that `create_structure` left for the demo to fill in, if it is one."""
        return ContentPage.objects.child_of(parent).filter(slug=slug, live=False).first()

    def load_news(self):
        for data in read("news.toml")["news"]:
            units, people, publications = (
                data.pop(key, []) for key in ("units", "people", "publications")
            )
            page = NewsPage(**self.stream_fields(data), **self.news_dates(data), **data)
            page.units = [self.units[title] for title in units]
            page.people = [self.people[name] for name in people]
            page.publications = [self.publications[doi] for doi in publications]
            self.add(self.pages["news"], page)

    def stream_fields(self, data):
        """What news and events have in common, taken out of `data`."""
        return {
            "body": self.bodies.make(data.pop("body")),
            "listing_image": self.library.picture(data.pop("picture", None)),
            "image_caption": data.pop("caption", ""),
        }

    def news_dates(self, data):
        deadline = data.pop("deadline", None)
        go_live_at = self.day(data, "goes_live_in_days", time(17))
        return {
            "live": go_live_at is None,
            "go_live_at": go_live_at,
            "expire_at": self.day(data, "expires_in_days", time(12)),
            "date_published": None if go_live_at else self.published(data),
            "deadline": self.local(deadline)
            if deadline
            else self.day(data, "deadline_in_days", time(15)),
            "pinned_until": self.day(data, "pinned_days", time(8)),
        }

    def published(self, data):
        day = data.pop("published", None)
        return self.local(day) if day else self.now - timedelta(days=data.pop("days_ago"))

    def day(self, data, key, clock):
        """`clock` on the day that `data[key]` says in days from now; None if it says nothing."""
        if key not in data:
            return None
        day = timezone.localdate(self.now) + timedelta(days=data.pop(key))
        return self.local(datetime.combine(day, clock))

    @staticmethod
    def local(naive):
        return timezone.make_aware(naive)

    def load_events(self):
        for data in read("events.toml")["events"]:
            units, speakers = data.pop("units", []), data.pop("speakers", [])
            data.pop("people", None)
            page = EventPage(
                **self.stream_fields(data),
                **self.event_dates(data),
                event_status=data.pop("status", "EventScheduled"),
                **data,
            )
            page.units = [self.units[title] for title in units]
            rows = [EventSpeaker(person=self.people.get(row["name"]), **row) for row in speakers]
            self.add(self.pages["events"], page, [("speakers", rows)])

    def event_dates(self, data):
        if "starts_in_days" not in data:
            moments = {key: data.pop(key, None) for key in ("starts_at", "ends_at")}
            return {key: self.local(value) for key, value in moments.items() if value}
        start, end = (time.fromisoformat(data.pop(key)) for key in ("start_time", "end_time"))
        day = self.weekday(data.pop("starts_in_days"))
        return {
            "starts_at": self.local(datetime.combine(day, start)),
            "ends_at": self.local(datetime.combine(day, end)),
        }

    def weekday(self, days):
        """The day in `days` days, or the Monday after it if that is at a weekend."""
        day = timezone.localdate(self.now) + timedelta(days=days)
        return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)

    def load_home(self, home, texts):
        """Publish the home page of a language with its texts."""
        home.introduction_page = self.pages["about"]
        home.listing_image = self.library.picture("institute-building")
        home.institute = self.units["Institute for Cancer Research"]
        home.title = texts["title"]
        home.summary, home.introduction = texts["summary"], texts["introduction"]
        home.videos = [("video", self.video(**video)) for video in texts["videos"]]
        home.shortcuts = [
            ("shortcut", {**shortcut, "page": self.pages[shortcut["page"]]})
            for shortcut in texts["shortcuts"]
        ]
        home.full_clean()
        home.save_revision().publish()

    def video(self, title, file, description):
        return {"title": title, "file": self.library.video(file, title), "description": description}


def load_demo():
    """Fill the default site; returns the number of pages, None if it has content already."""
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    if has_content(site):
        return None
    with indexed_once():
        return Demo(site).load()
