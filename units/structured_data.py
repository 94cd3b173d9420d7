from core.identifiers import ROR_URL
from core.structured_data import described, reference


def organization(unit, metadata):
    """A unit with the one above it, those directly below it and its heads."""
    heads, subunits = metadata.context["heads"], metadata.context["subunits"]
    above = metadata.request.site_tree.above(unit.path)
    is_part = above and above[-1].model is type(unit)
    return described(
        unit,
        metadata,
        alternateName=unit.acronym,
        parentOrganization=is_part and reference(above[-1], metadata),
        subOrganization=[reference(each, metadata) for each in subunits],
        employee=[reference(each.person, metadata, jobTitle=each.shown_title) for each in heads],
        foundingDate=unit.founding_date and unit.founding_date.isoformat(),
        dissolutionDate=unit.dissolution_date and unit.dissolution_date.isoformat(),
        address=", ".join(unit.visiting_address.splitlines()),
        telephone=unit.telephone,
        email=unit.email,
        sameAs=[*filter(None, [unit.ror_id and ROR_URL + unit.ror_id, unit.website])],
    )
