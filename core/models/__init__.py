from .documents import SiteDocument
from .images import SiteImage, SiteRendition
from .media import SiteMedia
from .pages import BasePage
from .settings import SiteSettings

__all__ = [
    "BasePage",
    "SiteDocument",
    "SiteImage",
    "SiteMedia",
    "SiteRendition",
    "SiteSettings",
]
