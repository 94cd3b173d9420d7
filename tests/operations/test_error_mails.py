"""What ADMINS get by mail."""

import json
import logging

import pytest
from django.core.cache import cache
from django.db import OperationalError

from operations.error_mails import ThrottledAdminEmailHandler
from tests.operations.test_production import REQUIRED, production


@pytest.fixture
def mails(settings, mailoutbox, monkeypatch):
    settings.ADMINS = [("Ida", "ida@example.org")]
    cache.clear()
    handler = ThrottledAdminEmailHandler()
    handler.setLevel(logging.ERROR)
    monkeypatch.setattr(logging.getLogger("django"), "handlers", [handler])
    return mailoutbox


@pytest.fixture
def visit(client, home, monkeypatch):
    """Requests a page, which fails with the error."""
    client.raise_request_exception = False

    def visit(error, path="/"):
        def fail(*args, **kwargs):
            raise error

        monkeypatch.setattr("wagtail.models.Site.find_for_request", fail)
        return client.get(path)

    return visit


def test_error_that_many_visitors_meet_is_mailed_once(visit, mails):
    statuses = {visit(OperationalError("no connection")).status_code for __ in range(3)}
    assert statuses == {503}
    (mail,) = mails
    assert mail.to == ["ida@example.org"]
    assert "OperationalError" in mail.body
    assert "Further errors of this kind within ten minutes are only logged." in mail.body


def test_another_error_is_mailed_too(visit, mails):
    for error in (OperationalError(), ValueError("wrong")):
        visit(error)
    assert len(mails) == 2


@pytest.mark.parametrize("error", [None, True, ValueError("never raised")])
def test_error_without_a_traceback_is_mailed(mails, error):
    for __ in range(2):
        logging.getLogger("django").error("Something is wrong", exc_info=error)
    (mail,) = mails
    assert "Something is wrong" in mail.subject


def test_missing_page_is_not_mailed(client, home, mails):
    client.get("/not-here/")
    assert not mails


def test_secret_urls_are_masked_in_the_mail(visit, mails):
    visit(ValueError("wrong"), "/schedules/very-secret/")
    (mail,) = mails
    assert "/schedules/(secret)" in mail.subject
    assert "very-secret" not in mail.subject + mail.body


def test_production_mails_errors():
    settings = json.loads(production(**REQUIRED).stdout)
    (name,) = settings["LOGGING"]["loggers"]["django"]["handlers"]
    assert settings["LOGGING"]["handlers"][name]["class"].endswith(
        ThrottledAdminEmailHandler.__name__
    )
