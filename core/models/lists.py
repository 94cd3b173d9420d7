from wagtail.models import PagePermissionTester


class SelfSortingPermissions(PagePermissionTester):
    def can_reorder_children(self):
        return False


class SelfSortingMixin:
    """A list whose pages stand by date or by name: editors are offered no sorting by hand."""

    def permissions_for_user(self, user):
        return SelfSortingPermissions(user, self)
