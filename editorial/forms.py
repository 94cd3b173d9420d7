from django import forms
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from wagtail.models import get_page_models
from wagtail.permissions import page_permission_policy

from core.forms.dates import OsloDateTimeField

from .changes import has_passed, is_in_order
from .models import Action


class SectionField(forms.ModelChoiceField):
    """A page with others below it; deeper ones stand further to the right."""

    def label_from_instance(self, page):
        return "\u2003" * (page.depth - 2) + page.title


class FilterForm(forms.Form):
    """Narrows the calendar; an empty field narrows nothing, and so does a wrong one."""

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
        label=_("Scheduled by"), queryset=None, required=False, empty_label=_("Everybody")
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

    def accepts(self, item):
        """Whether the schedule is wanted."""
        wanted = self.cleaned_data
        section, kind, person = (wanted.get(name) for name in ("section", "content_type", "person"))
        return (
            (not section or item.path.startswith(section.path))
            and (not kind or item.content_type_id == kind.pk)
            and (not person or item.user_id == person.pk)
        )


class MoveForm(forms.Form):
    def __init__(self, *args, revision, action, **kwargs):
        self.revision, self.action = revision, action
        super().__init__(*args, **kwargs)
        is_until = action == Action.EXPIRE
        self.fields["moment"] = OsloDateTimeField(label=_("New moment"), until=is_until)

    def clean_moment(self):
        moment = self.cleaned_data["moment"]
        if has_passed(moment):
            raise forms.ValidationError(
                _("This moment has passed. Choose a later one, or publish now.")
                if self.action == Action.GO_LIVE
                else _("This moment has passed. Choose a later one, or unpublish the page.")
            )
        if not is_in_order(self.revision, self.action, moment):
            raise forms.ValidationError(
                _("It would expire before it goes live. Choose another moment.")
            )
        return moment
