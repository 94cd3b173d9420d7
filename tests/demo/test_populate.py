from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from home.models import ContentPage
from news.models import EventPage, NewsPage
from people.models import PersonPage
from publications.models import Publication
from tests.factories.pages import add
from tests.reading import texts
from units.models import UnitPage

SIZES = {"units": 13, "people": 15, "publications": 4, "news": 11, "events": 10}
MODELS = [UnitPage, PersonPage, Publication, NewsPage, EventPage]


def test_populate_fills_an_empty_site_with_readable_pages(client, home):
    call_command("populate", verbosity=0, **SIZES)
    assert [model.objects.count() for model in MODELS] == list(SIZES.values())
    assert not any(Page.find_problems())
    group = UnitPage.objects.last()
    assert group.get_ancestors().type(UnitPage).count() == 2
    item = NewsPage.objects.newest_first().first()
    assert item in NewsPage.objects.search(item.title)
    for page in [home, group, item, PersonPage.objects.last(), *EventPage.objects.all()[::9]]:
        page.full_clean()
        assert client.get(page.url).status_code == 200


def test_populate_schedules_drafts(editor_client, home):
    call_command("populate", verbosity=0, **SIZES, schedules=2)
    tomorrow = timezone.localdate() + timedelta(days=1)
    query = {"view": "agenda", "date": tomorrow.isoformat()}
    agenda = editor_client.get(reverse("editorial:calendar"), query)
    titles = NewsPage.objects.filter(live=False).order_by("pk").values_list("title", flat=True)
    assert texts(agenda, ".pc__entry-title") == [*titles]


def test_populate_refuses_a_site_with_content(home):
    add(home, ContentPage, title="About")
    with pytest.raises(CommandError, match="has content already"):
        call_command("populate", **SIZES)
    assert Page.objects.count() == 3
