"""Personal values in the audit, stored by reference because they can be erased later; and who sees which entries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from majlis.kernel.json_types import JSON
from majlis.kernel.models import AuditEntry, PersonalDatum, Reader, Record, User

type HiddenEntries = Callable[[Record, Reader], Collection[int]]
"""The keys of the audit entries of a record that a reader does not see: parts of it may be hidden from them."""

_HIDDEN_ENTRIES: dict[str, HiddenEntries] = {}


def register_hidden_entries(kind: str, hidden: HiddenEntries) -> None:
    """Hide entries of the records of a kind from readers who do not see the part that these are about."""
    _HIDDEN_ENTRIES[kind] = hidden


def hidden_entries(record: Record, reader: Reader) -> Collection[int]:
    """The keys of the entries of a record that are about a part of it which the reader does not see."""
    hidden = _HIDDEN_ENTRIES.get(record.kind)
    return hidden(record, reader) if hidden is not None else ()


def personal_reference(value: str, subject: User | None = None) -> dict[str, int]:
    """Store a personal value and return a reference for ``old`` or ``new`` of an audit entry."""
    return {"personal": PersonalDatum.objects.create(subject=subject, value=value).pk}


def personal_keys(values: JSON) -> Iterable[int]:
    """The keys of all personal values that ``old`` or ``new`` refer to, at any depth."""
    if isinstance(values, dict):
        if set(values) == {"personal"} and isinstance(values["personal"], int):
            yield values["personal"]
            return
        values = list(values.values())
    if isinstance(values, list):
        for each in values:
            yield from personal_keys(each)


def resolve_personal(values: JSON, data: Mapping[int, str | None]) -> JSON:
    """``values`` with references replaced by the personal values; None for a key that ``data`` lacks."""
    if isinstance(values, dict):
        if set(values) == {"personal"} and isinstance(values["personal"], int):
            return data.get(values["personal"])
        return {key: resolve_personal(each, data) for key, each in values.items()}
    if isinstance(values, list):
        return [resolve_personal(each, data) for each in values]
    return values


def personal_data_of(entries: Iterable[AuditEntry]) -> dict[int, PersonalDatum]:
    """The personal values that the entries refer to, with their redactions: key -> row."""
    keys = {
        key
        for entry in entries
        for values in (entry.old, entry.new)
        for key in personal_keys(values)
    }
    data = PersonalDatum.objects.filter(pk__in=keys)
    people = ("redaction__proposed_by", "redaction__confirmed_by")
    return {datum.pk: datum for datum in data.select_related(*people)}


def with_personal_values(
    entries: list[AuditEntry], *, reader: Reader | None = None, emptied: str | None = None
) -> list[AuditEntry]:
    """The entries with ``shown_old`` and ``shown_new``, in which personal values are filled in; one query.

    With a ``reader`` only that person's own values are filled in; the others are None. ``emptied``
    takes the place of a redacted value. Each entry also gets ``redactions``, by which its values were
    erased.
    """
    data = personal_data_of(entries)
    values = {
        key: emptied if datum.redaction_id else datum.value
        for key, datum in data.items()
        if datum.redaction_id
        or reader is None
        or (datum.subject_id and datum.subject_id == reader.pk)
    }
    for entry in entries:
        entry.shown_old = resolve_personal(entry.old, values)  # type: ignore[attr-defined]
        entry.shown_new = resolve_personal(entry.new, values)  # type: ignore[attr-defined]
        keys = [*personal_keys(entry.old), *personal_keys(entry.new)]
        redactions = {data[key].redaction for key in keys if key in data and data[key].redaction_id}
        entry.redactions = sorted(redactions, key=lambda redaction: redaction.pk)  # type: ignore[attr-defined]
    return entries
