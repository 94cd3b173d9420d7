"""The types of units: what each is called and how it is described to machines."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitType(models.TextChoices):
    """In the order in which lists show them."""

    INSTITUTE = "institute", _("Institute")
    DIVISION = "division", _("Division")
    DEPARTMENT = "department", _("Department")
    SECTION = "section", _("Section")
    CENTRE = "centre", _("Centre")
    GROUP = "group", _("Research group")
    PROJECT_GROUP = "project_group", _("Project group")
    LABORATORY = "laboratory", _("Laboratory or technology group")
    CORE_FACILITY = "core_facility", _("Core facility")
    BOARD = "board", _("Board or committee")
    ADMINISTRATION = "administration", _("Administration")

    @property
    def schema_type(self):
        """The type of schema.org."""
        is_research = self not in (self.BOARD, self.ADMINISTRATION)
        return "ResearchOrganization" if is_research else "Organization"


PLURALS = {
    UnitType.INSTITUTE: _("Institutes"),
    UnitType.DIVISION: _("Divisions"),
    UnitType.DEPARTMENT: _("Departments"),
    UnitType.SECTION: _("Sections"),
    UnitType.CENTRE: _("Centres"),
    UnitType.GROUP: _("Research groups"),
    UnitType.PROJECT_GROUP: _("Project groups"),
    UnitType.LABORATORY: _("Laboratories and technology groups"),
    UnitType.CORE_FACILITY: _("Core facilities"),
    UnitType.BOARD: _("Boards and committees"),
    UnitType.ADMINISTRATION: _("Administration"),
}


def plural(unit_type):
    """The heading for units of a type; the value itself for one that only a later version knows."""
    return PLURALS.get(unit_type, unit_type)
