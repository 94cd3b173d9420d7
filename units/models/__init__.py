from .affiliations import Affiliation
from .rosters import Roster, affiliations_of, with_profiles
from .units import UnitIndexPage, UnitPage

__all__ = [
    "Affiliation",
    "Roster",
    "UnitIndexPage",
    "UnitPage",
    "affiliations_of",
    "with_profiles",
]
