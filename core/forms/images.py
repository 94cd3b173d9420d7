from io import BytesIO

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import UnidentifiedImageError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from ..models import SiteImage
from ..pictures import TooManyPixelsError, open_checked, open_reduced


class SiteImageField(WagtailImageField):
    """Refuses what can't be rendered later; Wagtail's own reads only the first bytes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.error_messages |= {
            "damaged": _(
                "This file is damaged: it could not be read to its end. "
                "Save or download the picture once more, and upload it again."
            ),
            "invalid_image": _(
                "This file is not a picture, or it is damaged. Open it in an image editor, "
                "save it as JPEG or PNG, and upload that."
            ),
            "invalid_image_known_format": _(
                "This file is named .%(extension)s, but is of the type %(image_format)s. Give its "
                "name the ending .%(image_format)s, and upload it again."
            ),
            "too_many_pixels": _(
                "This picture is too large: a %(kind)s may have at most %(limit)s million pixels, "
                "and be %(side)s pixels wide or high. Make it smaller, for example 3000 pixels "
                "wide, and upload it again."
            ),
        }

    def to_python(self, data):
        try:
            if data:
                self.check_dimensions(data)
            file = super().to_python(data)
            if file:
                render(open_reduced(file))
                file.seek(0)
        except ValidationError:
            raise
        except Exception as error:  # the image libraries raise many kinds
            raise ValidationError(self.error_messages["damaged"], code="damaged") from error
        return file

    def check_dimensions(self, data):
        """As the file's first bytes state them, before anything is decoded."""
        try:
            open_checked(data)
        except UnidentifiedImageError:  # super's message names the reason
            pass
        except TooManyPixelsError as error:
            params = {"kind": error.kind, "limit": error.limit}
            params["side"] = settings.MAX_IMAGE_SIDE_PIXELS
            message = self.error_messages["too_many_pixels"]
            raise ValidationError(message, code="too_many_pixels", params=params) from error
        data.seek(0)


def render(image):
    """At a small size in all formats of the public pages, so that failures appear now."""
    small = image.resize((32, 32))
    small.save_as_avif(BytesIO())
    small.save_as_webp(BytesIO())
    small.set_background_color_rgb((255, 255, 255)).save_as_jpeg(BytesIO())


class SiteImageForm(BaseImageForm):
    """Requires the alternative text when a picture is uploaded.

    The texts in the main language are followed by optional ones in each other language.
    """

    file = SiteImageField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in (self._meta.exclude or ()):  # it was uploaded before
            del self.fields["file"]
        if "description" in self.fields:
            self.ask_for_description()
        self.add_translated_fields()

    def ask_for_description(self):
        description = self.fields["description"]
        description.required = True
        description.label = _("Alternative text")
        description.help_text = _(
            "What the picture shows, in one sentence, for people who can't see it, for "
            "example “Two researchers look at a screen with cells”. Do not repeat the "
            "caption."
        )

    def add_translated_fields(self):
        names = [name for name in SiteImage.TRANSLATED if name in self.fields]
        languages = dict(settings.LANGUAGES)
        main_language = languages.pop(settings.LANGUAGE_CODE)
        self.translated_fields = {}
        for code, language in languages.items():
            stored = (self.instance.translated_texts or {}).get(code, {})
            for name in names:
                original = self.fields[name]
                self.translated_fields[f"{name}_{code}"] = code, name
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=f"{original.label} ({language})",
                    max_length=original.max_length,
                    required=False,
                    initial=stored.get(name, ""),
                )
        for name in names:
            self.fields[name].label = f"{self.fields[name].label} ({main_language})"
        after = [key for key in self.fields if key not in self.translated_fields]
        last = max(map(after.index, names), default=-1) + 1
        self.order_fields([*after[:last], *self.translated_fields])

    def clean(self):
        """What is stored in languages that the form does not show stays."""
        data = super().clean()
        stored = self.instance.translated_texts or {}
        texts = {code: dict(of_language) for code, of_language in stored.items()}
        for key, (code, name) in self.translated_fields.items():
            texts.setdefault(code, {})[name] = data.get(key)
        self.instance.translated_texts = {
            code: {name: text for name, text in of_language.items() if text}
            for code, of_language in texts.items()
            if any(of_language.values())
        }
        return data
