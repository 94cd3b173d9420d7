"""The home page, ordinary pages, the indexes of `create_structure`, and the site's settings."""

from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from core.models import SiteSettings
from home.models import ContentPage
from home.structure import create_structure
from publications.models import AnnualReport

from .library import read


def load_settings(demo):
    texts = read("site.toml")["site"]
    settings = SiteSettings.for_site(demo.site)
    for field, text in texts.items():
        setattr(settings, field, text)
    settings.full_clean()
    settings.save()


def load_indexes(demo, texts):
    """The structure of every site, with the demo's summaries and annual reports."""
    create_structure(demo.site)
    for page in demo.home.get_children().specific():
        demo.pages[page.slug] = page
    for slug, summary in texts["summaries"].items():
        demo.pages[slug].summary = summary
    index = demo.pages["annual-reports"]
    index.reports = [annual_report(demo, **report) for report in texts["annual_reports"]]
    for page in (*(demo.pages[slug] for slug in texts["summaries"]), index):
        page.save_revision().publish()


def annual_report(demo, year, file, summary):
    document = demo.library.document(file, f"Annual report {year}")
    return AnnualReport(year=year, document=document, summary=summary)


def load(demo, pages):
    for data in pages:
        demo.pages[data["slug"]] = load_page(demo, demo.home, **data)


def load_page(demo, parent, *, body, picture=None, **fields):
    page = draft(parent, fields["slug"]) or ContentPage()
    fields |= {"body": demo.bodies.make(body), "listing_image": demo.library.picture(picture)}
    for name, value in fields.items():
        setattr(page, name, value)
    if page.pk is None:
        return demo.add(parent, page)
    page.save_revision().publish()
    return page


def draft(parent, slug):
    """The empty draft that `create_structure` left below `parent`; None if there is none."""
    return ContentPage.objects.child_of(parent).filter(slug=slug, live=False).first()


def load_patients_page(demo):
    settings = SiteSettings.for_site(demo.site)
    settings.patients_page = demo.pages["for-patients"]
    settings.save()


def load_home(demo, home, texts):
    """Publish the home page of a language with its texts."""
    home.introduction_page = demo.pages["about"]
    home.listing_image = demo.library.picture("institute-building")
    home.institute = demo.units["Institute for Cancer Research"]
    home.title = texts["title"]
    home.summary, home.introduction = texts["summary"], texts["introduction"]
    home.videos = [("video", video(demo, **data)) for data in texts["videos"]]
    home.shortcuts = [
        ("shortcut", {**shortcut, "page": demo.pages[shortcut["page"]]})
        for shortcut in texts["shortcuts"]
    ]
    home.full_clean()
    home.save_revision().publish()


def video(demo, title, file, description):
    return {"title": title, "file": demo.library.video(file, title), "description": description}


def load_promotions(demo, promotions):
    """Pages that are shown first to people who search for certain words."""
    for data in promotions:
        SearchPromotion.objects.create(
            query=Query.get(data["words"]),
            page=demo.pages[data["page"]],
            description=data["description"],
        )
