"""The history of a record in words: an audit entry becomes a point of a time line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sized
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from majlis.kernel.models import AuditEntry
from majlis.kernel.verbs import verb_name
from majlis.look import formats, parts
from majlis.portal import history_values, personal_values

MAX_VALUE_LENGTH = 300
# What the verbs of a redaction say of its values: keys, of which a reader is told how many.
COUNTED_KEYS = {"values", "emptied", "kept"}


def timeline_entry(
    entry: AuditEntry, titles: Mapping[str, str] | None = None
) -> parts.TimelineEntry:
    """A point of the time line: what was done, by whom, and what changed from what to what."""
    return parts.TimelineEntry(
        what=verb_name(entry.verb),
        when=entry.at,
        phase="past",
        note=actor_name(entry),
        said=changes_markup(entry, titles or {}),
    )


def actor_name(entry: AuditEntry) -> str:
    """The person, a part of Majlis that acts by itself, or somebody who had not signed in."""
    if entry.actor is not None:
        return str(entry.actor)
    if entry.system:
        return _("Majlis itself")
    return _("somebody who had not signed in")


def record_addresses(entries: Iterable[AuditEntry]) -> set[str]:
    """The addresses of records that stand in entries as values."""
    found = (
        side.get(key)
        for one in entries
        for side in (one.old, one.new)
        for key in history_values.ADDRESS_KEYS
    )
    return {each for each in found if isinstance(each, str) and each}


def changes_markup(entry: AuditEntry, titles: Mapping[str, str]) -> str:
    """Each value that changed, before and after, and the reason that was given."""
    old: Any = getattr(entry, "shown_old", entry.old)
    new: Any = getattr(entry, "shown_new", entry.new)
    colon = formats.colon(get_language() or "")
    if entry.target.startswith("kernel.redaction:"):
        lines = [personal_value_count(value) for key, value in new.items() if key in COUNTED_KEYS]
    else:
        lines = [
            format_html(
                "<bdi>{}</bdi>{}{}{}",
                history_values.key_label(key),
                colon,
                value_markup(entry, "<del>{}</del> ", key, old.get(key), titles),
                value_markup(entry, "<ins>{}</ins>", key, new.get(key), titles),
            )
            for key in dict.fromkeys([*old, *new])
            if not history_values.is_internal(key, old.get(key), new.get(key))
        ]
    lines += [personal_values.redaction_note(each) for each in getattr(entry, "redactions", ())]
    if entry.reason:
        lines.append(format_html("{}{}<bdi>{}</bdi>", _("Reason"), colon, entry.reason))
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))


def values_before_and_after(
    entry: AuditEntry, titles: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """What ``changes_markup`` tells, for a table: the values before, and those after with what was emptied."""
    old: Any = getattr(entry, "shown_old", entry.old)
    new: Any = getattr(entry, "shown_new", entry.new)
    colon = formats.colon(get_language() or "")
    emptied: list[str] = [
        personal_values.redaction_note(each) for each in getattr(entry, "redactions", ())
    ]
    if entry.target.startswith("kernel.redaction:"):
        return [], [
            personal_value_count(value) for key, value in new.items() if key in COUNTED_KEYS
        ] + emptied
    keys = [
        key
        for key in dict.fromkeys([*old, *new])
        if not history_values.is_internal(key, old.get(key), new.get(key))
    ]
    told: list[list[str]] = [
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
    return told[0], told[1] + emptied


def personal_value_count(values: Sized) -> str:
    """How many personal values a redaction is about."""
    count = len(values)
    words = ngettext("%(count)s personal value", "%(count)s personal values", count)
    return words % {"count": count}


def value_markup(
    entry: AuditEntry, mark: str, key: str, value: Any, titles: Mapping[str, str]
) -> str:
    """A value in its mark; nothing where there was none."""
    if value is None or value == "":
        return ""
    said = history_values.value_label(entry.target, key, value, titles)
    if said is None and history_values.is_address(key, value):
        said = _("something that you may not see")
    return format_html(mark, said or value_text(value))


def value_text(value: Any) -> str:
    """A value as words."""
    if isinstance(value, dict):
        value = value.get("text", value)
    if isinstance(value, list | dict):
        value = formats.list_separator(get_language() or "").join(map(str, value))
    words = str(value)
    return words if len(words) <= MAX_VALUE_LENGTH else f"{words[:MAX_VALUE_LENGTH]}…"
