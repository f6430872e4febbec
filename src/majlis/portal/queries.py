"""What the portal asks the database."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import BooleanField, Func, Q, QuerySet
from django.http import Http404

from majlis.kernel.models import Attachment, AuditEntry, Record, Redaction
from majlis.kernel.models.audit import RedactionQuerySet
from majlis.kernel.renames import with_former_verbs
from majlis.kernel.roles import is_administrator, is_secretariat
from majlis.kernel.verbs import CONFIDENTIAL_VERBS


def record_at(address: str, user: Any) -> Record:
    """The record at an address that the user may see. Raises Http404."""
    found = (
        Record.objects.visible_to(user).with_wordings().filter(address=address.strip("/")).first()
    )
    if found is None:
        raise Http404(address)
    return found


def titles_at(addresses: Collection[str], user: Any) -> dict[str, str]:
    """Address -> title in the reader's language, of the records among them that the user may see."""
    if not addresses:
        return {}
    found = Record.objects.visible_to(user).with_wordings().filter(address__in=addresses)
    return {each.address: str(each) for each in found}


def reads_whole_history(user: Any) -> bool:
    """Whether the user reads whole histories: the secretariat and administrators."""
    return bool((is_secretariat | is_administrator).test(user))


def history_of(record: Record, user: Any) -> QuerySet[AuditEntry]:
    """What was done to a record, the latest first; what is confidential for the office and who did it."""
    found = AuditEntry.objects.filter(record=record).select_related("actor").order_by("-id")
    if reads_whole_history(user):
        return found
    told = ~Q(verb__in=with_former_verbs(CONFIDENTIAL_VERBS))
    if user.is_authenticated:
        told |= Q(actor=user)
    return found.filter(told)


def has_personal_values(column: str) -> Func:
    """Whether values of an entry refer to a personal value, however deep."""
    return Func(
        column,
        template="jsonb_path_exists(%(expressions)s, '$.**.personal')",
        output_field=BooleanField(),
    )


def entries_with_personal_values(record: Record | None) -> QuerySet[AuditEntry]:
    """The entries of a record in which personal values stand or stood, the latest first."""
    found = AuditEntry.objects.filter(record=record) if record else AuditEntry.objects.none()
    return found.filter(Q(has_personal_values("old")) | Q(has_personal_values("new"))).order_by(
        "-id"
    )


def waiting_redactions(user: Any) -> RedactionQuerySet:
    """Proposals to empty personal values of records that the user may see, the oldest first."""
    seen = Q(record__isnull=True) | Q(record__in=Record.objects.visible_to(user))
    found: RedactionQuerySet = Redaction.objects.filter(seen)
    people = ("record", "proposed_by", "confirmed_by", "declined_by")
    return found.select_related(*people).prefetch_related("record__wordings").order_by("pk")


def waiting_redaction(key: int, user: Any) -> Redaction:
    """One of them. Raises Http404."""
    found = waiting_redactions(user).filter(pk=key).first() if key < 2**63 else None
    if found is None:
        raise Http404(str(key))
    return found


def values_awaiting_redaction() -> set[int]:
    """The personal values whose emptying was proposed and waits."""
    return set(Redaction.objects.waiting().values_list("asked_for", flat=True))


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
