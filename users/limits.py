"""How many wrong passwords are answered; `ACCOUNT_RATE_LIMITS` has the numbers."""

from functools import reduce, wraps
from operator import or_

from allauth.account.signals import password_reset
from allauth.core import ratelimit
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.dispatch import receiver

from core.clients import client_address


class WrongPasswords:
    """Wrong passwords for one account or one private page; right ones don't count.

    They are counted for each client address, and more slowly for all addresses together: one
    stranger can't lock the owner out, and many can't guess on and on.
    """

    def __init__(self, request, kind, subject):
        self.request = request
        address = client_address(request) or "unknown"
        self.limits = {f"{kind}_failed": f"{subject} {address}", f"{kind}_failed_anywhere": subject}

    def are_too_many(self) -> bool:
        return not all(
            ratelimit.consume(self.request, action=action, key=key, dry_run=True)
            for action, key in self.limits.items()
        )

    def count(self):
        for action, key in self.limits.items():
            ratelimit.consume(self.request, action=action, key=key)

    def forget(self):
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
        if request.method == "POST" and wrong.are_too_many():
            return ratelimit.respond_429(request)
        response = view(request, **kwargs)
        if request.method == "POST" and response.status_code == 200:  # it asks again
            wrong.count()
        return response

    return limited
