"""Personal values in the history of a record: what each is, where it stands, how it was emptied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from majlis.kernel.audit import personal_data_of, personal_keys
from majlis.kernel.models import AuditEntry, PersonalDatum, Redaction
from majlis.kernel.verbs import verb_name
from majlis.look.templatetags.look import moment
from majlis.portal import history_values


@dataclass(frozen=True)
class PersonalValue:
    """A personal value, the entry in which it stands, and under which name."""

    datum: PersonalDatum
    key: str = ""
    entry: AuditEntry | None = None

    @property
    def name(self) -> Any:
        """What it is."""
        return history_values.key_label(self.key) or _("personal value")

    @property
    def where(self) -> str:
        """What was done when it was written, and when."""
        if self.entry is None:
            return ""
        return format_html("{} · {}", verb_name(self.entry.verb), moment(self.entry.at))


def values_in(entries: Iterable[AuditEntry]) -> list[PersonalValue]:
    """The personal values of entries that were not emptied, each once. One query."""
    entries = list(entries)
    data = personal_data_of(entries)
    found: dict[int, PersonalValue] = {}
    for entry in entries:
        for key, number in keys_in_entry(entry):
            datum = data.get(number)
            if datum is not None and datum.redaction_id is None and datum.value.strip():
                found.setdefault(number, PersonalValue(datum, key, entry))
    return list(found.values())


def keys_in_entry(entry: AuditEntry) -> Iterator[tuple[str, int]]:
    """The personal values that an entry refers to, each with the name under which it stands."""
    for said in (entry.new, entry.old):
        for key, value in said.items():
            for number in personal_keys(value):
                yield key, number


def values_of_redaction(redaction: Redaction, entries: Iterable[AuditEntry]) -> list[PersonalValue]:
    """The values that a redaction would empty; those that stand in no entry given come last."""
    wanted = {each.pk: each for each in redaction.asked_for.filter(redaction__isnull=True)}
    found: dict[int, PersonalValue] = {}
    for entry in entries:
        for key, number in keys_in_entry(entry):
            if number in wanted and number not in found:
                found[number] = PersonalValue(wanted[number], key, entry)
    return [*found.values(), *(PersonalValue(wanted[each]) for each in wanted if each not in found)]


def redaction_note(redaction: Redaction) -> str:
    """By whom values were emptied, and why."""
    if redaction.confirmed_by is None:
        return _("Emptied when the person had their data erased.")
    return format_html(
        _("Emptied: proposed by {first}, confirmed by {second}. Reason: {reason}"),
        first=format_html("<bdi>{}</bdi>", redaction.proposed_by or "—"),
        second=format_html("<bdi>{}</bdi>", redaction.confirmed_by),
        reason=format_html("<bdi>{}</bdi>", redaction.reason),
    )
