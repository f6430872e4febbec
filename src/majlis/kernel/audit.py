"""Personal values in the audit: by reference, so that they can be emptied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from majlis.kernel.models import AuditEntry, PersonalDatum, User


def personal(value: str, subject: User | None = None) -> dict[str, int]:
    """A reference to a personal value, to be put into an entry's ``old`` or ``new``."""
    return {"personal": PersonalDatum.objects.create(subject=subject, value=value).pk}


def references(values: Any) -> Iterable[int]:
    """The keys of all personal values that ``old`` or ``new`` refer to, however deep."""
    if isinstance(values, dict):
        if set(values) == {"personal"} and isinstance(values["personal"], int):
            yield values["personal"]
            return
        values = list(values.values())
    if isinstance(values, list):
        for each in values:
            yield from references(each)


def resolved(values: Any, data: dict[int, str | None]) -> Any:
    """``values`` with references replaced by what they point to; None where it was redacted."""
    if isinstance(values, dict):
        if set(values) == {"personal"} and isinstance(values["personal"], int):
            return data.get(values["personal"])
        return {key: resolved(each, data) for key, each in values.items()}
    if isinstance(values, list):
        return [resolved(each, data) for each in values]
    return values


def with_values(entries: list[AuditEntry], *, reader: Any = None) -> list[AuditEntry]:
    """The entries with ``shown_old`` and ``shown_new``: personal values filled in, one query for all.

    ``reader``: a person who is shown no personal values but their own; the rest is None.
    """
    keys = {
        key for each in entries for values in (each.old, each.new) for key in references(values)
    }
    data = {
        each.pk: None if each.redaction_id else each.value
        for each in PersonalDatum.objects.filter(pk__in=keys)
        if reader is None or (each.subject_id is not None and each.subject_id == reader.pk)
    }
    for each in entries:
        each.shown_old = resolved(each.old, data)  # type: ignore[attr-defined]
        each.shown_new = resolved(each.new, data)  # type: ignore[attr-defined]
    return entries
