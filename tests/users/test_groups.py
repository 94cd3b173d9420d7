"""The permissions of each group, as in docs/deployment.md."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from news.models import NewsPage
from tests.factories.pages import add

# URL name: whether unit editors and Communications may open it.
URLS = {
    "wagtailredirects:index": (False, True),
    "wagtailredirects:start_import": (False, True),
    "wagtailsettings:edit core sitesettings": (False, True),
    "wagtailusers_users:index": (False, False),
    "wagtailusers_groups:index": (False, False),
    "wagtailsites:index": (False, False),
    "wagtailadmin_workflows:index": (False, False),
    "wagtailsearchpromotions:index": (False, True),
    "wagtailimages:add": (True, True),
    "wagtaildocs:add": (True, True),
}


@pytest.mark.parametrize("url", URLS)
def test_group_opens_only_permitted_urls(home, sign_in, url):
    name, *args = url.split()
    groups = zip(["Unit editors", "Communications"], URLS[url], strict=True)
    for group, may in groups:
        response = sign_in(group).get(reverse(name, args=args), follow=True)
        assert (response.request["PATH_INFO"] != "/admin/") == may, group


def test_groups_have_the_documented_page_permissions(news, django_user_model):
    page, section = add(news, NewsPage, title="A"), news
    editor, communications = (
        django_user_model.objects.create_user(name) for name in ("Unit editors", "Communications")
    )
    for user in (editor, communications):
        user.groups.add(Group.objects.get(name=user.username))
    of_editor, of_communications = map(page.permissions_for_user, (editor, communications))
    assert section.permissions_for_user(editor).can_add_subpage()
    assert not of_editor.can_edit()
    assert not of_editor.can_publish()
    assert of_communications.can_publish()
    assert of_communications.can_lock()
    assert of_communications.can_delete()
    assert not section.permissions_for_user(communications).can_delete()
