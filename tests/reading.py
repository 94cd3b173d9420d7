"""Reads texts and links from a response, ignoring white space between tags."""

from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def texts(response, selector):
    """The texts of all matching elements, in document order."""
    return [" ".join(element.get_text().split()) for element in soup(response).select(selector)]


def count_queries(client, url):
    """The number of queries of a second request, after the first has filled the caches."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def title_of(client, url):
    """The title of a page; its heading, `<title>` and `og:title` must agree."""
    document = soup(client.get(url))
    heading = " ".join(document.h1.get_text().split())
    assert document.title.get_text().strip().startswith(f"{heading} – ")
    assert document.select_one("meta[property='og:title']")["content"] == heading
    return heading
