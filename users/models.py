from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Nothing of its own yet; being ours from the first migration lets it change later."""
