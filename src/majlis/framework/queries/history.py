"""What was done to a record: from the audit, for its page."""

from __future__ import annotations

from majlis.kernel.audit import with_values
from majlis.kernel.models import AuditEntry, Record

MOST = 50


def history(record: Record) -> list[AuditEntry]:
    """The last changes of a record, newest first, with who made them: two queries."""
    entries = AuditEntry.objects.filter(record=record).select_related("actor").order_by("-id")[:MOST]
    return with_values(list(entries))
