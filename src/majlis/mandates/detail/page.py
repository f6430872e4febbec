"""What the template of the page of a mandate shows."""

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
from majlis.mandates.core import table
from majlis.mandates.detail import facts, timeline
from majlis.mandates.detail import wording as detail_wording
from majlis.mandates.detail.queries import JsonRow, MandatePage
from majlis.mandates.lifecycle import ASSIGNMENT_LIFECYCLE, DECLINED, ENDED
from majlis.mandates.models import Assignment, LifecycleEvent

TITLE_LENGTH = 110
"""Signs of the words that ask by which a mandate goes in its head."""


def page_context(read: MandatePage, asked: str, doable: dict[str, Any]) -> dict[str, Any]:
    """What the template asks for. ``register_todo``: the language to read it in; ``available_actions``: what the reader may do."""
    here = get_language() or "en"
    mandate, line = read.mandate, read.line
    language = detail_wording.chosen_language(read.wordings, asked, here)
    wording = read.wordings.get(language)
    place = table.provision_label(line) if line.text else ""
    text = line.version.instrument if line.text else mandate.instrument
    symbol = format.localized_symbol(text.symbol, here) or str(text)
    dial, word = table.mandate_phase(mandate)
    return {
        "mandate": mandate,
        "title": table.as_title(excerpt(wording.text, TITLE_LENGTH)) if wording else mandate.slug,
        "title_language": language,
        "title_direction": direction(language) if language else "",
        "trail": [
            parts.Link(_("Mandates"), menu.url_of("mandates:register")),
            parts.Link(symbol, mandate.instrument.get_absolute_url()),
            parts.Link(mandate.slug),
        ],
        "force": table.force_label(mandate.force),
        "state": (dial, word),
        "told": timeline.status_notes(read),
        "place": place,
        "words": source_text(read, language),
        "languages": [
            {
                "name": LANGUAGES_BY_CODE[each.language].name,
                "code": each.language,
                "status": each.get_status_display(),
                "url": "" if each.language == language else f"?{urlencode({'in': each.language})}",
            }
            for each in sorted(read.wordings.values(), key=lambda one: (one.status, one.pk))
        ],
        "facts": facts.mandate_facts(read),
        "moments": timeline.timeline_moments(read),
        "acts": [texts.act_line(each) for each in read.acts],
        "lifecycle_events": [lifecycle_event(each, read) for each in read.lifecycle_events],
        "taken_in": read.taken_in,
        "assigned": [assignment(each, read, doable["with"]) for each in read.assigned],
        "readings": [alternative_reading(each, read) for each in read.readings],
        "cites": cited_texts(read, language),
        "aliases": [(each["pk"], facts.alias_text(each)) for each in read.aliases],
        "doable": doable["links"],
        "may_alias": doable["alias"],
    }


def source_text(read: MandatePage, language: str) -> dict[str, Any] | None:
    """The words that ask in one language, under those above them, marked where they bear out what was read."""
    wording, source = read.wordings.get(language), read.source
    if wording is None or source is None:
        return None
    own, marks = source.provision, source.language == language
    above = []
    for provision, said in read.above:
        if language not in said or provision.kind in ("title", "annex") or not said[language].text:
            continue
        spans = detail_wording.field_spans(source, provision, own) if marks else []
        above.append(detail_wording.highlighted(said[language], spans))
    spans = detail_wording.field_spans(source, own, own) if marks else []
    return {
        "language": language,
        "direction": direction(language),
        "label": wording.label,
        "above": above,
        "words": detail_wording.highlighted(wording, spans),
        "status": wording.get_status_display(),
        "url": source_url(read),
        "marks": marks,
        "marked_in": LANGUAGES_BY_CODE[source.language].name,
    }


def source_url(read: MandatePage) -> str:
    """The page of the provision that asks."""
    assert read.source is not None  # asked by the caller
    version = read.line.version
    where = {
        "slug": version.instrument.slug,
        "version": version.slug,
        "eid": read.source.provision.eid,
    }
    return reverse("instruments:provision", kwargs=where)


def cited_texts(read: MandatePage, language: str) -> list[Instrument]:
    """The texts that the words cite, each once."""
    wording = read.wordings.get(language)
    found = citations_of(wording) if wording is not None else []
    return list({each.target.pk: each.target for each in found}.values())


def lifecycle_event(found: JsonRow, read: MandatePage) -> dict[str, Any]:
    """An act that ended, paused or revived it, with the closing record."""
    here = get_language() or "en"
    pieces: list[Any] = [formats.date(found["date"], here) if found["date"] else ""]
    if found["into"]:
        into = reverse("mandates:mandate", args=[found["into"]])
        pieces.append(format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', into, found["into"]))
    act = facts.act_link(found, read)
    if not act and found["clause"]["eid"]:
        url = facts.clause_url(found["clause"])
        act = format_html('<a href="{}">{}</a>', url, _("by a clause of the text"))
    return {
        "what": LifecycleEvent.Kind(found["kind"]).label,
        "pieces": [each for each in (*pieces, act) if each],
        "text": found["text"],
        "language": found["language"],
        "direction": direction(found["language"]),
    }


def assignment(
    found: JsonRow, read: MandatePage, doable: dict[str, list[tuple[str, Any]]]
) -> dict[str, Any]:
    """Somebody who leads, contributes, was proposed, or did so before; what the reader may do with it."""
    slug = read.mandate.slug
    return {
        "entity": table.entity_links([found["entity"]]),
        "part": Assignment.Part(found["part"]).label,
        "state": ASSIGNMENT_LIFECYCLE.states[found["state"]],
        "past": found["state"] in (ENDED, DECLINED),
        "said": facts.period_and_act(found, read),
        "links": [
            parts.Link(words, reverse("mandates:change", args=[slug, name, found["pk"]]))
            for name, words in doable.get(found["state"], [])
        ],
    }


def alternative_reading(found: JsonRow, read: MandatePage) -> dict[str, Any]:
    """How a member reads it otherwise."""
    member = read.records[found["organisation"]["pk"]]
    there = {each.version.pk: each.version for each in read.steps}.get(found["version"])
    of = timeline.version_label(there, read.mandate.instrument) if there else found["version_slug"]
    return {
        "of": parts.Link(of, Record(address=found["version_address"]).get_absolute_url()),
        "member": member,
        "text": found["text"],
        "language": found["language"],
        "direction": direction(found["language"]),
    }


def citation(read: MandatePage, address: str) -> format.CitationLine:
    """One line to put under a quotation: number, place, text, address."""
    here = get_language() or "en"
    pieces = [read.mandate.slug, table.provision_label(read.line) if read.line.text else ""]
    version = read.line.version
    if version.pk:
        pieces.append(timeline.version_label(version, read.mandate.instrument))
    words = formats.list_separator(here).join(isolate(each, here) for each in pieces if each)
    return format.CitationLine(f"{words}{formats.stop(here)}", address)
