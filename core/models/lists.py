from wagtail.models import PagePermissionTester


class SelfSortingPermissions(PagePermissionTester):
    def can_reorder_children(self):
        return False


class SelfSortingMixin:
    """A list whose pages are sorted by date or name, so editors can't reorder them by hand."""

    def permissions_for_user(self, user):
        return SelfSortingPermissions(user, self)
