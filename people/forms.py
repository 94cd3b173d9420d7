from django.utils.translation import gettext as _

from core.forms.pages import SitePageForm


class PersonForm(SitePageForm):
    def clean(self):
        """A draft may still be without a name."""
        data = super().clean()
        if not (self.is_deferred_validation or data.get("given_name") or data.get("family_name")):
            self.add_error(
                "family_name", _("Enter a given name or a family name, for example “Nordmann”.")
            )
        return data
