from pathlib import Path
from traceback import extract_tb

from django.conf import settings
from django.core.cache import cache
from django.utils.log import AdminEmailHandler

from .logs import without_secrets

THROTTLE_SECONDS = 10 * 60
NOTE = "\n\nFurther errors of this kind within ten minutes are only logged.\n"


class ThrottledAdminEmailHandler(AdminEmailHandler):
    """Mails `ADMINS` one error of each kind in `THROTTLE_SECONDS`, not one for every request.

    While the database is unavailable every request fails, and waits until its mail is sent.
    """

    def emit(self, record):
        if settings.ADMINS and cache.add(f"error-mail:{kind_of(record)}", True, THROTTLE_SECONDS):
            super().emit(record)

    def send_mail(self, subject, message, *args, **kwargs):
        mail = without_secrets(subject), without_secrets(message) + NOTE
        super().send_mail(*mail, *args, **kwargs)


def kind_of(record):
    """The same for all errors that are raised at one line, else for all that are logged there."""
    error_type, __, traceback = record.exc_info or (None, None, None)
    if traceback is None:
        return f"{record.name}:{record.lineno}"
    frame = extract_tb(traceback)[-1]
    return f"{error_type.__name__}:{Path(frame.filename).name}:{frame.lineno}"
