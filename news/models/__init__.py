from .events import EventIndexPage, EventPage, EventSpeaker
from .news import NewsIndexPage, NewsPage

__all__ = ["EventIndexPage", "EventPage", "EventSpeaker", "NewsIndexPage", "NewsPage"]
