from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.rich_text.editors.draftail.features import BlockFeature
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtailmedia.views import chooser as media_chooser
from wagtailmedia.views import media as media_library

from navigation.sites import find_site

from .aliases import forget_copied_restrictions
from .checker import ContentChecker
from .models import SiteDocument, SiteImage, SiteMedia
from .parents import ParentPage
from .permissions import FilePermissionPolicy, MediaChooserPolicy
from .rich_text import PublishedPageLinkHandler
from .sidebar import SidebarPages
from .views import explain_date

IMAGES = FilePermissionPolicy(SiteImage, "wagtailimages.Image")
DOCUMENTS = FilePermissionPolicy(SiteDocument, "wagtaildocs.Document")
MEDIA = FilePermissionPolicy(SiteMedia, "wagtailmedia.Media")
for policy in (IMAGES, DOCUMENTS, MEDIA):
    # Exact, since Wagtail's applications register theirs for the same class later.
    register_permission_policy(policy.model, policy, exact_class=True)
# Wagtail Media's views do not use the registry yet, but these checkers, which are not documented.
media_library.permission_checker.policy = MEDIA
media_chooser.permission_checker.policy = MediaChooserPolicy(SiteMedia, "wagtailmedia.Media")


@hooks.register("register_rich_text_features", order=1)  # after Wagtail's own, which it replaces
def register_links(features):
    features.register_link_type(PublishedPageLinkHandler)


@hooks.register("register_rich_text_features", order=1)
def name_subheading(features):
    """What stands below a heading, which is a block of its own."""
    name = {"icon": "h3", "type": "header-three", "description": gettext_lazy("Subheading")}
    features.register_editor_plugin("draftail", "h3", BlockFeature(name))


@hooks.register("insert_global_admin_css")
def widen_lists():
    return format_html('<link rel="stylesheet" href="{}">', static("core/lists.css"))


@hooks.register("insert_editor_js")
def title_rows():
    """For inline panels with the attribute `data-row-title`, which names the fields to show."""
    return format_html('<script defer src="{}"></script>', static("core/rows.js"))


@hooks.register("insert_editor_js")
def save_edits_made_while_saving():
    return format_html('<script defer src="{}"></script>', static("core/autosave.js"))


@hooks.register("after_edit_page", order=1)  # after the warnings
def stay_with_home_page(request, page):
    """Wagtail would lead to the list of home pages, which explains how to install sites."""
    if page.depth == 2 and request.accepts("text/html"):
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("after_copy_page")
def follow_privacy_of_source(request, page, new_page):
    if new_page.alias_of_id:
        forget_copied_restrictions(new_page)


# Not only on our own pages: one whose type was removed is a plain `Page`, and may be the first.
Page.parent_page = ParentPage()


@hooks.register("construct_page_chooser_queryset")
def fetch_what_chooser_shows(pages, request):
    """Wagtail would ask for the parent, schedule and moderation of each page separately."""
    find_site(request)  # usually from memory, as Wagtail would ask the database
    pages = pages.specific().prefetch_related("parent_page")
    return pages.annotate_approved_schedule().prefetch_workflow_states()


@hooks.register("construct_admin_api")
def fetch_what_sidebar_shows(router):
    router.register_endpoint("pages", SidebarPages)


@hooks.register("register_admin_urls")
def register_explanations():
    return [path("explain/<str:kind>/", explain_date, name="explain_date")]


@hooks.register("construct_wagtail_userbar")
def check_content(request, items, page):
    items[:] = [
        ContentChecker(page, item.in_editor) if isinstance(item, ContentCheckerItem) else item
        for item in items
    ]
