"""Limits on wrong passwords; `ACCOUNT_RATE_LIMITS` has the numbers."""

from functools import reduce, wraps
from operator import or_

from allauth.account.signals import password_reset
from allauth.core import ratelimit

# Internal: the `consume` of allauth.core.ratelimit returns a bool, so it can't be rolled back.
from allauth.core.internal.ratelimit import consume
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.dispatch import receiver

from operations.clients import client_address

APP = "allauth.account"


class WrongPasswords:
    """Counts wrong passwords for one account or one private page.

    There is a limit for each client address and a higher one for all addresses together, so that
    one attacker can't lock the owner out and many can't keep guessing. Each address also has a
    limit for all accounts. An attempt counts before its password is checked, which is slow:
    otherwise simultaneous attempts would all pass.
    """

    def __init__(self, request, kind, subject):
        self.request = request
        address = client_address(request) or "unknown"
        self.limits = {f"{kind}_failed": f"{subject} {address}", f"{kind}_failed_anywhere": subject}
        self.address_limit = {f"{kind}_failed_at_address": None}
        self.counted = []

    def count(self) -> bool:
        """Count an attempt; False, without counting it, if it exceeds a limit."""
        for action, key in (self.address_limit | self.limits).items():
            usage = consume(self.request, app=APP, action=action, key=key)
            if not usage:
                self.roll_back()
                return False
            self.counted.append(usage)
        return True

    def roll_back(self):
        while self.counted:
            self.counted.pop().rollback()

    def reset(self):
        """Reset the limits of this account, but not the one of the address for all accounts."""
        for action, key in self.limits.items():
            ratelimit.clear(self.request, action=action, key=key)


def wrong_passwords(request, credentials):
    """One for each account that the credentials may belong to, by user name or e-mail."""
    names = {credentials[name] for name in ("username", "email") if credentials.get(name)}
    same = (Q(username__iexact=name) | Q(email__iexact=name) for name in names)
    accounts = get_user_model().objects.filter(reduce(or_, same, Q(pk=None)))
    subjects = list(accounts.values_list("pk", flat=True)) or [name.casefold() for name in names]
    return [WrongPasswords(request, "login", f"account {subject}") for subject in subjects]


@receiver(password_reset)
def reset_wrong_passwords(request, user, **kwargs):
    """Owners who were locked out can sign in with the password that they chose by mail."""
    WrongPasswords(request, "login", f"account {user.pk}").reset()


def limit_wrong_passwords(view, parameter):
    """Limits a view of Wagtail for shared passwords; `parameter` is its restriction's id."""

    @wraps(view)
    def limited(request, **kwargs):
        wrong = WrongPasswords(request, "shared_password", f"{parameter} {kwargs[parameter]}")
        if request.method == "POST" and not wrong.count():
            return ratelimit.respond_429(request)
        response = view(request, **kwargs)
        if response.status_code != 200:  # the password was right
            wrong.roll_back()
        return response

    return limited
