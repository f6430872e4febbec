"""How findings are drawn: text with marked fields, place, suggestions, rejections."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from majlis.instruments.citations import format
from majlis.instruments.citations.names import excerpt
from majlis.instruments.core.subqueries import chain_from
from majlis.instruments.models import Provision, ProvisionWording, Version
from majlis.kernel.languages import direction
from majlis.look import formats, parts
from majlis.mandates.core import display
from majlis.mandates.extraction.fields import FIELDS, witness_spans
from majlis.mandates.extraction.forms import LABELS
from majlis.mandates.extraction.suggestions import Suggestion
from majlis.mandates.lifecycle import ACCEPTED, FINDING_LIFECYCLE, REJECTED, WAITING
from majlis.mandates.models import Finding
from majlis.mandates.models.choices import DeliverableKind, Force, FoundBy


def rejected_context(found: Any, others: list[Any]) -> dict[str, Any]:
    version = found.version
    found.provision.version = version
    said = found.says or {}
    chain = chain_from(version, said["at"]) if said else [(found.provision, None)]
    language = said.get("language", "")
    return {
        "place": provision_label(version, chain),
        "url": found.provision.get_absolute_url(),
        "words": said.get("text", ""),
        "language": language,
        "direction": direction(language) if language else "auto",
        **rejection_of_finding(found),
        "others": [reading_context(each, found.version_id) for each in others],
    }


def rejection_of_finding(found: Any) -> dict[str, Any]:
    """Why it is no mandate, who said so and when."""
    return rejection_context(found.reason, found.reason_language, found.office, found.decided_at)


def rejection_context(reason: str, language: str, office: bool, when: Any) -> dict[str, Any]:
    """A reason with the role of who gave it."""
    return {
        "reason": reason,
        "reason_language": language,
        "reason_direction": direction(language or "en"),
        "by": display.decider_label(office),
        "when": when,
    }


def reading_context(reading: Any, version: int) -> dict[str, Any]:
    """How a member reads it; ``request_for``: the version that it is of, where that is not ``version``."""
    of = reading.version
    return {
        "pk": reading.pk,
        "member": reading.called,
        "url": reading.organisation.get_absolute_url(),
        "text": reading.text,
        "language": reading.language,
        "direction": direction(reading.language),
        "when": reading.made_at,
        "mandate": reading.of or "",
        "of": parts.Link(of.slug, of.get_absolute_url()) if of.pk != version else None,
    }


def parse_moment(said: str | None) -> Any:
    """A moment as the JSON of the database has it."""
    return datetime.datetime.fromisoformat(said) if said else None


def preferred_title(titles: list[dict[str, str]]) -> str:
    """The title in the reader's language, else the first."""
    here = get_language() or "en"
    by_language = {each["language"]: each["text"] for each in reversed(titles)}
    return by_language.get(here) or (titles[0]["text"] if titles else "")


DIALS = {WAITING: "wait", ACCEPTED: "met", REJECTED: "ended"}
LETTERS = "ABCDEFGHIJK"
Spans = Mapping[str, Sequence[int]]


def field_letters(found: Mapping[str, Any]) -> dict[str, str]:
    """Field -> its letter, for those whose words are known; the force goes by the words that ask."""
    spans, _elsewhere = witness_spans(found)
    if "clause" in spans:
        return {"clause": "A"}
    there = [field for field in FIELDS if field in spans or (field == "force" and "verb" in spans)]
    if "force" in there and "verb" in there:
        there.remove("verb")
    made = dict(zip(there, LETTERS, strict=False))
    if "verb" in spans:
        made["verb"] = made["force"]
    return made


def marked_text(text: str, spans: Spans, of: Mapping[str, str] | None = None) -> SafeString:
    """A text in which the words of each field are marked, with its letter where it has one.

    Of two fields the words belong to the one that has fewer; what is cut in pieces has its letter at the first. A
    span that lies outside the text marks nothing.
    """
    owner: list[str] = [""] * len(text)
    good = {
        field: (start, end)
        for field, (start, end) in spans.items()
        if 0 <= start < end <= len(text)
    }
    for field, (start, end) in sorted(good.items(), key=lambda each: each[1][0] - each[1][1]):
        owner[start:end] = [field] * (end - start)
    made: list[SafeString | str] = []
    at, lettered = 0, set[str]()
    for field, group in groupby(owner):
        piece = text[at : (at := at + len(list(group)))]
        if not field or not any(each.isalnum() for each in piece):
            made.append(piece)
            continue
        bare = piece.strip()
        before, after = piece[: piece.index(bare)], piece[piece.index(bare) + len(bare) :]
        letter = (of or {}).get(field, "")
        sup = format_html("<sup>{}</sup>", letter) if letter and field not in lettered else ""
        lettered.add(field)
        kind = SafeString(' class="wit"') if of is not None else ""
        made.append(format_html("{}<mark{}>{}{}</mark>{}", before, kind, bare, sup, after))
    return format_html_join("", "{}", ((each,) for each in made))


@dataclass
class MarkedText:
    """A provision with its words in a language, the witness marked."""

    label: str
    words: SafeString
    language: str
    place: str = ""

    @property
    def direction(self) -> str:
        """The direction in which it is read."""
        return direction(self.language)


def texts_above(
    chain: Sequence[Provision],
    words: Mapping[str, Mapping[str, ProvisionWording]],
    found: Finding,
    of: Mapping[str, str],
) -> list[MarkedText]:
    """What stands above the provision, and what else says a part of it: the title of annexed terms, a heading."""
    spans, elsewhere = witness_spans(found.found)
    here: dict[str, dict[str, Sequence[int]]] = {}
    for field, eid in elsewhere.items():
        if field in spans:
            here.setdefault(eid, {})[field] = spans[field]
    own = {each.eid for each in chain}
    order = [eid for eid in here if eid not in own] + [each.eid for each in chain[:-1]]
    made = []
    for eid in order:
        wording = words.get(eid, {}).get(found.language)
        if wording is None or not wording.text:
            continue
        if eid not in here and wording.provision.kind in ("title", "annex"):
            continue
        made.append(
            MarkedText(
                wording.label, marked_text(wording.text, here.get(eid, {}), of), found.language
            )
        )
    return made


def finding_text(
    words: Mapping[str, Mapping[str, ProvisionWording]], found: Finding, of: Mapping[str, str]
) -> MarkedText | None:
    """The words of the provision itself, marked."""
    wording = words.get(found.provision.eid, {}).get(found.language)
    if wording is None:
        return None
    spans, elsewhere = witness_spans(found.found)
    here = {field: span for field, span in spans.items() if field not in elsewhere}
    return MarkedText(wording.label, marked_text(wording.text, here, of), found.language)


def provision_label(version: Version, chain: Any) -> str:
    """Which provision of which text."""
    here = get_language() or "en"
    symbol = format.localized_symbol(version.instrument.symbol, here) or excerpt(
        str(version.instrument)
    )
    return f"{symbol}{formats.list_separator(here)}{format.provision_reference(chain)}"


def finding_item(found: Any, current: int = 0) -> dict[str, Any]:
    """A finding in a queue. ``current_version``: the key of the one that is open."""
    state = str(FINDING_LIFECYCLE.states[found.state])
    dial = DIALS.get(found.state, "wait")
    if found.pk == current:
        dial, state = "going", _("Open before you")
    force = found.found.get("force") or ""
    return {
        "pk": found.pk,
        "words": excerpt(found.found.get("action") or found.words),
        "language": found.language,
        "direction": direction(found.language),
        "place": format.provision_reference(found.chain) if found.chain else found.provision.eid,
        "state": state,
        "dial": dial,
        "current": found.pk == current,
        "kind": "" if found.kind == Finding.Kind.MANDATE else str(found.get_kind_display()),
        "force": force if force in Force.values else "",
        "quoted": bool(found.found.get("quoted")),
        "continues": found.continues_id is not None,
        "mandate": found.mandate,
        "reason": found.reason,
        "reason_language": found.reason_language,
        "part": found.part,
    }


def suggestion_choice(it: Suggestion) -> tuple[str, SafeString]:
    """What may be taken from a mandate near by meaning: (key, words), with the mandate linked and how near it is."""
    here = get_language() or "en"
    said = [str(DeliverableKind(each).label) for each in it.said] if it.field == "kind" else it.said
    source = format_html(
        '<a href="{}"><bdi dir="ltr">{}</bdi></a>',
        reverse("mandates:mandate", args=[it.slug]),
        it.slug,
    )
    words = format_html(
        _("{field}{colon}{said}, as {mandate} has it (likeness {likeness})"),
        field=LABELS[it.field],
        colon=formats.colon(here),
        said=formats.list_separator(here).join(said),
        mandate=source,
        likeness=formats.number(min(it.score, 1.0), here, 2),
    )
    return it.key, words


def new_names_question(names: Sequence[str], near: Sequence[str]) -> str:
    """That nobody is known by these names, and which known ones are written nearly so."""
    here = get_language() or "en"
    told = ngettext(
        "Nobody is known here by this name: %(names)s. Sent once more, it becomes a new actor with a page of its own.",
        "Nobody is known here by these names: %(names)s. Sent once more, each becomes a new actor with a page of its own.",
        len(names),
    )
    made = [told % {"names": formats.list_separator(here).join(names)}]
    if near:
        known = _("Known names that are written nearly so: %(names)s.")
        made.append(known % {"names": formats.list_separator(here).join(near)})
    return " ".join(made)


def methods_text(by: Mapping[str, str]) -> list[str]:
    """How the fields of a mandate were found, in words: "by rule: force, who is asked"."""
    here = get_language() or "en"
    made = []
    for how in FoundBy:
        fields = [str(LABELS[field]) for field in FIELDS if by.get(field) == how]
        if fields:
            made.append(
                f"{how.label}{formats.colon(here)}{formats.list_separator(here).join(fields)}"
            )
    return made
