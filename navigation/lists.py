"""URLs of the parts of a list: page 2 is at `page/2/` below it, a year at `2026/`."""

import re

NUMBER = "[1-9][0-9]{0,5}"
YEAR = "[0-9]{4}"
IN_PAGES = rf"(?:page/(?P<number>{NUMBER})/)?"
IN_YEAR = rf"(?:(?P<year>{YEAR})/)?"


def page_url(url: str, number: int) -> str:
    """The URL of another page of the list that has a page at `url`."""
    first = re.sub(rf"(?<=/)page/{NUMBER}/$", "", url)
    return first if number == 1 else f"{first}page/{number}/"


def part_url(url: str, query) -> str:
    """`/news/2026/page/2/` for `/news/` and `year=2026&page=2`; `url` if these name no part."""
    year, page = query.get("year", ""), query.get("page", "")
    if re.fullmatch(YEAR, year):
        url = f"{url}{year}/"
    return page_url(url, int(page)) if re.fullmatch(NUMBER, page) else url
