import re
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.forms import URLField
from django.utils.translation import gettext_lazy as _


def absolute(path: str) -> str:
    """The absolute URL of a path of this site.

    It is made from `BASE_URL`, not from the request: a client that sends another host name must
    not decide what a cached page says.
    """
    return urljoin(settings.WAGTAILADMIN_BASE_URL, path)


def webcal(path: str) -> str:
    """The URL by which calendar programs subscribe to a calendar of this site."""
    return f"webcal:{absolute(path).partition(':')[2]}"


def language_of(path: str) -> str:
    """The language of a URL: "nb" for "/nb/news/" and "/no/news/", the default otherwise."""
    first = _first_step(path)
    return settings.LANGUAGE_ALIASES.get(
        first, first if _is_prefix(first) else settings.LANGUAGE_CODE
    )


def in_language(path: str, language: str) -> str:
    """The URL that shows the same in another language: "/nb/news/" for "/news/".

    If the page is not translated it is shown there as it is; see `navigation.routing`.
    """
    bare = without_language(path)
    is_elsewhere = not path.startswith("/")
    return bare if language == settings.LANGUAGE_CODE or is_elsewhere else f"/{language}{bare}"


def without_language(path: str) -> str:
    """The URL without the language that it begins with: "/news/" for "/nb/news/"."""
    first = _first_step(path)
    is_named = _is_prefix(first) or first in settings.LANGUAGE_ALIASES
    return path.removeprefix(f"/{first}") if is_named else path


def _first_step(path):
    return path.split("/", 2)[1] if path.startswith("/") else ""


def _is_prefix(step):
    return step != settings.LANGUAGE_CODE and step in dict(settings.LANGUAGES)


def as_link(text: str) -> str:
    """The target of a link, from a web address, an e-mail address or a telephone number."""
    text = text.strip()
    mail = re.sub(r"^mailto:", "", text, flags=re.IGNORECASE)
    number = re.sub(r"^tel:|[\s().-]", "", text, flags=re.IGNORECASE)
    if re.fullmatch(r"\+?\d{3,15}", number):
        return f"tel:{number}"
    try:
        if mail != text or ("@" in text and "/" not in text):
            validate_email(mail.partition("?")[0])
            return f"mailto:{mail}"
        return URLField(assume_scheme="https").clean(text)
    except ValidationError:
        message = _(
            "This is neither a web address, such as https://www.example.org, nor an e-mail "
            "address, such as courses@example.org, nor a telephone number. Correct it."
        )
        raise ValidationError(message) from None
