from urllib.parse import urljoin

from django.conf import settings


def absolute(path: str) -> str:
    """The whole web address of a path of this site, for readers that are elsewhere.

    It is made from `BASE_URL`, not from the request: whoever asks by another host name must not
    decide what a page that is kept for others says.
    """
    return urljoin(settings.WAGTAILADMIN_BASE_URL, path)


def webcal(path: str) -> str:
    """The address by which calendar programs subscribe to a calendar of this site."""
    return f"webcal:{absolute(path).partition(':')[2]}"
