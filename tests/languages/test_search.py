from home.models import ContentPage
from tests.factories.pages import add, translate
from tests.reading import texts


def test_results_in_the_readers_language_stand_first(client, home, norwegian_home):
    lab = add(home, ContentPage, title="Biobank", summary="Samples")
    text = [("text", "<p>Our biobank.</p>")]
    add(norwegian_home, ContentPage, title="Om oss", body=text, locale=norwegian_home.locale)
    translate(lab, norwegian_home.locale, title="Biobank for forskere")
    found = texts(client.get("/search/?q=biobank"), ".hit__title")
    assert found[0] == "Biobank"
    found = texts(client.get("/nb/search/?q=biobank"), ".hit__title")
    assert found == ["Biobank for forskere", "Om oss", "Biobank"]
