"""Findings as the review shows them: words with the letters of the fields that they bear out, and their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.citations import format
from majlis.instruments.citations.names import excerpt
from majlis.instruments.models import Provision, ProvisionWording, Version
from majlis.kernel.languages import direction
from majlis.look import formats
from majlis.mandates.forms.finding import LABELS
from majlis.mandates.kinds import By, Force, Kind
from majlis.mandates.lifecycle import ACCEPTED, FINDING, REJECTED, WAITING
from majlis.mandates.meaning import Suggested
from majlis.mandates.models import Finding
from majlis.mandates.values import FIELDS, witness_of

DIALS = {WAITING: "wait", ACCEPTED: "met", REJECTED: "ended"}
LETTERS = "ABCDEFGHIJK"
Spans = Mapping[str, Sequence[int]]


def letters(found: Mapping[str, Any]) -> dict[str, str]:
    """Field -> its letter, for those whose words are known; the force goes by the words that ask."""
    spans, _elsewhere = witness_of(found)
    if "clause" in spans:
        return {"clause": "A"}
    there = [field for field in FIELDS if field in spans or (field == "force" and "verb" in spans)]
    if "force" in there and "verb" in there:
        there.remove("verb")
    made = dict(zip(there, LETTERS, strict=False))
    if "verb" in spans:
        made["verb"] = made["force"]
    return made


def marked(text: str, spans: Spans, of: Mapping[str, str] | None = None) -> SafeString:
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
class Said:
    """A provision with its words in a language, the witness marked."""

    label: str
    words: SafeString
    language: str
    place: str = ""

    @property
    def direction(self) -> str:
        """The direction in which it is read."""
        return direction(self.language)


def above(
    chain: Sequence[Provision],
    words: Mapping[str, Mapping[str, ProvisionWording]],
    found: Finding,
    of: Mapping[str, str],
) -> list[Said]:
    """What stands above the provision, and what else says a part of it: the title of annexed terms, a heading."""
    spans, elsewhere = witness_of(found.found)
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
            Said(wording.label, marked(wording.text, here.get(eid, {}), of), found.language)
        )
    return made


def own(
    words: Mapping[str, Mapping[str, ProvisionWording]], found: Finding, of: Mapping[str, str]
) -> Said | None:
    """The words of the provision itself, marked."""
    wording = words.get(found.provision.eid, {}).get(found.language)
    if wording is None:
        return None
    spans, elsewhere = witness_of(found.found)
    here = {field: span for field, span in spans.items() if field not in elsewhere}
    return Said(wording.label, marked(wording.text, here, of), found.language)


def place_of(version: Version, chain: Any) -> str:
    """Which provision of which text."""
    here = get_language() or "en"
    symbol = format.localized_symbol(version.instrument.symbol, here) or excerpt(
        str(version.instrument)
    )
    return f"{symbol}{formats.list_separator(here)}{format.provision_reference(chain)}"


def item(found: Any, current: int = 0) -> dict[str, Any]:
    """A finding in a queue. ``current_version``: the key of the one that is open."""
    state = str(FINDING.states[found.state])
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
        "sort": "" if found.sort == Finding.Sort.MANDATE else str(found.get_sort_display()),
        "force": force if force in Force.values else "",
        "quoted": bool(found.found.get("quoted")),
        "goes_on": found.goes_on_id is not None,
        "mandate": found.mandate,
        "reason": found.reason,
        "reason_language": found.reason_language,
        "part": found.part,
    }


def suggestion(it: Suggested) -> tuple[str, SafeString]:
    """What may be taken from a mandate near by meaning: (key, words), with the mandate linked and how near it is."""
    here = get_language() or "en"
    said = [str(Kind(each).label) for each in it.said] if it.field == "kind" else it.said
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


def new_names(names: Sequence[str], near: Sequence[str]) -> str:
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


def found_by(by: Mapping[str, str]) -> list[str]:
    """How the fields of a mandate were found, in words: "by rule: force, who is asked"."""
    here = get_language() or "en"
    made = []
    for how in By:
        fields = [str(LABELS[field]) for field in FIELDS if by.get(field) == how]
        if fields:
            made.append(
                f"{how.label}{formats.colon(here)}{formats.list_separator(here).join(fields)}"
            )
    return made


def office(is_secretariat: bool) -> str:
    """In what role somebody decided: names of people are in nobody's way here."""
    if is_secretariat:
        return pgettext("who decided", "the secretariat")
    return pgettext("who decided", "the chair or the secretariat of the body")
