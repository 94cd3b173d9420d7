"""The first administrator account, created on a server and by `make run`."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import override_settings
from pytest_django.asserts import assertContains

from tests.reading import soup


@pytest.fixture
def created_by_make_run(db, tmp_path):
    with override_settings(DEBUG=True, BASE_DIR=tmp_path):
        call_command("local_login")
    return get_user_model().objects.get()


@pytest.fixture
def created_on_a_server(db):
    names = {"username": "kari", "email": "kari@example.org"}
    names |= {"first_name": "Kari", "last_name": "Nordmann"}
    call_command("createsuperuser", interactive=False, verbosity=0, **names)
    return get_user_model().objects.get()


def chosen(select):
    return (select.select_one("[selected]") or select.option).get("value", "")


@pytest.mark.parametrize("account", ["created_by_make_run", "created_on_a_server"])
def test_first_administrator_can_change_the_language(client, home, request, account):
    client.force_login(request.getfixturevalue(account))
    form = soup(client.get("/admin/account/")).select_one("form[enctype]")
    data = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    data |= {field["name"]: chosen(field) for field in form.select("select[name]")}
    response = client.post("/admin/account/", {**data, "locale-preferred_language": "nb"})
    assert response.status_code == 302
    assertContains(client.get("/admin/"), 'lang="nb"')


def test_createsuperuser_asks_for_names(db):
    with pytest.raises(CommandError, match="first_name"):
        call_command("createsuperuser", interactive=False, username="kari", email="k@example.org")
