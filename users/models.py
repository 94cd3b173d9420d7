from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Django's own; being ours from the first migration lets it change later."""

    # Wagtail's form for one's own account, with its language, refuses an account without names.
    REQUIRED_FIELDS = ["email", "first_name", "last_name"]
