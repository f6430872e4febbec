"""A mandate at a glance: addressees, recipients, date, force, expiry, lead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.kernel import clock
from majlis.kernel.languages import direction
from majlis.kernel.templatetags.majlis import said
from majlis.look import formats, parts
from majlis.mandates.core import periods, table
from majlis.mandates.detail.queries import JsonRow, MandatePage
from majlis.mandates.lifecycle import ACTIVE, CONFIRMED
from majlis.mandates.models import Assignment, Clause, Mandate, MandateSource
from majlis.mandates.models.choices import CAN_BE_OVERDUE, DeliverableKind, FoundBy, LegalStatus

BREAK = SafeString("<br>")


def text_span(words: str, language: str) -> SafeString:
    """Words of the text in the language in which they stand there."""
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction(language), words)


def stacked_lines(found: Iterable[Any]) -> SafeString:
    """Several things said of one fact, a line each."""
    return format_html_join(BREAK, "{}", ((each,) for each in found))


def found_by(source: MandateSource | None, *fields: str) -> str:
    """How fields were found: by rule, by meaning, by a person."""
    ways = (
        {source.by[each] for each in fields if each in source.by} if source is not None else set()
    )
    words = [str(FoundBy(each).label) for each in FoundBy.values if each in ways]
    return formats.list_separator(get_language() or "en").join(words)


def mandate_facts(read: MandatePage) -> list[parts.Fact]:
    """At most ten facts; what the text does not say is left out, but for the lead."""
    source, line = read.source, read.line
    made = []
    for role, name in (
        ("asked", _("Who is asked")),
        ("recipient", _("For whom")),
        ("via", _("Through or with whom")),
    ):
        if line.actors(role):
            made.append(
                parts.Fact(name, table.entity_links(line.actors(role)), note=found_by(source, role))
            )
    made.append(
        parts.Fact(
            _("What"), DeliverableKind(read.mandate.kind).label, note=found_by(source, "kind")
        )
    )
    if source is not None and (when := _dates(read.mandate, source)):
        note = found_by(source, "deadline", "occasion", "recurrence", "trigger")
        made.append(parts.Fact(_("By when"), when, note=note))
    made.append(_force_fact(read.mandate, source))
    if ends := [clause_text(each) for each in read.clauses]:
        made.append(parts.Fact(_("Expiry, review, renewal"), stacked_lines(ends)))
    made.append(_lead_fact(read))
    if read.concepts:
        tags = format_html_join(
            " ",
            '<a class="tag" href="{}">{}</a>',
            ((each.get_absolute_url(), said(each.say("title"))) for each in read.concepts),
        )
        made.append(parts.Fact(_("Serves"), tags))
    if read.aliases:
        made.append(
            parts.Fact(_("In other registries"), stacked_lines(map(alias_text, read.aliases)))
        )
    return made


def alias_text(found: JsonRow) -> SafeString:
    """What another registry calls it."""
    value = format_html('<bdi dir="ltr">{}</bdi>', found["value"])
    if found["url"]:
        value = format_html('<a href="{}">{}</a>', found["url"], value)
    colon = formats.colon(get_language() or "en")
    return format_html("<bdi>{}</bdi>{}{}", found["registry"], colon, value)


def _dates(mandate: Mandate, source: MandateSource) -> SafeString:
    """How often, by when, on which occasion, after what: as far as the text says it."""
    here = get_language() or "en"
    said_of_it: list[Any] = []
    if source.recurrence:
        said_of_it.append(periods.period_text(source.recurrence))
    if source.deadline:
        said_of_it.append(formats.date(source.deadline, here))
    if source.occasion:
        said_of_it.append(text_span(source.occasion, source.language))
    if source.trigger:
        words = text_span(source.trigger, source.language)
        colon = formats.colon(here)
        said_of_it.append(format_html("{}{}{}", _("Only once this happens"), colon, words))
    if mandate.due is not None or mandate.due_text:
        colon = formats.colon(here)
        name = _("Due") if _is_past(mandate) else _("Next")
        said_of_it.append(format_html("{}{}{}", name, colon, table.due_text(mandate)))
    return stacked_lines(said_of_it)


def _is_past(mandate: Mandate) -> bool:
    """Whether what it is due by has passed, as far as it is known: the year of a session whose date is to be set, too."""
    today = clock.today()
    if mandate.due is not None:
        return mandate.due < today
    year = mandate.due_text[:4]
    return year.isascii() and year.isdecimal() and len(year) == 4 and int(year) < today.year


def _force_fact(mandate: Mandate, source: MandateSource | None) -> parts.Fact:
    if mandate.force in CAN_BE_OVERDUE:
        note = _("Can be late, where a lead is confirmed and the date is a real one.")
    else:
        note = _("Cannot be late: answers are shown, and none is owed.")
    words = table.force_label(mandate.force)
    if source is not None and source.verb:
        words = format_html("{} {}", words, text_span(source.verb, source.language))
    return parts.Fact(pgettext("mandate", "Force"), words, note=note)


def clause_text(found: JsonRow) -> SafeString:
    """An expiry, review or renewal clause: when, by whom, and the words that say it."""
    here = get_language() or "en"
    pieces: list[Any] = [
        formats.date(found["deadline"], here) if found["deadline"] else "",
        found["occasion"],
        table.entity_links([found["body"]]) if found["body"] else "",
    ]
    told = format_html_join(
        formats.list_separator(here), "{}", ((each,) for each in pieces if each)
    )
    kind = Clause.Kind(found["kind"]).label
    colon = formats.colon(here) if told else ""
    url = clause_url(found["place"])
    return format_html(
        '{}{}{} <a class="small" href="{}">{}</a>', kind, colon, told, url, _("the words")
    )


def clause_url(found: JsonRow) -> str:
    """The address of a provision that came with a clause."""
    where = {"slug": found["instrument"], "version": found["slug"], "eid": found["eid"]}
    return reverse("instruments:provision", kwargs=where)


def act_link(found: JsonRow, read: MandatePage) -> SafeString:
    """By what act: a record here, or words."""
    record = read.records.get(found["record"]["pk"]) if found["record"] else None
    if record is not None:
        title = found["words"] or said(record.say("title")) or record.address
        return format_html('<a href="{}"><bdi>{}</bdi></a>', record.get_absolute_url(), title)
    return format_html("<bdi>{}</bdi>", found["words"]) if found["words"] else SafeString("")


def _lead_fact(read: MandatePage) -> parts.Fact:
    """Who leads, since when, by what act; or that nobody is named, and how many more that is so of."""
    name = _("Lead")
    leading = [
        each
        for each in read.assigned
        if each["part"] == Assignment.Part.LEAD and each["state"] == CONFIRMED
    ]
    if leading:
        return parts.Fact(
            name, table.entity_links([leading[0]["entity"]]), note=period_and_act(leading[0], read)
        )
    words = _("no lead named")
    asked = read.line.actors("asked")
    mandate = read.mandate
    if (
        not asked
        or mandate.legal_status != LegalStatus.IN_FORCE
        or mandate.lifecycle_state != ACTIVE
    ):
        return parts.Fact(name, words)
    more = read.unled - 1
    note: Any = ""
    if more > 0:
        sentence = ngettext(
            "and %(n)s more of whom is asked here", "and %(n)s more of whom is asked here", more
        )
        url = f"{asked[0].get_absolute_url()}#nolead"
        n = formats.number(more, get_language() or "en")
        note = format_html('<a href="{}">{}</a>', url, sentence % {"n": n})
    return parts.Fact(name, words, note=note)


def period_and_act(found: JsonRow, read: MandatePage) -> SafeString:
    """Since when and by what act somebody leads or contributes."""
    here = get_language() or "en"
    pieces: list[Any] = []
    if found["since"]:
        pieces.append(_("since %(date)s") % {"date": formats.date(found["since"], here)})
    if found["until"]:
        pieces.append(_("until %(date)s") % {"date": formats.date(found["until"], here)})
    if act := act_link(found, read):
        pieces.append(format_html("{}{}{}", _("by act"), formats.colon(here), act))
    return format_html_join(formats.list_separator(here), "{}", ((each,) for each in pieces))
