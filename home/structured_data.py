from django.utils.translation import get_language

from core.models import SiteSettings
from core.structured_data import publisher, thing
from navigation.urls import absolute


def website(metadata):
    """The site and the institute whose it is."""
    settings = SiteSettings.for_request(metadata.request)
    unit = metadata.context["institute"]
    institute = publisher(metadata) | thing(
        "ResearchOrganization",
        parentOrganization=settings.organization
        and thing("Organization", name=settings.organization),
        address=", ".join(settings.visiting_address.splitlines()),
        telephone=settings.telephone,
        email=settings.email,
        sameAs=unit and metadata.address_of(unit),
    )
    return thing(
        "WebSite",
        absolute(metadata.page.get_url(metadata.request)),
        name=settings.name,
        description=metadata.description,
        inLanguage=get_language(),
        publisher=institute,
    )
