"""What production refuses to start with, and how it fails; tests/production runs the rest."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError, ProgrammingError
from pytest_django.asserts import assertContains

from icr_site.settings.secret import strong_secret

GOOD = "d7Kq2mVx9Zr4Tn8Bw1Yc6Lf3Hs5Gj0Pa-uE_oQiRtNbMzXvCkSd"
REQUIRED = {
    "SECRET_KEY": GOOD,
    "ALLOWED_HOSTS": "www.example.org",
    "BASE_URL": "https://www.example.org",
    "CACHE_URL": "redis://127.0.0.1:6379/0",
}
SHOW = (
    "import json; from icr_site.settings import production as p; print(json.dumps({"
    "name: getattr(p, name) for name in dir(p) if name.isupper()}, default=str))"
)


def production(*arguments, show=SHOW, **environment):
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", show, *arguments],
        env=inherited | environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("missing", REQUIRED)
def test_production_does_not_start_without(missing):
    environment = {name: value for name, value in REQUIRED.items() if name != missing}
    result = production(**environment)
    assert result.returncode
    assert missing in result.stderr


def test_cookies_and_cache_of_production_are_safe():
    settings = json.loads(production(**REQUIRED).stdout)
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["CACHES"]["default"]["BACKEND"] == "operations.cache.RedisCacheWithFallback"


@pytest.mark.parametrize(
    ("environment", "header"),
    [
        ({}, ["max-age=3600"]),
        ({"HSTS_SECONDS": "0"}, []),
        (
            {"HSTS_SECONDS": "31536000", "HSTS_INCLUDE_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"},
            ["max-age=31536000; includeSubDomains; preload"],
        ),
    ],
)
def test_https_alone_is_asked_for_an_hour_unless_the_settings_say_more(environment, header):
    conf = manage("page_cache_nginx", "headers", **environment).stdout
    assert re.findall('Strict-Transport-Security "(.+)"', conf) == header
    assert manage("check", "--deploy", "--fail-level", "WARNING", **environment).returncode == 0


def manage(*arguments, **environment):
    show = (
        "import sys; from django.core.management import execute_from_command_line as run; "
        "run(['manage.py', *sys.argv[1:]])"
    )
    environment |= {"DJANGO_SETTINGS_MODULE": "icr_site.settings.production"}
    return production(*arguments, show=show, **REQUIRED, **environment)


@pytest.mark.parametrize("address", ["", "https://key@sentry.example.org/1"])
def test_faults_are_told_elsewhere_only_if_an_address_is_set(address):
    show = f"{SHOW}; import sentry_sdk; print(sentry_sdk.get_client().dsn or '')"
    result = production(show=show, **REQUIRED, SENTRY_DSN=address)
    assert result.stdout.splitlines()[-1] == address


@pytest.mark.parametrize(
    ("token", "outermost"), [("", "HeadWithoutBody"), ("x" * 43, "RequestMetrics")]
)
def test_requests_are_counted_only_if_a_token_is_set(token, outermost):
    show = "from icr_site.wsgi import application; print(type(application).__name__)"
    assert production(show=show, **REQUIRED, METRICS_TOKEN=token).stdout.strip() == outermost


@pytest.mark.parametrize("key", ["", "short", "a" * 60, "changeme" * 8, f"django-insecure-{GOOD}"])
def test_weak_key_is_refused(key):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY must be"):
        strong_secret(key)


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
def test_without_a_database_the_answer_is_503(client, monkeypatch, fault):
    response = answer_of_broken_site(client, monkeypatch, fault)
    assertContains(response, "We will be back shortly", status_code=503)
    assert response["Retry-After"] == "30"


def test_mistake_in_a_query_is_answered_with_500(client, monkeypatch):
    response = answer_of_broken_site(client, monkeypatch, ProgrammingError)
    assertContains(response, "Something went wrong here", status_code=500)


def answer_of_broken_site(client, monkeypatch, fault):
    def fail(*args, **kwargs):
        raise fault

    monkeypatch.setattr("navigation.middleware.tree_for", fail)
    client.raise_request_exception = False
    return client.get("/")
