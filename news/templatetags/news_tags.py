from django import template
from django.utils.translation import get_language

from core.templatetags.core_tags import site_page
from navigation.tree import SiteTree
from news.models import EventPage, NewsPage
from page_cache.memory import memory

register = template.Library()


@register.simple_tag(takes_context=True)
def list_with_feed(context):
    """The list of news, if there is anything in its feed."""
    news = NewsPage.objects.listed(hidden(context))
    return site_page(context, "news.NewsIndexPage") if exists(news) else None


@register.simple_tag(takes_context=True)
def has_recent_events(context):
    """Whether there is anything in the calendar of all events."""
    return exists(EventPage.objects.listed(hidden(context)).recent())


def hidden(context):
    return SiteTree.for_request(context["request"]).hidden


def exists(items):
    """Whether there are any, which is remembered until something changes."""
    return memory.get((items.model, get_language()), items.exists)
