import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from news.models import NewsPage
from tests.factories.pages import add, translate
from tests.reading import count_queries, soup
from units.models import UnitPage


@pytest.fixture
def item(news, units):
    page = add(news, NewsPage, title="Result")
    page.units.add(add(units, UnitPage, title="Cell biology"))
    page.save()
    return page


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_only_what_is_chosen_is_listed(editor_client, item, units):
    add(units, UnitPage, title="Genome biology")
    field = soup(editor_client.get(edit_url(item))).select_one("select[name=units]")
    assert [option.text.strip() for option in field.select("option")] == ["Cell biology"]


def test_chooser_opens_at_the_units_in_the_language_of_the_page(
    editor_client, item, units, norwegian_home, norwegian
):
    norwegian_units = translate(units, norwegian)
    add(norwegian_units, UnitPage, title="Cellebiologi")
    translate(item.get_parent(), norwegian)
    for page, start in [(item, units), (translate(item, norwegian), norwegian_units)]:
        chooser = soup(editor_client.get(edit_url(page))).select_one("select[name=units]").parent
        assert chooser["data-start"] == str(start.pk)


def test_chooser_opens_at_the_institute_if_units_are_below_it(editor_client, item, units):
    institute = UnitPage.objects.get()
    add(institute, UnitPage, title="Genome biology")
    chooser = soup(editor_client.get(edit_url(item))).select_one("select[name=units]").parent
    assert chooser["data-start"] == str(institute.pk)


def test_more_units_to_choose_from_cost_no_more_queries(editor_client, item, units):
    before = count_queries(editor_client, edit_url(item))
    for number in range(20):
        add(units, UnitPage, title=f"Unit {number}")
    assert count_queries(editor_client, edit_url(item)) == before


def test_nonsense_that_was_sent_is_refused_and_gives_the_form_again(editor_client, item):
    data = nested_form_data({"title": "Result", "body": streamfield([])})
    response = editor_client.post(edit_url(item), data | {"units": ["x", "999999"]})
    assert response.status_code == 200
    assert "units" in response.context["form"].errors
