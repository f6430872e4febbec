"""Queries about revoked acceptances, for the former address of a mandate and for the form that revokes."""

from __future__ import annotations

from dataclasses import dataclass

from majlis.instruments.models import ProvisionWording
from majlis.kernel.models import AuditEntry, Reader, Record
from majlis.mandates.models import Clause, Mandate, MandateSource


@dataclass(frozen=True)
class RevokedMandate:
    """A mandate whose acceptance was revoked.

    ``reason`` is empty if the user may not read it; ``text`` is the version's record, if the user
    may see it.
    """

    record: Record
    entry: AuditEntry
    reason: str
    text: Record | None


def revoked_mandate(user: Reader, slug: str) -> RevokedMandate | None:
    """The revoked mandate that had this address; None if there is none or the user could not see it."""
    visible = Record.objects.visible_to(user)
    record = visible.filter(kind="mandate", address=f"mandates/{slug}").first()
    if record is None or Mandate.objects.filter(pk=record.pk).exists():
        return None
    target = f"{Mandate._meta.label_lower}:{record.pk}"
    rows = AuditEntry.objects.filter(verb="mandates.revoke_acceptance", target=target)
    entry = rows.select_related("record").order_by("-pk").first()
    if entry is None:
        return None
    may_read = entry.record is not None and entry.record.is_visible_to(user)
    text = visible.filter(address=entry.old.get("version", "")).with_wordings().first()
    return RevokedMandate(record, entry, entry.reason if may_read else "", text)


def is_only_source(source: MandateSource) -> bool:
    """Whether the mandate is deleted along with this source because no other version states it."""
    others = MandateSource.objects.filter(mandate=source.mandate_id).exclude(pk=source.pk)
    return not others.exists()


def provision_text(source: MandateSource | Clause) -> ProvisionWording | None:
    """The wording of the provision in the language of the source or clause."""
    rows = ProvisionWording.objects.filter(provision=source.provision_id, language=source.language)
    return rows.exclude(text="").first()
