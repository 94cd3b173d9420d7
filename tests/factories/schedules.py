from home.models import ContentPage

from .pages import add


def draft(parent, model=ContentPage, **fields):
    """A page that has never been public."""
    return add(parent, model, live=False, **fields)


def schedule(item, go_live_at, *, expire_at=None, user=None):
    """Approve the page or snippet to go live at a time, as "Schedule to publish" does.

    The time may be in the past, as it is when the publisher is late.
    """
    item.go_live_at, item.expire_at = go_live_at, expire_at
    return item.save_revision(user=user, approved_go_live_at=go_live_at, clean=False)
