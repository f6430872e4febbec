"""A mandate at a glance: addressees, recipients, date, force, expiry, lead."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.kernel import clock
from majlis.kernel.languages import direction
from majlis.kernel.templatetags.majlis import said
from majlis.look import date_phrases, formats, parts
from majlis.mandates.core import periods, table
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.detail.queries import MandatePage
from majlis.mandates.lifecycle import ACTIVE, CONFIRMED, ONGOING, PROPOSED
from majlis.mandates.models import Assignment, Clause, Mandate, MandateSource
from majlis.mandates.models.choices import CAN_BE_OVERDUE, DeliverableKind, FoundBy, LegalStatus

BREAK = SafeString("<br>")


def text_span(excerpt: str, language: str) -> SafeString:
    """An excerpt of a text as HTML, marked with its language."""
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction(language), excerpt)


def stacked_lines(lines: Iterable[str]) -> SafeString:
    """Several values of one fact, each on a line of its own."""
    return format_html_join(BREAK, "{}", ((each,) for each in lines))


def found_by(source: MandateSource | None, *fields: str) -> str:
    """How fields were found, as a note beside them: "· detected by rule"; empty where that is not known."""
    ways = (
        {source.found_by[each] for each in fields if each in source.found_by}
        if source is not None
        else set()
    )
    labels = [str(FoundBy(each).label) for each in FoundBy.values if each in ways]
    return f"· {formats.list_separator(get_language() or 'en').join(labels)}" if labels else ""


def mandate_facts(read: MandatePage) -> list[parts.Fact]:
    """Up to ten facts. A fact that the text does not state is left out, except the lead."""
    source, line = read.source, read.line
    result = []
    for role, name in (
        ("asked", pgettext("mandate", "Addressees")),
        ("recipient", pgettext("mandate", "Recipients")),
        ("via", _("Through or in cooperation with")),
    ):
        if line.entities_with_role(role):
            result.append(
                parts.Fact(
                    name,
                    table.entity_links(line.entities_with_role(role)),
                    note=found_by(source, role),
                )
            )
    result.append(
        parts.Fact(
            pgettext("mandate", "Deliverable"),
            DeliverableKind(read.mandate.kind).label,
            note=found_by(source, "kind"),
        )
    )
    if source is not None and (when := _dates(read.mandate, source)):
        note = found_by(source, "deadline", "occasion", "recurrence", "trigger")
        result.append(parts.Fact(pgettext("due date", "Due date"), when, note=note))
    result.append(_force_fact(read.mandate, source))
    if ends := [clause_text(each) for each in read.clauses]:
        result.append(parts.Fact(_("Expiry, review and renewal"), stacked_lines(ends)))
    result.append(_lead_fact(read))
    if read.concepts:
        tags = format_html_join(
            " ",
            '<a class="tag" href="{}">{}</a>',
            ((each.get_absolute_url(), said(each.say("title"))) for each in read.concepts),
        )
        result.append(parts.Fact(pgettext("mandate", "Related concepts"), tags))
    if read.aliases:
        result.append(
            parts.Fact(
                pgettext("mandate", "IDs in other registries"),
                stacked_lines(map(alias_text, read.aliases)),
            )
        )
    return result


def alias_text(alias: JsonRow) -> SafeString:
    """The identifier in another registry, with a link where its address is known."""
    value = format_html('<bdi dir="ltr">{}</bdi>', alias["value"])
    if alias["url"]:
        value = format_html('<a href="{}">{}</a>', alias["url"], value)
    colon = formats.colon(get_language() or "en")
    return format_html("<bdi>{}</bdi>{}{}", alias["registry"], colon, value)


def _dates(mandate: Mandate, source: MandateSource) -> SafeString:
    """The recurrence, deadline, occasion and trigger that the text states, and the next due date."""
    language = get_language() or "en"
    lines: list[str] = []
    if source.recurrence:
        lines.append(periods.period_text(source.recurrence))
    if source.deadline:
        lines.append(formats.date(source.deadline, language))
    if source.occasion:
        lines.append(text_span(source.occasion, source.language))
    if source.trigger:
        trigger = text_span(source.trigger, source.language)
        colon = formats.colon(language)
        lines.append(format_html("{}{}{}", pgettext("mandate", "Condition"), colon, trigger))
    if mandate.due is not None or mandate.due_text:
        colon = formats.colon(language)
        name = pgettext("due date", "Due date") if _is_past(mandate) else _("Next due date")
        lines.append(format_html("{}{}{}", name, colon, table.due_text(mandate)))
    return stacked_lines(lines)


def _is_past(mandate: Mandate) -> bool:
    """Whether the due date has passed; where only the year of a session is known, whether that year has."""
    today = clock.today()
    if mandate.due is not None:
        return mandate.due < today
    year = mandate.due_text[:4]
    return year.isascii() and year.isdecimal() and len(year) == 4 and int(year) < today.year


def _force_fact(mandate: Mandate, source: MandateSource | None) -> parts.Fact:
    if mandate.force in CAN_BE_OVERDUE:
        note = _("With a confirmed lead and a full due date, the mandate can become overdue.")
    else:
        note = _("Reports are shown but not required; the mandate cannot become overdue.")
    content = table.force_label(mandate.force)
    if source is not None and source.verb:
        content = format_html(
            pgettext("mandate", "{force} (“{verb}”)"),
            force=content,
            verb=text_span(source.verb, source.language),
        )
    lines = stacked_lines([content, format_html('<span class="small quiet">{}</span>', note)])
    return parts.Fact(pgettext("mandate", "Force"), lines)


def clause_text(clause: JsonRow) -> SafeString:
    """An expiry, review or renewal clause: its date, its body, and a link to its wording."""
    language = get_language() or "en"
    pieces = [
        formats.date(clause["deadline"], language) if clause["deadline"] else "",
        clause["occasion"],
        table.entity_links([clause["body"]]) if clause["body"] else "",
    ]
    details = format_html_join(
        formats.clause_separator(language), "{}", ((each,) for each in pieces if each)
    )
    kind = Clause.Kind(clause["kind"]).label
    colon = formats.colon(language) if details else ""
    url = clause_url(clause["place"])
    return format_html(
        '{}{}{} <a class="small" href="{}">{}</a>',
        kind,
        colon,
        details,
        url,
        pgettext("link", "View wording"),
    )


def clause_url(place: JsonRow) -> str:
    """The address of the provision of a clause."""
    kwargs = {"slug": place["instrument"], "version": place["slug"], "eid": place["eid"]}
    return reverse("instruments:provision", kwargs=kwargs)


def act_link(row: JsonRow, read: MandatePage) -> SafeString:
    """The act by which something was decided: a link to its record, or its name."""
    record = read.records.get(row["record"]["pk"]) if row["record"] else None
    if record is not None:
        title = row["words"] or said(record.say("title")) or record.address
        return format_html('<a href="{}"><bdi>{}</bdi></a>', record.get_absolute_url(), title)
    return format_html("<bdi>{}</bdi>", row["words"]) if row["words"] else SafeString("")


def _lead_fact(read: MandatePage) -> parts.Fact:
    """The lead, since when and by which act; or that there is none, who is proposed, and how many similar cases."""
    name = pgettext("mandate", "Lead entity")
    leading = [
        each
        for each in read.assigned
        if each["part"] == Assignment.Part.LEAD and each["state"] == CONFIRMED
    ]
    if leading:
        return parts.Fact(
            name, table.entity_links([leading[0]["entity"]]), note=period_and_act(leading[0], read)
        )
    notes: list[str] = [
        format_html(
            "{}{}{}",
            pgettext("lead of a mandate", "Proposed"),
            formats.colon(get_language() or "en"),
            table.entity_links([each["entity"]]),
        )
        for each in proposed_leads(read)
    ]
    asked = read.line.entities_with_role("asked")
    mandate = read.mandate
    is_current = mandate.legal_status == LegalStatus.IN_FORCE and mandate.lifecycle_state == ACTIVE
    others = read.unled - 1
    if asked and is_current and others > 0:
        sentence = ngettext(
            "%(n)s other mandate with this addressee has no lead",
            "%(n)s other mandates with this addressee have no lead",
            others,
        )
        url = f"{asked[0].get_absolute_url()}#nolead"
        count = formats.number(others, get_language() or "en")
        notes.append(format_html('<a href="{}">{}</a>', url, sentence % {"n": count}))
    return parts.Fact(name, _("no lead named"), note=stacked_lines(notes))


def proposed_leads(read: MandatePage) -> list[JsonRow]:
    """The proposals to name a lead; none where the lead is confirmed or the mandate has ended."""
    if read.mandate.lifecycle_state not in ONGOING or any(
        each["part"] == Assignment.Part.LEAD and each["state"] == CONFIRMED
        for each in read.assigned
    ):
        return []
    return [
        each
        for each in read.assigned
        if each["part"] == Assignment.Part.LEAD and each["state"] == PROPOSED
    ]


def period_and_act(row: JsonRow, read: MandatePage) -> SafeString:
    """The period and the act of an assignment."""
    language = get_language() or "en"
    pieces: list[str] = []
    if row["since"]:
        pieces.append(date_phrases.since(row["since"]))
    if row["until"]:
        pieces.append(date_phrases.until(row["until"]))
    if act := act_link(row, read):
        pieces.append(
            format_html("{}{}{}", _("decision or document"), formats.colon(language), act)
        )
    return format_html_join(formats.clause_separator(language), "{}", ((each,) for each in pieces))
