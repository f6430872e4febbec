"""Revoked acceptances, for readers of the former address and for the form that revokes one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from majlis.instruments.models import ProvisionWording
from majlis.kernel.models import AuditEntry, Record
from majlis.mandates.models import Clause, Mandate, MandateSource


@dataclass(frozen=True)
class RevokedMandate:
    """A mandate that is no more. ``reason`` is empty for who may not read it; ``version_arguments``: the provision's version, if seen."""

    record: Record
    entry: AuditEntry
    reason: str
    text: Record | None


def revoked_at(user: Any, slug: str) -> RevokedMandate | None:
    """What was taken back at the address of a mandate; nothing for who did not see it before."""
    seen = Record.objects.visible_to(user)
    record = seen.filter(kind="mandate", address=f"mandates/{slug}").first()
    if record is None or Mandate.objects.filter(pk=record.pk).exists():
        return None
    of = f"{Mandate._meta.label_lower}:{record.pk}"
    rows = AuditEntry.objects.filter(verb="mandates.revoke_acceptance", target=of)
    entry = rows.select_related("record").order_by("-pk").first()
    if entry is None:
        return None
    open_to = entry.record is not None and entry.record.is_visible_to(user)
    text = seen.filter(address=entry.old.get("version", "")).with_wordings().first()
    return RevokedMandate(record, entry, entry.reason if open_to else "", text)


def is_only_source(source: MandateSource) -> bool:
    """Whether the mandate goes with this source, as no other version asks it."""
    others = MandateSource.objects.filter(mandate=source.mandate_id).exclude(pk=source.pk)
    return not others.exists()


def provision_text(found: MandateSource | Clause) -> ProvisionWording | None:
    """The words of the provision in the language in which it was read."""
    rows = ProvisionWording.objects.filter(provision=found.provision_id, language=found.language)
    return rows.exclude(text="").first()
