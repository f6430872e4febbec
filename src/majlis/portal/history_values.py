"""The keys and values of audit entries as people read them, by the labels that the rooms registered."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.kernel.audit_labels import AuditLabel, Links, Shown, Value, audit_label, split_key
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.json_types import JSON
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.lifecycle import LIFECYCLES
from majlis.kernel.models import AuditEntry, Reader, Record
from majlis.kernel.templatetags.majlis import words
from majlis.look import bidi, formats
from majlis.look.languages import name_of
from majlis.look.templatetags.look import isolated, moment_words
from majlis.portal import queries

MAX_VALUE_LENGTH = 300
EMPTY: tuple[JSON, ...] = (None, "", [], {})
NO_LABEL = AuditLabel("")


def label_in(entry: AuditEntry, key: str) -> AuditLabel:
    """The label of a key in an entry; one without words where none is registered."""
    return audit_label(entry.verb, entry.target, key) or NO_LABEL


def key_label(entry: AuditEntry, key: str) -> StrOrPromise:
    """The label of a key in words, with its language where it has one; else the key itself."""
    label = label_in(entry, key).label
    _field, code = split_key(key)
    if label and code:
        return formats.with_brackets(str(label), name_of(code), get_language() or "")
    return label or key


def is_hidden(label: AuditLabel, *values: JSON) -> bool:
    """Whether a reader does not need the values of a key."""
    if label.shown is Shown.HIDDEN or all(value in EMPTY for value in values):
        return True
    if label.shown in (Shown.RECORD, Shown.NAME):
        return not any(isinstance(value, str) for value in values)  # primary keys
    return False


def value_links(entries: Iterable[AuditEntry], record: Record, reader: Reader) -> Links:
    """The links to the values of entries of a record: records, and what labels link."""
    values: dict[Callable[[Collection[Value], Reader], Links], set[Value]] = {}
    for entry in entries:
        for side in (entry.old, entry.new):
            for key, value in side.items():
                label = label_in(entry, key)
                links = label.links or (record_links if label.shown is Shown.RECORD else None)
                if links and isinstance(value, str) and value:
                    linked = linked_value(label, side, value, record)
                    values.setdefault(links, set()).add(linked)
    found: dict[Value, str] = {}
    for links, of_label in values.items():
        found.update(links(of_label, reader))
    return found


def record_links(values: Collection[Value], reader: Reader) -> Links:
    """The links to records by their address."""
    records = queries.records_at({address for _of, address in values}, reader)
    return {
        ("", address): format_html('<a href="{}">{}</a>', each.get_absolute_url(), words(each))
        for address, each in records.items()
    }


def linked_value(label: AuditLabel, side: Mapping[str, JSON], value: str, record: Record) -> Value:
    """A value as a key of ``Links``: an address, or a part of a version or of the record of the entry."""
    if label.shown is Shown.RECORD:
        return "", value
    version = side.get("version")
    return version if isinstance(version, str) else record.address, value


def value_html(
    entry: AuditEntry, key: str, side: Mapping[str, JSON], record: Record, links: Links
) -> str:
    """The value of a key as HTML, isolated in the reader's line; empty where there is none.

    ``record``: whose entry it is; ``links``: those of ``value_links``.
    """
    value = side.get(key)
    if value in EMPTY:
        return ""
    label = label_in(entry, key)
    if label.shown is Shown.COUNT and isinstance(value, list):
        return str(len(value))
    if isinstance(value, str) and (link := links.get(linked_value(label, side, value, record))):
        return link
    if label.shown is Shown.RECORD and isinstance(value, str):
        return hidden_record(value)
    code = split_key(key)[1] or str(side.get(label.language) or "")
    if isinstance(value, dict):
        value, code = text_of(value, code)
    if isinstance(value, list):
        separator = formats.list_separator(get_language() or "")
        items = (item_html(entry, key, each, code) for each in value)
        return format_html_join(separator, "{}", ((item,) for item in items))
    return item_html(entry, key, value, code)


def text_of(value: Mapping[str, JSON], code: str) -> tuple[JSON, str]:
    """The text of a value that has its status too, or several languages; and the language of the text."""
    if "text" in value:
        return value["text"], code
    if value.keys() <= LANGUAGES_BY_CODE.keys():
        reader = get_language() or ""
        language = reader if value.get(reader) else next(iter(value))
        return value[language], language
    return list(value.values()), code


def hidden_record(address: str) -> str:
    """A phrase for a record that the reader may not see; a text that is no address as it is."""
    if "/" in address and " " not in address:
        return _("a record not visible to you")
    return isolated(address)


def item_html(entry: AuditEntry, key: str, value: JSON, code: str) -> str:
    """One value, or one item of a list: its label, else the value as text in its language."""
    if (named := value_label(entry, key, value)) is not None:
        return isolated(named)
    text = "" if value is None else str(value)
    if len(text) > MAX_VALUE_LENGTH:
        text = f"{text[:MAX_VALUE_LENGTH]}…"
    reader = get_language() or ""
    if code in LANGUAGES_BY_CODE and code != reader:
        return conditional_escape(bidi.foreign_part(text, code, reader))
    return isolated(text)


def value_label(entry: AuditEntry, key: str, value: JSON) -> str | None:
    """The label of a code, a language, a date, or yes and no; None for any other value."""
    label = label_in(entry, key)
    if isinstance(value, bool):
        return pgettext("history", "yes") if value else pgettext("history", "no")
    if label.shown is Shown.DATE:
        return date_label(str(value))
    if not isinstance(value, str):
        return None
    if label.shown is Shown.LANGUAGE:
        return name_of(value) if value in LANGUAGES_BY_CODE else None
    if label.choices:
        found = label.labels_of_choices().get(value)
    elif key == "state" and (lifecycle := LIFECYCLES.get(entry.target.partition(":")[0])):
        found = lifecycle.states.get(value)
    else:
        found = None
    return None if found is None else str(found)


def date_label(value: str) -> str | None:
    """A full or partial date, or a time, in the format of the reader's language; None where it is none."""
    try:
        return formats.date(value, get_language() or "")
    except ValueError:
        pass
    try:
        return moment_words(datetime.datetime.fromisoformat(value))
    except ValueError:
        return None
