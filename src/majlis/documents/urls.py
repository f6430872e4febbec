"""Addresses of the room, from its subjects."""

from __future__ import annotations

from majlis.documents.archive import urls as archive
from majlis.documents.contributions import urls as contributions
from majlis.documents.library import urls as library
from majlis.documents.numbering import urls as numbering
from majlis.documents.printing import urls as printing
from majlis.documents.reporting import urls as reporting

app_name = "documents"
urlpatterns = [
    *library.urlpatterns,
    *contributions.urlpatterns,
    *numbering.urlpatterns,
    *printing.urlpatterns,
    *reporting.urlpatterns,
    *archive.urlpatterns,
]
