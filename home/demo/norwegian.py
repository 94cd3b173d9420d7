"""Loads the demo's Norwegian pages, each the translation of a page that is there already."""

from wagtail.models import Locale, Page

from units.models import Affiliation

from .library import read


class Norwegian:
    def __init__(self, demo):
        self.demo = demo
        self.locale = Locale.objects.get(language_code="nb")

    def load(self):
        texts = read("norwegian.toml")
        home = self.demo.home.copy_for_translation(self.locale)
        self.demo.fill_home(home, texts["home"])
        for data in texts["pages"]:
            self.load_page(**data)

    def load_page(self, *, source, body=None, reports=None, head=None, **fields):
        """`source` is the address of the original; the rest is what it says in Norwegian."""
        original = Page.objects.get(url_path=f"{self.demo.home.url_path}{source}/")
        page = original.specific.copy_for_translation(self.locale)
        for name, value in fields.items():
            setattr(page, name, value)
        if body:
            page.body = self.demo.bodies.make(body)
        if reports:
            page.reports = [self.report(row, reports) for row in page.reports.all()]
        if head:
            page.affiliations = [self.head(**head)]
        page.full_clean()
        page.save_revision().publish()

    @staticmethod
    def report(row, summaries):
        row.summary = summaries[str(row.year)]
        return row

    def head(self, name, title):
        """The same head as on the English page, by the Norwegian title."""
        return Affiliation(person=self.demo.people[name], role="head", job_title=title)
