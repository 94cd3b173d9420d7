from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Site

from core.models import SiteSettings
from news.models import NewsIndexPage, NewsPage
from units.models import UnitIndexPage, UnitPage


@dataclass
class Step:
    title: str
    text: str
    url: str
    is_done: bool


class FirstStepsPanel(Component):
    """On the dashboard of a new site, until nothing is missing: what to do next, and where."""

    name = "first-steps"
    order = 90
    template_name = "home/panels/first_steps.html"

    def get_context_data(self, parent_context):
        if not parent_context["request"].user.has_perm("core.change_sitesettings"):
            return {}
        steps = first_steps(Site.objects.select_related("root_page").get(is_default_site=True))
        return {"steps": steps if not all(step.is_done for step in steps) else []}


def first_steps(site):
    settings, home = SiteSettings.for_site(site), site.root_page.specific
    return [
        name_and_contact(settings),
        institute(home),
        first_unit(home),
        first_news_item(home),
        footer_page(settings, "accessibility_statement"),
        footer_page(settings, "privacy_page"),
    ]


def name_and_contact(settings):
    return Step(
        _("Name and contact"),
        _("Check the name at the top of every page, and fill in address, e-mail and telephone."),
        settings_url(settings),
        bool(settings.email or settings.telephone or settings.visiting_address),
    )


def institute(home):
    page = top_unit(home)
    if page:
        text = _("Choose the institute on the home page, which then shows its head and its units.")
        url = reverse("wagtailadmin_pages:edit", args=[home.pk])
    else:
        text = _("Add the page of the institute itself, above all other units, and publish it.")
        url = add_url(UnitPage, below(home, UnitIndexPage))
    return Step(_("Institute"), text, url, bool(home.institute_id))


def first_unit(home):
    parent = top_unit(home) or below(home, UnitIndexPage)
    return Step(
        _("First unit"),
        _("Add a department or a group below the institute."),
        add_url(UnitPage, parent),
        UnitPage.objects.live().filter(depth__gt=home.depth + 2).exists(),
    )


def first_news_item(home):
    return Step(
        _("First news item"),
        _("Write something that is new, choose a picture, and publish it."),
        add_url(NewsPage, below(home, NewsIndexPage)),
        NewsPage.objects.live().exists(),
    )


def footer_page(settings, field):
    """The page that the settings name, whose draft is to be completed."""
    page = getattr(settings, field)
    return Step(
        page.title if page else settings._meta.get_field(field).verbose_name.capitalize(),
        _("Fill in what stands in brackets, in each language, and publish it.")
        if page
        else _("Choose the page that is linked at the bottom of every page."),
        reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else settings_url(settings),
        bool(page and page.live),
    )


def settings_url(settings):
    return reverse("wagtailsettings:edit", args=["core", "sitesettings", settings.site_id])


def top_unit(home):
    return UnitPage.objects.live().descendant_of(home).filter(depth=home.depth + 2).first()


def below(home, model):
    """The list of that type; the home page, where it can be added, if there is none."""
    return model.objects.child_of(home).first() or home


def add_url(model, parent):
    """Where a page of the model is added, or the list that it needs, as far as the site has got."""
    if type(parent) in model.allowed_parent_page_models():
        return reverse(
            "wagtailadmin_pages:add",
            args=[model._meta.app_label, model._meta.model_name, parent.pk],
        )
    return reverse("wagtailadmin_pages:add_subpage", args=[parent.pk])
