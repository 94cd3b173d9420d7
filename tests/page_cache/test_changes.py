"""Which writes make the cached pages outdated."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from wagtail.models import Collection, Locale, Page, PageViewRestriction, Site

from core.models import SiteRendition
from home.models import ContentPage
from page_cache import changes, generations
from page_cache.models import Change
from tests.factories.pages import add, image
from tests.page_cache.visitor import commit

NOTICEABLE = [
    # writes to what visitors see
    'UPDATE "wagtailcore_page" SET "title" = %s WHERE "wagtailcore_page"."id" = %s',
    'UPDATE "wagtailcore_page" SET "draft_title" = %s, title = %s WHERE "id" = %s',
    "update wagtailcore_page set draft_title = title where id = 7",
    'INSERT OR IGNORE INTO "news_newspage_units" ("newspage_id") VALUES (%s)',
    'DELETE FROM "core_siterendition" WHERE "core_siterendition"."id" IN (%s)',
    "/* by hand */ DELETE FROM news_newspage",
    "TRUNCATE news_newspage",
    "REPLACE INTO news_newspage VALUES (1)",
    # several statements, of which the first does nothing
    "SELECT 1; DELETE FROM news_newspage",
    "DELETE FROM django_session; DELETE FROM news_newspage",
    'UPDATE "django_session" SET "session_data" = %s; UPDATE news_newspage SET title = %s',
    "COMMIT; DELETE FROM news_newspage",
    # queries that write
    "WITH old AS (SELECT 1) DELETE FROM news_newspage",
    "WITH gone AS (DELETE FROM news_newspage RETURNING id) SELECT * FROM gone",
    "(WITH gone AS (DELETE FROM news_newspage RETURNING id) SELECT * FROM gone)",
    "SELECT * INTO news_copy FROM news_newspage",
    "EXPLAIN ANALYZE UPDATE news_newspage SET title = %s",
    "EXPLAIN (ANALYZE) DELETE FROM news_newspage",
    "SELECT function_that_writes()",
    "SELECT function_that_writes ('a', 1)",
    "SELECT * FROM function_that_writes(1)",
    'SELECT * FROM "schema".function_that_writes(1)',
    # unknown
    "EXECUTE by_hand",
    "CALL procedure_that_writes()",
    "DO $$ BEGIN DELETE FROM news_newspage; END $$",
]
UNNOTICEABLE = [
    # queries
    'SELECT "id" FROM "wagtailcore_page" FOR UPDATE',
    'SELECT "id" FROM "wagtailcore_page" FOR NO KEY UPDATE OF "wagtailcore_page" SKIP LOCKED',
    '(SELECT "id" FROM "news_newspage") UNION ALL (SELECT "id" FROM "news_eventpage") LIMIT 5',
    '((SELECT "id" FROM "news_newspage") EXCEPT (SELECT "id" FROM "news_eventpage"))',
    'SELECT COUNT(*) FROM (SELECT DISTINCT "id" FROM "news_newspage") subquery',
    'SELECT EXTRACT(YEAR FROM "starts_at" AT TIME ZONE \'Europe/Oslo\') FROM "news_eventpage"',
    'SELECT COUNT(*) FROM "news_newspage" WHERE "last_update" > %s',
    "SELECT 1",
    "  select 1;",
    "WITH old AS (SELECT 1) SELECT * FROM old",
    'EXPLAIN (ANALYZE) SELECT "id" FROM "news_newspage"',
    # transactions and settings
    *("BEGIN", "COMMIT", "ROLLBACK", 'SAVEPOINT "s1"', 'RELEASE SAVEPOINT "s1"'),
    *("SET CONSTRAINTS ALL IMMEDIATE", "SHOW server_version", "PRAGMA foreign_keys = ON"),
    # writes to what visitors do not see
    'INSERT INTO "core_siterendition" ("file") VALUES (%s)',
    'UPDATE "wagtailcore_page" SET "draft_title" = %s, "latest_revision_id" = NULL WHERE "id" = %s',
    'UPDATE "core_sitedocument" SET "file_size" = %s WHERE "core_sitedocument"."id" = %s',
    'UPDATE "django_session" SET "session_data" = %s WHERE "session_key" = %s',
    'INSERT INTO "wagtailcore_revision" ("content") VALUES (%s)',
    'INSERT INTO "search_word" ("word") VALUES (%s) ON CONFLICT ("word") DO UPDATE SET "count" = 1',
]


@pytest.mark.parametrize("sql", NOTICEABLE)
def test_visitors_may_notice(sql):
    assert changes.affects_public_pages(sql)


@pytest.mark.parametrize("sql", UNNOTICEABLE)
def test_visitors_do_not_notice(sql):
    assert not changes.affects_public_pages(sql)


@pytest.fixture
def page(home, pages_root):
    return add(home, ContentPage, title="Methods")


@pytest.fixture
def generation(page):
    commit()
    return generations.current()


def test_change_begins_a_generation_when_it_is_committed(page, generation):
    page.title = "Protocols"
    page.save()
    assert generations.current() == generation
    commit()
    assert generations.current().number == generation.number + 1


def test_draft_signing_in_and_new_rendition_begin_none(page, generation):
    page.save_revision()
    get_user_model().objects.create_user("kari")
    commit()
    assert generations.current() == generation


def test_rendition_made_for_a_page_begins_none(pages_root, home):
    picture = image()
    commit()
    before = generations.current()
    picture.get_rendition("width-100")
    commit()
    assert generations.current() == before


def test_rolled_back_change_begins_none(page, generation):
    with transaction.atomic():
        page.delete()
        transaction.set_rollback(True)
    commit()
    assert generations.current() == generation
    assert Change.total() == generation.number


@pytest.fixture
def without_transaction(django_db_setup, django_db_blocker):
    """Writes are committed immediately; the test undoes them."""
    with django_db_blocker.unblock():
        yield
        Change.objects.all().delete()


def test_write_without_a_transaction_is_a_change(without_transaction, pages_root):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_site SET site_name = site_name")
    assert Change.total() == generations.current().number == 1
    made = ContentType.objects.create(app_label="any", model="thing")
    assert generations.current().number == 2
    made.delete()
    assert generations.current().number == 3


def test_migrating_begins_one_in_the_end(page, generation):
    call_command("migrate", verbosity=0)
    commit()
    assert generations.current().number == generation.number + 1


def test_rows_of_changes_are_compacted(pages_root, db):
    for __ in range(5):
        Change.objects.create(renewals=2)
    totals = Change.total(), Change.total("renewals")
    Change.compact()
    assert (Change.objects.count(), Change.total(), Change.total("renewals")) == (1, *totals)


def test_nothing_is_recorded_where_no_pages_are_cached(home, settings):
    assert not settings.PAGE_CACHE_ROOT
    add(home, ContentPage, title="Methods")
    assert Change.total() == 0


WRITES = ['INSERT INTO "{}" VALUES (%s)', 'UPDATE "{}" SET "title" = %s', 'DELETE FROM "{}"']
CONTENT = {"core", "home", "news", "people", "publications", "units"}
HIDDEN = {"account", "auth", "editorial", "mfa", "search", "sessions", "socialaccount", "users"}


def noticeable_writes(model):
    return [sql for sql in WRITES if changes.affects_public_pages(sql.format(model._meta.db_table))]


def test_every_write_to_content_is_noticeable_but_new_renditions():
    configs = [apps.get_app_config(app) for app in CONTENT]
    models = [model for config in configs for model in config.get_models()]
    for model in [*models, Page, Site, PageViewRestriction, Collection, Locale]:
        expected = WRITES[1:] if model is SiteRendition else WRITES
        assert noticeable_writes(model) == expected, model


def test_no_write_to_what_visitors_never_see_is_noticeable():
    for app in HIDDEN:
        for model in apps.get_app_config(app).get_models():
            assert not noticeable_writes(model), model


def test_every_ignored_name_of_the_settings_is_a_table(db, settings):
    tables = connection.introspection.table_names()
    for name in settings.PAGE_CACHE_IGNORED_WRITES:
        assert any(changes.stands_for(name, table) for table in tables), name
