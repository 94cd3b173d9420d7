from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks


@hooks.register("register_account_menu_item")
def register_password(request):
    return {
        "url": reverse("account_change_password"),
        "label": _("Password"),
        "help_text": _("Change the password that you sign in with."),
    }


@hooks.register("register_account_menu_item")
def register_second_factor(request):
    return {
        "url": reverse("mfa_index"),
        "label": _("Second factor and passkeys"),
        "help_text": _("An app on your phone as a second factor, or a passkey."),
    }
