"""How many wrong passwords are answered; `ACCOUNT_RATE_LIMITS` has the numbers."""

from functools import reduce, wraps
from operator import or_

from allauth.account.signals import password_reset
from allauth.core import ratelimit
from allauth.core.internal.ratelimit import consume  # the public one can't be rolled back
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.dispatch import receiver

from operations.clients import client_address

APP = "allauth.account"


class WrongPasswords:
    """Wrong passwords for one account or one private page; right ones don't count.

    They are counted for each client address, and more slowly for all addresses together: one
    stranger can't lock the owner out, and many can't guess on and on. An address has a limit for
    all accounts together too. An attempt counts before its password is checked, which is slow:
    otherwise all that come at the same time would be answered.
    """

    def __init__(self, request, kind, subject):
        self.request = request
        address = client_address(request) or "unknown"
        self.limits = {f"{kind}_failed": f"{subject} {address}", f"{kind}_failed_anywhere": subject}
        self.address_limit = {f"{kind}_failed_at_address": None}
        self.counted = []

    def count(self) -> bool:
        """Whether one more attempt is allowed; if not, it does not count."""
        for action, key in (self.address_limit | self.limits).items():
            usage = consume(self.request, app=APP, action=action, key=key)
            if not usage:
                self.uncount()
                return False
            self.counted.append(usage)
        return True

    def uncount(self):
        while self.counted:
            self.counted.pop().rollback()

    def forget(self):
        """All but those that its address has for other accounts, which may be guesses."""
        for action, key in self.limits.items():
            ratelimit.clear(self.request, action=action, key=key)


def wrong_passwords(request, credentials):
    """Those for each account that the credentials may mean; its username and e-mail are one."""
    names = {credentials[name] for name in ("username", "email") if credentials.get(name)}
    same = (Q(username__iexact=name) | Q(email__iexact=name) for name in names)
    accounts = get_user_model().objects.filter(reduce(or_, same, Q(pk=None)))
    subjects = list(accounts.values_list("pk", flat=True)) or [name.casefold() for name in names]
    return [WrongPasswords(request, "login", f"account {subject}") for subject in subjects]


@receiver(password_reset)
def forget_wrong_passwords(request, user, **kwargs):
    """Owners who were paused get in with the password that they chose by mail."""
    WrongPasswords(request, "login", f"account {user.pk}").forget()


def limit_wrong_passwords(view, parameter):
    """A view of Wagtail's that asks for a shared password; `parameter` names the restriction."""

    @wraps(view)
    def limited(request, **kwargs):
        wrong = WrongPasswords(request, "shared_password", f"{parameter} {kwargs[parameter]}")
        if request.method == "POST" and not wrong.count():
            return ratelimit.respond_429(request)
        response = view(request, **kwargs)
        if response.status_code != 200:  # it does not ask again
            wrong.uncount()
        return response

    return limited
