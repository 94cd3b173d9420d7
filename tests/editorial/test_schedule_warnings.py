from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from editorial.models import PublisherRound
from editorial.schedule_warnings import warnings_for
from home.models import ContentPage
from news.models import NewsPage
from tests.factories.pages import add, image, private
from tests.factories.schedules import draft, schedule
from units.models import UnitPage

NOW = timezone.now().replace(microsecond=0)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def publisher_runs(db):
    PublisherRound.record(NOW)


def only(page):
    (warning,) = warnings_for(page, NOW)
    return warning


def linking_to(page):
    link = f'<p><a linktype="page" id="{page.pk}">There</a></p>'
    return [("text", link)]


def test_approved_schedule_with_nothing_in_its_way_gives_no_warning(home):
    page = draft(home, body=linking_to(add(home, ContentPage)), listing_image=image())
    schedule(page, NOW + HOUR)
    assert warnings_for(page, NOW) == []


def test_schedule_while_the_publisher_is_not_running(home):
    PublisherRound.record(NOW - HOUR)
    page = draft(home)
    schedule(page, NOW + HOUR)
    assert only(page).startswith("Publishing has been delayed since")


def test_expiry_while_the_publisher_has_never_run(home):
    PublisherRound.objects.all().delete()
    page = add(home, ContentPage, expire_at=NOW + HOUR)
    assert "the publisher has never run" in only(page)


def test_draft_with_a_time_that_is_not_approved(home):
    page = draft(home)
    page.go_live_at = NOW + HOUR
    page.save_revision()
    assert "this is only a draft" in only(page)


def test_time_that_has_passed_is_no_warning(home):
    page = draft(home)
    page.go_live_at = NOW - HOUR
    page.save_revision()
    assert warnings_for(page, NOW) == []


def test_draft_that_would_take_the_place_of_a_scheduled_version(home):
    page = draft(home)
    schedule(page, NOW + HOUR)
    page.go_live_at = NOW + 2 * HOUR
    page.save_revision()
    assert "Another version is scheduled" in warnings_for(page, NOW)[1]


@pytest.mark.parametrize(
    "parent",
    [
        lambda home: draft(home, title="Section"),
        lambda home: private(add(home, ContentPage, title="Section")),
        lambda home: add(home, ContentPage, title="Section", expire_at=NOW + HOUR),
    ],
    ids=["draft", "private", "expired by then"],
)
def test_page_above_that_is_not_public_then(home, parent):
    page = draft(parent(home))
    schedule(page, NOW + HOUR)
    assert only(page).startswith("“Section”, which is above this page, is not public at")


def test_page_above_that_goes_live_before_is_no_warning(home):
    parent = draft(home, title="Section")
    schedule(parent, NOW + HOUR)
    page = draft(parent)
    schedule(page, NOW + HOUR)
    assert warnings_for(page, NOW) == []


def test_link_of_the_scheduled_version_to_what_is_not_public_then(home):
    page = add(home, ContentPage)
    page.body = linking_to(draft(home, title="Hidden"))
    schedule(page, NOW + HOUR)
    assert only(page).endswith("“Hidden”.")


def test_picture_of_a_private_collection(home):
    collection = Collection.get_first_root_node().add_child(name="Board")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    page = draft(home, listing_image=image(title="Secret", collection=collection))
    schedule(page, NOW + HOUR)
    assert only(page) == "It uses files of a private collection: “Secret”."


def post(client, page, **extra):
    data = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "summary": "",
            "body": streamfield([("text", rich_text("<p>Hello</p>"))]),
            "go_live_at": f"{timezone.localtime() + HOUR:%Y-%m-%d %H:%M}",
        }
    )
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, **extra)


def test_editor_is_warned_after_saving(editor_client, home):
    page = draft(home)
    assert post(editor_client, page).status_code == 302
    response = editor_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assertContains(response, "this is only a draft")


def test_saving_by_itself_heaps_up_no_warnings(editor_client, home):
    page = draft(home)
    assert post(editor_client, page, headers={"accept": "application/json"}).json()["success"]
    response = editor_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assertNotContains(response, "this is only a draft")


def test_unit_that_an_item_names_and_that_is_not_public_is_named(news, units):
    unit = add(units, UnitPage, title="Closed unit", live=False)
    page = add(news, NewsPage, title="Item", units=[unit], live=False)
    schedule(page, NOW + HOUR)
    assert "It links to pages that are not public" in only(page)
    assert "“Closed unit”" in only(page)
