"""Personal values in the audit: by reference, so that they can be emptied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from majlis.kernel.models import AuditEntry, PersonalDatum, User


def personal_reference(value: str, subject: User | None = None) -> dict[str, int]:
    """A reference to a personal value, to be put into an entry's ``old`` or ``new``."""
    return {"personal": PersonalDatum.objects.create(subject=subject, value=value).pk}


def personal_keys(values: Any) -> Iterable[int]:
    """The keys of all personal values that ``old`` or ``new`` refer to, however deep."""
    if isinstance(values, dict):
        if set(values) == {"personal"} and isinstance(values["personal"], int):
            yield values["personal"]
            return
        values = list(values.values())
    if isinstance(values, list):
        for each in values:
            yield from personal_keys(each)


def resolve_personal(values: Any, data: Mapping[int, str | None]) -> Any:
    """``possible_values`` with references replaced by what they point to; None where it was redacted."""
    if isinstance(values, dict):
        if set(values) == {"personal"} and isinstance(values["personal"], int):
            return data.get(values["personal"])
        return {key: resolve_personal(each, data) for key, each in values.items()}
    if isinstance(values, list):
        return [resolve_personal(each, data) for each in values]
    return values


def personal_data_of(entries: Iterable[AuditEntry]) -> dict[int, PersonalDatum]:
    """The personal values that the entries refer to, and how they were emptied: key -> value."""
    keys = {
        key for each in entries for values in (each.old, each.new) for key in personal_keys(values)
    }
    found = PersonalDatum.objects.filter(pk__in=keys)
    people = ("redaction__proposed_by", "redaction__confirmed_by")
    return {each.pk: each for each in found.select_related(*people)}


def with_personal_values(
    entries: list[AuditEntry], *, reader: Any = None, emptied: str | None = None
) -> list[AuditEntry]:
    """The entries with ``shown_old`` and ``shown_new``: personal values filled in, one query for all.

    ``reader``: a person who is shown no personal values but their own; the rest is None. ``emptied``
    stands where a value was redacted. ``redactions`` of an entry are those by which values of the
    entry were emptied.
    """
    data = personal_data_of(entries)
    values = {
        key: emptied if each.redaction_id else each.value
        for key, each in data.items()
        if each.redaction_id or reader is None or (each.subject_id and each.subject_id == reader.pk)
    }
    for each in entries:
        each.shown_old = resolve_personal(each.old, values)  # type: ignore[attr-defined]
        each.shown_new = resolve_personal(each.new, values)  # type: ignore[attr-defined]
        keys = [*personal_keys(each.old), *personal_keys(each.new)]
        done = {data[key].redaction for key in keys if key in data and data[key].redaction_id}
        each.redactions = sorted(done, key=lambda it: it.pk)  # type: ignore[attr-defined]
    return entries
