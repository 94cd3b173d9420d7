from django.core.validators import MaxLengthValidator
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from core.widgets import MultipleChooser


class SitePageForm(WagtailAdminPageForm):
    """Requires no slug: without one the page makes it from its title, as the browser would.

    A staff profile has no title to type, so the browser makes no slug there. Choosers open at pages
    in the language of this page.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        for field in self.fields.values():
            if isinstance(field.widget, MultipleChooser):
                field.widget.locale = getattr(self.instance, "locale", None)

    def save(self, commit=True):
        """A new page that is to go live later is saved as a draft.

        Wagtail would make it public until it has created the schedule, shortly afterwards.
        """
        page = self.instance
        if not page.pk and page.go_live_at and page.go_live_at > timezone.now():
            page.live = False
        return super().save(commit=commit)


class SiteCopyForm(CopyForm):
    """Rejects a title or slug that is too long, where Wagtail lets the database fail."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("title", "slug"):
            longest = self.page._meta.get_field(name).max_length
            self.fields[f"new_{name}"].validators.append(MaxLengthValidator(longest))
