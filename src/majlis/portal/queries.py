"""What the portal asks the database."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from majlis.kernel.models import Attachment, AuditEntry, Record


def record_at(address: str, user: Any) -> Record:
    """The record at an address that the user may see. Raises Http404."""
    found = Record.objects.visible_to(user).with_words().filter(address=address.strip("/")).first()
    if found is None:
        raise Http404(address)
    return found


def history_of(record: Record) -> QuerySet[AuditEntry]:
    """All that was done to a record, the latest first."""
    return AuditEntry.objects.filter(record=record).select_related("actor").order_by("-id")


def attachment_for(sha256: str, user: Any) -> Attachment:
    """A file that is attached to a record which the user may see. Raises Http404."""
    found = (
        Attachment.objects.filter(file__sha256=sha256, record__in=Record.objects.visible_to(user))
        .select_related("file")
        .first()
    )
    if found is None:
        raise Http404(sha256)
    return found
