from wagtail.models import Page


class ParentPage:
    """A page's parent, which `prefetch_related("parent_page")` fetches for a whole list at once.

    Django asks any attribute with these methods how to prefetch it. That is not documented: check
    it when Django is upgraded.
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
