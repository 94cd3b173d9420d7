from datetime import timedelta
from types import SimpleNamespace

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from core.models import SiteSettings
from operations.clients import client_address

from .limits import wrong_passwords


class AccountAdapter(DefaultAccountAdapter):
    """Administrators create accounts; there is no sign-up, by form or by a provider's login.

    Mail is in the language of the account, else in that of the page.
    """

    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        """Clients whose address is unknown share one limit."""
        return client_address(request) or "unknown"

    def pre_authenticate(self, request, **credentials):
        self.wrong_passwords = wrong_passwords(request, credentials)
        if not all(wrong.count() for wrong in self.wrong_passwords):
            self.roll_back_wrong_passwords()
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        if user:
            self.roll_back_wrong_passwords()
        return user

    def roll_back_wrong_passwords(self):
        for wrong in self.wrong_passwords:
            wrong.roll_back()

    def get_login_redirect_url(self, request):
        may_edit = request.user.has_perm("wagtailadmin.access_admin")
        return resolve_url(settings.LOGIN_REDIRECT_URL if may_edit else "/")

    @property
    def site_name(self):
        return SiteSettings.for_request(self.request).name

    def format_email_subject(self, subject):
        return f"{self.site_name}: {subject}"

    def send_mail(self, template_prefix, email, context):
        site = SimpleNamespace(name=self.site_name, domain=self.request.get_host())
        super().send_mail(template_prefix, email, {"current_site": site, **context})

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """To the address of the account: allauth would look in its own table."""
        with override(language_of(user)):
            super().send_notification_mail(template_prefix, user, context, email or user.email)

    def send_password_reset_mail(self, user, email, context):
        with override(language_of(user)):
            key = f"{context['uid']}-{context['key']}"
            url = self.get_reset_password_from_key_url(key)
            super().send_password_reset_mail(user, email, context | {"password_reset_url": url})

    def send_invitation(self, user):
        """Mail the owner of a new account a link to choose a password."""
        with override(language_of(user)):
            key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
            context = {
                "user": user,
                "password_reset_url": self.get_reset_password_from_key_url(key),
                "days": timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT).days,
                "sign_in_url": self.request.build_absolute_uri(reverse("account_login")),
                "provider": settings.OIDC_NAME if settings.OIDC_APP["client_id"] else "",
            }
            self.send_mail("users/email/invitation", user.email, context)


def language_of(user):
    return UserProfile.get_for_user(user).get_preferred_language()
