from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType

from .urls import in_language


@dataclass(slots=True, eq=False)
class Node:
    """A published page; `path` is its place in the page tree, `children` are those in menus.

    `url` is where readers of the request's language find it; its translations share its `key`.
    """

    pk: int
    path: str
    title: str
    url: str
    content_type_id: int
    in_menus: bool
    language: str
    key: str
    children: list["Node"] = field(default_factory=list)

    @property
    def model(self):
        return ContentType.objects.get_for_id(self.content_type_id).model_class()

    @property
    def described_as(self):
        """See `core.models.BasePage`."""
        return self.model.schema_type

    @property
    def own_url(self):
        """Where readers of its own language find it."""
        return in_language(self.url, self.language)
