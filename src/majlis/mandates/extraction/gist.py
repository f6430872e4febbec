"""A finding in one line: force, addressees, request, recipients and due date, each with its letter; and its doubts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.kernel.languages import direction
from majlis.look import formats
from majlis.mandates.core import display, periods
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.extraction.fields import (
    FIELDS,
    NAME_FIELDS,
    Values,
    inferred_fields,
    witness_spans,
)
from majlis.mandates.extraction.forms import LABELS
from majlis.mandates.models import Finding
from majlis.mandates.models.choices import DeliverableKind, Force

NEEDED_FIELDS = ("force", "asked", "action")
"""Fields without which a mandate says too little; a finding without one of them opens with its form."""


def in_language(text: object, language: str) -> SafeString:
    """Words of a text, marked with their language."""
    html = '<span lang="{}" dir="{}">{}</span>'
    return format_html(html, language, direction(language), text)


@dataclass(frozen=True)
class GistPart:
    """A field of the line: its value, its letter, and the label before it where the value needs one."""

    value: SafeString | str
    letter: str
    label: str = ""


@dataclass(frozen=True)
class Gist:
    """The line of a finding or of an accepted mandate."""

    force: str
    force_letter: str
    asked: GistPart | None
    parts: Sequence[GistPart]
    is_undated: bool
    """Whether the text names an occasion without a date."""


def gist(
    values: Values, letters: Mapping[str, str], language: str, titles: Mapping[str, str]
) -> Gist:
    """The line. ``titles`` maps names to names in the reader's language; ``language``: that of the text."""
    reader = get_language() or "en"

    def names(field: str) -> str:
        titled = (titles.get(str(each), str(each)) for each in values[field])
        return formats.list_separator(reader).join(titled)

    def quoted(field: str) -> SafeString:
        return in_language(values[field], language)

    found: dict[str, SafeString | str] = {
        "action": quoted("action") if values["action"] else "",
        "via": names("via"),
        "recipient": names("recipient"),
        "deadline": display.date_text(str(values["deadline"])),
        "occasion": quoted("occasion") if values["occasion"] else "",
        # The kind of an ordinary action has no witness, and goes without saying.
        "kind": str(DeliverableKind(str(values["kind"])).label) if "kind" in letters else "",
        "recurrence": periods.period_text(str(values["recurrence"]))
        if values["recurrence"]
        else "",
        "trigger": quoted("trigger") if values["trigger"] else "",
    }
    parts = [
        GistPart(value, letters.get(field, ""), "" if field == "action" else str(LABELS[field]))
        for field, value in found.items()
        if value
    ]
    asked = names("asked")
    return Gist(
        str(values["force"]),
        letters.get("force", ""),
        GistPart(asked, letters.get("asked", "")) if asked else None,
        parts,
        bool(values["occasion"]) and not values["deadline"],
    )


def clause_gist(finding: Finding, letters: Mapping[str, str]) -> Gist:
    """The line of a clause: its kind, date, occasion and body."""
    engine_fields, language = finding.extracted, finding.language
    date = display.date_text(engine_fields.get("deadline") or "")
    parts = [GistPart(date, "", pgettext("date", "Date"))] if date else []
    for label, field in (
        (pgettext("clause", "Occasion"), "occasion"),
        (_("Reviewing or deciding body"), "body"),
    ):
        if engine_fields.get(field):
            parts.append(GistPart(in_language(engine_fields[field], language), "", label))
    kind = GistPart(str(finding.get_kind_display()), letters.get("clause", ""))
    return Gist("", "", kind, parts, False)


def missing_fields(engine_fields: JsonRow, values: Values) -> list[str]:
    """The needed fields that were not found in the wording."""
    spans, _elsewhere = witness_spans(engine_fields)
    return [
        field
        for field in NEEDED_FIELDS
        if (
            not ({"force", "verb"} & spans.keys()) or engine_fields.get("force") not in Force.values
            if field == "force"
            else not values[field]
        )
    ]


def doubts(engine_fields: JsonRow, values: Values, new_names: Sequence[str]) -> list[str]:
    """What a reviewer should look at, as sentences; ``new_names``: names that no entity has."""
    reader = get_language() or "en"
    separator = formats.list_separator(reader)
    sentences = []
    missing = [str(LABELS[field]) for field in missing_fields(engine_fields, values)]
    if missing:
        words = _("Not found in the wording: %(fields)s.")
        sentences.append(words % {"fields": separator.join(missing)})
    inferred = inferred_fields(engine_fields)
    if inferred:
        words = _("Inferred from the adopting body: %(fields)s.")
        labels = [str(LABELS[field]) for field in FIELDS if field in inferred]
        sentences.append(words % {"fields": separator.join(labels)})
    if new_names:
        words = _("Not yet in the register: %(names)s.")
        sentences.append(words % {"names": separator.join(new_names)})
    return sentences or [pgettext("review of findings", "No doubts.")]


def all_names(values: Values) -> list[str]:
    """The names of all entities of a finding."""
    return [str(name) for field in NAME_FIELDS for name in values[field]]
