from wagtail.models import Page


class ParentPage:
    """A page's parent, which `prefetch_related` can fetch for all pages of a list at once.

    Django asks any attribute with these two methods how to prefetch it.
    """

    def __get__(self, page, model=None):
        return self if page is None else page.get_parent()

    def is_cached(self, page):
        return hasattr(page, "prefetched_parent")

    def get_prefetch_querysets(self, pages, querysets=None):
        parents = Page.objects.filter(path__in={parent_path(page) for page in pages})
        parents = parents.select_related("locale")
        return parents, lambda parent: parent.path, parent_path, True, "prefetched_parent", True


def parent_path(page):
    return page.path[: -page.steplen]
