from wagtail import hooks

from .rich_text import PublishedPageLinkHandler


@hooks.register("register_rich_text_features", order=1)  # after Wagtail's own, which it replaces
def register_links(features):
    features.register_link_type(PublishedPageLinkHandler)
