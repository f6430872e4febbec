"""The history of a record: audit entries as entries of a timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.kernel.json_types import JSON
from majlis.kernel.models import AuditEntry
from majlis.kernel.verbs import verb_name
from majlis.look import formats, parts
from majlis.portal import history_values, personal_values

MAX_VALUE_LENGTH = 300
# Keys of redaction entries that hold lists of values: readers see only their number.
COUNTED_KEYS = {"values", "emptied", "kept"}


def timeline_entry(
    entry: AuditEntry, titles: Mapping[str, str] | None = None
) -> parts.TimelineEntry:
    """The timeline entry of an audit entry: the action, the person, and the changes."""
    return parts.TimelineEntry(
        what=verb_name(entry.verb),
        when=entry.at,
        phase="past",
        note=actor_name(entry),
        said=changes_markup(entry, titles or {}),
    )


def actor_name(entry: AuditEntry) -> str:
    """The name of the person, or a phrase for the system or an anonymous visitor."""
    if entry.actor is not None:
        return str(entry.actor)
    if entry.system:
        return pgettext("history", "Majlis (automatic)")
    return _("a visitor not signed in")


def record_addresses(entries: Iterable[AuditEntry]) -> set[str]:
    """The addresses of records that occur as values in entries."""
    values = (
        side.get(key)
        for entry in entries
        for side in (entry.old, entry.new)
        for key in history_values.ADDRESS_KEYS
    )
    return {each for each in values if isinstance(each, str) and each}


def changes_markup(entry: AuditEntry, titles: Mapping[str, str]) -> str:
    """Each changed value, before and after, and the reason."""
    old: dict[str, JSON] = getattr(entry, "shown_old", entry.old)
    new: dict[str, JSON] = getattr(entry, "shown_new", entry.new)
    colon = formats.colon(get_language() or "")
    if entry.target.startswith("kernel.redaction:"):
        lines = personal_value_counts(new)
    else:
        lines = [
            format_html(
                "<bdi>{}</bdi>{}{}{}",
                history_values.key_label(key),
                colon,
                value_markup(entry, "<del><bdi>{}</bdi></del> ", key, old.get(key), titles),
                value_markup(entry, "<ins><bdi>{}</bdi></ins>", key, new.get(key), titles),
            )
            for key in dict.fromkeys([*old, *new])
            if not history_values.is_internal(key, old.get(key), new.get(key))
        ]
    lines += [personal_values.redaction_note(each) for each in getattr(entry, "redactions", ())]
    if entry.reason:
        lines.append(
            format_html(
                "{}{}<bdi>{}</bdi>", pgettext("reason for an action", "Reason"), colon, entry.reason
            )
        )
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))


def values_before_and_after(
    entry: AuditEntry, titles: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """The content of ``changes_markup`` for a table.

    Returns the values before, and the values after with the notes on redactions.
    """
    old: dict[str, JSON] = getattr(entry, "shown_old", entry.old)
    new: dict[str, JSON] = getattr(entry, "shown_new", entry.new)
    colon = formats.colon(get_language() or "")
    redaction_notes: list[str] = [
        personal_values.redaction_note(each) for each in getattr(entry, "redactions", ())
    ]
    if entry.target.startswith("kernel.redaction:"):
        return [], personal_value_counts(new) + redaction_notes
    keys = [
        key
        for key in dict.fromkeys([*old, *new])
        if not history_values.is_internal(key, old.get(key), new.get(key))
    ]
    values: list[list[str]] = [
        [
            format_html(
                "{}{}{}",
                history_values.key_label(key),
                colon,
                value_markup(entry, "{}", key, side.get(key), titles),
            )
            for key in keys
            if side.get(key) is not None
        ]
        for side in (old, new)
    ]
    return values[0], values[1] + redaction_notes


def personal_value_counts(new: Mapping[str, JSON]) -> list[str]:
    """The number of personal values under each key of a redaction, as phrases."""
    lists = [new[key] for key in new if key in COUNTED_KEYS]
    counts = [len(values) for values in lists if isinstance(values, list)]
    return [
        ngettext("%(count)s item of personal data", "%(count)s items of personal data", count)
        % {"count": count}
        for count in counts
    ]


def value_markup(
    entry: AuditEntry, template: str, key: str, value: JSON, titles: Mapping[str, str]
) -> str:
    """A value in its HTML; empty where there is none."""
    if value is None or value == "":
        return ""
    label = history_values.value_label(entry.target, key, value, titles)
    if label is None and history_values.is_address(key, value):
        label = _("a record not visible to you")
    return format_html(template, label or value_text(value))


def value_text(value: JSON) -> str:
    """A value as text."""
    if isinstance(value, dict):
        value = value.get("text", value)
    if isinstance(value, list | dict):
        value = formats.list_separator(get_language() or "").join(map(str, value))
    text = str(value)
    return text if len(text) <= MAX_VALUE_LENGTH else f"{text[:MAX_VALUE_LENGTH]}…"
