"""An alias is public exactly when its source is, unless it is made private itself."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from editorial.models import Action
from editorial.publisher import carry_out_due
from home.models import ContentPage
from news.models import EventPage, NewsPage
from tests.editor.forms import edit_url, filled
from tests.factories.pages import add, private, translate
from tests.factories.schedules import draft, schedule
from tests.reading import texts

HOUR = timedelta(hours=1)
TOMORROW = timezone.now().replace(second=0, microsecond=0) + 24 * HOUR
LISTS = ["", "news/", "news/feed.xml", "events/", "events/calendar.ics"]


def typed(time):
    return f"{timezone.localtime(time):%Y-%m-%d %H:%M}"


def in_the_editor(client, page):
    data = filled(client, edit_url(page), type(page), go_live_at=typed(TOMORROW))
    response = client.post(edit_url(page), data | {"action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors


def by_workflow(client, page):
    data = filled(client, edit_url(page), type(page), go_live_at=typed(TOMORROW))
    client.post(edit_url(page), data | {"action-submit": "1"})
    task = Page.objects.get(pk=page.pk).current_workflow_task_state
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    client.post(approve, {"comment": ""})


def in_the_calendar(client, page):
    revision = schedule(page, TOMORROW - HOUR)
    move = reverse("editorial:reschedule", args=[revision.pk, Action.GO_LIVE])
    client.post(move, {"time": typed(TOMORROW)})


def by_bulk_action(client, page):
    page.go_live_at = TOMORROW
    page.save_revision()
    publish = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{publish}?id={page.pk}", {"include_descendants": ""})


@pytest.fixture
def with_aliases(home, news, events, norwegian_home):
    """Makes aliases of a page, next to it and in Norwegian; all pages that they are."""

    def with_aliases(page):
        if not page.get_parent().has_translation(norwegian_home.locale):
            translate(page.get_parent().specific, norwegian_home.locale)
        again = page.create_alias(update_slug="again")
        foreign = page.copy_for_translation(norwegian_home.locale, alias=True)
        return [page, again, foreign, again.create_alias(update_slug="and-again")]

    return with_aliases


@pytest.fixture
def is_public(client):
    """Whether visitors can read the pages and find them in lists: True, False or a mixture."""

    def is_public(pages):
        listed = "".join(
            client.get(prefix + address).content.decode()
            for prefix in ("/", "/nb/")
            for address in LISTS
        )
        read = {client.get(page.url).status_code == 200 for page in pages}
        answers = read | {"Embargoed paper" in listed}
        return answers.pop() if len(answers) == 1 else "mixed"

    return is_public


@pytest.mark.parametrize(
    "schedule_it", [in_the_editor, by_workflow, in_the_calendar, by_bulk_action]
)
@pytest.mark.parametrize("model", [NewsPage, EventPage])
def test_alias_of_a_scheduled_page_goes_live_with_it(
    editor_client, with_aliases, is_public, news, events, schedule_it, model
):
    parent, fields = (
        (news, {}) if model is NewsPage else (events, {"starts_at": TOMORROW + 24 * HOUR})
    )
    page = draft(parent, model, title="Embargoed paper", slug="paper", **fields)
    pages = with_aliases(page)
    schedule_it(editor_client, page)
    assert page.revisions.get(approved_go_live_at__isnull=False).approved_go_live_at == TOMORROW
    assert is_public(pages) is False
    assert not Page.objects.filter(title="Embargoed paper", live=True).exists()
    Page.objects.filter(pk=page.pk).first().revisions.update(approved_go_live_at=timezone.now())
    carry_out_due()
    assert is_public(pages) is True


def unpublished(page):
    page.unpublish()


def expired(page):
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - HOUR)


def made_private(page):
    private(page)


def below_a_private_page(page):
    private(page.get_parent())


def below_an_unpublished_page(page):
    page.get_parent().specific.unpublish()


@pytest.mark.parametrize("hide", [unpublished, expired, made_private])
def test_alias_is_hidden_with_its_source(with_aliases, is_public, news, hide):
    page = add(news, NewsPage, title="Embargoed paper", slug="paper")
    pages = with_aliases(page)
    assert is_public(pages) is True
    hide(page)
    assert is_public(pages) is False


@pytest.mark.parametrize("hide", [below_a_private_page, below_an_unpublished_page])
def test_alias_elsewhere_is_hidden_with_the_branch_of_its_source(client, home, hide):
    section = add(home, ContentPage, title="Section")
    source = add(section, ContentPage, title="Minutes")
    alias = source.create_alias(parent=home, update_slug="minutes")
    alias.show_in_menus = True
    alias.save()
    below = add(alias, ContentPage, title="Annex", show_in_menus=True)
    other = below.create_alias(parent=home, update_slug="annex")
    assert texts(client.get("/"), ".menu a") == ["Minutes", "Annex"]
    hide(source)
    for page in (alias, below, other):
        assert client.get(page.url).status_code in (302, 404)
    assert texts(client.get("/"), ".menu a") == []
    assert not ContentPage.objects.published().filter(pk__in=[alias.pk, below.pk, other.pk])


def test_alias_is_public_again_with_its_source(with_aliases, is_public, news):
    page = private(add(news, NewsPage, title="Embargoed paper", slug="paper"))
    pages = with_aliases(page)
    PageViewRestriction.objects.filter(page=page).delete()
    assert is_public(pages) is True


def test_moved_expiry_counts_for_aliases(editor_client, with_aliases, is_public, news):
    page = add(news, NewsPage, title="Embargoed paper", slug="paper")
    page.expire_at = TOMORROW
    page.save_revision().publish()
    page.refresh_from_db()
    pages = with_aliases(page)
    move = reverse("editorial:reschedule", args=[page.live_revision_id, Action.EXPIRE])
    editor_client.post(move, {"time": typed(TOMORROW + HOUR)})
    carry_out_due(TOMORROW)
    assert is_public(pages) is True
    carry_out_due(TOMORROW + HOUR)
    assert is_public(pages) is False


def test_calendar_shows_the_source_alone(editor_client, with_aliases, news):
    page = add(news, NewsPage, title="Embargoed paper", slug="paper")
    page.expire_at = TOMORROW
    page.save_revision().publish()
    page.refresh_from_db()
    with_aliases(page)
    calendar = editor_client.get(reverse("editorial:calendar") + f"?date={TOMORROW:%Y-%m-%d}")
    assert len(texts(calendar, "[data-day] .pc__entry--scheduled")) == 1


@pytest.fixture
def set_privacy(editor_client):
    """Chooses in the dialog "Change privacy" of a page, as an editor."""

    def set_privacy(page, choice):
        dialog = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
        response = editor_client.post(dialog, {"restriction_type": choice})
        assert response.json()["step"] == "set_privacy_done"

    return set_privacy


@pytest.fixture
def aliased(home):
    """A page and an alias, made in the editor."""

    def aliased(client, source):
        copy = reverse("wagtailadmin_pages:copy", args=[source.pk])
        data = {"new_title": "Minutes", "new_slug": "again", "new_parent_page": home.pk}
        client.post(copy, data | {"alias": "on", "publish_copies": "on"})
        return source.aliases.get(slug="again")

    return aliased


def status(client, page):
    return client.get(page.url).status_code


def test_alias_that_is_made_private_itself_is_private(client, set_privacy, home):
    source = add(home, ContentPage, title="Minutes", show_in_menus=True)
    alias = source.create_alias(parent=home, update_slug="again")
    below = add(alias, ContentPage, title="Annex")
    set_privacy(alias, "login")
    assert [status(client, page) for page in (source, alias, below)] == [200, 302, 302]
    assert texts(client.get("/"), ".menu a") == ["Minutes"]
    set_privacy(alias, "none")
    assert status(client, alias) == 200


def test_alias_of_a_private_page_is_public_once_its_source_is(
    client, editor_client, set_privacy, home, aliased, norwegian_home
):
    source = add(home, ContentPage, title="Minutes")
    set_privacy(source, "login")
    foreign = source.copy_for_translation(norwegian_home.locale, alias=True)
    aliases = [aliased(editor_client, source), foreign]
    assert [status(client, alias) for alias in aliases] == [302, 302]
    set_privacy(source, "none")
    assert [status(client, alias) for alias in aliases] == [200, 200]


def test_alias_that_is_private_itself_stays_so_when_its_source_is_public(client, set_privacy, home):
    source = add(home, ContentPage, title="Minutes")
    alias = source.create_alias(parent=home, update_slug="again")
    set_privacy(source, "login")
    set_privacy(alias, "login")
    set_privacy(source, "none")
    assert [status(client, page) for page in (source, alias)] == [200, 302]


def test_alias_of_a_private_page_stays_private_as_an_ordinary_page(
    client, editor_client, set_privacy, home, aliased
):
    source = add(home, ContentPage, title="Minutes")
    alias = aliased(editor_client, source)
    set_privacy(source, "login")
    editor_client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
    assert Page.objects.get(pk=alias.pk).alias_of is None
    assert status(client, alias) == 302
    set_privacy(source, "none")
    assert status(client, alias) == 302


def test_upgrade_takes_from_aliases_only_what_their_sources_have(client, home):
    sources = [add(home, ContentPage, title=title) for title in ("Minutes", "Budget")]
    aliases = [source.create_alias(update_slug=f"{source.slug}-again") for source in sources]
    for page in (sources[0], *aliases):
        private(page)
    migration = import_module("core.migrations.0013_copied_restrictions")
    migration.forget_copies(apps, None)
    PageViewRestriction.objects.filter(page=sources[0]).delete()
    assert [status(client, alias) for alias in aliases] == [200, 302]
