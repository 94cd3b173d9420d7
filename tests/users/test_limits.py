"""Rate limits on passwords: they stop guessing without locking the owner out."""

import re

import pytest
from django.contrib.auth import get_user, get_user_model
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django.asserts import assertContains
from wagtail.forms import PasswordViewRestrictionForm
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from home.models import ContentPage
from tests.factories.pages import add, document
from tests.reading import soup
from users import limits

LOGIN = "/accounts/login/"
PASSWORD = "correct horse battery"
OWNER, ATTACKER = "203.0.113.9", "192.0.2.1"


@pytest.fixture(autouse=True)
def _behind_a_proxy(settings):
    settings.TRUSTED_PROXY_COUNT = 1


@pytest.fixture
def editor(db):
    users = get_user_model().objects
    return users.create_superuser("kari", email="kari@example.org", password=PASSWORD)


def at(address):
    return {"HTTP_X_FORWARDED_FOR": address}


def guess(client, times, login="kari", address=ATTACKER):
    for number in range(times):
        data = {"login": login, "password": f"guess {number}"}
        response = client.post(LOGIN, data, **at(address))
    return response


def can_sign_in(client, login="kari", address=OWNER):
    client.post(LOGIN, {"login": login, "password": PASSWORD}, **at(address))
    return get_user(client).is_authenticated


def test_guesses_from_another_address_do_not_lock_the_owner_out(client, editor):
    assertContains(guess(client, 6), "Too many failed login attempts")
    assert not can_sign_in(client, address=ATTACKER)
    assert can_sign_in(client)


@pytest.mark.parametrize("login", ["kari", "KARI@example.org"])
def test_username_and_email_address_count_together(client, editor, login):
    guess(client, 3, "Kari")
    guess(client, 2, "kari@example.org")
    assert not can_sign_in(client, login, ATTACKER)


def test_guesses_from_many_addresses_are_limited(client, editor):
    for number in range(50):
        guess(client, 1, address=f"192.0.2.{number}")
    assert not can_sign_in(client)


def test_correct_passwords_are_not_counted(client, editor):
    for __ in range(25):
        assert can_sign_in(client)
        client.logout()


def reset_password(client, email, password, address):
    client.post("/accounts/password/reset/", {"email": email}, **at(address))
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True, **at(address))
    new = {"password1": password, "password2": password}
    client.post(form.request["PATH_INFO"], new, **at(address))


def test_owner_can_sign_in_after_a_password_reset(client, editor):
    for number in range(50):
        guess(client, 1, address=f"192.0.2.{number}")
    reset_password(client, "kari@example.org", PASSWORD[::-1], OWNER)
    client.post(LOGIN, {"login": "kari", "password": PASSWORD[::-1]}, **at(OWNER))
    assert get_user(client).is_authenticated


def test_password_reset_does_not_reset_the_limit_of_an_attacker(client, editor, django_user_model):
    django_user_model.objects.create_user("eve", "eve@example.org", PASSWORD)
    for number in range(20):
        guess(client, 1, f"unknown{number}")
    reset_password(client, "eve@example.org", PASSWORD[::-1], ATTACKER)
    assertContains(guess(client, 1), "Too many failed login attempts")


def test_concurrent_guesses_are_limited_like_sequential_ones(editor, monkeypatch):
    checked = []

    def check_slowly(user, password):
        checked.append(password)
        if len(checked) < 10:
            guess(Client(), 1)
        return False

    monkeypatch.setattr(get_user_model(), "check_password", check_slowly)
    guess(Client(), 1)
    assert len(checked) == 5


@pytest.fixture
def private_page(home):
    page = add(home, ContentPage, title="Minutes")
    return PageViewRestriction.objects.create(
        page=page, restriction_type="password", password=PASSWORD
    ).page.specific


@pytest.fixture
def private_document(home):
    file = document("Minutes")
    file.collection = Collection.get_first_root_node().add_child(name="Board")
    file.save()
    CollectionViewRestriction.objects.create(
        collection=file.collection, restriction_type="password", password=PASSWORD
    )
    return file


@pytest.fixture(params=["private_page", "private_document"])
def private_url(request):
    return request.getfixturevalue(request.param).url


def open_with(client, url, password, address=ATTACKER):
    form = soup(client.get(url)).form
    return_url = form.find(attrs={"name": "return_url"})["value"]
    data = {"password": password, "return_url": return_url}
    return client.post(form["action"], data, **at(address))


def test_guesses_at_a_shared_password_are_limited(client, private_url):
    for number in range(70):
        response = open_with(client, private_url, f"guess {number}")
    assertContains(response, "Too many attempts", status_code=429)
    response = open_with(client, private_url, PASSWORD)
    assertContains(response, "Too many attempts", status_code=429)


def test_guesses_do_not_lock_readers_out_of_a_private_page(client, private_url):
    for number in range(20):
        open_with(client, private_url, f"guess {number}")
    assert open_with(client, private_url, PASSWORD, OWNER).url == private_url


def test_concurrent_guesses_at_a_shared_password_are_limited(private_url, monkeypatch):
    checked = []

    def check_slowly(form):
        checked.append(form)
        if len(checked) < 20:
            open_with(Client(), private_url, "guess")
        raise ValidationError("Wrong")

    monkeypatch.setattr(PasswordViewRestrictionForm, "clean_password", check_slowly)
    open_with(Client(), private_url, "guess")
    assert len(checked) == 10


def test_readers_with_the_correct_password_are_not_limited(client, private_url):
    for __ in range(30):
        client.cookies.clear()
        assert open_with(client, private_url, PASSWORD).url == private_url


def test_guesses_at_every_url_of_the_form_are_counted(client, home, private_page):
    restriction = private_page.view_restrictions.get()
    for number in range(30):
        page, prefix = (private_page, "/nb") if number % 2 else (home, "")
        action = f"{prefix}/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"
        response = client.post(action, {"password": "x", "return_url": "/"}, **at(ATTACKER))
    assert response.status_code == 429


def test_internal_consume_of_allauth_can_be_rolled_back(rf, db, settings):
    """Holds what `WrongPasswords` relies on: `consume` is not part of allauth's public API."""
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "1/h/key"}
    call = {"app": limits.APP, "action": "login_failed", "key": "account 1"}
    usage = limits.consume(rf.post("/"), **call)
    assert not limits.consume(rf.post("/"), **call)
    usage.rollback()
    assert limits.consume(rf.post("/"), **call)
