"""Who may change images, documents, videos and sounds, which public pages show as they are."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex
from wagtail.permission_policies.collections import (
    CollectionOwnershipPermissionPolicy,
    CollectionPermissionPolicy,
)


def used_in_public(model):
    """The keys, as texts, of the files that anything refers to except pages that are not live."""
    drafts = Page.objects.filter(live=False).annotate(key=Cast("pk", CharField()))
    return (
        ReferenceIndex.objects.filter(to_content_type=ContentType.objects.get_for_model(model))
        .exclude(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=drafts.values("key"),
        )
        .values("to_object_id")
    )


class FilePermissionPolicy(CollectionOwnershipPermissionPolicy):
    """As Wagtail's: users who may only add files may change their own until a public page uses it.

    Replacing the file of a public page is a publication without moderation.
    """

    def __init__(self, model, auth_model):
        super().__init__(model, auth_model=auth_model, owner_field_name="uploaded_by_user")
        self.granted = CollectionPermissionPolicy(model, auth_model=auth_model)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        if not super().user_has_any_permission_for_instance(user, actions, instance):
            return False
        return (
            self.granted.user_has_any_permission_for_instance(user, as_granted(actions), instance)
            or not used_in_public(self.model).filter(to_object_id=str(instance.pk)).exists()
        )

    def instances_user_has_any_permission_for(self, user, actions):
        found = super().instances_user_has_any_permission_for(user, actions)
        granted = self.granted.instances_user_has_any_permission_for(user, as_granted(actions))
        found = found.annotate(key=Cast("pk", CharField()))
        return found.filter(Q(pk__in=granted.values("pk")) | ~Q(key__in=used_in_public(self.model)))


class MediaChooserPolicy(FilePermissionPolicy):
    """Wagtail Media has no permission to choose: its chooser offers what a user may change."""

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return super(FilePermissionPolicy, self).user_has_any_permission_for_instance(
            user, ["add"], instance
        )

    def instances_user_has_any_permission_for(self, user, actions):
        collections = self.collections_user_has_permission_for(user, "add")
        return self.model.objects.filter(collection__in=collections)


def as_granted(actions):
    """The permissions that groups have: the one to change a file includes deleting it."""
    return {"change" if action == "delete" else action for action in actions}
