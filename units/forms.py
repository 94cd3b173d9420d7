from datetime import date
from itertools import combinations

from django.utils import timezone
from django.utils.translation import gettext as _

from core.forms.pages import SitePageForm


class UnitForm(SitePageForm):
    """Requires confirmation if two people head the unit at the same time."""

    def clean(self):
        data = super().clean()
        formset = self.formsets.get("affiliations")
        if formset and not self.is_deferred_validation and not data.get("has_joint_heads"):
            rows = [form.instance for form in formset.forms if is_kept(form)]
            for first, second in combinations(self.heads(rows), 2):
                if overlap(first, second):
                    names = {"first": first.name, "second": second.name}
                    self.add_error("has_joint_heads", message() % names)
                    break
        return data

    def heads(self, rows):
        """Those of the form and of the unit in other languages, who are often the same people."""
        model = self.instance.affiliations.model
        others = model.objects.filter(unit__translation_key=self.instance.translation_key)
        others = others.exclude(unit=self.instance.pk).select_related("person")
        return [row for row in [*rows, *others] if row.role == model.Role.HEAD]


def is_kept(form):
    return form.is_valid() and not form.cleaned_data.get("DELETE") and form.instance.person_key


def overlap(first, second, today=None):
    """Whether the days of two people overlap, from `today` on."""
    today = today or timezone.localdate()
    start = max(row.start_date or date.min for row in (first, second))
    end = min(row.end_date or date.max for row in (first, second))
    return not is_same(first, second) and start <= end and end >= today


def is_same(first, second):
    if first.person_id and second.person_id:
        return first.person.translation_key == second.person.translation_key
    return first.person_key == second.person_key


def message():
    return _(
        "%(first)s and %(second)s would both be head at the same time. Enter a last day "
        "for one of them under People, or tick this box if they share the leadership."
    )
