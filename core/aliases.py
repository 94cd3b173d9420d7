"""An alias is as private as its source: by the source's restrictions, not by copies of them."""

from wagtail.models import Page, PageViewRestriction

from navigation.visibility import paths_to, view_restrictions


def forget_copied_restrictions(alias):
    """Wagtail copies those of the sources to a new alias, and to the aliases made below it.

    They would keep it private after its source is made public.
    """
    new = Page.objects.filter(path__startswith=alias.path, alias_of__isnull=False)
    PageViewRestriction.objects.filter(page__in=new).delete()


def keep_private(alias):
    """Gives it the restrictions that its source has, since it becomes a page of its own."""
    own = PageViewRestriction.objects.filter(page__path__in=paths_to(alias.path))
    for restriction in view_restrictions(alias).exclude(pk__in=own):
        groups = list(restriction.groups.all())
        kind = {"restriction_type": restriction.restriction_type, "password": restriction.password}
        PageViewRestriction.objects.create(page_id=alias.pk, **kind).groups.set(groups)
