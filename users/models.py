from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A custom user model from the first migration, so that it can change later."""

    # Wagtail's form for one's own account, with its language, refuses an account without names.
    REQUIRED_FIELDS = ["email", "first_name", "last_name"]
