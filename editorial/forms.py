from django import forms
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from wagtail.models import get_page_models
from wagtail.permissions import page_permission_policy

from core.forms.dates import OsloDateTimeField

from .calendar_entries import visible
from .models import Action
from .schedule_changes import has_passed, is_in_order
from .schedules import with_schedulers


class SectionField(forms.ModelChoiceField):
    """A page with subpages, indented by its depth."""

    def label_from_instance(self, page):
        return "\u2003" * (page.depth - 2) + page.title


class FilterForm(forms.Form):
    """Filters the calendar; empty and invalid fields filter nothing."""

    section = SectionField(
        label=_("Part of the site"),
        queryset=None,
        required=False,
        empty_label=_("The whole site"),
    )
    content_type = forms.ModelChoiceField(
        label=_("Type"), queryset=None, required=False, empty_label=_("All types")
    )
    person = forms.ModelChoiceField(
        label=_("Scheduled by"), queryset=None, required=False, empty_label=_("Anyone")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        sections = page_permission_policy.explorable_instances(user)
        sections = sections.filter(numchild__gt=0, depth__range=(2, 5))
        self.fields["section"].queryset = sections.order_by("path")
        models = [model for model in get_page_models() if model.is_creatable]
        types = ContentType.objects.get_for_models(*models).values()
        self.fields["content_type"].queryset = ContentType.objects.filter(
            pk__in=[each.pk for each in types]
        )
        self.fields["content_type"].label_from_instance = lambda each: each.name
        people = get_user_model().objects.filter(is_active=True)
        self.fields["person"].queryset = people.order_by("first_name", "last_name", "username")

    def select(self, items, user):
        """The schedules of what the user may edit that pass the filter."""
        filters = self.cleaned_data
        section, kind, person = (
            filters.get(name) for name in ("section", "content_type", "person")
        )
        items = visible(items, user, section)
        if kind:
            items = [item for item in items if item.content_type_id == kind.pk]
        if person:
            items = [item for item in with_schedulers(items) if item.user_id == person.pk]
        return items


class RescheduleForm(forms.Form):
    def __init__(self, *args, revision, action, **kwargs):
        self.revision, self.action = revision, action
        super().__init__(*args, **kwargs)
        is_until = action == Action.EXPIRE
        self.fields["time"] = OsloDateTimeField(label=_("New date and time"), until=is_until)

    def clean_time(self):
        time = self.cleaned_data["time"]
        if has_passed(time):
            raise forms.ValidationError(
                _("This time has passed. Choose a later one, or publish now.")
                if self.action == Action.GO_LIVE
                else _("This time has passed. Choose a later one, or unpublish the page.")
            )
        if not is_in_order(self.revision, self.action, time):
            raise forms.ValidationError(
                _("It would expire before it goes live. Choose another time.")
            )
        return time
