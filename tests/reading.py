"""Reads a response as a visitor does: texts and links, whatever the white space between tags."""

from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def texts(response, selector):
    """The texts of all elements that match, in their order."""
    return [" ".join(element.get_text().split()) for element in soup(response).select(selector)]


def count_queries(client, url):
    """Queries that a second visit costs, when the first has filled what is kept."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def title_of(client, address):
    """What the heading, the window and a shared link call a page, which must be the same."""
    document = soup(client.get(address))
    heading = " ".join(document.h1.get_text().split())
    assert document.title.get_text().strip().startswith(f"{heading} – ")
    assert document.select_one("meta[property='og:title']")["content"] == heading
    return heading
