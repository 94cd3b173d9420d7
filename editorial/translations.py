"""Translating a page, and a report of what is not translated or was changed since it was."""

import django_filters
from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.ui.tables import LocaleColumn, TitleColumn
from wagtail.admin.ui.tables.pages import PageTypeColumn
from wagtail.admin.views.reports import ReportView
from wagtail.contrib.simple_translation.views import SubmitPageTranslationView
from wagtail.models import Page, get_page_content_types

from core.viewsets import LocalDateColumn


class State(TextChoices):
    MISSING = "missing", _("Not translated")
    DRAFT = "draft", _("Translation not published")
    OLDER = "older", _("Changed since it was translated")


def originals(pages):
    """Those of `pages` that everybody may read and that need a translator, with the `state` of
    their translation and its key, `translation`.

    Of a page's versions the one that was made first is the original.
    """
    versions = Page.objects.filter(translation_key=OuterRef("translation_key"), alias_of=None)
    others = versions.exclude(pk=OuterRef("pk")).order_by("pk")
    state = Case(
        When(translation=None, then=Value(State.MISSING)),
        When(is_translation_live=False, then=Value(State.DRAFT)),
        When(translated_at__lt=F("last_published_at"), then=Value(State.OLDER)),
        output_field=CharField(),
    )
    return (
        pages.filter(~Exists(versions.filter(pk__lt=OuterRef("pk"))), live=True, alias_of=None)
        .filter(depth__gt=1)
        .annotate(
            translation=Subquery(others.values("pk")[:1]),
            is_translation_live=Subquery(others.values("live")[:1]),
            translated_at=Subquery(others.values("last_published_at")[:1]),
        )
        .annotate(state=state)
        .exclude(state=None)
    )


class TranslationsFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("What is to be done"), choices=State)
    language = django_filters.ChoiceFilter(
        label=_("Written in"), field_name="locale__language_code", choices=settings.LANGUAGES
    )
    content_type = ContentTypeFilter(
        label=_("Type"),
        queryset=lambda request: get_page_content_types(include_base_page_type=False),
    )

    class Meta:
        model = Page
        fields = ["state", "language", "content_type"]


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def translate_url(page):
    """Where the page is translated, or its translation brought up to date."""
    if page.translation:
        return reverse("wagtailadmin_pages:edit", args=[page.translation])
    return reverse("simple_translation:submit_page_translation", args=[page.pk])


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
        TitleColumn(
            "state",
            label=_("Translation"),
            accessor=lambda page: State(page.state).label,
            get_url=translate_url,
        ),
    ]
    list_export = ["draft_title", "locale", "last_published_at", "state"]

    def get_queryset(self):
        pages = self.permission_policy.instances_user_has_permission_for(
            self.request.user, "change"
        )
        pages = originals(pages).select_related("locale", "content_type")
        return pages.order_by("-last_published_at", "-pk")
