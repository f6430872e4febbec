"""Tables of the kernel, one subject a file."""

from __future__ import annotations

from majlis.kernel.models.access import Access, Admission, Circle
from majlis.kernel.models.audit import AuditEntry, PersonalDatum, Redaction
from majlis.kernel.models.file import Attachment, StoredFile
from majlis.kernel.models.guard import Count, Noted, Spent
from majlis.kernel.models.number import Series
from majlis.kernel.models.people import Appointment, User
from majlis.kernel.models.record import Record, Recorded, Relation
from majlis.kernel.models.wording import Status, Wording

__all__ = [
    "Access",
    "Admission",
    "Appointment",
    "Attachment",
    "AuditEntry",
    "Circle",
    "Count",
    "Noted",
    "PersonalDatum",
    "Record",
    "Recorded",
    "Redaction",
    "Relation",
    "Series",
    "Spent",
    "Status",
    "StoredFile",
    "User",
    "Wording",
]
