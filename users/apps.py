from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(AppConfig):
    name = "users"
    default = True


class WagtailUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user management, with our form for new users."""

    user_viewset = "users.viewsets.InvitedUserViewSet"
