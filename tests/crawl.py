"""Requests all public URLs, as visitors and monitoring do, and browses the admin.

The caller provides `get(path)` and `post(path, data)`, which return the content type and the text.
"""

import json
import re
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from wagtail.test.utils.form_data import querydict_from_html

HOST = "http://site.invalid"
NOT_CRAWLED = re.compile(r"/(?:static|media|admin|accounts|_util)/|/nb/accounts/")
PUBLIC = [
    *("/", "/nb/", "/robots.txt", "/sitemap.xml", "/sitemap-pages.xml"),
    *("/health/live", "/health/ready", "/health/metrics"),
    *("/no-such-page/", "/no/", "/accounts/login/", "/schedules/unknown.ics"),
    *("/search/", "/search/?q=cancer", "/search/?q=cancer&page=2", "/search/?q=cansser"),
    *("/search/?q=nothing-like-it", "/nb/search/?q=kreft"),
    *("/search/suggest/?q=can", "/nb/search/suggest/?q=kre"),
]
ADMIN = [
    *("/admin/", "/admin/pages/", "/admin/pages/search/?q=cancer", "/admin/documents/?q=report"),
    *("/admin/choose-page/search/?q=c", "/admin/images/chooser/results/?q=cell"),
    *(
        "/admin/images/?q=cell",
        "/admin/media/?q=welcome",
        "/admin/redirects/?q=old",
        "/admin/users/?q=kari",
    ),
    *("/admin/snippets/publications/publication/?q=cancer", "/admin/reports/site-history/"),
    *("/admin/reports/status/", "/admin/reports/aging-pages/", "/admin/reports/workflow_tasks/"),
    *("/admin/calendar/", "/admin/calendar/subscribe/", "/admin/searchpicks/", "/admin/sites/"),
]


def crawl(get):
    """Follow all links from `PUBLIC`; return the paths.

    Links with parameters are followed only from pages without, so combined filters do not recurse.
    """
    waiting, seen = list(PUBLIC), set(PUBLIC)
    while waiting:
        path = waiting.pop()
        for link in links(path, *get(path)):
            is_new = link not in seen and not NOT_CRAWLED.match(link)
            if is_new and (path in PUBLIC or "?" not in path or "?" not in link):
                seen.add(link)
                waiting.append(link)
    return seen


def links(path, content_type, text):
    """The site's own paths that a page, a feed or the sitemap links to."""
    if "html" in content_type:
        found = BeautifulSoup(text, "html.parser").select("[href]")
        targets = [element["href"] for element in found]
    elif "xml" in content_type:
        targets = re.findall(r"<loc>([^<]+)</loc>|href=\"([^\"]+)\"", text)
        targets = [urlsplit(one or other)._replace(scheme="", netloc="") for one, other in targets]
        targets = [target.geturl() for target in targets]
    else:
        return set()
    urls = [urlsplit(urljoin(HOST + path, target)) for target in targets]
    return {
        url._replace(scheme="", netloc="", fragment="").geturl()
        for url in urls
        if f"{url.scheme}://{url.netloc}" == HOST and url.path
    }


def sign_in(get, post, username, password):
    get("/accounts/login/")
    post("/accounts/login/", {"login": username, "password": password})
    assert 'id="wagtail-sidebar"' in get("/admin/")[1], "The account could not sign in."


def browse_admin(get, post, pages):
    """Search in the admin, and open and preview the pages with these primary keys, as an editor."""
    for path in ADMIN:
        get(path)
    for pk in pages:
        for place in ("", "edit/", "history/", "usage/", "view_draft/"):
            get(f"/admin/pages/{pk}/{place}")
        preview(get, post, f"/admin/pages/{pk}/edit/")


def preview(get, post, editor):
    """Request a preview as the editor's preview panel does."""
    html = get(editor)[1]
    form = querydict_from_html(html, form_id="page-edit-form").dict()
    for stream in BeautifulSoup(html, "html.parser").select("[data-controller=w-block]"):
        form[f"{stream['id']}-count"] = "0"  # scripts add its blocks
    response = json.loads(post(f"{editor}preview/", form)[1])
    assert response["is_valid"], editor
    get(f"{editor}preview/?in_preview_panel=true")
