from .affiliations import Affiliation, affiliations_in_all_languages, current_with_profiles
from .units import UnitIndexPage, UnitPage

__all__ = [
    "Affiliation",
    "UnitIndexPage",
    "UnitPage",
    "affiliations_in_all_languages",
    "current_with_profiles",
]
