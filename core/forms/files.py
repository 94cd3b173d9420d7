"""Documents, videos and sounds: how large they may be, and whether they are what they are named."""

from io import BytesIO
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtailmedia.forms import BaseMediaForm
from wagtailmedia.settings import wagtailmedia_settings

from ..file_types import KNOWN, types_of
from ..pictures import open_reduced
from .images import SiteImageField


def check_type(file):
    """Refuses a new file whose content is of another type than its name says."""
    extension = PurePath(file.name).suffix.lower().removeprefix(".")
    if isinstance(file, UploadedFile) and extension in KNOWN and extension not in types_of(file):
        message = _(
            "This file is named .%(extension)s, but its content is something else, or damaged. "
            "Open it in the program that made it, save it as %(type)s, and upload that."
        )
        params = {"extension": extension, "type": extension.upper()}
        raise ValidationError(message, code="wrong_type", params=params)
    return file


def check_size(file, limit):
    if isinstance(file, UploadedFile) and file.size > limit:
        message = _("This file is %(size)s; the limit is %(limit)s.")
        params = {"size": filesizeformat(file.size), "limit": filesizeformat(limit)}
        raise ValidationError(message, code="too_large", params=params)
    return file


def limits_text(extensions, limit):
    types = ", ".join(extensions).upper()
    return _("%(types)s, at most %(limit)s.") % {"types": types, "limit": filesizeformat(limit)}


class SiteDocumentForm(BaseDocumentForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            limit = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE
            self.fields["file"].help_text = limits_text(settings.WAGTAILDOCS_EXTENSIONS, limit)

    def clean_file(self):
        return check_type(self.cleaned_data["file"])


class SiteMediaForm(BaseMediaForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        extensions = {
            "video": wagtailmedia_settings.VIDEO_EXTENSIONS,
            "audio": wagtailmedia_settings.AUDIO_EXTENSIONS,
        }[self.instance.type]
        self.fields["file"].help_text = limits_text(extensions, settings.MEDIA_MAX_UPLOAD_SIZE)

    def clean_file(self):
        return check_type(check_size(self.cleaned_data["file"], settings.MEDIA_MAX_UPLOAD_SIZE))

    def clean_captions(self):
        """Browsers read them as text, so the file name must say so."""
        file = self.cleaned_data["captions"]
        if isinstance(file, UploadedFile) and not file.name.lower().endswith(".vtt"):
            message = _("Captions must be a WebVTT file with a name that ends in .vtt.")
            raise ValidationError(message, code="wrong_type")
        return file and check_type(check_size(file, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE))

    def clean_thumbnail(self):
        """It is published unchanged, so it must not contain camera metadata."""
        file = self.cleaned_data["thumbnail"]
        if not isinstance(file, UploadedFile):
            return file
        image = open_reduced(SiteImageField().clean(file))
        data = BytesIO()
        image.set_background_color_rgb((255, 255, 255)).save_as_jpeg(data, quality=85)
        return SimpleUploadedFile(f"{PurePath(file.name).stem}.jpg", data.getvalue(), "image/jpeg")
