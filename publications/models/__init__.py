from .index import PublicationIndexPage
from .publications import Authorship, Publication
from .reports import AnnualReport, AnnualReportIndexPage

__all__ = [
    "AnnualReport",
    "AnnualReportIndexPage",
    "Authorship",
    "Publication",
    "PublicationIndexPage",
]
