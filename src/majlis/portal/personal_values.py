"""Personal values in the history of a record: their labels, entries and redactions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.kernel.audit import personal_data_of, personal_keys
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.models import AuditEntry, PersonalDatum, Redaction
from majlis.kernel.verbs import verb_name
from majlis.look.templatetags.look import moment
from majlis.portal import history_values
from majlis.portal.queries import entries_with_personal_values


@dataclass(frozen=True)
class PersonalValue:
    """A personal value, with the entry and the key in which it occurs."""

    datum: PersonalDatum
    key: str = ""
    entry: AuditEntry | None = None

    @property
    def name(self) -> StrOrPromise:
        """The label of its key."""
        if self.entry is None:
            return pgettext("history", "personal data")
        return history_values.key_label(self.entry, self.key)

    @property
    def where(self) -> str:
        """The action and the time of its entry."""
        if self.entry is None:
            return ""
        return format_html("{} · {}", verb_name(self.entry.verb), moment(self.entry.at))


def values_in(entries: Iterable[AuditEntry]) -> list[PersonalValue]:
    """The personal values of entries that were not redacted, each once. One query."""
    entries = list(entries)
    data = personal_data_of(entries)
    values: dict[int, PersonalValue] = {}
    for entry in entries:
        for key, number in keys_in_entry(entry):
            datum = data.get(number)
            if datum is not None and datum.redaction_id is None and datum.value.strip():
                values.setdefault(number, PersonalValue(datum, key, entry))
    return list(values.values())


def keys_in_entry(entry: AuditEntry) -> Iterator[tuple[str, int]]:
    """(key, primary key) of each personal value to which an entry refers."""
    for side in (entry.new, entry.old):
        for key, value in side.items():
            for number in personal_keys(value):
                yield key, number


def values_to_empty(redaction: Redaction) -> list[PersonalValue]:
    """The values of a redaction that waits; those that occur in none of the entries come last."""
    if not redaction.waits:
        return []
    data = {each.pk: each for each in redaction.asked_for.filter(redaction__isnull=True)}
    values: dict[int, PersonalValue] = {}
    for entry in entries_with_personal_values(redaction.record):
        for key, number in keys_in_entry(entry):
            if number in data and number not in values:
                values[number] = PersonalValue(data[number], key, entry)
    return [*values.values(), *(PersonalValue(data[each]) for each in data if each not in values)]


def redaction_note(redaction: Redaction) -> str:
    """A sentence on a redaction: who proposed and confirmed it, and why."""
    if redaction.confirmed_by is None:
        return _("Erased at the request of the person concerned.")
    return format_html(
        _("Erased: proposed by {first}, confirmed by {second}. Reason: {reason}"),
        first=format_html("<bdi>{}</bdi>", redaction.proposed_by or "—"),
        second=format_html("<bdi>{}</bdi>", redaction.confirmed_by),
        reason=format_html("<bdi>{}</bdi>", redaction.reason),
    )
