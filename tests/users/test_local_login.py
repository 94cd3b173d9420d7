"""The account for development that `make run` creates."""

import stat

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command


@pytest.fixture
def local_login(settings, tmp_path, db, capsys):
    """Runs the command; returns what it prints."""
    settings.DEBUG, settings.BASE_DIR = True, tmp_path

    def run():
        call_command("local_login")
        return capsys.readouterr().out.strip()

    return run


def password_in(output):
    return output.removeprefix("admin with the password ")


def test_it_creates_an_administrator_with_the_printed_password(local_login):
    user = authenticate(username="admin", password=password_in(local_login()))
    assert user.is_superuser


def test_it_prints_the_same_login_again(local_login):
    assert local_login() == local_login()
    assert get_user_model().objects.count() == 1


def test_only_the_owner_can_read_the_password_file(local_login, tmp_path):
    local_login()
    assert stat.S_IMODE((tmp_path / ".demo-login").stat().st_mode) == 0o600


def test_it_does_not_print_a_password_that_was_changed(local_login):
    password = password_in(local_login())
    user = get_user_model().objects.get()
    user.set_password("another")
    user.save()
    assert password not in local_login()


def test_it_leaves_an_existing_administrator_alone(local_login, tmp_path):
    get_user_model().objects.create_superuser("kari", "kari@example.org", "secret")
    assert local_login() == "the one that you chose"
    assert not (tmp_path / ".demo-login").exists()


def test_it_is_refused_in_production(local_login, settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="createsuperuser"):
        local_login()
    assert not get_user_model().objects.exists()
