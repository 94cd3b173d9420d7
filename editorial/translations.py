"""Translating a page, and a report of what is not translated or was changed since it was."""

from collections import defaultdict
from functools import reduce
from operator import or_

import django_filters
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column, LocaleColumn, TitleColumn
from wagtail.admin.ui.tables.pages import PageTypeColumn
from wagtail.admin.views.reports import ReportView
from wagtail.contrib.simple_translation.views import SubmitPageTranslationView
from wagtail.models import Locale, Page, get_page_content_types

from core.viewsets import LocalDateColumn
from navigation.languages import language_choices


class State(TextChoices):
    MISSING = "missing", _("Not translated")
    DRAFT = "draft", _("Translation not published")
    OLDER = "older", _("Changed since it was translated")


def originals(pages):
    """Those of `pages` that are published, private ones included, and need a translator.

    Of a page's versions the one that was made first is the original.
    """
    originals = pages.filter(~Exists(versions().filter(pk__lt=OuterRef("pk"))), live=True)
    return originals.filter(needed(dict(settings.LANGUAGES)), alias_of=None, depth__gt=1)


def versions():
    """The page of the outer query in all languages."""
    return Page.objects.filter(translation_key=OuterRef("translation_key"), alias_of=None)


def needed(languages, state=None):
    """Matches pages with something to do in one of the languages, or with that state in one."""
    return reduce(or_, (~Q(locale__language_code=code) & to_do(code, state) for code in languages))


def to_do(code, state):
    translations = versions().filter(locale__language_code=code)
    is_missing, is_draft = ~Q(Exists(translations)), Q(live=False)
    is_older = Q(live=True, last_published_at__lt=OuterRef("last_published_at"))
    return {
        State.MISSING: is_missing,
        State.DRAFT: Q(Exists(translations.filter(is_draft))),
        State.OLDER: Q(Exists(translations.filter(is_older))),
    }.get(state, is_missing | Q(Exists(translations.filter(is_draft | is_older))))


def with_states(pages):
    """The pages with state and key, `state_nb` and `translation_nb`, of each translation.

    The state is None if there is nothing to do.
    """
    pages, found = list(pages), defaultdict(dict)
    keys = {page.translation_key for page in pages}
    for version in Page.objects.filter(translation_key__in=keys, alias_of=None):
        found[version.translation_key][version.locale_id] = version
    locales = {locale.language_code: locale.pk for locale in Locale.objects.all()}
    for page in pages:
        for code in dict(settings.LANGUAGES):
            translation = found[page.translation_key].get(locales.get(code))
            setattr(page, f"translation_{code}", translation and translation.pk)
            setattr(page, f"state_{code}", state_of(page, translation))
    return pages


def state_of(page, translation):
    if translation is None:
        return State.MISSING
    if not translation.live:
        return State.DRAFT
    times = translation.last_published_at, page.last_published_at
    return State.OLDER if all(times) and times[0] < times[1] else None


class TranslationsFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("What is to be done"), choices=State, method="filter_state"
    )
    into = django_filters.ChoiceFilter(
        label=_("Translation into"), choices=language_choices, method="filter_into"
    )
    language = django_filters.ChoiceFilter(
        label=_("Written in"), field_name="locale__language_code", choices=language_choices
    )
    content_type = ContentTypeFilter(
        label=_("Type"),
        queryset=lambda request: get_page_content_types(include_base_page_type=False),
    )

    class Meta:
        model = Page
        fields = ["state", "into", "language", "content_type"]

    def filter_state(self, pages, name, value):
        into = self.form.cleaned_data.get("into")
        return pages.filter(needed([into] if into else dict(settings.LANGUAGES), value))

    def filter_into(self, pages, name, value):
        return pages.filter(needed([value]))


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def translations_to_do(page):
    """What is to be done in each language: its name, the state, and where to do it."""
    for code, name in settings.LANGUAGES:
        if state := getattr(page, f"state_{code}"):
            yield {
                "language": name,
                "state": state.label,
                "url": translate_url(page, getattr(page, f"translation_{code}")),
            }


def translate_url(page, translation):
    """Where the page is translated, or its translation brought up to date."""
    if translation:
        return reverse("wagtailadmin_pages:edit", args=[translation])
    return reverse("simple_translation:submit_page_translation", args=[page.pk])


class TranslationsColumn(Column):
    """What is to be done, a line for each language; the language is named if there are several."""

    cell_template_name = "editorial/reports/translations_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        several = len(settings.LANGUAGES) > 2
        return context | {"todo": list(translations_to_do(instance)), "several": several}


class TranslatePageView(SubmitPageTranslationView):
    """Wagtail's form, with the language selected where there is only one to choose."""

    def get_form(self):
        form = super().get_form()
        field = form.fields["locales"]
        offered = field.queryset.exclude(pk__in=field.widget.disabled_values)
        if len(offered) == 1:
            form.initial["locales"] = offered
        return form


class TranslationsView(ReportView):
    model = Page
    page_title = _("Translations")
    header_icon = "globe"
    index_url_name = "translations_report"
    index_results_url_name = "translations_report_results"
    filterset_class = TranslationsFilterSet
    any_permission_required = ["add", "change", "publish"]
    columns = [
        TitleColumn("title", label=_("Title"), accessor="draft_title", get_url=edit_url),
        LocaleColumn(label=_("Written in")),
        PageTypeColumn("type", label=_("Type"), accessor="page_type_display_name"),
        LocalDateColumn("last_published_at", label=_("Published")),
        TranslationsColumn("translation", label=_("Translation")),
    ]

    @property
    def list_export(self):
        states = [f"state_{code}" for code, __ in settings.LANGUAGES]
        return ["draft_title", "locale", "last_published_at", *states]

    def get_queryset(self):
        pages = self.permission_policy.instances_user_has_permission_for(
            self.request.user, "change"
        )
        pages = originals(pages).select_related("locale", "content_type")
        return pages.order_by("-last_published_at", "-pk")

    def decorate_paginated_queryset(self, object_list):
        return with_states(object_list)
