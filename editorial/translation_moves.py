"""Translations move along with their page, in the editor, in bulk and in code."""

from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page


def translations_elsewhere(page, parent):
    """Translations of the page that are not below a translation of `parent`.

    Read one at a time: moving one sends the signal that moves the others.
    """
    for pk in list(page.get_translations().order_by("pk").values_list("pk", flat=True)):
        translation = Page.objects.get(pk=pk)
        if translation.get_parent().translation_key != parent.translation_key:
            yield translation


def obstacle(translation, parent):
    """The reason why a translation can't move below that of `parent`; None if it can."""
    names = {
        "title": translation.title,
        "language": translation.locale.get_display_name(),
        "parent": parent.title,
    }
    target = parent.get_translation_or_none(translation.locale)
    if target is None:
        reason = _(
            "“%(title)s” (%(language)s) stays where it is, because “%(parent)s” is not "
            "translated. Translate “%(parent)s”, then move “%(title)s” below the translation."
        )
        return reason % names
    if target.path.startswith(translation.path):  # after moves that left a translation behind
        reason = _(
            "“%(title)s” (%(language)s) stays where it is, because the translation of “%(parent)s” "
            "is below it. Move that first."
        )
        return reason % names
    if target.get_children().not_page(translation).filter(slug=translation.slug).exists():
        return _(
            "“%(title)s” (%(language)s) stays where it is, because a page below “%(parent)s” has "
            "the address “%(slug)s” already. Change one of the two, then move “%(title)s”."
        ) % {**names, "parent": target.title, "slug": translation.slug}
    return None


def move_translations(instance, parent_page_before, parent_page_after, **kwargs):
    """Receives `post_page_move`; translations that can't move stay where they are."""
    if parent_page_before.pk == parent_page_after.pk:
        return
    for translation in translations_elsewhere(instance, parent_page_after):
        if obstacle(translation, parent_page_after) is None:
            target = parent_page_after.get_translation(translation.locale)
            translation.move(target, pos="last-child")  # the log has the user of its LogContext


def announce_moves(request, page, destination):
    """Before a move, tells the editor what happens to the translations."""
    if request.method != "GET" or page.get_parent() == destination:
        return
    for translation in translations_elsewhere(page, destination):
        if reason := obstacle(translation, destination):
            messages.warning(request, reason)
        else:
            text = _("Its translation “%(title)s” (%(language)s) moves along.")
            language = translation.locale.get_display_name()
            messages.info(request, text % {"title": translation.title, "language": language})


def warn_of_left_behind(request, page):
    """After a move, warns of the translations that stayed, with the reason."""
    page = Page.objects.get(pk=page.pk)
    for translation in translations_elsewhere(page, page.get_parent()):
        if reason := obstacle(translation, page.get_parent()):
            messages.warning(request, reason)
