from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone
from wagtail.models import Page

from home.models import ContentPage
from news.models import EventPage
from tests.factories.pages import add


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Gunnar Sæter", "gunnar-saeter"),
        ("Øst og Åre", "ost-og-are"),
        ("Ærlig " * 42, "aerlig-" * 34 + "ae"),
    ],
)
def test_address_is_made_of_the_titles_letters(client, home, title, slug):
    page = add(home, ContentPage, title=title.strip())
    assert page.slug == slug
    assert client.get(f"/{slug}/").status_code == 200


def test_same_title_gets_a_number(home):
    assert [add(home, ContentPage, title="Søknad").slug for __ in range(2)] == [
        "soknad",
        "soknad-2",
    ]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("研究所", "yanjiusuo"),
        ("Институт", "institut"),
        ("معهد", "mhd"),
        ("🔬🧬", "microscopedna"),
        ("„?!“ … _", "page"),
        ("\u200b\u2066", "page"),
    ],
)
def test_title_in_any_script_makes_an_address(client, home, title, slug):
    page = add(home, ContentPage, title=title)
    assert page.slug == slug
    assert client.get(f"/{slug}/").status_code == 200


def test_address_of_a_page_without_letters_stays_when_its_title_changes(home):
    page = add(home, ContentPage, title="研究所")
    page.title = "大学"
    page.save()
    assert page.slug == "yanjiusuo"


def test_series_without_letters_has_a_calendar(client, events):
    starts_at = timezone.now() + timedelta(days=1)
    event = add(events, EventPage, title="Talk", starts_at=starts_at, series="„!“")
    assert client.get(f"{events.url}{event.series_path}").status_code == 200


@pytest.fixture
def nameless(home):
    """What drafts looked like before titles in any script made an address."""
    page, sibling = (add(home, ContentPage, title="研究所", live=False) for __ in range(2))
    below = add(add(page, ContentPage, title="Below"), ContentPage, title="Deeper")
    for draft in (page, sibling):
        draft.save_revision(clean=False)
        draft.revisions.update(content=draft.latest_revision.content | {"slug": ""})
    Page.objects.filter(pk__in=[page.pk, sibling.pk]).update(slug="", url_path="/home//")
    Page.objects.filter(pk=below.get_parent().pk).update(url_path="/home//below/")
    Page.objects.filter(pk=below.pk).update(url_path="/home//below/deeper/")
    return page, sibling, below


def test_drafts_that_were_saved_without_an_address_get_one(client, home, nameless):
    import_module("core.migrations.0007_fill_empty_slugs").fill_empty_slugs(apps, None)
    for page in nameless:
        page.refresh_from_db()
    page, sibling, below = nameless
    assert [page.slug, sibling.slug] == ["yanjiusuo", "yanjiusuo-2"]
    assert below.url_path == f"{home.url_path}yanjiusuo/below/deeper/"
    page.get_latest_revision().publish()
    assert client.get("/yanjiusuo/below/deeper/").status_code == 200
