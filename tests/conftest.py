import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from wagtail.models import Locale, Site

from news.models import EventIndexPage, NewsIndexPage
from tests.factories.pages import add
from units.models import UnitIndexPage


@pytest.fixture(autouse=True)
def _empty_cache():
    """What a test leaves in the cache, such as the sites' addresses, is not the next one's."""
    yield
    cache.clear()


@pytest.fixture
def home(db):
    """The home page that the migrations make, below the default site."""
    return Site.objects.get(is_default_site=True).root_page.specific


@pytest.fixture
def units(home):
    return add(home, UnitIndexPage, title="Units", show_in_menus=True)


@pytest.fixture
def news(home):
    return add(home, NewsIndexPage, title="News", show_in_menus=True)


@pytest.fixture
def events(home):
    return add(home, EventIndexPage, title="Events", show_in_menus=True)


@pytest.fixture
def sign_in(db):
    """A browser of somebody in the group; their name is the group's."""

    def sign_in(group):
        user = get_user_model().objects.create_user(group)
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def editor_client(sign_in):
    """A browser of a member of Communications; `client` stays a visitor's."""
    return sign_in("Communications")


@pytest.fixture
def norwegian_home(home, settings):
    """The home page in Norwegian, at /nb/."""
    settings.WAGTAIL_I18N_ENABLED = True
    settings.ROOT_URLCONF = "tests.urls_in_two_languages"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.middleware.locale.LocaleMiddleware"]
    page = home.copy_for_translation(Locale.objects.create(language_code="nb"))
    page.save_revision().publish()
    with translation.override("en"):  # a request for /nb/ leaves its language to the next test
        yield page
