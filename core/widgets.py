from django import forms
from django.utils.functional import cached_property
from wagtail.admin.telepath import JSContext
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Locale, Page
from wagtail.snippets.widgets import AdminSnippetChooser


class MultipleChooser(forms.SelectMultiple):
    """Pages or snippets chosen in Wagtail's own chooser, listed one below the other.

    It queries only those that are chosen; Django's own widget would list all there are.
    """

    template_name = "core/widgets/multiple_chooser.html"
    locale = None  # of the page in the form; otherwise the editor's

    @cached_property
    def _definition(self):
        """The chooser for the scripts, and the scripts that it needs."""
        model = self.choices.queryset.model
        is_page = issubclass(model, Page)
        chooser = AdminPageChooser([model]) if is_page else AdminSnippetChooser(model)
        context = JSContext()
        return context.pack(chooser), context.media

    @cached_property
    def _start(self):
        """Number of the page where the chooser opens: the first in this language, or above it."""
        locale = self.locale or Locale.get_active()
        pages = Page.objects.type(self.choices.queryset.model).filter(locale=locale)
        first = pages.order_by("path").first()
        return first and (first if first.numchild else first.get_parent()).pk

    @property
    def media(self):
        own = forms.Media(
            js=["core/multiple_chooser.js"], css={"all": ["core/multiple_chooser.css"]}
        )
        return self._definition[1] + own

    def optgroups(self, name, value, attrs=None):
        chosen = self.choices.queryset.filter(pk__in=[pk for pk in value if str(pk).isdigit()])
        options = [
            self.create_option(name, item.pk, str(item), selected=True, index=index)
            for index, item in enumerate(chosen)
        ]
        return [(None, options, 0)]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        return context | {"definition": self._definition[0], "start": self._start}
