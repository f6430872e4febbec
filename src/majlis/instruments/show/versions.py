"""Versions: what they are called, what bodies did with them, ways from one to the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from majlis.instruments import citing
from majlis.instruments.actions.version import DECIDING
from majlis.instruments.lifecycle import ADOPTED, IN_FORCE, NOT_ADOPTED, PROPOSED, SUPERSEDED
from majlis.instruments.models import (
    Act,
    Instrument,
    LanguageVersion,
    Provision,
    Version,
)
from majlis.instruments.models.provision import NAMES
from majlis.instruments.naming import apart
from majlis.instruments.queries.around import Chain
from majlis.instruments.queries.provision import Citing, Step
from majlis.instruments.show.words import begin
from majlis.look import formats, parts

PHASES = {IN_FORCE: "met", PROPOSED: "going", SUPERSEDED: "closed", NOT_ADOPTED: "closed"}


def address_of(version: Version) -> str:
    """The page of a version."""
    return reverse("instruments:version", args=[version.instrument.slug, version.slug])


def name_of(version: Version) -> str:
    """What a version goes by beside its text: its label, else its year, else its place."""
    label = version.say("label").text or version.date[:4]
    if version.reconstructed_from_id is not None:
        before = pgettext("version", "the text before")
        return formats.list_separator(get_language() or "en").join(
            each for each in (label, before) if each
        )
    return label or version.slug


def whole_name(version: Version) -> str:
    """Symbol and label of a version, for where its text is not named beside it: as the reader's language has them."""
    here = get_language() or "en"
    said = apart(version.symbol_here or "")
    symbol = said.symbol or version.instrument.symbol or begin(str(version.instrument))
    name = name_of(version)
    if said.label and version.reconstructed_from_id is None and not label_in(version, here):
        name = said.label
    return symbol if f"({name})" in symbol else citing.labelled(symbol, name)


def label_in(version: Version, language: str) -> str:
    """The label of a version where it is kept in this language."""
    said = version.say("label", language)
    return said.text if said.language == language else ""


def trail(instrument: Instrument, version: Version, said: LanguageVersion) -> list[parts.Link]:
    """The way to a version: texts, its body, the text it is annexed to, itself."""
    way = [parts.Link(_("Texts"), reverse("instruments:texts"))]
    if instrument.body is not None:
        body = instrument.body
        way.append(parts.Link(body.abbreviation or body.say("title").text, body.get_absolute_url()))
    way.append(parts.Link(citing.short(version, said, label_in(version, said.language))))
    return way


def told(version: Version) -> list[str]:
    """What is said of a version under its title: who did what with it, and when; else its body and date."""
    acts = [act_words(each) for each in version.acts.all()]
    if undecided(version):
        acts.append(_("by which act it was adopted is not noted"))
    if version.acts.all():
        return acts
    body = version.body.say("title").text if version.body else version.instrument.body_words
    date = formats.date(version.date, get_language() or "en") if version.date else ""
    return [each for each in (body, date, *acts) if each]


def undecided(version: Version) -> bool:
    """Whether a version counts as adopted, and no act is noted by which it was."""
    if version.state not in (ADOPTED, IN_FORCE, SUPERSEDED) or version.reconstructed_from_id:
        return False
    return not any(each.kind in DECIDING for each in version.acts.all())


@dataclass(frozen=True)
class Variant:
    """The same version in the words that another body adopted: who, and the ways to it."""

    by: str
    name: str
    url: str
    compare: str


def variants(versions: Sequence[Version], shown: Version) -> list[Variant]:
    """What other bodies adopted in other words in place of a version: see ``queries.text.akin``."""
    made = []
    for each in versions:
        old, new = sorted((each, shown), key=lambda one: one.position)
        compare = reverse("instruments:compare", args=[old.pk, new.pk])
        made.append(Variant(adopted_by(each), name_of(each), address_of(each), compare))
    return made


def adopted_by(version: Version) -> str:
    """Which body adopted a version, as far as it is known."""
    acts = [each for each in version.acts.all() if each.kind in DECIDING]
    said = (
        acts[0].body.say("title").text if acts and acts[0].body else acts[0].words if acts else ""
    )
    return said or (version.body.say("title").text if version.body else "")


def act_words(act: Act) -> str:
    """An act in a line: "adopts: General Conference, 14 October 2026, without a vote"."""
    here = get_language() or "en"
    pieces = [act.body.say("title").text if act.body else act.words]
    if act.date:
        pieces.append(formats.date(act.date, here))
    if act.manner:
        pieces.append(str(act.get_manner_display()))
    if act.in_favour is not None:
        counts = (act.in_favour, act.against or 0, act.abstaining or 0)
        pieces.append("–".join(formats.number(each, here) for each in counts))
    if act.body and act.words:
        pieces.append(act.words)
    said = formats.list_separator(here).join(each for each in pieces if each)
    return f"{act.get_kind_display()}{formats.colon(here)}{said}"


def steps(versions: Sequence[Version], shown: Version) -> list[parts.Step]:
    """The versions of a text as steps; the one that is read stands out."""
    made = []
    for each in versions:
        state = str(each.get_state_display())
        if each.variant_of_id is not None:
            state = formats.with_brackets(
                state, pgettext("version", "in other words"), get_language() or "en"
            )
        if each.reconstructed_from_id is not None:
            state = pgettext("version", "reconstructed, not authentic")
        if each.pk == shown.pk:
            made.append(parts.Step(name_of(each), "current", state))
            continue
        link = parts.Link(_("read"), address_of(each))
        made.append(parts.Step(name_of(each), "done", state, link))
    return made


def compare_links(versions: Sequence[Version], shown: Version, language: str) -> list[parts.Link]:
    """Ways to compare the version that is read with the others, the one that it follows first."""
    others = sorted(
        (each for each in versions if each.pk != shown.pk),
        key=lambda each: (each.pk != shown.follows_id, each.position),
    )
    made = []
    for each in others:
        old, new = sorted((each, shown), key=lambda one: one.position)
        url = reverse("instruments:compare", args=[old.pk, new.pk])
        words = _("Compare with %(version)s") % {"version": name_of(each)}
        made.append(parts.Link(words, f"{url}?in={language}"))
    return made


def cited_by(found: Sequence[Citing]) -> list[dict[str, Any]]:
    """The texts that cite one, each once, with the places in it: no two of the same name."""
    made = []
    for each in found:
        places = [_cited_at(chain) for chain in each.places]
        names = Counter(name for name, _begin, _language in places)
        name = _of_version(each)
        made.append(
            {
                "name": name,
                "url": address_of(each.version),
                "places": [
                    {
                        "name": one if names[one] == 1 and one else first,
                        "language": language,
                        "url": chain[-1][0].get_absolute_url(),
                    }
                    for (one, first, language), chain in zip(places, each.places, strict=True)
                ],
            }
        )
    return made


def _cited_at(chain: Chain) -> tuple[str, str, str]:
    """What a place that cites is called, how its words begin, and in which language it is called so."""
    provision, wording = chain[-1]
    words = wording.text if wording else ""
    language = wording.language if wording else ""
    name = citing.place_among(chain)
    kind = str(NAMES[provision.kind])
    if name == kind:  # of which there are many
        name = ""
    first = formats.colon(get_language() or "en").join(each for each in (kind, begin(words, 60)))
    return name, first if words else kind, "" if name.startswith(kind) else language


def _of_version(each: Citing) -> str:
    """The symbol of a text with the version, where the symbol does not tell it: read without a query."""
    version, here = each.version, get_language() or "en"
    name = each.symbol or version.instrument.symbol or begin(str(version.instrument))
    if version.reconstructed_from_id is not None:
        return formats.with_brackets(
            name, pgettext("version", "reconstructed, not authentic"), here
        )
    return name if version.slug in name else formats.with_brackets(name, version.slug, here)


def history(found: Sequence[Step], provision: Provision) -> parts.Table:
    """The same provision in other versions: where, in which words, and the way to compare the two versions."""
    rows = []
    for each in found:
        own = each.provision.pk == provision.pk
        wording = each.wording
        rows.append(
            [
                parts.Cell(
                    name_of(each.version)
                    if each.version.instrument_id == provision.version.instrument_id
                    else whole_name(each.version),
                    "" if own else each.provision.get_absolute_url(),
                    _("this one") if own else str(each.version.get_state_display()),
                ),
                parts.Cell(
                    f"{wording.label} {wording.text}".strip() if wording else "—",
                    language=wording.language if wording else "",
                ),
                _change_between(each, provision) if not own else "—",
            ]
        )
    columns = [
        parts.Column(pgettext("of a text", "Version")),
        parts.Column(pgettext("provision", "Words")),
        parts.Column(_("Comparison")),
    ]
    return parts.Table(columns, rows, _("In other versions"), headed=True)


def _change_between(step: Step, provision: Provision) -> parts.Cell:
    mine, other = provision.version, step.version
    old, new = (other, mine) if _before(other, mine) else (mine, other)
    eid = provision.eid if new.pk == mine.pk else step.provision.eid
    url = reverse("instruments:compare", args=[old.pk, new.pk])
    return parts.Cell(pgettext("verb", "compare"), f"{url}?{urlencode({'at': eid})}#{eid}")


def _before(one: Version, other: Version) -> bool:
    if one.instrument_id == other.instrument_id:
        return one.position < other.position
    return (one.date or "9999", one.pk) < (other.date or "9999", other.pk)


MOVE_WORDS = {
    "propose": pgettext_lazy("state of a version", "Proposed to a body"),
    "adopt": pgettext_lazy("state of a version", "Adopted, by which act is not known"),
    "bring_into_force": pgettext_lazy("state of a version", "In force from now on"),
    "supersede": pgettext_lazy("state of a version", "Superseded by another text"),
    "not_adopt": pgettext_lazy("state of a version", "Not adopted"),
    "take_up_again": pgettext_lazy("state of a version", "Proposed again"),
}
