"""Form fields for dates, and for dates and times in Oslo, as people type them."""

import re
from datetime import date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

# Model fields where a date alone means the end of that day; apps add theirs.
UNTIL = {"expire_at"}
END_OF_DAY = time(23, 59)
# The first and the last year that Python knows don't survive a change of time zone.
YEARS = range(1900, 2201)

DAY = re.compile(
    r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4})"
    r"|(?P<iso_year>\d{4})-(?P<iso_month>\d{1,2})-(?P<iso_day>\d{1,2})"
)
TIME = re.compile(
    r"(?:kl\.? ?|at )?(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2})(?::(?P<second>\d{2}))?)?"
    r"(?P<offset>[+-]\d{2}:\d{2})?",
    re.IGNORECASE,
)


def parse_day(text):
    """The date that is typed first, and the rest of the text; raises `ValueError`."""
    match = DAY.match(text)
    if not match:
        raise ValueError(text)
    names = ("iso_year", "iso_month", "iso_day") if match["iso_year"] else ("year", "month", "day")
    return date(*(int(match[name]) for name in names)), text[match.end() :]


def parse_date_and_time(text, if_no_time):
    """The date and time that are typed, in Oslo unless they have an offset; raises `ValueError`."""
    day, rest = parse_day(text)
    if not rest:
        return datetime.combine(day, if_no_time)
    match = TIME.fullmatch(rest[1:].lstrip()) if rest[0] in " ,T" else None
    if not match:
        raise ValueError(text)
    parts = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    typed = datetime.combine(day, time(*parts))
    return datetime.fromisoformat(f"{typed}{match['offset'] or ''}")


class KeepInvalidInputMixin:
    """A date picker that keeps invalid input, and shows how the input is understood.

    Wagtail's picker replaces input that it can't parse by another time.
    """

    template_name = "core/widgets/date_input.html"
    field_class = None
    until = False

    def get_config(self):
        """A picked day gets the same time as a typed day without one."""
        default_time = END_OF_DAY if self.until else time.min
        own = {"validateOnBlur": False, "defaultTime": f"{default_time:%H:%M}"}
        return super().get_config() | own

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        understood, is_valid = self.field_class(until=self.until).explain(value)
        context["widget"] |= {
            "picker": super().template_name,
            "understood": understood if is_valid else "",
            "explain_url": reverse_lazy("explain_date", args=[self.field_class.kind]),
            "until": self.until,
        }
        return context

    @property
    def media(self):
        return super().media + forms.Media(js=["core/dates.js"])


class DayInput(KeepInvalidInputMixin, AdminDateInput):
    pass


class DateTimeInput(KeepInvalidInputMixin, AdminDateTimeInput):
    pass


class ExplainMixin:
    """A field that can say in words how it understands the input."""

    kind = ""

    def __init__(self, *, until=False, **kwargs):
        self.until = until
        super().__init__(**kwargs)
        self.widget.until = until

    def explain(self, typed):
        """A sentence, and whether the input is valid; if it is not, the sentence says why."""
        try:
            value = self.to_python(typed)
        except ValidationError as error:
            return " ".join(error.messages), False
        return self.in_words(value) if value else "", True


class DayField(ExplainMixin, forms.DateField):
    kind = "day"
    widget = DayInput
    default_error_messages = {
        "invalid": _("Write day, month and year, for example 07.12.2026."),
    }

    def strptime(self, value, format):
        day, rest = parse_day(value.strip())
        if rest:
            raise ValueError(value)
        return day

    @staticmethod
    def in_words(day):
        return f"{date_format(day, 'l')} {date_format(day, 'DATE_FORMAT')}"


class OsloDateTimeField(ExplainMixin, forms.DateTimeField):
    """Asks for a time in Oslo, and takes none that does not exist there or comes twice.

    In the night when summer time begins there is no time from 02:00 to 03:00; when it ends, that
    hour comes twice (EU directive 2000/84/EC). Django refuses both, but can't say which it was.
    A date alone means the start of that day; its end with `until`.
    """

    kind = "datetime"
    widget = DateTimeInput
    default_error_messages = {
        "invalid": _("Write day, month, year and time, for example 07.12.2026 17:00."),
        "year": _("Write a year from 1900 to 2200, for example 07.12.2026 17:00."),
        "missing": _(
            "On %(day)s the clocks go forward from 02:00 to 03:00, so %(time)s does not exist. "
            "Choose a time before 02:00 or from 03:00 on."
        ),
        "double": _(
            "On %(day)s the clocks go back from 03:00 to 02:00, so %(time)s comes twice. "
            "Choose a time before 02:00 or from 03:00 on."
        ),
    }

    def __init__(self, *, help_text="", widget=None, **kwargs):
        if isinstance(widget, AdminDateTimeInput) and not isinstance(widget, DateTimeInput):
            overlay = widget.js_overlay_parent_selector  # Wagtail's, in the schedule's dialog
            widget = DateTimeInput(attrs=widget.attrs, js_overlay_parent_selector=overlay)
        help_text = help_text or _("Oslo time, for example 07.12.2026 17:00.")
        super().__init__(help_text=help_text, widget=widget, **kwargs)

    def prepare_value(self, value):
        """A time that comes twice is shown with its offset, so that saving does not change it."""
        shown = super().prepare_value(value)
        if isinstance(shown, datetime) and _change_at(shown) == "double":
            return value.astimezone(timezone.get_current_timezone()).isoformat(" ", "minutes")
        return shown

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            value = self.parse(value.strip())
        if isinstance(value, datetime) and value.year not in YEARS:
            raise ValidationError(self.error_messages["year"], code="year")
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            naive = error.params["datetime"]
            code = _change_at(naive)
            params = {"day": date_format(naive, "DATE_FORMAT"), "time": f"{naive:%H:%M}"}
            raise ValidationError(self.error_messages[code], code=code, params=params) from error

    def parse(self, typed):
        try:
            return parse_date_and_time(typed, END_OF_DAY if self.until else time.min)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    @staticmethod
    def in_words(value):
        local = timezone.localtime(value)
        words = f"{date_format(local, 'l')} {date_format(local, 'DATETIME_FORMAT')}"
        return _("%(datetime)s, Oslo time") % {"datetime": words}


def _change_at(naive):
    """Whether this time of the clock is "missing" or "double"; None if it is neither."""
    first, second = (
        naive.replace(tzinfo=timezone.get_current_timezone(), fold=fold).utcoffset()
        for fold in (0, 1)
    )
    if first == second:
        return None
    return "missing" if first < second else "double"


FIELDS = {field.kind: field for field in (DayField, OsloDateTimeField)}
DayInput.field_class, DateTimeInput.field_class = DayField, OsloDateTimeField
