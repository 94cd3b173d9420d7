import logging

from allauth.account.adapter import get_adapter
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

logger = logging.getLogger(__name__)


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


@hooks.register("after_create_user")
def invite(request, user):
    if not user.is_active or user.has_usable_password():
        return
    address = {"email": user.email}
    try:
        get_adapter().send_invitation(user)
    except OSError:  # the mail server is unavailable or refuses it
        logger.exception("Could not send an invitation")
        message = _(
            "The invitation to %(email)s could not be sent. Tell the person to choose "
            "“Forgotten password” where they sign in, and the administrator that mail fails."
        )
        messages.warning(request, message % address)
    else:
        message = _("A mail with a link to choose a password was sent to %(email)s.")
        messages.success(request, message % address)
