import json
from datetime import date, timedelta
from itertools import count

import pytest
from django.db.models import ProtectedError
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from news.models import NewsPage
from people.models import PersonIndexPage, PersonPage
from publications.models import (
    AnnualReport,
    AnnualReportIndexPage,
    Authorship,
    Publication,
    PublicationIndexPage,
)
from tests.factories.pages import add, document
from tests.reading import count_queries, soup, texts, title_of
from units.models import UnitPage

NUMBERS = count(1)


@pytest.fixture
def index(home):
    return add(home, PublicationIndexPage, title="Publications")


def publish(title, year=2024, **fields):
    fields = {"doi": f"10.1000/{next(NUMBERS)}", **fields}
    publication = Publication(title=title, date_published=date(year, 5, 1), **fields)
    publication.authorships = [Authorship(name="Lie K"), Authorship(name="Dahl O")]
    publication.full_clean()
    publication.save()
    return publication


def listed(response):
    return texts(response, ".publication__title")


def test_newest_publication_comes_first(client, index):
    for year in (2021, 2024, 2019):
        publish(f"Of {year}", year)
    assert listed(client.get(index.url)) == ["Of 2024", "Of 2021", "Of 2019"]


def test_year_narrows_the_list(client, index):
    publish("Older", 2021)
    publish("Newer", 2024)
    assert listed(client.get(f"{index.url}2021/")) == ["Older"]


@pytest.mark.parametrize("year", ["1066", "0000", "abc", "02021"])
def test_year_without_publications_is_not_found(client, index, year):
    publish("Older", 2021)
    assert client.get(f"{index.url}{year}/").status_code == 404


def test_unreadable_year_of_an_old_url_leads_to_all(client, index):
    for year in ("abc", "", "02021"):
        assert client.get(index.url, {"year": year}).url == index.url


def test_years_with_publications_are_offered_newest_first(client, index):
    for year in (2021, 2024, 2021):
        publish(f"Of {year}", year)
    assert client.get(index.url).context["years"] == [2024, 2021]


def test_title_links_to_the_doi(client, index):
    publish("Flies", doi="https://doi.org/10.1038/NATURE20815")
    link = '<a href="https://doi.org/10.1038/nature20815" rel="noreferrer">Flies</a>'
    assertContains(client.get(index.url), link, html=True)


def test_link_to_a_doi_works_whatever_characters_it_has(client, index):
    publish("Flies", doi="10.1002/(SICI)1097<1::AID>3.0#?")
    url = "https://doi.org/10.1002/(sici)1097%3C1::aid%3E3.0%23%3F"
    response = client.get(index.url)
    assert soup(response).select_one(".publication a")["href"] == url
    assert f'"sameAs":"{url}"' in response.content.decode()


def test_title_without_doi_is_no_link(client, index):
    publish("Flies", doi=None)
    assertContains(client.get(index.url), '<p class="publication__title">Flies</p>', html=True)


DELIVERED = (
    "CO<sub>2</sub> in <jats:italic>Drosophila</jats:italic> &amp; p < 0.05 <script>x</script>"
)
SHOWN = "CO<sub>2</sub> in <i>Drosophila</i> &amp; p &lt; 0.05"
PLAIN = "CO2 in Drosophila & p < 0.05"


def test_markup_in_a_title_is_rendered_and_nothing_else_passes(client, index):
    publish(DELIVERED, container_title="Science &amp;amp; <i>Life</i>")
    response = client.get(index.url)
    assert soup(response).select_one(".publication__title a").decode_contents() == SHOWN
    cited = soup(response).select_one(".publication__source cite").decode_contents()
    assert cited == "Science &amp; <i>Life</i>"


def test_title_is_plain_text_for_machines(client, index):
    publish(DELIVERED, container_title="Science &amp; <i>Life</i>")
    (data,) = soup(client.get(index.url)).select("script[type='application/ld+json']")
    works = next(each for each in json.loads(data.string)["@graph"] if each["@type"] == "ItemList")
    work = works["itemListElement"][0]["item"]
    assert (work["name"], work["isPartOf"]["name"]) == (PLAIN, "Science & Life")


def test_title_with_markup_is_found_by_what_is_read(client, index):
    publish(DELIVERED)
    response = client.get("/search/", {"q": "CO2 drosophila"})
    assert texts(response, ".hit__title") == [PLAIN]


def test_entities_in_names_of_authors_are_characters(client, index):
    publication = publish("Flies")
    publication.authorships.add(Authorship(name="M&uuml;ller <b>K</b>"))
    publication.save()
    assertContains(client.get(index.url), "Dahl O, Müller K")


def test_authors_stand_in_their_order(client, index):
    publish("Flies")
    assertContains(client.get(index.url), "Lie K, Dahl O")


def test_second_page_keeps_the_year(client, index):
    for number in range(26):
        publish(f"Number {number}")
    response = client.get(f"{index.url}2024/page/2/")
    assert len(listed(response)) == 1
    assertContains(response, f'rel="prev" href="{index.url}2024/"')


def test_number_of_queries_does_not_grow_with_the_list(client, index):
    for number in range(3):
        publish(f"Number {number}")
    few = count_queries(client, index.url)
    for number in range(3, 30):
        publish(f"Number {number}")
    assert count_queries(client, index.url) == few


def test_several_publications_may_lack_a_doi(client, index):
    publish("Flies", doi=None)
    publish("Mice", doi="")
    assert set(listed(client.get(index.url))) == {"Flies", "Mice"}


def test_source_is_year_volume_and_pages(client, index):
    publish("Flies", container_title="Nature", volume="541", pages="417-420")
    assert texts(client.get(index.url), ".publication__source") == ["Nature 2024;541:417-420"]


def test_all_that_is_entered_of_a_publication_is_shown(client, index):
    publish(
        "Flies",
        publication_type="review article",
        container_title="Nature",
        volume="541",
        issue="7638",
        pages="417-420",
        publisher="Springer &amp; Sons",
        doi="10.1038/nature20815",
        license="https://creativecommons.org/licenses/by-nc/4.0/",
        abstract="<jats:p>CO<sub>2</sub> first.</jats:p><jats:p>Then flies.</jats:p>",
    )
    response = client.get(index.url)
    assert texts(response, ".publication__source") == ["Nature 2024;541(7638):417-420"]
    assert texts(response, ".publication__facts li") == [
        "Review article",
        "Springer & Sons",
        "DOI 10.1038/nature20815",
        "CC BY-NC 4.0",
    ]
    assert texts(response, ".publication__abstract p") == ["CO2 first.", "Then flies."]
    assertContains(response, "<p>CO<sub>2</sub> first.</p>", html=True)


def test_what_is_not_entered_of_a_publication_leaves_no_trace(client, index):
    publish("Flies", doi=None)
    response = client.get(index.url)
    assert texts(response, ".publication__facts li") == ["Journal article"]
    assert not soup(response).select(".publication__abstract")


@pytest.mark.parametrize(
    ("license", "name"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "CC 0 1.0"),
        ("https://www.elsevier.com/tdm/userlicense/1.0/", "Licence"),
    ],
)
def test_licence_is_a_link_with_its_name(client, index, license, name):
    publish("Flies", license=license)
    (link,) = soup(client.get(index.url)).select("a[rel~=license]")
    assert (link["href"], link.get_text()) == (license, name)


@pytest.mark.parametrize(("volume", "issue", "shown"), [("5", "", "2024;5"), ("", "3", "2024;(3)")])
def test_volume_and_issue_may_stand_alone(client, index, volume, issue, shown):
    publish("Flies", volume=volume, issue=issue)
    assert texts(client.get(index.url), ".publication__source") == [shown]


@pytest.fixture
def ahead(home, units, news):
    """A publication of tomorrow with a person, a unit and a news item that name it."""
    person = add(add(home, PersonIndexPage), PersonPage, given_name="Kari", family_name="Lie")
    unit, item = add(units, UnitPage), add(news, NewsPage)
    work = publish("Flies")
    work.date_published = timezone.localdate() + timedelta(days=1)
    work.units.add(unit)
    work.authorships.add(Authorship(name="Lie K", person=person))
    work.save()
    item.publications.add(work)
    item.save()
    return [person, unit, item]


def test_publication_is_shown_from_its_date_on(client, index, ahead):
    response = client.get(index.url)
    assert listed(response) == response.context["years"] == []
    assertNotContains(response, "Flies")
    for page in ahead:
        assert listed(client.get(page.url)) == []
    assert texts(client.get("/search/", {"q": "flies"}), ".hit__title") == []
    Publication.objects.update(date_published=timezone.localdate())
    for page in [index, *ahead]:
        assert listed(client.get(page.url)) == ["Flies"]
    assert texts(client.get("/search/", {"q": "flies"}), ".hit__title") == ["Flies"]


@pytest.mark.parametrize(
    ("day", "is_shown"), [(date(2026, 4, 30), False), (date(2026, 5, 1), True)]
)
def test_date_of_a_publication_is_its_first_day(db, day, is_shown):
    publish("Flies", 2026)
    assert Publication.objects.published(day).exists() is is_shown


def test_person_shows_their_publications(client, home):
    people = add(home, PersonIndexPage, title="People")
    person = add(people, PersonPage, given_name="Kari", family_name="Lie")
    publication = publish("Flies")
    publication.authorships.add(Authorship(name="Lie K", person=person))
    publication.save()
    publish("Mice")
    assert listed(client.get(person.url)) == ["Flies"]


def test_year_and_number_are_in_the_title_and_heading(client, index):
    for number in range(26):
        publish(f"Paper {number}")
    assert title_of(client, index.url) == "Publications"
    assert title_of(client, f"{index.url}2024/page/2/") == "Publications 2024, page 2"


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_publication_is_published_where_lists_show_it(db, days):
    day = timezone.localdate() + timedelta(days=days)
    publication = Publication.objects.create(title="Title", date_published=day)
    listed = Publication.objects.published().contains(publication)
    assert publication.is_published() is listed is (days <= 0)


@pytest.fixture
def kari(home):
    people = add(home, PersonIndexPage, title="People")
    return add(people, PersonPage, given_name="Kari", family_name="Lie")


def test_unit_lists_its_newest_publications_first(client, index, units):
    unit = add(units, UnitPage)
    for year in (2019, 2024, 2021):
        publication = publish(f"Of {year}", year)
        publication.units.add(unit)
        publication.save()
    publish("Of another unit")
    assert listed(client.get(unit.url)) == ["Of 2024", "Of 2021", "Of 2019"]


def test_publications_of_one_day_keep_their_order(client, index):
    for title in ("First", "Second", "Third"):
        publish(title)
    assert listed(client.get(index.url)) == ["First", "Second", "Third"]


def test_each_year_is_one_heading(client, index):
    for year in (2021, 2024, 2021):
        publish(f"Of {year}", year)
    assert texts(client.get(index.url), ".publications__year") == ["2024", "2021"]


def test_two_authors_who_are_one_person_show_a_publication_once(client, kari):
    publication = publish("Flies")
    for name in ("Lie K", "Lie KA"):
        publication.authorships.add(Authorship(name=name, person=kari))
    publication.save()
    assert listed(client.get(kari.url)) == ["Flies"]


def test_deleted_person_leaves_their_printed_name(client, index, kari):
    publication = publish("Flies")
    publication.authorships.add(Authorship(name="Lie Kari", person=kari))
    publication.save()
    kari.delete()
    assertContains(client.get(index.url), "Lie Kari")


@pytest.fixture
def reports(home):
    return add(home, AnnualReportIndexPage, title="Annual reports")


def test_annual_reports_are_listed_newest_first_with_their_files(client, reports):
    for year in (2021, 2023, 2022):
        reports.reports.add(AnnualReport(year=year, document=document(f"Report {year}")))
    reports.save()
    response = client.get(reports.url)
    assert texts(response, ".report__year") == ["2023", "2022", "2021"]
    assert texts(response, ".file__title") == ["Report 2023", "Report 2022", "Report 2021"]


def test_page_without_annual_reports_says_so(client, reports):
    assertContains(client.get(reports.url), "No annual reports have been")


def test_document_of_an_annual_report_can_not_be_deleted(reports):
    file = document()
    reports.reports.add(AnnualReport(year=2021, document=file))
    reports.save()
    with pytest.raises(ProtectedError):
        file.delete()


def test_empty_overview_says_so(client, index):
    response = client.get(index.url)
    assertContains(response, "No publications have been")
    assert not soup(response).select(".years")
