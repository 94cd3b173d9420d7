"""Signing in through an OpenID Connect provider of the organization."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as project
from django.contrib.auth import get_user, get_user_model
from pytest_django.asserts import assertContains, assertNotContains

from tests.reading import soup
from tests.users.provider import Provider

LOGIN = "/accounts/login/"
CALLBACK = "/accounts/oidc/feide/login/callback/"
KARI = {"sub": "42", "email": "Kari@example.org", "name": "Kari Nordmann"}


@pytest.fixture
def provider(settings):
    with Provider(KARI) as provider:
        app = {**project.OIDC_APP, "client_id": "site", "secret": "s"}
        app["settings"] = {**app["settings"], "server_url": provider.url}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield provider


@pytest.fixture
def kari(db):
    return get_user_model().objects.create_superuser("kari", "kari@example.org", "a good password")


def sign_in_through(client, address=LOGIN):
    """Press the provider's button and follow the redirects back."""
    button = soup(client.get(address)).select_one(".account__other a")
    asked = parse_qs(urlsplit(client.get(button["href"]).url).query)
    assert asked["redirect_uri"] == [f"http://testserver{CALLBACK}"]
    return client.get(CALLBACK, {"code": "c", "state": asked["state"][0]})


def test_without_a_provider_there_is_no_button(client, home):
    assertNotContains(client.get(LOGIN), "Feide")


def test_button_redirects_to_the_provider(client, home, provider):
    response = client.get("/accounts/oidc/feide/login/")
    assert response.url.startswith(f"{provider.url}/authorize?client_id=site")


def test_user_with_an_account_is_signed_in(client, home, provider, kari):
    assert sign_in_through(client).url == "/admin/"
    assert get_user(client) == kari


def test_user_without_an_account_sees_whom_to_ask(client, home, provider):
    assertContains(sign_in_through(client), "There is no account for you here")
    assert not get_user_model().objects.exists()


def test_account_is_recognised_after_its_email_address_changed(client, home, provider, kari):
    sign_in_through(client)
    client.logout()
    provider.answers["/userinfo"] = {**KARI, "email": "kari.berg@example.org"}
    sign_in_through(client)
    assert get_user(client) == kari


def test_inactive_account_is_not_signed_in(client, home, provider, kari):
    kari.is_active = False
    kari.save()
    sign_in_through(client)
    assert not get_user(client).is_authenticated


def test_callback_without_a_request_is_rejected(client, home, provider, kari):
    client.get(CALLBACK, {"code": "c", "state": "made up"})
    assert not get_user(client).is_authenticated
