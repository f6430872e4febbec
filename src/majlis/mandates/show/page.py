"""The page of a mandate: what the template draws."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from majlis.instruments.citations import format
from majlis.instruments.citations.names import excerpt
from majlis.instruments.models import Instrument
from majlis.instruments.texts import tables as texts
from majlis.instruments.texts.queries import citations_of
from majlis.kernel.languages import LANGUAGES_BY_CODE, direction
from majlis.kernel.models import Record
from majlis.look import formats, menu, parts
from majlis.look.bidi import isolate
from majlis.mandates.lifecycle import ASSIGNMENT, DECLINED, ENDED
from majlis.mandates.models import Assignment, Ending
from majlis.mandates.queries.mandate import Found, Read
from majlis.mandates.show import facts, lines, versions, witness

A_TITLE = 110
"""Signs of the words that ask by which a mandate goes in its head."""


def about(read: Read, asked: str, doable: dict[str, Any]) -> dict[str, Any]:
    """What the template asks for. ``register_todo``: the language to read it in; ``doable``: what the reader may do."""
    here = get_language() or "en"
    mandate, line = read.mandate, read.line
    language = witness.chosen(read.wordings, asked, here)
    wording = read.wordings.get(language)
    place = lines.place(line) if line.text else ""
    text = line.version.instrument if line.text else mandate.instrument
    symbol = format.localized_symbol(text.symbol, here) or str(text)
    dial, word = lines.phase_of(mandate)
    return {
        "mandate": mandate,
        "title": lines.as_title(excerpt(wording.text, A_TITLE)) if wording else mandate.slug,
        "title_language": language,
        "title_direction": direction(language) if language else "",
        "trail": [
            parts.Link(_("Mandates"), menu.url_of("mandates:register")),
            parts.Link(symbol, mandate.instrument.get_absolute_url()),
            parts.Link(mandate.slug),
        ],
        "force": lines.force(mandate.force),
        "state": (dial, word),
        "told": versions.told(read),
        "place": place,
        "words": words(read, language),
        "languages": [
            {
                "name": LANGUAGES_BY_CODE[each.language].name,
                "code": each.language,
                "status": each.get_status_display(),
                "url": "" if each.language == language else f"?{urlencode({'in': each.language})}",
            }
            for each in sorted(read.wordings.values(), key=lambda one: (one.status, one.pk))
        ],
        "facts": facts.facts(read),
        "moments": versions.moments(read),
        "acts": [texts.act_line(each) for each in read.acts],
        "endings": [ending(each, read) for each in read.endings],
        "taken_in": read.taken_in,
        "assigned": [assigned(each, read, doable["with"]) for each in read.assigned],
        "readings": [reading(each, read) for each in read.readings],
        "cites": cites(read, language),
        "aliases": [(each["pk"], facts.alias(each)) for each in read.aliases],
        "doable": doable["links"],
        "may_alias": doable["alias"],
    }


def words(read: Read, language: str) -> dict[str, Any] | None:
    """The words that ask in one language, under those above them, marked where they bear out what was read."""
    wording, asking = read.wordings.get(language), read.asking
    if wording is None or asking is None:
        return None
    own, marks = asking.provision, asking.language == language
    above = []
    for provision, said in read.above:
        if language not in said or provision.kind in ("title", "annex") or not said[language].text:
            continue
        spans = witness.spans_at(asking, provision, own) if marks else []
        above.append(witness.marked(said[language], spans))
    spans = witness.spans_at(asking, own, own) if marks else []
    return {
        "language": language,
        "direction": direction(language),
        "label": wording.label,
        "above": above,
        "words": witness.marked(wording, spans),
        "status": wording.get_status_display(),
        "url": own_address(read),
        "marks": marks,
        "marked_in": LANGUAGES_BY_CODE[asking.language].name,
    }


def own_address(read: Read) -> str:
    """The page of the provision that asks."""
    assert read.asking is not None  # asked by the caller
    version = read.line.version
    where = {
        "slug": version.instrument.slug,
        "version": version.slug,
        "eid": read.asking.provision.eid,
    }
    return reverse("instruments:provision", kwargs=where)


def cites(read: Read, language: str) -> list[Instrument]:
    """The texts that the words cite, each once."""
    wording = read.wordings.get(language)
    found = citations_of(wording) if wording is not None else []
    return list({each.target.pk: each.target for each in found}.values())


def ending(found: Found, read: Read) -> dict[str, Any]:
    """An act that ended, paused or revived it, with the closing record."""
    here = get_language() or "en"
    pieces: list[Any] = [formats.date(found["date"], here) if found["date"] else ""]
    if found["into"]:
        into = reverse("mandates:mandate", args=[found["into"]])
        pieces.append(format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', into, found["into"]))
    act = facts.by_act(found, read)
    if not act and found["clause"]["eid"]:
        url = facts.place_of(found["clause"])
        act = format_html('<a href="{}">{}</a>', url, _("by a clause of the text"))
    return {
        "what": Ending.Kind(found["kind"]).label,
        "pieces": [each for each in (*pieces, act) if each],
        "text": found["text"],
        "language": found["language"],
        "direction": direction(found["language"]),
    }


def assigned(found: Found, read: Read, doable: dict[str, list[tuple[str, Any]]]) -> dict[str, Any]:
    """Somebody who leads, contributes, was proposed, or did so before; what the reader may do with it."""
    slug = read.mandate.slug
    return {
        "actor": lines.actors([found["actor"]]),
        "part": Assignment.Part(found["part"]).label,
        "state": ASSIGNMENT.states[found["state"]],
        "past": found["state"] in (ENDED, DECLINED),
        "said": facts.since_and_act(found, read),
        "links": [
            parts.Link(words, reverse("mandates:change", args=[slug, name, found["pk"]]))
            for name, words in doable.get(found["state"], [])
        ],
    }


def reading(found: Found, read: Read) -> dict[str, Any]:
    """How a member reads it otherwise."""
    member = read.records[found["organisation"]["pk"]]
    there = {each.version.pk: each.version for each in read.steps}.get(found["version"])
    of = versions.called(there, read.mandate.instrument) if there else found["version_slug"]
    return {
        "of": parts.Link(of, Record(address=found["version_address"]).get_absolute_url()),
        "member": member,
        "text": found["text"],
        "language": found["language"],
        "direction": direction(found["language"]),
    }


def citation(read: Read, address: str) -> format.CitationLine:
    """One line to put under a quotation: number, place, text, address."""
    here = get_language() or "en"
    pieces = [read.mandate.slug, lines.place(read.line) if read.line.text else ""]
    version = read.line.version
    if version.pk:
        pieces.append(versions.called(version, read.mandate.instrument))
    words = formats.list_separator(here).join(isolate(each, here) for each in pieces if each)
    return format.CitationLine(f"{words}{formats.stop(here)}", address)
