"""Loads the demo's Norwegian pages, each the translation of a page that is there already."""

from wagtail.models import Locale, Page

from publications.models import AnnualReport
from units.models import Affiliation

from .library import read


class Norwegian:
    def __init__(self, demo):
        self.demo = demo
        self.locale = Locale.objects.get(language_code="nb")

    def load(self):
        texts = read("norwegian.toml")
        self.demo.load_home(self.translation(self.demo.home), texts["home"])
        for data in texts["pages"]:
            self.load_page(**data)

    def load_page(self, *, source, body=None, reports=None, head=None, **fields):
        """`source` is the address of the original; the rest is what it says in Norwegian."""
        original = Page.objects.get(url_path=f"{self.demo.home.url_path}{source}/")
        page = self.translation(original.specific)
        for name, value in fields.items():
            setattr(page, name, value)
        if body:
            page.body = self.demo.bodies.make(body)
        if reports:
            page.reports = [self.report(row, reports) for row in original.specific.reports.all()]
        if head:
            page.affiliations = [self.head(**head)]
        page.full_clean()
        page.save_revision().publish()

    def translation(self, page):
        """The one that `create_structure` made, or a new one."""
        return page.get_translation_or_none(self.locale) or page.copy_for_translation(self.locale)

    @staticmethod
    def report(row, summaries):
        summary = summaries[str(row.year)]
        return AnnualReport(year=row.year, document=row.document, summary=summary)

    def head(self, name, title):
        """The same head as on the English page, by the Norwegian title."""
        return Affiliation(person=self.demo.people[name], role="head", job_title=title)
