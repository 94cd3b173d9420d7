from .events import EventIndexPage, EventPage
from .news import NewsIndexPage, NewsPage
from .speakers import EventSpeaker

__all__ = ["EventIndexPage", "EventPage", "EventSpeaker", "NewsIndexPage", "NewsPage"]
