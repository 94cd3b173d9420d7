from .documents import SiteDocument
from .images import SiteImage, SiteRendition
from .lists import ListPage, list_path, one_of
from .media import SiteMedia
from .pages import BasePage
from .settings import SiteSettings

__all__ = [
    "BasePage",
    "ListPage",
    "SiteDocument",
    "SiteImage",
    "SiteMedia",
    "SiteRendition",
    "SiteSettings",
    "list_path",
    "one_of",
]
