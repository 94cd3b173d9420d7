"""Mails that tell `ADMINS` of faults."""

from pathlib import Path
from traceback import extract_tb

from django.conf import settings
from django.core.cache import cache
from django.utils.log import AdminEmailHandler

from .logs import without_secrets

QUIET = 10 * 60  # seconds
NOTE = "\n\nIf it happens again within ten minutes only the log tells of it.\n"


class FaultMails(AdminEmailHandler):
    """Django's, but one mail for each kind of fault in a while, not one for each visitor it meets.

    While the database is away that would be every visitor, who waits until the mail is sent.
    """

    def emit(self, record):
        if settings.ADMINS and cache.add(f"fault-mail:{kind_of(record)}", True, QUIET):
            super().emit(record)

    def send_mail(self, subject, message, *args, **kwargs):
        mail = without_secrets(subject), without_secrets(message) + NOTE
        super().send_mail(*mail, *args, **kwargs)


def kind_of(record):
    """The same for faults that come from one place."""
    kind, __, traceback = record.exc_info or (None, None, None)
    if traceback is None:
        return f"{record.name}:{record.lineno}"
    place = extract_tb(traceback)[-1]
    return f"{kind.__name__}:{Path(place.filename).name}:{place.lineno}"
