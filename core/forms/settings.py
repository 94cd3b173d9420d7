from types import new_class

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

NAME_HELP = _("Shown at the top of every page.")
ORGANIZATION_HELP = _(
    "The organisation that the institute belongs to, for example “Oslo University Hospital”."
)


def text_fields(language):
    """The fields of the texts in a language, by name; the name in the default one is required."""
    is_default = language == settings.LANGUAGE_CODE
    short = {"max_length": 100, "required": False}
    long = {"widget": AdminAutoHeightTextInput, "required": False}
    fields = {
        "name": forms.CharField(label=_("Name"), **short | {"required": is_default}),
        "organization": forms.CharField(label=_("Part of"), **short),
        "visiting_address": forms.CharField(label=_("Visiting address"), **long),
        "postal_address": forms.CharField(label=_("Postal address"), **long),
    }
    if is_default:
        fields["name"].help_text = NAME_HELP
        fields["organization"].help_text = ORGANIZATION_HELP
    return {f"{name}_{language}": field for name, field in fields.items()}


FIELDS = {code: text_fields(code) for code, __ in settings.LANGUAGES}
TextsForm = new_class(
    "TextsForm",
    (WagtailAdminModelForm,),
    exec_body=lambda body: [body.update(fields) for fields in FIELDS.values()],
)


class SiteSettingsForm(TextsForm):
    """Asks for the texts in each language of the site, which are one JSON value."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, fields in FIELDS.items():
            for key in fields:
                self.initial[key] = self.instance.texts_in(code).get(name_of(key, code), "")

    def clean(self):
        """Languages that the form does not show keep their texts."""
        data = super().clean()
        texts = dict(self.instance.texts or {})
        for code, fields in FIELDS.items():
            entered = {name_of(key, code): data.get(key, "") for key in fields}
            texts[code] = {name: text for name, text in entered.items() if text}
        self.instance.texts = texts
        return data


def name_of(key, language):
    return key.removesuffix(f"_{language}")
