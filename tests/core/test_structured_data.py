from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from wagtail.embeds.blocks import EmbedValue

from core.models import SiteMedia, SiteSettings
from home.models import ContentPage
from news.models import EventPage, EventSpeaker, NewsPage
from people.models import PersonIndexPage, PersonPage
from publications.models import Authorship, Publication, PublicationIndexPage
from tests.factories.pages import add, image, private
from tests.vocabulary import described, faults, problems
from units.models import Affiliation, UnitPage

BASE = "http://127.0.0.1:8000"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def people(home):
    return add(home, PersonIndexPage, title="People")


@pytest.fixture
def kari(people):
    return add(people, PersonPage, given_name="Kari", family_name="Lie")


def graph(client, page):
    """The things that a page tells machines, by their type; they are what the vocabulary allows."""
    response = client.get(page.url)
    assert faults(response) == []
    return {thing["@type"]: thing for thing in described(response)}


def names(things):
    return [thing["name"] for thing in things or []]


def picked(thing, expected):
    return {name: thing.get(name) for name in expected}


def test_home_page_is_the_site_of_the_institute(client, home, units):
    home.institute = add(units, UnitPage, title="Institute", show_in_menus=True)
    home.save()
    settings = SiteSettings.for_site(home.get_site())
    settings.texts["en"] = {
        "name": "Institute for Cancer Research",
        "organization": "Oslo University Hospital",
        "visiting_address": "Ullernchausseen 70\n0379 Oslo",
    }
    settings.email = "icr@example.org"
    settings.save()
    site = graph(client, home)["WebSite"]
    assert (site["name"], site["url"]) == ("Institute for Cancer Research", f"{BASE}/")
    expected = {
        "@type": "ResearchOrganization",
        "parentOrganization": {"@type": "Organization", "name": "Oslo University Hospital"},
        "address": "Ullernchausseen 70, 0379 Oslo",
        "email": "icr@example.org",
        "sameAs": BASE + home.institute.url,
    }
    assert picked(site["publisher"], expected) == expected


def test_unit_tells_its_place_its_head_and_its_identifiers(client, units, kari):
    department = add(units, UnitPage, title="Department")
    unit = add(
        department,
        UnitPage,
        title="Cell biology",
        acronym="CB",
        summary="Cells",
        listing_image=image(),
        email="cb@example.org",
        telephone="+47 22 78 10 00",
        visiting_address="Montebello\r\nOslo",
        website="https://cb.example.org",
        ror_id="00j9c2840",
        founding_date=date(1954, 1, 1),
        dissolution_date=date(2025, 1, 1),
    )
    group = add(unit, UnitPage, title="Group")
    Affiliation.objects.create(unit=unit, person=kari, role="head", job_title="Unit leader")
    told = graph(client, unit)["ResearchOrganization"]
    assert told.pop("image").startswith(f"{BASE}/media/images/cell")
    assert told == {
        "@type": "ResearchOrganization",
        "@id": f"{BASE}{unit.url}#researchorganization",
        "url": BASE + unit.url,
        "name": "Cell biology",
        "alternateName": "CB",
        "description": "Cells",
        "email": "cb@example.org",
        "telephone": "+47 22 78 10 00",
        "address": "Montebello, Oslo",
        "sameAs": ["https://ror.org/00j9c2840", "https://cb.example.org"],
        "foundingDate": "1954-01-01",
        "dissolutionDate": "2025-01-01",
        "parentOrganization": organization(department),
        "subOrganization": [organization(group)],
        "employee": [
            {
                "@type": "Person",
                "@id": f"{BASE}{kari.url}#person",
                "url": BASE + kari.url,
                "name": "Kari Lie",
                "jobTitle": "Unit leader",
            }
        ],
    }


def organization(unit):
    return {
        "@type": "ResearchOrganization",
        "@id": f"{BASE}{unit.url}#researchorganization",
        "url": BASE + unit.url,
        "name": unit.title,
    }


def test_unit_at_the_top_has_no_parent(client, units):
    told = graph(client, add(units, UnitPage, title="Institute"))["ResearchOrganization"]
    assert "parentOrganization" not in told


def test_hidden_units_and_people_are_not_named(client, units, people):
    unit = add(units, UnitPage, title="Unit")
    private(add(unit, UnitPage, title="Private"))
    add(unit, UnitPage, title="Draft", live=False)
    for name, is_live in (("Ola", False), ("Eva", True)):
        person = add(people, PersonPage, given_name=name, family_name="Lie", live=is_live)
        Affiliation.objects.create(unit=unit, person=person, role="head")
    private(person)
    told = graph(client, unit)["ResearchOrganization"]
    assert not {"subOrganization", "employee"} & set(told)


def test_person_tells_name_units_and_orcid(client, people, units):
    page = add(
        people,
        PersonPage,
        given_name="Kari",
        family_name="Lie",
        honorific_prefix="Professor",
        job_title="Group leader",
        orcid_id="0000-0002-1825-0097",
        listing_image=image(),
    )
    unit = add(units, UnitPage, title="Cell biology")
    Affiliation.objects.create(unit=unit, person=page)
    Affiliation.objects.create(unit=private(add(units, UnitPage, title="Secret")), person=page)
    expected = {
        "name": "Kari Lie",
        "givenName": "Kari",
        "familyName": "Lie",
        "honorificPrefix": "Professor",
        "jobTitle": "Group leader",
        "sameAs": "https://orcid.org/0000-0002-1825-0097",
        "affiliation": [organization(unit)],
    }
    assert picked(graph(client, page)["Person"], expected) == expected


def test_news_tells_when_who_and_what_about(client, news, units, people, kari):
    page = add(
        news,
        NewsPage,
        title="New vaccine",
        kicker="Clinic",
        summary="In short",
        listing_image=image(),
        date_published=NOON,
        last_published_at=NOON + timedelta(days=1),
    )
    page.units.set([add(units, UnitPage, title="Unit"), private(add(units, UnitPage, title="No"))])
    hidden = private(add(people, PersonPage, given_name="Ola", family_name="Lie"))
    page.people.set([kari, hidden])
    page.save()
    told = graph(client, page)["NewsArticle"]
    expected = {
        "headline": "New vaccine",
        "articleSection": "Clinic",
        "description": "In short",
        "datePublished": "2026-03-01T13:00:00+01:00",
        "dateModified": "2026-03-02T13:00:00+01:00",
    }
    assert picked(told, expected) == expected
    assert names(told["about"]) == ["Unit", "Kari Lie"]
    assert told["publisher"]["name"] == "Institute for Cancer Research"
    assert told["image"].startswith(BASE)


def test_event_tells_when_where_and_who_speaks(client, events, units, people, kari):
    page = add(
        events,
        EventPage,
        title="Seminar",
        starts_at=NOON,
        ends_at=NOON + timedelta(hours=1),
        location="Auditorium",
        online_url="https://example.org/live",
        series="Institute Seminar",
    )
    page.units.add(add(units, UnitPage, title="Unit"))
    page.save()
    hidden = private(add(people, PersonPage, given_name="Ola", family_name="Lie"))
    EventSpeaker.objects.create(event=page, name="Kari Lie", person=kari, affiliation="ICR")
    EventSpeaker.objects.create(event=page, name="Ola Lie", person=hidden)
    told = graph(client, page)["Event"]
    expected = {
        "startDate": "2026-03-01T13:00:00+01:00",
        "endDate": "2026-03-01T14:00:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "superEvent": {"@type": "EventSeries", "name": "Institute Seminar"},
    }
    assert picked(told, expected) == expected
    assert [place["@type"] for place in told["location"]] == ["Place", "VirtualLocation"]
    assert names(told["organizer"]) == ["Unit"]
    assert [speaker.get("url") for speaker in told["performer"]] == [BASE + kari.url, None]


def test_whole_days_are_dates_without_times(client, events):
    page = add(events, EventPage, starts_at=NOON, ends_at=NOON + timedelta(days=1), all_day=True)
    told = graph(client, page)["Event"]
    assert (told["startDate"], told["endDate"]) == ("2026-03-01", "2026-03-02")


def test_event_without_units_is_the_institutes(client, events):
    told = graph(client, add(events, EventPage, starts_at=NOON))["Event"]
    assert told["organizer"]["name"] == "Institute for Cancer Research"


@pytest.mark.parametrize(
    ("fields", "mode", "places"),
    [
        ({"location": "Oslo"}, "OfflineEventAttendanceMode", ["Place"]),
        ({"online_url": "https://a.example"}, "OnlineEventAttendanceMode", ["VirtualLocation"]),
        (
            {
                "location": "Oslo",
                "online_url": "https://a.example",
                "event_status": "EventMovedOnline",
            },
            "OnlineEventAttendanceMode",
            ["VirtualLocation"],
        ),
        ({}, "", []),
    ],
    ids=["on site", "online", "moved online", "unknown"],
)
def test_way_to_take_part_follows_from_the_place(client, events, fields, mode, places):
    page = add(events, EventPage, starts_at=NOON, **fields)
    told = graph(client, page)["Event"]
    assert told.get("eventAttendanceMode", "").removeprefix("https://schema.org/") == mode
    assert [place["@type"] for place in told.get("location", [])] == places


def test_publications_are_listed_with_authors_and_journal(client, home):
    paper = Publication.objects.create(
        title="Autophagy",
        container_title="Nature",
        date_published="2017-01-05",
        doi="10.1038/nature20815",
    )
    Authorship.objects.create(publication=paper, name="Rusten TE")
    Publication.objects.create(
        title="Cells", publication_type="doctoral thesis", date_published="2016-01-05"
    )
    page = add(home, PublicationIndexPage, title="Publications")
    items = graph(client, page)["ItemList"]["itemListElement"]
    assert [item["position"] for item in items] == [1, 2]
    assert [item["item"]["@type"] for item in items] == ["ScholarlyArticle", "Thesis"]
    expected = {
        "name": "Autophagy",
        "author": [{"@type": "Person", "name": "Rusten TE"}],
        "datePublished": "2017-01-05",
        "isPartOf": {"@type": "Periodical", "name": "Nature"},
        "sameAs": "https://doi.org/10.1038/nature20815",
    }
    assert picked(items[0]["item"], expected) == expected


def test_our_own_video_is_told(client, home):
    file = ContentFile(b"film", name="film.mp4")
    video = SiteMedia.objects.create(title="Film", file=file, type="video", duration=61.5)
    block = {"title": "Welcome", "file": video, "description": "A walk."}
    page = add(home, ContentPage, title="About", body=[("video", block)])
    told = graph(client, page)["VideoObject"]
    expected = {"name": "Welcome", "description": "A walk.", "duration": "PT62S"}
    assert picked(told, expected) == expected
    assert told["contentUrl"].startswith(f"{BASE}/media/")


def test_video_of_another_site_is_told(client, home):
    embed = EmbedValue("https://www.youtube.com/watch?v=aqz-KE-bpKQ")
    block = {"title": "Welcome", "embed": embed, "poster": image()}
    page = add(home, ContentPage, title="About", body=[("video", block)])
    told = graph(client, page)["VideoObject"]
    expected = {
        "name": "Welcome",
        "embedUrl": "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1",
    }
    assert picked(told, expected) == expected
    assert told["thumbnailUrl"].startswith(f"{BASE}/media/")
    assert "uploadDate" not in told


def test_video_whose_still_picture_is_missing_is_told_without_it(client, home):
    poster = image()
    poster.file.storage.delete(poster.file.name)
    embed = EmbedValue("https://www.youtube.com/watch?v=aqz-KE-bpKQ")
    block = {"title": "Welcome", "embed": embed, "poster": poster}
    page = add(home, ContentPage, title="About", body=[("video", block)])
    assert "thumbnailUrl" not in graph(client, page)["VideoObject"]


def test_introductory_video_of_the_home_page_is_told(client, home):
    embed = EmbedValue("https://vimeo.com/76979871")
    home.videos = [("video", {"title": "Our institute", "embed": embed})]
    home.save()
    assert graph(client, home)["VideoObject"]["name"] == "Our institute"


def test_empty_overview_lists_nothing(client, home):
    page = add(home, PublicationIndexPage, title="Publications")
    assert set(graph(client, page)) == {"BreadcrumbList"}


def test_alias_is_described_at_its_source(client, units):
    unit = add(units, UnitPage, title="Unit")
    alias = unit.create_alias(update_slug="again")
    assert graph(client, alias)["ResearchOrganization"]["url"] == BASE + unit.url


def test_breadcrumbs_lead_from_home_to_the_page(client, home, news):
    page = add(news, NewsPage, title="New vaccine", date_published=NOON)
    steps = graph(client, page)["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]["@id"]) for step in steps] == [
        (1, home.title, f"{BASE}/"),
        (2, "News", BASE + news.url),
        (3, "New vaccine", BASE + page.url),
    ]


def test_words_of_an_editor_cannot_leave_the_data_block(client, home):
    title = "</script><script>alert(1)</script> & <!--"
    page = add(home, ContentPage, title=title, slug="hostile")
    content = client.get(page.url).content.decode()
    assert "<script>alert" not in content
    assert graph(client, page)["BreadcrumbList"]["itemListElement"][-1]["name"] == title


@pytest.mark.parametrize("model", [NewsPage, EventPage])
def test_half_filled_draft_of_a_public_page_can_be_previewed(request, model):
    index = request.getfixturevalue("news" if model is NewsPage else "events")
    page = add(index, model, **({"starts_at": NOON} if model is EventPage else {}))
    page.starts_at = page.date_published = None
    page.title = "Half"
    assert page.make_preview_request().status_code == 200


def test_private_page_tells_nothing(admin_client, news):
    page = private(add(news, NewsPage, title="Internal", date_published=NOON))
    assert described(admin_client.get(page.url)) == []


@pytest.mark.parametrize(
    "fault",
    [
        {"@type": "Professor"},
        {"@type": "Person", "foundingDate": "1954-01-01"},
        {"@type": "Event", "startDate": "2026-03-01T12:00:00"},
        {"@type": "Event", "startDate": "1 March"},
        {"@type": "Event", "eventStatus": "https://schema.org/EventLost"},
        {"@type": "Person", "url": "/people/kari/"},
        {"@type": "Person", "affiliation": {"@type": "Place", "name": "Oslo"}},
        {"@type": "Event", "performer": [{"@type": "Person", "headline": "Kari"}]},
        {"@type": "Event", "performer": []},
        {"@type": "Person", "@id": "kari"},
    ],
)
def test_the_check_against_the_vocabulary_finds_faults(fault):
    assert list(problems(fault))
