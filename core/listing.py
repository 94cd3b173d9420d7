"""How lists show items, and which lists of related items stand on a page.

A type says both itself: `list_template` names the template that shows several of its items, and
`related_lists` has a `RelatedList` for each field whose target's page lists them.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .querysets import related_to


@dataclass(frozen=True)
class SearchKind:
    """What search calls the items of a type; `slug` stands in addresses.

    Kinds are offered in the `order` of their numbers.
    """

    slug: str
    singular: str
    plural: str
    order: int


OTHER_PAGES = SearchKind("pages", _("Page"), _("Other pages"), order=1000)


@dataclass(frozen=True)
class Badge:
    """A short note on an item, such as a deadline."""

    text: str
    time: datetime | None = None
    is_past: bool = False


@dataclass(frozen=True)
class Subscription:
    """A link to subscribe to a list; with a `media_type`, the page's head offers it too."""

    url: str
    text: str
    media_type: str = ""


@dataclass(frozen=True)
class RelatedList:
    """Lists the newest items of a model on the page that their field relates to.

    The queryset of the model has `for_related_pages`. Lists stand in the `order` of their numbers.
    """

    heading: str = ""
    limit: int | None = None
    order: int = 100

    def items(self, model, name, page, tree):
        related = related_to(model.objects, **{name: page.translation_key})
        return list(related.for_related_pages()[: self.limit])

    def subscription(self, page, tree, items):
        """The `Subscription` to the list; None if there is none."""
        return


@dataclass
class FilledList:
    heading: str
    template: str
    items: list
    subscription: Subscription | None
    order: int = field(repr=False)


def related_lists(page, request):
    """`{accessor: FilledList}` of all models that list themselves on the page, in order."""
    filled, tree = {}, request.site_tree
    for relation in relations_to(page):
        model, name = relation.related_model, relation.remote_field.name
        declared = model.related_lists[name]
        items = declared.items(model, name, page, tree)
        filled[relation.get_accessor_name()] = FilledList(
            declared.heading,
            model.list_template,
            items,
            declared.subscription(page, tree, items),
            declared.order,
        )
    return dict(sorted(filled.items(), key=lambda item: item[1].order))


def pages_in(related):
    """The pages in `related_lists`, which have pictures."""
    return [item for each in related.values() for item in each.items if isinstance(item, Page)]


def list_in_menu(tree, model):
    """The node of the page of a type in the main menu; None if there is none."""
    return next((node for node in tree.menu if node.model is model), None)


def relations_to(page):
    """The relations of other models to the page's by which they list themselves there."""
    return [
        relation
        for relation in page._meta.get_fields()
        if relation.auto_created
        and not relation.concrete
        and relation.remote_field.name in getattr(relation.related_model, "related_lists", {})
    ]
