"""Signing in: the only login form, its limits, and that no other way bypasses it."""

import re
import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth import get_user, get_user_model
from django.core import mail
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from home.models import ContentPage
from icr_site.urls import urlpatterns
from tests.factories.pages import add, private
from tests.reading import soup

LOGIN = "/accounts/login/"
PASSWORD = "correct horse battery"
CLOSED = {
    "/admin/login/": LOGIN,
    "/admin/password_reset/": "/accounts/password/reset/",
    "/admin/password_reset/done/": "/accounts/password/reset/",
    "/admin/password_reset/confirm/MQ/abc-def/": "/accounts/password/reset/",
    "/admin/password_reset/complete/": "/accounts/password/reset/",
    "/_util/login/": LOGIN,
    "/nb/_util/login/": "/nb/accounts/login/",
}


@pytest.fixture
def editor(db):
    users = get_user_model().objects
    return users.create_superuser("kari", email="kari@example.org", password=PASSWORD)


@pytest.fixture
def reader(db):
    """A user without access to the editor."""
    return get_user_model().objects.create_user("ola", "ola@example.org", PASSWORD)


def try_password(client, password=PASSWORD, login="kari", **extra):
    return client.post(LOGIN, {"login": login, "password": password}, **extra)


def confirm(client):
    """Confirm the password, which changes to an account require."""
    return client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def next_of(form):
    return soup(form).find(attrs={"name": "next"})["value"]


def is_signed_in(client):
    return get_user(client).is_authenticated


@pytest.mark.parametrize("name", ["kari", "kari@example.org"])
def test_username_and_email_address_both_sign_in(client, editor, name):
    assertRedirects(try_password(client, login=name), "/admin/")


def test_signing_in_redirects_to_the_requested_page(client, editor, home):
    response = client.get("/admin/reports/", follow=True)
    data = {"login": "kari", "password": PASSWORD, "next": next_of(response)}
    assert client.post(LOGIN, data).url == "/admin/reports/"


def test_signing_in_does_not_redirect_to_another_site(client, editor):
    data = {"login": "kari", "password": PASSWORD, "next": "https://example.com/"}
    assert client.post(LOGIN, data).url == "/admin/"


@pytest.mark.parametrize("address", CLOSED)
def test_every_other_password_form_redirects_here(client, editor, home, address):
    for method in (client.get, client.post):
        response = method(address, {"username": "kari", "password": PASSWORD})
        assert response.status_code == 302
        assert response.url.partition("?")[0] == CLOSED[address]
    assert not is_signed_in(client)


def test_account_settings_of_the_editor_have_no_password_form(client, editor):
    client.force_login(editor)
    response = client.get("/admin/account/")
    assert not soup(response).select("[type=password]")
    assertContains(response, 'href="/accounts/password/change/"')
    assertContains(response, 'href="/accounts/2fa/"')


def test_browser_in_norwegian_gets_the_form_in_norwegian(client, home):
    response = client.get("/admin/login/", headers={"Accept-Language": "nb"}, follow=True)
    assertContains(response, "Logg inn")
    assertRedirects(response, "/nb/accounts/login/?next=%2Fadmin%2F")


def test_form_is_offered_in_both_languages(client, home):
    link = soup(client.get(f"{LOGIN}?next=/admin/")).select_one(".languages a")
    assert link.text == "Norsk bokmål"
    assert link["href"] == "/nb/accounts/login/?next=/admin/"


def test_wrong_passwords_are_limited(client, editor):
    for number in range(30):
        response = try_password(client, f"guess {number}")
    assertContains(response, "Too many failed login attempts", status_code=200)
    try_password(client)  # correct, but beyond the limit
    assert not is_signed_in(client)


def test_one_address_cannot_try_a_password_on_many_accounts(client, editor):
    for number in range(30):
        try_password(client, login=f"name{number}")
    try_password(client)
    assert not is_signed_in(client)


def test_limits_use_the_client_address_behind_a_proxy(client, editor, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    for number in range(30):
        try_password(client, login=f"name{number}", HTTP_X_FORWARDED_FOR="192.0.2.1")
    try_password(client, HTTP_X_FORWARDED_FOR="192.0.2.1, 203.0.113.9")
    assert is_signed_in(client)


def test_too_many_requests_show_an_explanation(client, editor):
    for number in range(31):
        response = try_password(client, login=f"name{number}")
    assertContains(response, "Too many attempts", status_code=429)


@pytest.mark.parametrize("method", ["get", "head", "put", "options"])
def test_signing_out_by_a_link_is_rejected(client, editor, method):
    client.force_login(editor)
    response = getattr(client, method)("/admin/logout/")
    assert response.status_code == 405
    assert not response.cookies
    assert client.get("/admin/").status_code == 200


def test_signing_out_works(client, editor):
    client.force_login(editor)
    assert client.post("/admin/logout/").status_code == 302
    assert not get_user(client).is_authenticated


def plain_urls(patterns, prefix="/"):
    """The URLs of all views without arguments."""
    for pattern in patterns:
        address = f"{prefix}{pattern.pattern}".replace("^", "").replace("$", "")
        if hasattr(pattern, "url_patterns"):
            yield from plain_urls(pattern.url_patterns, address)
        elif not set(address) & set("<(["):
            yield address


def test_no_get_request_signs_a_user_out(client, editor, home):
    client.force_login(editor)
    client.raise_request_exception = False
    addresses = {address for address in plain_urls(urlpatterns) if "/add" not in address}
    assert "/admin/logout/" in addresses
    for address in addresses:
        client.get(address)
    assert is_signed_in(client)


def test_there_is_no_sign_up(client, home):
    data = {"username": "eve", "email": "eve@example.org", "password1": PASSWORD}
    for method in (client.get, client.post):
        assertContains(method("/accounts/signup/", data), "There is no account for you here")
    assert not get_user_model().objects.exists()


def test_inactive_account_is_not_signed_in(client, reader):
    reader.is_active = False
    reader.save()
    try_password(client, login="ola")
    assert not is_signed_in(client)


def test_user_without_access_to_the_editor_sees_why(client, reader, home):
    assert try_password(client, login="ola").url == "/"
    assertContains(client.get("/admin/", follow=True), "may not edit the site", status_code=403)


def test_private_page_opens_after_signing_in(client, reader, home):
    page = private(add(home, ContentPage, title="Minutes"))
    form = client.get(page.url, follow=True)
    data = {"login": "ola", "password": PASSWORD, "next": next_of(form)}
    assertContains(client.post(LOGIN, data, follow=True), "Minutes")


def test_forgotten_password_is_reset_by_mail(client, editor):
    client.post("/accounts/password/reset/", {"email": "kari@example.org"})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    new = {"password1": "a quite different one", "password2": "a quite different one"}
    client.post(form.request["PATH_INFO"], new)
    try_password(client, new["password1"])
    assert is_signed_in(client)


def test_unknown_addresses_get_no_mail(client, editor):
    response = client.post("/accounts/password/reset/", {"email": "eve@example.com"}, follow=True)
    assertContains(response, "Check your e-mail")
    assert not mail.outbox


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_second_factor_is_required(client, editor):
    TOTP.activate(editor, "JBSWY3DPEHPK3PXP")
    assertRedirects(try_password(client), "/accounts/2fa/authenticate/")
    assert not is_signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert not is_signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code_of("JBSWY3DPEHPK3PXP")})
    assert is_signed_in(client)


def test_recovery_code_works_once(client, editor):
    TOTP.activate(editor, "JBSWY3DPEHPK3PXP")
    code = RecoveryCodes.activate(editor).get_unused_codes()[0]
    for works in (True, False):
        client.logout()
        try_password(client)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert is_signed_in(client) == works


def test_adding_a_second_factor_requires_the_password(client, editor):
    url = "/accounts/2fa/totp/activate/"
    try_password(client)
    assert client.get(url).url.startswith("/accounts/reauthenticate/")
    confirm(client)
    client.post(url, {"code": code_of(client.get(url).context["form"].secret)})
    assertContains(client.get("/accounts/2fa/"), "is active")


def test_removal_of_the_second_factor_is_reported_by_mail(client, editor):
    TOTP.activate(editor, "JBSWY3DPEHPK3PXP")
    client.force_login(editor)
    confirm(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert [message.to for message in mail.outbox] == [["kari@example.org"]]


PAGES = ["login/", "password/reset/", "password/reset/done/", "signup/", "inactive/"]
OWN_PAGES = ["logout/", "password/change/", "reauthenticate/", "2fa/", "2fa/totp/activate/"]
OWN_PAGES += ["2fa/webauthn/", "2fa/webauthn/add/", "3rdparty/"]


@pytest.mark.parametrize("address", [*PAGES, *OWN_PAGES])
@pytest.mark.parametrize("language", ["", "/nb"])
def test_account_pages_have_no_inline_script(client, editor, address, language):
    if address in OWN_PAGES:
        try_password(client)
        confirm(client)
    response = client.get(f"{language}/accounts/{address}")
    assert "script-src 'self';" in response["Content-Security-Policy"]
    for script in soup(response).select("script:not([src])"):
        assert script["type"] == "application/json"
    assertContains(response, 'name="robots" content="noindex"')
    assert soup(response).html["lang"] == (language.strip("/") or "en")
    assert soup(response).h1
    assertNotContains(response, "style=")


def test_email_list_of_allauth_is_disabled(client, editor, home):
    client.force_login(editor)
    assert client.get("/accounts/email/").status_code == 404
