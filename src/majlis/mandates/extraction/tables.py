"""How findings are displayed: text with marked fields, place, suggestions, rejections."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.citations import format
from majlis.instruments.citations.names import excerpt, instrument_symbol
from majlis.instruments.core.subqueries import Chain, chain_from
from majlis.instruments.models import Provision, ProvisionWording, Version
from majlis.kernel.languages import direction
from majlis.look import formats, parts
from majlis.mandates.core import display
from majlis.mandates.core.display import Context
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.extraction.fields import FIELDS, witness_spans
from majlis.mandates.extraction.forms import LABELS
from majlis.mandates.extraction.queries import NamedReading, RejectedFinding
from majlis.mandates.extraction.suggestions import Suggestion
from majlis.mandates.lifecycle import ACCEPTED, FINDING_LIFECYCLE, REJECTED, WAITING
from majlis.mandates.models import Finding, MandateSource
from majlis.mandates.models.choices import DeliverableKind, Force, FoundBy


def rejected_context(finding: RejectedFinding, readings: list[NamedReading]) -> Context:
    """The context of a rejected finding: its text, place and reason, and the alternative readings."""
    version = finding.version
    finding.provision.version = version
    wording = finding.says or {}
    chain: Chain = chain_from(version, wording["at"]) if wording else [(finding.provision, None)]
    language = wording.get("language", "")
    return {
        "place": provision_label(version, chain),
        "url": finding.provision.get_absolute_url(),
        "words": wording.get("text", ""),
        "language": language,
        "direction": direction(language) if language else "auto",
        **rejection_of_finding(finding),
        "others": [reading_context(each, finding.version_id) for each in readings],
    }


def rejection_of_finding(finding: RejectedFinding) -> Context:
    """The context of a rejection: its reason, who rejected the finding and when."""
    return rejection_context(
        finding.reason, finding.reason_language, finding.office, finding.decided_at
    )


def rejection_context(
    reason: str, language: str, office: bool, when: datetime.datetime | None
) -> Context:
    """The context of a rejection, with the role of the person who rejected."""
    return {
        "reason": reason,
        "reason_language": language,
        "reason_direction": direction(language or "en"),
        "by": display.decider_label(office),
        "when": when,
    }


def reading_context(reading: NamedReading, version: int) -> Context:
    """The context of an alternative reading. ``of`` links its version if that is not ``version``."""
    reading_version = reading.version
    return {
        "pk": reading.pk,
        "member": reading.called,
        "url": reading.organisation.get_absolute_url(),
        "text": reading.text,
        "language": reading.language,
        "direction": direction(reading.language),
        "when": reading.made_at,
        "mandate": reading.of or "",
        "of": parts.Link(reading_version.slug, reading_version.get_absolute_url())
        if reading_version.pk != version
        else None,
    }


def parse_moment(text: str | None) -> datetime.datetime | None:
    """The datetime of an ISO 8601 text from the JSON of the database; None if it is empty."""
    return datetime.datetime.fromisoformat(text) if text else None


def preferred_title(titles: list[dict[str, str]]) -> str:
    """The title in the reader's language, else the first one."""
    language = get_language() or "en"
    by_language = {each["language"]: each["text"] for each in reversed(titles)}
    return by_language.get(language) or (titles[0]["text"] if titles else "")


DIALS = {WAITING: "wait", ACCEPTED: "met", REJECTED: "ended"}
LETTERS = "ABCDEFGHIJK"
QUEUE_LENGTH = 40
"""Characters of a finding in the margin of an open one."""
Spans = Mapping[str, Sequence[int]]


def field_letters(engine_fields: JsonRow) -> dict[str, str]:
    """Map each field with a witness to its letter.

    The force shares the letter of the verb, as the verb is its witness.
    """
    spans, _elsewhere = witness_spans(engine_fields)
    if "clause" in spans:
        return {"clause": "A"}
    located = [
        field for field in FIELDS if field in spans or (field == "force" and "verb" in spans)
    ]
    if "force" in located and "verb" in located:
        located.remove("verb")
    letters = dict(zip(located, LETTERS, strict=False))
    if "verb" in spans:
        letters["verb"] = letters["force"]
    return letters


def marked_text(text: str, spans: Spans, letters: Mapping[str, str] | None = None) -> SafeString:
    """A text with the words of each field marked; ``letters`` gives the field's letter.

    Where fields overlap, the shorter one is marked. A field cut into pieces has its letter at the
    first piece. A span outside the text marks nothing.
    """
    owner: list[str] = [""] * len(text)
    valid = {
        field: (start, end)
        for field, (start, end) in spans.items()
        if 0 <= start < end <= len(text)
    }
    for field, (start, end) in sorted(valid.items(), key=lambda each: each[1][0] - each[1][1]):
        owner[start:end] = [field] * (end - start)
    pieces: list[SafeString | str] = []
    position, lettered = 0, set[str]()
    for field, group in groupby(owner):
        piece = text[position : (position := position + len(list(group)))]
        if not field or not any(each.isalnum() for each in piece):
            pieces.append(piece)
            continue
        words = piece.strip()
        before, after = piece[: piece.index(words)], piece[piece.index(words) + len(words) :]
        letter = (letters or {}).get(field, "")
        sup = format_html("<sup>{}</sup>", letter) if letter and field not in lettered else ""
        lettered.add(field)
        kind = SafeString(' class="wit"') if letters is not None else ""
        pieces.append(format_html("{}<mark{}>{}{}</mark>{}", before, kind, words, sup, after))
    return format_html_join("", "{}", ((each,) for each in pieces))


@dataclass
class MarkedText:
    """The text of a provision in one language, with the witness marked."""

    label: str
    words: SafeString
    language: str
    place: str = ""

    @property
    def direction(self) -> str:
        """The writing direction of the language."""
        return direction(self.language)


def texts_above(
    chain: Sequence[Provision],
    words: Mapping[str, Mapping[str, ProvisionWording]],
    finding: Finding,
    letters: Mapping[str, str],
) -> list[MarkedText]:
    """The texts above the provision, and those elsewhere that state a field: a title of annexed terms, a heading."""
    spans, elsewhere = witness_spans(finding.extracted)
    spans_by_provision: dict[str, dict[str, Sequence[int]]] = {}
    for field, eid in elsewhere.items():
        if field in spans:
            spans_by_provision.setdefault(eid, {})[field] = spans[field]
    chain_eids = {each.eid for each in chain}
    order = [eid for eid in spans_by_provision if eid not in chain_eids] + [
        each.eid for each in chain[:-1]
    ]
    texts = []
    for eid in order:
        wording = words.get(eid, {}).get(finding.language)
        if wording is None or not wording.text:
            continue
        if eid not in spans_by_provision and wording.provision.kind in ("title", "annex"):
            continue
        texts.append(
            MarkedText(
                wording.label,
                marked_text(wording.text, spans_by_provision.get(eid, {}), letters),
                finding.language,
            )
        )
    return texts


def finding_text(
    words: Mapping[str, Mapping[str, ProvisionWording]],
    finding: Finding,
    letters: Mapping[str, str],
) -> MarkedText | None:
    """The text of the provision itself, marked; None if it has none in the language of the finding."""
    wording = words.get(finding.provision.eid, {}).get(finding.language)
    if wording is None:
        return None
    spans, elsewhere = witness_spans(finding.extracted)
    own_spans = {field: span for field, span in spans.items() if field not in elsewhere}
    return MarkedText(
        wording.label, marked_text(wording.text, own_spans, letters), finding.language
    )


def provision_label(version: Version, chain: Chain) -> str:
    """The symbol of a text and the reference of the provision."""
    return format.provision_of_text(instrument_symbol(version.instrument), chain)


def finding_item(finding: Any, current: int = 0) -> Context:
    """The context of a finding in a queue. ``current``: the key of the open finding."""
    state = str(FINDING_LIFECYCLE.states[finding.state])
    dial = DIALS.get(finding.state, "wait")
    if finding.pk == current:
        dial, state = "going", pgettext("finding", "This finding")
    force = finding.extracted.get("force") or ""
    return {
        "pk": finding.pk,
        "words": excerpt(finding.extracted.get("action") or finding.words),
        "language": finding.language,
        "direction": direction(finding.language),
        "place": format.provision_reference(finding.chain)
        if finding.chain
        else finding.provision.eid,
        "state": state,
        "dial": dial,
        "current": finding.pk == current,
        "kind": "" if finding.kind == Finding.Kind.MANDATE else str(finding.get_kind_display()),
        "force": force if force in Force.values else "",
        "quoted": bool(finding.extracted.get("quoted")),
        "continues": finding.continues_id is not None,
        "mandate": finding.mandate,
        "reason": finding.reason,
        "reason_language": finding.reason_language,
        "part": finding.part,
    }


def queue_item(finding: Any, current: int) -> Context:
    """The context of a finding in the margin of an open one: its beginning, and its state."""
    words = excerpt(finding.extracted.get("action") or finding.words, QUEUE_LENGTH)
    return finding_item(finding, current) | {"words": words}


def check_findings(count: int) -> str:
    """The next step while findings wait: "Check 50 findings"."""
    words = ngettext("Check %(count)s finding", "Check %(count)s findings", count)
    return words % {"count": formats.number(count, get_language() or "en")}


def findings_url(version: Version) -> str:
    """The address of the findings of a version."""
    return reverse("mandates:version_findings", args=[version.pk])


def request_summary(source: MandateSource, language: str) -> SafeString:
    """Who is asked, and for what, such as "Chair, report to the Conference"; what is in the words of the text."""
    names = [str(each.entity) for each in source.addressees.all() if each.role == "asked"]
    action = format_html(
        '<span lang="{}" dir="{}">{}</span>',
        source.language,
        direction(source.language),
        excerpt(source.action),
    )
    return format_html_join(
        formats.clause_separator(language),
        "{}",
        ((each,) for each in (formats.list_separator(language).join(names), action) if each),
    )


def undo_url(version: Version, findings: Sequence[int]) -> str:
    """The address where decisions on these findings of a version are undone in one step."""
    query = urlencode({"finding": findings}, doseq=True)
    return f"{reverse('mandates:undo_decisions', args=[version.pk])}?{query}"


def suggestion_choice(suggestion: Suggestion) -> tuple[str, SafeString]:
    """A form choice for a suggestion: key, and a label that links the mandate and gives the similarity."""
    language = get_language() or "en"
    values = (
        [str(DeliverableKind(each).label) for each in suggestion.values]
        if suggestion.field == "kind"
        else suggestion.values
    )
    source = format_html(
        '<a href="{}"><bdi dir="ltr">{}</bdi></a>',
        reverse("mandates:mandate", args=[suggestion.slug]),
        suggestion.slug,
    )
    label = format_html(
        _("{field}{colon}{said}, as in {mandate} (similarity {likeness})"),
        field=LABELS[suggestion.field],
        colon=formats.colon(language),
        said=formats.list_separator(language).join(values),
        mandate=source,
        likeness=formats.number(min(suggestion.score, 1.0), language, 2),
    )
    return suggestion.key, label


def new_names_question(names: Sequence[str], similar: Sequence[str]) -> str:
    """The question whether names without an entity are new, with known names of similar spelling."""
    language = get_language() or "en"
    unknown = ngettext(
        "Unknown name: %(names)s. Submit again to create an entity with its own page.",
        "Unknown names: %(names)s. Submit again to create entities with their own pages.",
        len(names),
    )
    sentences = [unknown % {"names": formats.list_separator(language).join(names)}]
    if similar:
        known_names = _("Known names with similar spelling: %(names)s.")
        sentences.append(known_names % {"names": formats.list_separator(language).join(similar)})
    return " ".join(sentences)


def methods_text(by: Mapping[str, str]) -> list[str]:
    """How the fields of a mandate were found, such as "by rule: force, who is asked"."""
    language = get_language() or "en"
    texts = []
    for method in FoundBy:
        fields = [str(LABELS[field]) for field in FIELDS if by.get(field) == method]
        if fields:
            texts.append(
                f"{method.label}{formats.colon(language)}{formats.list_separator(language).join(fields)}"
            )
    return texts
