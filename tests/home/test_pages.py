from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from home.models import ContentPage
from news.models import NewsPage
from people.models import PersonIndexPage, PersonPage
from tests.factories.pages import add, image
from tests.reading import texts
from units.models import Affiliation, UnitPage


@pytest.fixture
def institute(home, units):
    home.institute = add(units, UnitPage, title="Institute", unit_type="institute")
    home.save()
    return home.institute


def test_shows_the_head_of_the_institute_with_title(client, home, institute):
    people = add(home, PersonIndexPage, title="People")
    person = add(people, PersonPage, given_name="Kjetil", family_name="Taskén")
    Affiliation.objects.create(
        unit=institute, person=person, role="head", job_title="Institute head"
    )
    response = client.get(home.url)
    assertContains(response, "Kjetil Taskén")
    assertContains(response, "Institute head")


def test_read_more_leads_to_the_chosen_page(client, home):
    about = add(home, ContentPage, title="About the institute")
    home.introduction_page = about
    home.save()
    assertContains(client.get(home.url), f'href="{about.url}"')


def test_read_more_never_leads_to_an_unpublished_page(client, home):
    about = add(home, ContentPage, title="About the institute")
    home.introduction_page = about
    home.save()
    about.unpublish()
    assertNotContains(client.get(home.url), "Read more")


def test_empty_home_page_is_a_page(client, home):
    assertContains(client.get(home.url), home.title)


def test_unknown_address_gives_the_sites_own_404(client, home):
    response = client.get("/no-such-page/")
    assertContains(response, "This page does not exist", status_code=404)


@pytest.mark.parametrize("address", ["/%00", "/?page=%00", "/x%00y/"])
def test_null_byte_is_a_bad_request(client, home, address):
    assert client.get(address).status_code == 400


def test_items_show_the_caption_of_their_picture(client, home, news):
    fields = {"listing_image": image(caption="A cell that divides")}
    own = "From left: Synne Jenum, Kristian Tonby"
    published_at = timezone.now()
    add(news, NewsPage, title="Vaccine", image_caption=own, date_published=published_at, **fields)
    earlier = published_at - timedelta(hours=1)
    add(news, NewsPage, title="Cells", date_published=earlier, **fields)
    add(news, NewsPage, title="Without a picture", image_caption="Of nothing")
    assert texts(client.get(home.url), "figcaption") == [own, "A cell that divides"]
    assert texts(client.get(news.url), "figcaption") == []
