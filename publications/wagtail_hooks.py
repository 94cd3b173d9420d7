from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Publication


class PublicationViewSet(SnippetViewSet):
    model = Publication
    icon = "openquote"
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["plain_title", "container_title", "date_published"]
    list_filter = ["publication_type", "date_published"]
    ordering = ["-date_published"]
    list_per_page = 50


register_snippet(PublicationViewSet)
