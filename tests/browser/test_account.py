"""The account pages, whose scripts must run under the Content-Security-Policy."""

import pytest

from tests.browser.conftest import WATCH
from tests.browser.test_axe import AXE, COLOUR_RULES, WIDTHS, violations

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def account(new_page, server):
    """A page with a signed-in user, in a browser with an authenticator for passkeys."""
    page = new_page(script=WATCH + AXE, base_url=server.url.replace("127.0.0.1", "localhost"))
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto("/accounts/login/?next=/accounts/2fa/totp/activate/")
    page.get_by_label("Username").fill(server.username)
    page.get_by_label("Password").fill(server.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Password").fill(server.password)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Authenticator code").wait_for()
    return page


def check(page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            rules = {} if scheme == "light" else {"runOnly": COLOUR_RULES}
            assert violations(page, **rules) == [], f"{page.url} {scheme} {width}"
    assert page.evaluate("refused") == []


# One test, because an account with a passkey needs it from then on.
def test_account_pages_are_accessible_and_a_passkey_is_enough_to_sign_in(account):
    check(account)
    assert account.locator(".account__code").evaluate("image => image.naturalWidth") > 0
    for path in ("2fa/", "2fa/webauthn/", "password/change/", "reauthenticate/"):
        account.goto(f"/accounts/{path}")
        check(account)
    add_passkey(account)
    check(account)
    account.goto("/accounts/logout/")
    account.get_by_role("main").get_by_role("button").click()
    account.goto("/admin/")
    account.get_by_role("button", name="Use a passkey").click()
    account.wait_for_url("**/admin/")


def add_passkey(page):
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.get_by_label("Unused codes").wait_for()
