from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput


class UnforgetfulPicker:
    """Wagtail's picker, which would put the present moment in the place of what it can't read."""

    def get_config(self):
        return super().get_config() | {"validateOnBlur": False}


class DayInput(UnforgetfulPicker, AdminDateInput):
    pass


class MomentInput(UnforgetfulPicker, AdminDateTimeInput):
    pass


class DayField(forms.DateField):
    default_error_messages = {
        "invalid": _("Write day, month and year, for example 07.12.2026."),
    }


class OsloDateTimeField(forms.DateTimeField):
    """Asks for a moment in Oslo time, and takes none that does not exist there or comes twice.

    In the night when summer time begins there is no time from 02:00 to 03:00; when it ends, that
    hour comes twice (EU directive 2000/84/EC). Django refuses both, but can't say which it was.
    """

    default_error_messages = {
        "invalid": _("Write day, month, year and time, for example 07.12.2026 17:00."),
        "missing": _(
            "On %(day)s the clocks go forward from 02:00 to 03:00, so %(time)s does not exist. "
            "Choose a time before 02:00 or from 03:00 on."
        ),
        "double": _(
            "On %(day)s the clocks go back from 03:00 to 02:00, so %(time)s comes twice. "
            "Choose a time before 02:00 or from 03:00 on."
        ),
    }

    def __init__(self, *args, help_text="", **kwargs):
        super().__init__(
            *args, help_text=help_text or _("Oslo time, for example 07.12.2026 17:00."), **kwargs
        )

    def prepare_value(self, value):
        """A moment that comes twice is shown with its offset, so that saving does not change it."""
        shown = super().prepare_value(value)
        if isinstance(shown, datetime) and _change_at(shown) == "double":
            return value.astimezone(timezone.get_current_timezone()).isoformat(" ", "minutes")
        return shown

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            moment = error.params["datetime"]
            code = _change_at(moment)
            params = {"day": date_format(moment, "DATE_FORMAT"), "time": f"{moment:%H:%M}"}
            raise ValidationError(self.error_messages[code], code=code, params=params) from error


def _change_at(naive):
    """Whether this time of the clock is "missing" or "double"; None if it is neither."""
    first, second = (
        naive.replace(tzinfo=timezone.get_current_timezone(), fold=fold).utcoffset()
        for fold in (0, 1)
    )
    if first == second:
        return None
    return "missing" if first < second else "double"
