"""What the portal asks the database."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from majlis.kernel.models import Attachment, AuditEntry, Record
from majlis.kernel.roles import is_administrator, is_secretariat
from majlis.kernel.verbs import CONFIDENTIAL


def record_at(address: str, user: Any) -> Record:
    """The record at an address that the user may see. Raises Http404."""
    found = Record.objects.visible_to(user).with_words().filter(address=address.strip("/")).first()
    if found is None:
        raise Http404(address)
    return found


def reads_all(user: Any) -> bool:
    """Whether the user reads whole histories: the secretariat and administrators."""
    return bool((is_secretariat | is_administrator).test(user))


def history_of(record: Record, user: Any) -> QuerySet[AuditEntry]:
    """What was done to a record, the latest first; what is confidential for the office and who did it."""
    found = AuditEntry.objects.filter(record=record).select_related("actor").order_by("-id")
    if reads_all(user):
        return found
    told = ~Q(verb__in=CONFIDENTIAL)
    if user.is_authenticated:
        told |= Q(actor=user)
    return found.filter(told)


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
