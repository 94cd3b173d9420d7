from core.identifiers import ORCID_URL
from core.structured_data import described, reference


def person(page, metadata):
    """A person with the units that they belong to now."""
    affiliations = metadata.context["related"]["affiliations"].items
    return described(
        page,
        metadata,
        givenName=page.given_name,
        familyName=page.family_name,
        honorificPrefix=page.honorific_prefix,
        jobTitle=page.job_title,
        affiliation=[reference(each.shown_unit, metadata) for each in affiliations],
        email=page.email,
        telephone=page.telephone,
        sameAs=page.orcid_id and ORCID_URL + page.orcid_id,
    )
