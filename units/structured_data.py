from core.structured_data import described, reference, thing


def organization(unit, metadata):
    """A unit with those around it and its heads."""
    relatives, heads = metadata.context["relatives"], metadata.context["roster"].heads
    above = metadata.request.site_tree.above(unit.path)
    is_part = above and above[-1].model is type(unit)
    return described(
        unit,
        metadata,
        alternateName=unit.acronym,
        parentOrganization=is_part and reference(above[-1], metadata),
        subOrganization=[reference(each, metadata) for each in relatives.subunits],
        employee=[head(each, metadata) for each in heads],
        foundingDate=unit.founding_date and unit.founding_date.isoformat(),
        dissolutionDate=unit.dissolution_date and unit.dissolution_date.isoformat(),
        address=", ".join(unit.visiting_address.splitlines()),
        telephone=unit.telephone,
        email=unit.email,
        sameAs=[*filter(None, [unit.ror_url, unit.website])],
    )


def head(affiliation, metadata):
    if affiliation.person_id:
        return reference(affiliation.person, metadata, jobTitle=affiliation.shown_title)
    return thing("Person", name=affiliation.name, jobTitle=affiliation.shown_title)
