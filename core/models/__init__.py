from .documents import SiteDocument
from .images import SiteImage, SiteRendition
from .lists import SelfSortingMixin
from .media import SiteMedia
from .pages import BasePage
from .settings import SiteSettings

__all__ = [
    "BasePage",
    "SelfSortingMixin",
    "SiteDocument",
    "SiteImage",
    "SiteMedia",
    "SiteRendition",
    "SiteSettings",
]
