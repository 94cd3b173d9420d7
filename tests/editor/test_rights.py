import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission

from news.models import NewsPage
from tests.editor.forms import add_url, edit_url, filled
from tests.factories.pages import add
from units.models import UnitPage


@pytest.fixture
def unit(units):
    return add(units, UnitPage, title="Cell biology")


@pytest.fixture
def unit_editor(sign_in):
    return sign_in("Unit editors")


def may_edit(client, page):
    return client.get(edit_url(page)).status_code == 200


def test_unit_editor_may_write_news_but_not_publish_it(unit_editor, news):
    url = add_url(news, NewsPage)
    data = filled(unit_editor, url, NewsPage, title="Our news")
    unit_editor.post(url, data | {"action-publish": "1"})
    item = NewsPage.objects.get()
    assert not item.live
    assert may_edit(unit_editor, item)


def test_unit_editor_may_not_edit_pages_of_others(unit_editor, home, news, unit):
    for page in (home, news, unit, add(news, NewsPage)):
        assert not may_edit(unit_editor, page)


def test_unit_editor_may_edit_the_unit_of_their_group(unit_editor, units, unit):
    group = Group.objects.create(name="Editors of Cell biology")
    change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=unit, permission=change)
    get_user_model().objects.get().groups.add(group)
    assert may_edit(unit_editor, unit)
    assert may_edit(unit_editor, add(unit, UnitPage, title="Group below"))
    assert not may_edit(unit_editor, add(units, UnitPage, title="Other unit"))
