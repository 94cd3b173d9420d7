"""The demo's Norwegian pages: translations of the English ones."""

from wagtail.models import Locale, Page

from publications.models import AnnualReport
from units.models import Affiliation

from . import pages
from .library import read


def load(demo):
    texts = read("norwegian.toml")
    pages.load_home(demo, translation(demo.home), texts["home"])
    for data in texts["pages"]:
        load_page(demo, **data)


def load_page(demo, *, source, body=None, reports=None, head=None, **fields):
    """`source` is the path of the original below the home page; the rest is its translation."""
    original = Page.objects.get(url_path=f"{demo.home.url_path}{source}/")
    page = translation(original.specific)
    for name, value in fields.items():
        setattr(page, name, value)
    if body:
        page.body = demo.bodies.make(body)
    if reports:
        page.reports = [translated_report(row, reports) for row in original.specific.reports.all()]
    if head:
        page.affiliations = [translated_head(demo, **head)]
    page.full_clean()
    page.save_revision().publish()


def translation(page):
    """The translation that `create_structure` made, or a new one."""
    locale = Locale.objects.get(language_code="nb")
    return page.get_translation_or_none(locale) or page.copy_for_translation(locale)


def translated_report(row, summaries):
    summary = summaries[str(row.year)]
    return AnnualReport(year=row.year, document=row.document, summary=summary)


def translated_head(demo, name, title):
    """The head of the English page, with the Norwegian title."""
    return Affiliation(person=demo.people[name], role="head", job_title=title)
