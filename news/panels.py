from wagtail.admin.ui.components import Component

from .models import EventIndexPage, NewsIndexPage


class WritePanel(Component):
    """On the dashboard: straight to a new news item or event, in each language there is."""

    name = "write"
    order = 100
    template_name = "news/panels/write.html"

    def get_context_data(self, parent_context):
        lists = lists_for(parent_context["request"].user)
        return {
            "entries": [(page, name_of_item(page)) for page in lists],
            "several_languages": len({page.locale_id for page in lists}) > 1,
        }


def lists_for(user):
    """The lists of news and events that the user may add to."""
    return [
        page
        for model in (NewsIndexPage, EventIndexPage)
        for page in model.objects.select_related("locale").order_by("path")
        if page.permissions_for_user(user).can_add_subpage()
    ]


def name_of_item(page):
    (model,) = page.allowed_subpage_models()
    return model.get_verbose_name()
