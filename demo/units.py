import json

from wagtail.contrib.redirects.models import Redirect

from units.models import Affiliation, UnitPage

from . import pages, people
from .library import FOLDER

CLOSED = "2025-01-01"  # the sources say which units are closed, but not since when
HEADS = {
    "institute": "Institute head",
    "department": "Head of department",
    "group": "Group leader",
    "project_group": "Project group leader",
    "laboratory": "Head of laboratory",
    "core_facility": "Head of core facility",
}


def load(demo):
    institute = json.loads((FOLDER / "units.json").read_text())["institute"]
    load_unit(demo, demo.pages["units"], institute)


def load_unit(demo, parent, data):
    page = UnitPage(
        title=data["title"],
        slug=data["slug"],
        unit_type=data["type"],
        summary=data["summary"],
        listing_image=demo.library.picture(data.get("picture")),
        body=demo.bodies.make(data["body"]),
        show_in_menus=True,
        **demo.contact(data["slug"]),
        **history(data),
    )
    page.predecessors = former_units(demo, parent, data)
    roles = [*heads(demo, data), *others(demo, data)]
    demo.units[page.title] = demo.add(parent, page, [("affiliations", roles)])
    for slug in filter(None, (data.get("legacy_slug"), data.get("former_slug"))):
        Redirect.add_redirect(f"/{slug}", redirect_to=page)
    for unit in data.get("units", []):
        load_unit(demo, page, unit)
    for subpage in data.get("subpages", []):
        pages.load_page(demo, page, show_in_menus=True, **subpage)


def former_units(demo, parent, data):
    """The closed unit that a unit continues, if it was called something else before."""
    if "former_title" not in data:
        return []
    page = UnitPage(
        title=data["former_title"],
        unit_type=data["type"],
        dissolution_date=CLOSED,
        summary=f"Continued by {data['title']}.",
        show_in_menus=False,
    )
    return [demo.add(parent, page)]


def history(data):
    if data["type"] == "institute":
        return {"founding_date": "1954-01-01", "acronym": "ICR"}
    return {"dissolution_date": CLOSED} if data.get("closed") else {}


def others(demo, data):
    """Members and former people, ours by `name`."""
    for fields in map(dict, data.get("people", [])):
        name = fields.pop("name", "")
        yield Affiliation(person=people.get_or_add(demo, name) if name else None, **fields)


def heads(demo, data):
    unit_type = data["type"]
    title = HEADS["institute"] if unit_type == "institute" else ""
    roles = [
        ("head", "head", title, HEADS.get(unit_type, "")),
        ("deputy", "deputy_head", "", "Deputy head"),
    ]
    return [
        Affiliation(
            person=people.get_or_add(demo, data[key], job_title), role=role, job_title=title
        )
        for key, role, title, job_title in roles
        if data.get(key)
    ]
