"""Models of the kernel, one subject per file."""

from __future__ import annotations

from majlis.kernel.models.access import Access, Admission, Circle
from majlis.kernel.models.audit import AuditEntry, PersonalDatum, Redaction
from majlis.kernel.models.expiring import CacheEntry, RequestCount, UsedToken
from majlis.kernel.models.file import Attachment, StoredFile
from majlis.kernel.models.number_series import Series
from majlis.kernel.models.people import Appointment, Reader, User
from majlis.kernel.models.record import Record, Recorded, Relation
from majlis.kernel.models.task_progress import TaskProgress
from majlis.kernel.models.wording import Wording, WordingStatus

__all__ = [
    "Access",
    "Admission",
    "Appointment",
    "Attachment",
    "AuditEntry",
    "CacheEntry",
    "Circle",
    "PersonalDatum",
    "Reader",
    "Record",
    "Recorded",
    "Redaction",
    "Relation",
    "RequestCount",
    "Series",
    "StoredFile",
    "TaskProgress",
    "UsedToken",
    "User",
    "Wording",
    "WordingStatus",
]
