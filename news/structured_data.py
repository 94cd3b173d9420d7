from core.structured_data import described, local_isoformat, publisher, reference, thing

SCHEMA = "https://schema.org/"


def article(page, metadata):
    """A news item with the units and people that it is about."""
    subjects = [*metadata.context["units"], *metadata.context["people"]]
    institute = publisher(metadata)
    return described(
        page,
        metadata,
        headline=page.title,
        articleSection=page.kicker,
        datePublished=local_isoformat(page.date_published),
        dateModified=local_isoformat(page.last_published_at),
        mainEntityOfPage=metadata.canonical,
        author=institute,
        publisher=institute,
        about=[reference(each, metadata) for each in subjects],
    )


def event(page, metadata):
    """An event with the units that hold it, or else the institute, and those who speak."""
    start, end = page.span()
    write = (lambda day: day.isoformat()) if page.all_day else local_isoformat
    units = [reference(unit, metadata) for unit in metadata.context["units"]]
    return described(
        page,
        metadata,
        startDate=start and write(start),
        endDate=end and write(end),
        eventStatus=SCHEMA + page.event_status,
        eventAttendanceMode=page.attendance_mode and SCHEMA + page.attendance_mode,
        location=places(page),
        organizer=units or publisher(metadata),
        performer=[speaker(each, metadata) for each in metadata.context["speakers"]],
        superEvent=page.series and thing("EventSeries", name=page.series),
    )


def places(page):
    """Where to go, on site and on the web; not the place that an event has moved from."""
    found = []
    if page.location and page.attendance_mode != "OnlineEventAttendanceMode":
        found.append(thing("Place", name=page.location, address=page.location))
    if page.online_url:
        found.append(thing("VirtualLocation", page.online_url))
    return found


def speaker(each, metadata):
    """A speaker, with the address of their profile if they have one."""
    profile = metadata.request.site_tree.readable(each.person)
    affiliation = each.affiliation and thing("Organization", name=each.affiliation)
    address = metadata.address_of(profile) if profile else ""
    return thing("Person", address, name=each.name, affiliation=affiliation)
