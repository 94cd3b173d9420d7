"""A published page of each type, below the pages that it needs."""

from datetime import UTC, datetime

from home.models import HomePage
from news.models import EventPage
from people.models import PersonPage

from .pages import add

# What a page must have beside a title.
FIELDS = {
    PersonPage: {"given_name": "Kari", "family_name": "Lie"},
    EventPage: {"starts_at": datetime(2027, 1, 1, 11, tzinfo=UTC)},
}


def sample(model, home, **fields):
    parent_type = model.allowed_parent_page_models()[0]
    if parent_type is HomePage:
        parent = home
    else:
        parent = parent_type.objects.first() or sample(parent_type, home)
    return add(parent, model, **FIELDS.get(model, {}) | fields)
