"""Mail about accounts: sender name, language, and the invitation of new users."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from pytest_django.asserts import assertContains, assertRedirects
from wagtail.users.models import UserProfile

PASSWORD = "correct horse battery"
NEW = "/admin/users/new/"


@pytest.fixture
def kari(db):
    return get_user_model().objects.create_user("kari", "kari@example.org", PASSWORD)


@pytest.fixture
def administrator(client, home):
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.org"))
    return client


def prefer(user, language):
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()


def add_user(client, **fields):
    names = {"first_name": "Ola", "last_name": "Nordmann"}
    data = {"username": "ola", "email": "ola@example.org", **names, **fields}
    return client.post(NEW, data, follow=True)


def link(message):
    return re.search(r"http://testserver(/\S*password/reset/key/\S+)", message.body)[1]


def set_password(client, address):
    form = client.get(address, follow=True).redirect_chain[-1][0]
    return client.post(form, {"password1": PASSWORD, "password2": PASSWORD}, follow=True)


def request_reset(client, address="/accounts/password/reset/"):
    client.post(address, {"email": "kari@example.org"})
    (message,) = mail.outbox
    return message


def test_account_mail_names_the_institute(client, home, kari):
    message = request_reset(client)
    assert message.subject == "Institute for Cancer Research: Password Reset Email"
    assert "Hello from Institute for Cancer Research!" in message.body


def test_account_mail_is_in_the_language_of_the_account(client, home, kari):
    prefer(kari, "nb")
    message = request_reset(client)
    assert message.subject.startswith("Institutt for kreftforskning: ")
    assert "Hei fra Institutt for kreftforskning!" in message.body
    assert link(message).startswith("/nb/")


def test_account_mail_is_in_the_language_of_the_form_if_the_account_has_none(client, home, kari):
    assert "Hei fra" in request_reset(client, "/nb/accounts/password/reset/").body


def test_password_change_mail_is_in_the_language_of_the_account(client, home, kari):
    prefer(kari, "nb")
    client.force_login(kari)
    data = {"oldpassword": PASSWORD, "password1": "another horse", "password2": "another horse"}
    client.post("/accounts/password/change/", data)
    assert [message.to for message in mail.outbox] == [["kari@example.org"]]
    assert "Passordet ditt er endret" in mail.outbox[0].body


def test_new_user_sets_a_password_and_signs_in(administrator, client):
    response = add_user(administrator)
    assertContains(response, "was sent to ola@example.org")
    (invitation,) = mail.outbox
    assert invitation.to == ["ola@example.org"]
    assert invitation.subject == "Institute for Cancer Research: Your account"
    assert "Your username: ola." in invitation.body
    assert "http://testserver/accounts/login/" in invitation.body
    client.logout()
    assertContains(set_password(client, link(invitation)), "Your new password is saved")
    response = client.post("/accounts/login/", {"login": "ola", "password": PASSWORD})
    assertRedirects(response, "/", fetch_redirect_response=False)


def deactivate(user):
    user.is_active = False


def test_inactive_new_user_gets_no_mail(administrator, monkeypatch):
    monkeypatch.setattr(get_user_model(), "clean", deactivate)  # Wagtail's form has no such field
    response = add_user(administrator)
    assert not get_user_model().objects.get(username="ola").is_active
    assert not mail.outbox
    assert "was sent to" not in response.text


def test_new_user_with_a_password_gets_no_mail(administrator):
    add_user(administrator, password1=PASSWORD, password2=PASSWORD)
    assert get_user_model().objects.get(username="ola").has_usable_password()
    assert not mail.outbox


def test_invitation_of_a_norwegian_administrator_is_in_norwegian(administrator):
    prefer(get_user_model().objects.get(), "nb")
    add_user(administrator)
    assert "Velg passordet ditt her" in mail.outbox[0].body


def test_invitation_names_the_organizations_own_accounts(administrator, settings):
    settings.OIDC_APP = settings.OIDC_APP | {"client_id": "icr"}
    add_user(administrator)
    assert "You may also sign in with Feide" in mail.outbox[0].body


def test_user_is_created_even_if_mail_fails(administrator, settings):
    settings.EMAIL_BACKEND = "tests.users.test_mails.Unavailable"
    assertContains(add_user(administrator), "could not be sent")
    assert get_user_model().objects.filter(username="ola").exists()


class Unavailable:
    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_form_for_a_new_user_announces_the_mail(administrator):
    assertContains(administrator.get(NEW), "gets a mail with a link to choose a password")
