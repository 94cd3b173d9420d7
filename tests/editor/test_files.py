"""Only Communications may change files that public pages use or that others uploaded."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.models import Collection, GroupCollectionPermission

from core.models import SiteDocument, SiteImage, SiteMedia
from home.models import ContentPage
from publications.models import AnnualReport, AnnualReportIndexPage
from tests.factories.pages import document, image


def video():
    return SiteMedia.objects.create(
        title="Film", type="video", duration=1, file=ContentFile(b"film", "film.mp4")
    )


@pytest.fixture
def unit_editor(sign_in):
    return sign_in("Unit editors")


MAKE = {"images": image, "documents": document, "media": video}


@pytest.fixture(params=MAKE)
def kind(request, unit_editor):
    return request.param


def own(file):
    file.uploaded_by_user = get_user_model().objects.get(username="Unit editors")
    file.save()
    return file


def use(home, file, **fields):
    """A page that uses the file, public unless `fields` say otherwise."""
    blocks = {
        SiteImage: ("figure", {"image": {"image": file.pk, "alt_text": "", "decorative": True}}),
        SiteDocument: ("documents", {"heading": "", "documents": [file.pk]}),
        SiteMedia: ("video", {"title": "Film", "file": file.pk}),
    }
    name, value = blocks[type(file)]
    page = ContentPage(title="Methods", **fields)
    page.body = page.body.stream_block.to_python([{"type": name, "value": value}])
    home.add_child(instance=page)
    return page


def change_urls(kind, file):
    """The URLs that change and delete a file."""
    library = {"images": f"/admin/images/{file.pk}/", "documents": "", "media": ""}
    edit = library[kind] or f"/admin/{kind}/edit/{file.pk}/"
    delete = f"{edit}delete/" if kind == "images" else f"/admin/{kind}/delete/{file.pk}/"
    return [edit, delete]


def is_denied(response):
    return response.status_code == 403 or response.headers.get("Location") == "/admin/"


def may_change(client, kind, file):
    denials = {is_denied(client.get(url)) for url in change_urls(kind, file)}
    assert len(denials) == 1
    return not denials.pop()


def test_unit_editor_may_change_own_uploads(unit_editor, home, kind):
    assert may_change(unit_editor, kind, own(MAKE[kind]()))


def test_unit_editor_may_change_own_uploads_that_a_draft_uses(unit_editor, home, kind):
    file = own(MAKE[kind]())
    use(home, file, live=False)
    assert may_change(unit_editor, kind, file)


def test_unit_editor_may_not_change_uploads_of_others(unit_editor, home, kind):
    assert not may_change(unit_editor, kind, MAKE[kind]())


def test_unit_editor_may_not_change_a_file_that_a_public_page_uses(unit_editor, home, kind):
    file = own(MAKE[kind]())
    use(home, file)
    assert not may_change(unit_editor, kind, file)


def test_unit_editor_may_not_change_an_annual_report(unit_editor, home):
    file = own(document())
    reports = AnnualReportIndexPage(
        title="Reports", reports=[AnnualReport(year=2025, document=file)]
    )
    home.add_child(instance=reports)
    data = {"title": "Mine", "file": ContentFile(b"mine", "mine.txt")}
    assert is_denied(unit_editor.post(f"/admin/documents/edit/{file.pk}/", data))
    file.refresh_from_db()
    assert file.title == "Form"


def test_communications_may_change_every_file(editor_client, home, unit_editor, kind):
    file = own(MAKE[kind]())
    use(home, file)
    assert may_change(editor_client, kind, file)


@pytest.mark.parametrize("action", ["delete", "add_tags", "add_to_collection"])
@pytest.mark.parametrize("kind", ["images", "documents"])
def test_bulk_action_skips_files_that_the_user_may_not_change(unit_editor, home, kind, action):
    file, mine = MAKE[kind](), own(MAKE[kind]())
    use(home, mine)
    collection = Collection.get_first_root_node().add_child(name="Elsewhere")
    label = {"images": "core/siteimage", "documents": "core/sitedocument"}[kind]
    url = f"/admin/bulk/{label}/{action}/?id={file.pk}&id={mine.pk}"
    unit_editor.post(url, {"tags": "mine", "collection": collection.pk})
    for each in (file, mine):
        each.refresh_from_db()
        assert each.collection.is_root()
        assert not each.tags.exists()


def test_unit_editor_may_choose_every_file(unit_editor, home, kind):
    file = MAKE[kind]()
    chosen = {
        "images": f"/admin/images/chooser/{file.pk}/",
        "documents": f"/admin/documents/chooser/{file.pk}/",
        "media": f"/admin/media/chooser/{file.pk}/",
    }
    listed = unit_editor.get(f"/admin/{kind}/chooser/")
    assert file.title in listed.text
    assert not is_denied(unit_editor.get(chosen[kind]))


def test_library_lists_only_files_that_a_unit_editor_may_change(unit_editor, home, kind):
    file, mine, public = MAKE[kind](), own(MAKE[kind]()), own(MAKE[kind]())
    use(home, public)
    for each, title in ((file, "Theirs"), (mine, "Mine"), (public, "Published")):
        type(each).objects.filter(pk=each.pk).update(title=title)
    text = unit_editor.get(f"/admin/{kind}/").text
    assert "Mine" in text
    assert "Theirs" not in text
    assert "Published" not in text


def granted():
    group = Group.objects.get(name="Unit editors")
    collections = GroupCollectionPermission.objects.filter(group=group)
    return {
        *group.permissions.values_list("codename", flat=True),
        *collections.values_list("permission__codename", flat=True),
    }


def test_unit_editors_have_no_permission_to_change_or_delete_any_model(db):
    assert granted() == {
        "access_admin",
        "add_document",
        "add_image",
        "add_media",
        "choose_document",
        "choose_image",
        "submit_translation",
    }


def test_reversing_the_migration_restores_permissions_of_unit_editors(db):
    migration = import_module("home.migrations.0006_files_of_others")
    before = granted()
    migration.restore(apps, None)
    assert {"change_image", "change_document", "change_media", "delete_image"} < granted()
    migration.protect_files(apps, None)
    assert granted() == before
