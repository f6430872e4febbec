"""The template context of the page of a mandate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.citations import format
from majlis.instruments.citations.names import excerpt, instrument_symbol
from majlis.instruments.models import Instrument
from majlis.instruments.texts import tables as texts
from majlis.instruments.texts.queries import citations_of
from majlis.kernel.languages import direction
from majlis.kernel.models import Record
from majlis.kit.action_page import ActionLink
from majlis.look import formats, menu, parts
from majlis.look.bidi import as_html, isolate, join_pieces, joined
from majlis.look.languages import name_of
from majlis.mandates.core import table
from majlis.mandates.core.display import Context
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.detail import facts, timeline
from majlis.mandates.detail import wording as detail_wording
from majlis.mandates.detail.queries import MandatePage
from majlis.mandates.lifecycle import ASSIGNMENT_LIFECYCLE, DECLINED, ENDED
from majlis.mandates.models import Assignment, LifecycleEvent

TITLE_LENGTH = 110
"""The longest excerpt of the wording in the title, in characters."""


@dataclass(frozen=True)
class AvailableActions:
    """What the reader may do: links for the mandate, and for an assignment by its key and state; whether with aliases."""

    links: list[ActionLink]
    of_assignment: Callable[[int, str], list[ActionLink]]
    with_aliases: bool


def page_context(
    read: MandatePage, requested_language: str, available: AvailableActions
) -> Context:
    """The template context.

    ``requested_language``: that of the wording, from the address. ``available``: the actions that the reader
    may perform.
    """
    language = get_language() or "en"
    mandate, line = read.mandate, read.line
    wording_language = detail_wording.chosen_language(read.wordings, requested_language, language)
    wording = read.wordings.get(wording_language)
    place = table.provision_label(line) if line.text else ""
    text = line.version.instrument if line.text else mandate.instrument
    symbol = instrument_symbol(text)
    dial, word = table.mandate_phase(mandate)
    return {
        "mandate": mandate,
        "title": table.as_title(excerpt(wording.text, TITLE_LENGTH)) if wording else mandate.slug,
        "title_language": wording_language,
        "title_direction": direction(wording_language) if wording_language else "",
        "trail": [
            parts.Link(pgettext("page", "Mandates"), menu.url_of("mandates:register")),
            parts.Link(symbol, mandate.instrument.get_absolute_url()),
            parts.Link(mandate.slug),
        ],
        "foreign": foreign_text(read),
        "force": table.force_label(mandate.force),
        "state": (dial, word),
        "told": timeline.status_notes(read),
        "place": place,
        "words": source_text(read, wording_language),
        "languages": [
            {
                "name": name_of(each.language),
                "code": each.language,
                "status": each.get_status_display(),
                "url": ""
                if each.language == wording_language
                else f"?{urlencode({'in': each.language})}",
            }
            for each in sorted(read.wordings.values(), key=lambda one: (one.status, one.pk))
        ],
        "facts": facts.mandate_facts(read),
        "moments": timeline.timeline_moments(read),
        "acts": [texts.act_line(each) for each in read.acts],
        "lifecycle_events": [lifecycle_event(each, read) for each in read.lifecycle_events],
        "taken_in": read.taken_in,
        "assigned": [assignment(each, read, available) for each in read.assigned],
        "proposed": [proposed_lead(each, read, available) for each in facts.proposed_leads(read)],
        "readings": [alternative_reading(each, read) for each in read.readings],
        "cites": cited_texts(read, wording_language),
        "aliases": [(each["pk"], facts.alias_text(each)) for each in read.aliases],
        "doable": available.links,
        "may_alias": available.with_aliases,
    }


def foreign_text(read: MandatePage) -> list[SafeString | str]:
    """For a reader in whose language the text is not: what is asked of whom, and the languages that it has."""
    language = get_language() or "en"
    if not read.wordings or language in read.wordings:
        return []
    addressees = read.line.entities_with_role("asked")
    ordered = sorted(read.wordings.values(), key=lambda one: (one.status, one.pk))
    names = formats.list_separator(language).join(name_of(each.language) for each in ordered)
    return [
        as_html(table.gist(read.mandate, addressees)),
        _("Text available only in: %(languages)s.") % {"languages": names},
    ]


def source_text(read: MandatePage, language: str) -> Context | None:
    """The wording of the provision in one language, below its parents, with the supporting passages marked."""
    wording, source = read.wordings.get(language), read.source
    if wording is None or source is None:
        return None
    own, marks = source.provision, source.language == language
    above = []
    for provision, wordings in read.above:
        if (
            language not in wordings
            or provision.kind in ("title", "annex")
            or not wordings[language].text
        ):
            continue
        spans = detail_wording.field_spans(source, provision, own) if marks else []
        above.append(detail_wording.highlighted(wordings[language], spans))
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
        "marked_in": name_of(source.language),
    }


def source_url(read: MandatePage) -> str:
    """The address of the provision that states the mandate."""
    assert read.source is not None  # the caller has checked this
    version = read.line.version
    kwargs = {
        "slug": version.instrument.slug,
        "version": version.slug,
        "eid": read.source.provision.eid,
    }
    return reverse("instruments:provision", kwargs=kwargs)


def cited_texts(read: MandatePage, language: str) -> list[Instrument]:
    """The texts that the wording cites, each once."""
    wording = read.wordings.get(language)
    citations = citations_of(wording) if wording is not None else []
    return list({each.target.pk: each.target for each in citations}.values())


def lifecycle_event(row: JsonRow, read: MandatePage) -> Context:
    """An act that ended, paused or revived the mandate."""
    language = get_language() or "en"
    pieces = [formats.date(row["date"], language) if row["date"] else ""]
    if row["into"]:
        successor_url = reverse("mandates:mandate", args=[row["into"]])
        pieces.append(
            format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', successor_url, row["into"])
        )
    act = facts.act_link(row, read)
    if not act and row["clause"]["eid"]:
        url = facts.clause_url(row["clause"])
        act = format_html('<a href="{}">{}</a>', url, _("by a clause of the text"))
    return {
        "what": LifecycleEvent.Kind(row["kind"]).label,
        "pieces": [each for each in (*pieces, act) if each],
        "text": row["text"],
        "language": row["language"],
        "direction": direction(row["language"]),
    }


def assignment(row: JsonRow, read: MandatePage, available: AvailableActions) -> Context:
    """A present, proposed or former assignment, with the actions that the reader may perform on it."""
    return {
        "entity": table.entity_links([row["entity"]]),
        "part": Assignment.Part(row["part"]).label,
        "state": ASSIGNMENT_LIFECYCLE.states[row["state"]],
        "past": row["state"] in (ENDED, DECLINED),
        "said": facts.period_and_act(row, read),
        "links": available.of_assignment(row["pk"], row["state"]),
    }


def proposed_lead(row: JsonRow, read: MandatePage, available: AvailableActions) -> Context:
    """A proposed lead by its name, with the addresses to confirm and decline it if the reader may."""
    offered = {link.url for link in available.of_assignment(row["pk"], row["state"])}
    kwargs = {"slug": read.mandate.slug, "key": row["pk"]}
    urls = {
        name: reverse(f"mandates:{name}_assignment", kwargs=kwargs)
        for name in ("confirm", "decline")
    }
    return {
        "name": table.entity_name(row["entity"]),
        **{f"{name}_url": url if url in offered else "" for name, url in urls.items()},
    }


def alternative_reading(row: JsonRow, read: MandatePage) -> Context:
    """The alternative reading of a member."""
    member = read.records[row["organisation"]["pk"]]
    version = {each.version.pk: each.version for each in read.steps}.get(row["version"])
    label = (
        timeline.version_label(version, read.mandate.instrument) if version else row["version_slug"]
    )
    return {
        "of": parts.Link(label, Record(address=row["version_address"]).get_absolute_url()),
        "member": member,
        "text": row["text"],
        "language": row["language"],
        "direction": direction(row["language"]),
    }


def citation(read: MandatePage, address: str) -> format.CitationLine:
    """The citation of the mandate in one line: number, provision, text, address."""
    language = get_language() or "en"
    pieces = [read.mandate.slug, table.provision_label(read.line) if read.line.text else ""]
    version = read.line.version
    if version.pk:
        pieces.append(timeline.version_label(version, read.mandate.instrument))
    line = join_pieces(
        formats.clause_separator(language), (isolate(each, language) for each in pieces if each)
    )
    return format.CitationLine(joined(line, formats.stop(language)), address)
