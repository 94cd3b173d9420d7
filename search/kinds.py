"""The kinds of what is found, in the order in which they are offered."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from news.models import EventPage, NewsPage
from people.models import PersonPage
from units.models import UnitPage

PUBLICATIONS, PAGES = "publications", "pages"
PAGE_TYPES = {"units": UnitPage, "people": PersonPage, "news": NewsPage, "events": EventPage}
PLURALS = {
    "units": _("Units"),
    "people": _("People"),
    "news": _("News"),
    "events": _("Events"),
    PUBLICATIONS: _("Publications"),
    PAGES: _("Other pages"),
}
SINGULARS = {
    "units": _("Unit"),
    "people": _("Person"),
    "news": _("News"),
    "events": _("Event"),
    PUBLICATIONS: _("Publication"),
    PAGES: _("Page"),
}


def page_kinds() -> dict[int, str]:
    """The kinds by content types' keys; pages of all other types are `PAGES`."""
    types = ContentType.objects.get_for_models(*PAGE_TYPES.values())  # Django keeps them
    return {types[model].pk: kind for kind, model in PAGE_TYPES.items()}
