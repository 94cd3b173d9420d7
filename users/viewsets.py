from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm
from wagtail.users.views.users import UserViewSet


class InvitedUserForm(UserCreationForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _(
            "Leave empty: the person gets a mail with a link to choose a password."
        )

    def save(self, commit=True):
        """Without a password the account gets an unusable one, and `invite` mails its owner."""
        if not self.cleaned_data["password1"]:
            self.instance.set_unusable_password()
        return super().save(commit)


class InvitedUserViewSet(UserViewSet):
    def get_form_class(self, for_update=False):
        return super().get_form_class(for_update) if for_update else InvitedUserForm
