from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(AppConfig):
    name = "users"
    default = True


class WagtailUsersConfig(WagtailUsersAppConfig):
    """Wagtail's management of users, with our form for new ones."""

    user_viewset = "users.viewsets.InvitedUserViewSet"
