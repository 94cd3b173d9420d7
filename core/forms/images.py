from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class SiteImageField(WagtailImageField):
    """Refuses a file that ends too soon, where Wagtail's own fails: it trusts the first bytes."""

    def to_python(self, data):
        try:
            return super().to_python(data)
        except ValidationError:
            raise
        except Exception as error:  # the picture libraries raise many kinds
            message = _(
                "This file is damaged: it could not be read to its end. "
                "Save or download the picture once more, and upload it again."
            )
            raise ValidationError(message, code="damaged") from error


class SiteImageForm(BaseImageForm):
    """Asks for the alternative text when a picture is uploaded, while it is before one's eyes."""

    file = SiteImageField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in (self._meta.exclude or ()):  # it was uploaded before
            del self.fields["file"]
        description = self.fields["description"]
        description.required = True
        description.label = _("Alternative text")
        description.help_text = _(
            "What is seen, for those who can't see it, in one sentence, for example "
            "“Two researchers look at a screen with cells”. Do not repeat the caption."
        )
