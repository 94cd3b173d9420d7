import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

USERNAME = "admin"


class Command(BaseCommand):
    help = "Create a local administrator account, or print the login of the one that exists."

    def handle(self, *args, **options):
        if not settings.DEBUG:
            raise CommandError("This is for development only: use createsuperuser instead.")
        note = Path(settings.BASE_DIR) / ".demo-login"
        users = get_user_model().objects
        if not users.filter(is_superuser=True).exists():
            password = secrets.token_urlsafe(9)
            names = {"first_name": "Local", "last_name": "Administrator"}
            users.create_superuser(USERNAME, "admin@localhost", password, **names)
            write_private(note, password)
        if note.exists() and users.get(username=USERNAME).check_password(note.read_text()):
            self.stdout.write(f"{USERNAME} with the password {note.read_text()}")
        else:
            self.stdout.write("the one that you chose")


def write_private(path, text):
    """Write a file that only its owner can read."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
