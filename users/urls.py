"""The account pages of allauth, without sign-up and e-mail addresses."""

from allauth.account.urls import urlpatterns as account_urlpatterns
from allauth.urls import build_provider_urlpatterns
from django.urls import include, path

UNUSED = {
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email",
    "account_email_verification_sent",
}

urlpatterns = [
    *(pattern for pattern in account_urlpatterns if pattern.name not in UNUSED),
    path("2fa/", include("allauth.mfa.urls")),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    *build_provider_urlpatterns(),
]
