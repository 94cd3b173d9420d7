from django import template
from django.utils.translation import get_language

from core.templatetags.core_tags import site_page
from news.models import EventPage, NewsPage
from page_cache.memory import memory

register = template.Library()


@register.simple_tag(takes_context=True)
def list_with_feed(context):
    """The list of news, if there is anything in its feed."""
    has_news = remembered("has news", lambda: NewsPage.objects.listed().exists())
    return site_page(context, "news.NewsIndexPage") if has_news else None


@register.simple_tag
def has_recent_events():
    """Whether there is anything in the calendar of all events."""
    return remembered("has events", lambda: EventPage.objects.listed().recent().exists())


def remembered(name, find):
    """What is found for readers of this language, until something changes."""
    return memory.get((name, get_language()), find)
