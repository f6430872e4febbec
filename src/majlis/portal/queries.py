"""Queries of the portal."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import BooleanField, Func, Q, QuerySet
from django.http import Http404

from majlis.kernel.audit import hidden_entries
from majlis.kernel.models import Attachment, AuditEntry, Reader, Record, Redaction
from majlis.kernel.models.audit import RedactionQuerySet
from majlis.kernel.renames import with_former_verbs
from majlis.kernel.roles import is_administrator, is_secretariat
from majlis.kernel.verbs import CONFIDENTIAL_VERBS


def record_at(address: str, user: Reader) -> Record:
    """The record at an address, if the user may see it. Raises Http404."""
    record = (
        Record.objects.visible_to(user).with_wordings().filter(address=address.strip("/")).first()
    )
    if record is None:
        raise Http404(address)
    return record


def records_at(addresses: Collection[str], user: Reader) -> dict[str, Record]:
    """Address -> record, with its wordings, for the records that the user may see."""
    if not addresses:
        return {}
    records = Record.objects.visible_to(user).with_wordings().filter(address__in=addresses)
    return {each.address: each for each in records}


def reads_whole_history(user: Reader) -> bool:
    """Whether the user may read whole histories: the secretariat and administrators."""
    return bool((is_secretariat | is_administrator).test(user))


def history_of(record: Record, user: Reader) -> QuerySet[AuditEntry]:
    """The audit entries of a record, the latest first.

    Confidential entries, and those about a part that the user does not see, are only for the secretariat,
    administrators and the person who acted.
    """
    entries = AuditEntry.objects.filter(record=record).select_related("actor").order_by("-id")
    if reads_whole_history(user):
        return entries
    readable = ~Q(verb__in=with_former_verbs(CONFIDENTIAL_VERBS))
    if hidden := hidden_entries(record, user):
        readable &= ~Q(pk__in=hidden)
    if user.is_authenticated:
        readable |= Q(actor=user)
    return entries.filter(readable)


def has_personal_values(column: str) -> Func:
    """A condition: a JSON column of an entry refers to a personal value, at any depth."""
    return Func(
        column,
        template="jsonb_path_exists(%(expressions)s, '$.**.personal')",
        output_field=BooleanField(),
    )


def entries_with_personal_values(record: Record | None) -> QuerySet[AuditEntry]:
    """The entries of a record that have or had personal values, the latest first."""
    entries = AuditEntry.objects.filter(record=record) if record else AuditEntry.objects.none()
    return entries.filter(Q(has_personal_values("old")) | Q(has_personal_values("new"))).order_by(
        "-id"
    )


def visible_redactions(user: Reader) -> RedactionQuerySet:
    """The redactions of records that the user may see, decided ones too, the oldest first."""
    visible = Q(record__isnull=True) | Q(record__in=Record.objects.visible_to(user))
    redactions: RedactionQuerySet = Redaction.objects.filter(visible)
    related = ("record", "proposed_by", "confirmed_by", "declined_by")
    return redactions.select_related(*related).prefetch_related("record__wordings").order_by("pk")


def visible_redaction(key: int, user: Reader) -> Redaction:
    """One of the ``visible_redactions``. Raises Http404."""
    redaction = visible_redactions(user).filter(pk=key).first() if key < 2**63 else None
    if redaction is None:
        raise Http404(str(key))
    return redaction


def values_awaiting_redaction() -> set[int]:
    """The keys of the personal values with a pending redaction."""
    return set(Redaction.objects.waiting().values_list("asked_for", flat=True))


def attachment_for(sha256: str, user: Reader) -> Attachment:
    """The attachment with this content, if the user may see its record. Raises Http404."""
    attachment = (
        Attachment.objects.filter(file__sha256=sha256, record__in=Record.objects.visible_to(user))
        .select_related("file")
        .first()
    )
    if attachment is None:
        raise Http404(sha256)
    return attachment
