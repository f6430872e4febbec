"""Addresses of the room, from its subjects."""

from __future__ import annotations

from majlis.documents.archive import urls as archive
from majlis.documents.contributions import urls as contributions
from majlis.documents.numbering import urls as numbering
from majlis.documents.posted_documents import urls as posted_documents
from majlis.documents.printing import urls as printing
from majlis.documents.reporting import urls as reporting

app_name = "documents"
urlpatterns = [
    *posted_documents.urlpatterns,
    *contributions.urlpatterns,
    *numbering.urlpatterns,
    *printing.urlpatterns,
    *reporting.urlpatterns,
    *archive.urlpatterns,
]
