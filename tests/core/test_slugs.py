import pytest

from home.models import ContentPage
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
