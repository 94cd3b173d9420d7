from home.models import ContentPage
from news.models import NewsPage
from tests.factories.pages import add, translate
from tests.reading import soup, texts
from units.models import UnitPage


def test_results_in_the_readers_language_stand_first(client, home, norwegian_home):
    lab = add(home, ContentPage, title="Biobank", summary="Samples")
    text = [("text", "<p>Our biobank.</p>")]
    add(norwegian_home, ContentPage, title="Om oss", body=text, locale=norwegian_home.locale)
    translate(lab, norwegian_home.locale, title="Biobank for forskere")
    found = texts(client.get("/search/?q=biobank"), ".hit__title")
    assert found[0] == "Biobank"
    found = texts(client.get("/nb/search/?q=biobank"), ".hit__title")
    assert found == ["Biobank for forskere", "Om oss", "Biobank"]


def test_units_to_choose_from_are_those_of_the_readers_language(
    client, units, news, norwegian_home
):
    group = add(units, UnitPage, title="Cell group")
    translate(units, norwegian_home.locale)
    gruppe = translate(group, norwegian_home.locale, title="Cellegruppe")
    add(gruppe, ContentPage, title="Cell under", locale=norwegian_home.locale)
    item = add(news, NewsPage, title="Cell news")
    item.units = [gruppe]
    item.save()
    add(news, NewsPage, title="Cell elsewhere")
    english = client.get("/search/?q=cell")
    assert texts(english, "select[name=unit] option")[1:] == ["Cell group (4)"]
    norwegian = client.get("/nb/search/?q=cell")
    assert texts(norwegian, "select[name=unit] option")[1:] == ["Cellegruppe (4)"]
    for address in (f"/search/?q=cell&unit={gruppe.pk}", f"/nb/search/?q=cell&unit={group.pk}"):
        response = client.get(address)
        assert "Cell news" in texts(response, ".hit__title")
        assert soup(response).select_one("select[name=unit] option[selected]")


def test_unit_that_is_not_translated_is_offered_in_its_own_language(client, units, norwegian_home):
    add(units, UnitPage, title="Cell group")
    add(units, UnitPage, title="Cell")
    option = soup(client.get("/nb/search/?q=cell")).select("select[name=unit] option")[1]
    assert option["lang"] == "en"
