from django.core.validators import MaxLengthValidator
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from core.widgets import MultipleChooser


class SitePageForm(WagtailAdminPageForm):
    """Asks for no slug: without one the page makes its own of the title, as the browser would.

    A person's page has no title to type, so the browser makes none there. Choosers open where the
    pages in the language of this one are.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        for field in self.fields.values():
            if isinstance(field.widget, MultipleChooser):
                field.widget.locale = getattr(self.instance, "locale", None)

    def save(self, commit=True):
        """A new page that is to go live later is a draft from the first.

        Wagtail would have it public from here until it has made the schedule, a moment later.
        """
        page = self.instance
        if not page.pk and page.go_live_at and page.go_live_at > timezone.now():
            page.live = False
        return super().save(commit=commit)


class SiteCopyForm(CopyForm):
    """Says that a title or slug is too long; Wagtail leaves that to the database, which fails."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("title", "slug"):
            longest = self.page._meta.get_field(name).max_length
            self.fields[f"new_{name}"].validators.append(MaxLengthValidator(longest))
