"""The history of a record: audit entries as entries of a timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.kernel.audit_labels import Links, Shown
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.json_types import JSON
from majlis.kernel.models import AuditEntry, Record
from majlis.kernel.verbs import verb_name
from majlis.look import formats, parts
from majlis.portal import history_values, personal_values

# Keys of redaction entries that hold lists of values: readers see only their number.
COUNTED_KEYS = {"values", "emptied", "kept"}


def timeline_entry(entry: AuditEntry, record: Record, links: Links) -> parts.TimelineEntry:
    """The timeline entry of an audit entry: the action, the person, and the changes."""
    return parts.TimelineEntry(
        what=verb_name(entry.verb),
        when=entry.at,
        phase="past",
        note=actor_name(entry),
        said=changes_markup(entry, record, links),
    )


def actor_name(entry: AuditEntry) -> str:
    """The name of the person, or a phrase for the system or an anonymous visitor."""
    if entry.actor is not None:
        return str(entry.actor)
    if entry.system:
        return pgettext("history", "Majlis (automatic)")
    return _("a visitor not signed in")


@dataclass(frozen=True)
class ValueChange:
    """A key of an entry in words, with its value before and after as HTML."""

    label: StrOrPromise
    before: str
    after: str
    is_number: bool
    """Whether the value numbers the part of the record that changed."""


def value_changes(entry: AuditEntry, record: Record, links: Links) -> list[ValueChange]:
    """The values of an entry that a reader needs; without those that did not change."""
    old: dict[str, JSON] = getattr(entry, "shown_old", entry.old)
    new: dict[str, JSON] = getattr(entry, "shown_new", entry.new)
    changes = []
    for key in dict.fromkeys([*old, *new]):
        label = history_values.label_in(entry, key)
        if history_values.is_hidden(label, old.get(key), new.get(key)):
            continue
        is_number = label.shown is Shown.NUMBER
        before, after = (
            history_values.value_html(entry, key, side, record, links) for side in (old, new)
        )
        if before != after or is_number:
            name = history_values.key_label(entry, key)
            changes.append(ValueChange(name, before, after, is_number))
    return changes


def changes_markup(entry: AuditEntry, record: Record, links: Links) -> str:
    """Each changed value, before and after, and the reason."""
    colon = formats.colon(get_language() or "")
    if entry.target.startswith("kernel.redaction:"):
        new: dict[str, JSON] = getattr(entry, "shown_new", entry.new)
        lines = personal_value_counts(new)
    else:
        lines = [
            format_html("<bdi>{}</bdi>{}{}", change.label, colon, change_markup(change))
            for change in value_changes(entry, record, links)
        ]
    lines += [personal_values.redaction_note(each) for each in getattr(entry, "redactions", ())]
    if entry.reason:
        lines.append(
            format_html(
                "{}{}<bdi>{}</bdi>",
                pgettext("reason for an action", "Reason"),
                colon,
                reason_text(entry),
            )
        )
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))


def change_markup(change: ValueChange) -> str:
    """The value before, struck out, and the value after."""
    if change.is_number:
        return change.after or change.before
    before = format_html("<del>{}</del>", change.before) if change.before else ""
    after = format_html("<ins>{}</ins>", change.after) if change.after else ""
    return format_html("{}{}{}", before, " " if before and after else "", after)


def reason_text(entry: AuditEntry) -> str:
    """The reason of an entry; that of a list of reasons by its label."""
    return history_values.value_label(entry, "reason", entry.reason) or entry.reason


def values_before_and_after(
    entry: AuditEntry, record: Record, links: Links
) -> tuple[list[str], list[str]]:
    """The content of ``changes_markup`` for a table.

    Returns the values before, and the values after with the notes on redactions.
    """
    colon = formats.colon(get_language() or "")
    redaction_notes: list[str] = [
        personal_values.redaction_note(each) for each in getattr(entry, "redactions", ())
    ]
    if entry.target.startswith("kernel.redaction:"):
        new: dict[str, JSON] = getattr(entry, "shown_new", entry.new)
        return [], personal_value_counts(new) + redaction_notes
    before: list[str] = []
    after: list[str] = []
    for change in value_changes(entry, record, links):
        for values, value in ((before, change.before), (after, change.after)):
            if value:
                values.append(format_html("{}{}{}", change.label, colon, value))
    return before, after + redaction_notes


def personal_value_counts(new: Mapping[str, JSON]) -> list[str]:
    """The number of personal values under each key of a redaction, as phrases."""
    lists = [new[key] for key in new if key in COUNTED_KEYS]
    counts = [len(values) for values in lists if isinstance(values, list)]
    return [
        ngettext("%(count)s item of personal data", "%(count)s items of personal data", count)
        % {"count": count}
        for count in counts
    ]
