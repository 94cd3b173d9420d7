"""What a new type of page fails to declare is reported, with the place to declare it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db.models import DateTimeField
from django.utils import timezone
from wagtail.models import Page

from core.models import BasePage
from core.page_types import page_types
from home.models import ContentPage, HomePage
from news.models import NewsIndexPage, NewsPage
from tests.factories.samples import sample
from tests.test_queries import QUERIES

OMISSIONS = [
    ("parent_page_types", None, "Set parent_page_types"),
    ("search_kind", None, "Set search_kind to a SearchKind"),
    ("schema_type", BasePage.schema_type, "Set schema_type"),
    ("structured_data", BasePage.structured_data, "Define structured_data"),
    ("date_field", "title", "Name a DateTimeField"),
    ("objects", Page.objects, "core.querysets.PublishedQuerySet"),
    ("related_lists", {}, 'Add "units" to related_lists'),
    ("template", "news/nothing.html", "There is no template news/nothing.html"),
    ("list_template", "news/nothing.html", "There is no template news/nothing.html"),
]
TIMES = [
    (model, field.name)
    for model in page_types()
    for field in model._meta.local_fields
    if isinstance(field, DateTimeField)
]


def problems():
    with pytest.raises(SystemCheckError) as error:
        call_command("check")
    return str(error.value)


def test_nothing_is_forgotten_now():
    call_command("check")


@pytest.mark.parametrize(("name", "value", "message"), OMISSIONS)
def test_omission_fails_the_check_with_advice(monkeypatch, name, value, message):
    monkeypatch.setattr(NewsPage, name, value)
    found = problems()
    assert "news.NewsPage" in found
    assert message in found


def test_type_must_be_allowed_by_the_one_above(monkeypatch):
    monkeypatch.setattr(NewsIndexPage, "_clean_subpage_models", [ContentPage])
    assert "Add it to subpage_types of news.NewsIndexPage" in problems()


@pytest.mark.parametrize(("model", "name"), TIMES, ids=lambda value: str(value))
def test_page_cache_learns_of_each_time(home, model, name):
    """A list that shows a deadline must not stay as it is when that passes."""
    page, now = sample(model, home), timezone.now()
    others = [each for owner, each in TIMES if owner is model and each != name]
    times = dict.fromkeys(others) | {name: now + timedelta(days=1)}
    model.objects.filter(pk=page.pk).update(**times)
    assert model.objects.next_change(now), f"next_change of {model._meta.label} passes over {name}."


def test_each_type_says_how_many_queries_it_takes():
    missing = set(page_types()) - set(QUERIES)
    assert not missing, f"Add {missing} to QUERIES in tests/test_queries.py."


@pytest.mark.parametrize("model", page_types(), ids=lambda model: model.__name__)
def test_a_page_of_each_type_is_shown(client, home, model):
    page = home if model is HomePage else sample(model, home)
    assert client.get(page.url).status_code == 200
