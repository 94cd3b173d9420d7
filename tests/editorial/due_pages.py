"""Pages that publishers work on in processes of their own, and what became of them."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, PageLogEntry, Revision, Site

from editorial.models import PublisherRound, ScheduleFailure
from editorial.publisher import carry_out, due
from home.models import ContentPage
from tests.factories.pages import add
from tests.factories.schedules import draft, schedule

MINUTE = timedelta(minutes=1)
GO_LIVES = 30
GO_LIVES_THAT_EXPIRE = 10
EXPIRIES = 10


def fill():
    """Drafts to go live, some of them with an expiry that is due too, and pages to expire."""
    clear()
    top = add(home_page(), ContentPage, title="Everything")
    start = timezone.now() - GO_LIVES * MINUTE
    for number in range(GO_LIVES):
        go_live_at = start + number * MINUTE
        expire_at = go_live_at + 5 * MINUTE if number < GO_LIVES_THAT_EXPIRE else None
        schedule(draft(top), go_live_at, expire_at=expire_at)
    for __ in range(EXPIRIES):
        add(top, ContentPage, expire_at=start)
    carry_out(due(timezone.now())[0], timezone.now())  # so that publishers start warm


def clear():
    for page in home_page().get_children():
        Page.objects.get(pk=page.pk).delete()
    for model in (PageLogEntry, ScheduleFailure, PublisherRound, DBTaskResult):
        model.objects.all().delete()


def forget_failures():
    """Let what failed be tried at once instead of in some seconds."""
    ScheduleFailure.objects.all().delete()


def report():
    """How many items are due still, how many pages live; which pages were done, from the log."""
    due = Revision.objects.filter(approved_go_live_at__isnull=False).count()
    live = ContentPage.objects.filter(live=True).exclude(title="Everything")
    pages = PageLogEntry.objects.order_by("pk").values_list("page", flat=True)
    return {
        "due": due + live.filter(expire_at__isnull=False).count(),
        "live": live.count(),
        "published": list(pages.filter(action="editorial.publish")),
        "unpublished": list(pages.filter(action="editorial.unpublish")),
        "failures": ScheduleFailure.objects.count(),
    }


def cut_off():
    """End the publishers' connections to the database, as its restart would."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'publisher'"
        )


def home_page():
    return Site.objects.get(is_default_site=True).root_page
