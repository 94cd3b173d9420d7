from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.shortcuts import resolve_url

from core.clients import client_address


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators; nobody signs up, by form or by another's login."""

    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        """Those whose address is unknown share one limit."""
        return client_address(request) or "unknown"

    def get_login_redirect_url(self, request):
        may_edit = request.user.has_perm("wagtailadmin.access_admin")
        return resolve_url(settings.LOGIN_REDIRECT_URL if may_edit else "/")

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """To the address that administrators gave the account: allauth would ask its own table."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)
