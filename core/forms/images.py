from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm


class SiteImageForm(BaseImageForm):
    """Asks for the alternative text when a picture is uploaded, while it is before one's eyes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        description = self.fields["description"]
        description.required = True
        description.label = _("Alternative text")
        description.help_text = _(
            "What is seen, for those who can't see it, in one sentence, for example "
            "“Two researchers look at a screen with cells”. Do not repeat the caption."
        )
