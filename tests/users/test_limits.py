"""Guessing passwords: strangers are stopped, and owners are not stopped by them."""

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

LOGIN = "/accounts/login/"
PASSWORD = "correct horse battery"
OWNER, STRANGER = "203.0.113.9", "192.0.2.1"


@pytest.fixture(autouse=True)
def _behind_a_proxy(settings):
    settings.TRUSTED_PROXY_COUNT = 1


@pytest.fixture
def editor(db):
    users = get_user_model().objects
    return users.create_superuser("kari", email="kari@example.org", password=PASSWORD)


def at(address):
    return {"HTTP_X_FORWARDED_FOR": address}


def guess(client, times, login="kari", address=STRANGER):
    for number in range(times):
        data = {"login": login, "password": f"guess {number}"}
        response = client.post(LOGIN, data, **at(address))
    return response


def gets_in(client, login="kari", address=OWNER):
    client.post(LOGIN, {"login": login, "password": PASSWORD}, **at(address))
    return get_user(client).is_authenticated


def test_strangers_guesses_do_not_lock_the_owner_out(client, editor):
    assertContains(guess(client, 6), "Too many failed login attempts")
    assert not gets_in(client, address=STRANGER)
    assert gets_in(client)


@pytest.mark.parametrize("login", ["kari", "KARI@example.org"])
def test_username_and_mail_address_of_an_account_are_counted_together(client, editor, login):
    guess(client, 3, "Kari")
    guess(client, 2, "kari@example.org")
    assert not gets_in(client, login, STRANGER)


def test_guesses_from_many_addresses_are_stopped(client, editor):
    for number in range(50):
        guess(client, 1, address=f"192.0.2.{number}")
    assert not gets_in(client)


def test_right_passwords_are_not_counted(client, editor):
    for __ in range(25):
        assert gets_in(client)
        client.logout()


def choose_a_password_by_mail(client, email, password, address):
    client.post("/accounts/password/reset/", {"email": email}, **at(address))
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True, **at(address))
    new = {"password1": password, "password2": password}
    client.post(form.request["PATH_INFO"], new, **at(address))


def test_owner_who_chooses_a_new_password_by_mail_gets_in(client, editor):
    for number in range(50):
        guess(client, 1, address=f"192.0.2.{number}")
    choose_a_password_by_mail(client, "kari@example.org", PASSWORD[::-1], OWNER)
    client.post(LOGIN, {"login": "kari", "password": PASSWORD[::-1]}, **at(OWNER))
    assert get_user(client).is_authenticated


def test_stranger_with_an_account_does_not_go_on_guessing_after_choosing_a_password(
    client, editor, django_user_model
):
    django_user_model.objects.create_user("eve", "eve@example.org", PASSWORD)
    for number in range(20):
        guess(client, 1, f"unknown{number}")
    choose_a_password_by_mail(client, "eve@example.org", PASSWORD[::-1], STRANGER)
    assertContains(guess(client, 1), "Too many failed login attempts")


def test_guesses_at_the_same_time_are_stopped_like_one_after_the_other(editor, monkeypatch):
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


def open_with(client, url, password, address=STRANGER):
    form = soup(client.get(url)).form
    return_url = form.find(attrs={"name": "return_url"})["value"]
    data = {"password": password, "return_url": return_url}
    return client.post(form["action"], data, **at(address))


def test_guesses_at_a_shared_password_are_stopped(client, private_url):
    for number in range(70):
        response = open_with(client, private_url, f"guess {number}")
    assertContains(response, "Too many attempts", status_code=429)
    response = open_with(client, private_url, PASSWORD)
    assertContains(response, "Too many attempts", status_code=429)


def test_strangers_guesses_do_not_close_a_private_page_to_its_readers(client, private_url):
    for number in range(20):
        open_with(client, private_url, f"guess {number}")
    assert open_with(client, private_url, PASSWORD, OWNER).url == private_url


def test_guesses_at_a_shared_password_at_the_same_time_are_stopped(private_url, monkeypatch):
    checked = []

    def check_slowly(form):
        checked.append(form)
        if len(checked) < 20:
            open_with(Client(), private_url, "guess")
        raise ValidationError("Wrong")

    monkeypatch.setattr(PasswordViewRestrictionForm, "clean_password", check_slowly)
    open_with(Client(), private_url, "guess")
    assert len(checked) == 10


def test_many_readers_with_the_right_password_are_not_stopped(client, private_url):
    for __ in range(30):
        client.cookies.clear()
        assert open_with(client, private_url, PASSWORD).url == private_url


def test_guesses_at_another_address_of_the_form_count_too(client, home, private_page):
    restriction = private_page.view_restrictions.get()
    for number in range(30):
        page, prefix = (private_page, "/nb") if number % 2 else (home, "")
        action = f"{prefix}/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"
        response = client.post(action, {"password": "x", "return_url": "/"}, **at(STRANGER))
    assert response.status_code == 429
