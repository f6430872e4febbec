"""A mandate at a glance: who, for whom, by when, how strongly, until when, who leads."""

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
from majlis.mandates import periods
from majlis.mandates.kinds import CAN_BE_LATE, By, Kind, Standing
from majlis.mandates.lifecycle import ACTIVE, CONFIRMED
from majlis.mandates.models import Asking, Assignment, Clause, Mandate
from majlis.mandates.queries.mandate import Found, Read
from majlis.mandates.show import lines

BREAK = SafeString("<br>")


def of_text(words: str, language: str) -> SafeString:
    """Words of the text in the language in which they stand there."""
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction(language), words)


def stacked(found: Iterable[Any]) -> SafeString:
    """Several things said of one fact, a line each."""
    return format_html_join(BREAK, "{}", ((each,) for each in found))


def how(asking: Asking | None, *fields: str) -> str:
    """How fields were found: by rule, by meaning, by a person."""
    ways = (
        {asking.by[each] for each in fields if each in asking.by} if asking is not None else set()
    )
    words = [str(By(each).label) for each in By.values if each in ways]
    return formats.list_separator(get_language() or "en").join(words)


def facts(read: Read) -> list[parts.Fact]:
    """At most ten facts; what the text does not say is left out, but for the lead."""
    asking, line = read.asking, read.line
    made = []
    for role, name in (
        ("asked", _("Who is asked")),
        ("recipient", _("For whom")),
        ("via", _("Through or with whom")),
    ):
        if line.actors(role):
            made.append(parts.Fact(name, lines.actors(line.actors(role)), note=how(asking, role)))
    made.append(parts.Fact(_("What"), Kind(read.mandate.kind).label, note=how(asking, "kind")))
    if asking is not None and (when := _when(read.mandate, asking)):
        note = how(asking, "deadline", "occasion", "recurrence", "trigger")
        made.append(parts.Fact(_("By when"), when, note=note))
    made.append(_force(read.mandate, asking))
    if ends := [clause(each) for each in read.clauses]:
        made.append(parts.Fact(_("Expiry, review, renewal"), stacked(ends)))
    made.append(_lead(read))
    if read.concepts:
        tags = format_html_join(
            " ",
            '<a class="tag" href="{}">{}</a>',
            ((each.get_absolute_url(), said(each.say("title"))) for each in read.concepts),
        )
        made.append(parts.Fact(_("Serves"), tags))
    if read.aliases:
        made.append(parts.Fact(_("In other registries"), stacked(map(alias, read.aliases))))
    return made


def alias(found: Found) -> SafeString:
    """What another registry calls it."""
    value = format_html('<bdi dir="ltr">{}</bdi>', found["value"])
    if found["url"]:
        value = format_html('<a href="{}">{}</a>', found["url"], value)
    colon = formats.colon(get_language() or "en")
    return format_html("<bdi>{}</bdi>{}{}", found["registry"], colon, value)


def _when(mandate: Mandate, asking: Asking) -> SafeString:
    """How often, by when, on which occasion, after what: as far as the text says it."""
    here = get_language() or "en"
    said_of_it: list[Any] = []
    if asking.recurrence:
        said_of_it.append(periods.said(asking.recurrence))
    if asking.deadline:
        said_of_it.append(formats.date(asking.deadline, here))
    if asking.occasion:
        said_of_it.append(of_text(asking.occasion, asking.language))
    if asking.trigger:
        words = of_text(asking.trigger, asking.language)
        colon = formats.colon(here)
        said_of_it.append(format_html("{}{}{}", _("Only once this happens"), colon, words))
    if mandate.due is not None or mandate.due_said:
        colon = formats.colon(here)
        name = _("Due") if _is_past(mandate) else _("Next")
        said_of_it.append(format_html("{}{}{}", name, colon, lines.when(mandate)))
    return stacked(said_of_it)


def _is_past(mandate: Mandate) -> bool:
    """Whether what it is due by has passed, as far as it is known: the year of a session whose date is to be set, too."""
    today = clock.today()
    if mandate.due is not None:
        return mandate.due < today
    year = mandate.due_said[:4]
    return year.isascii() and year.isdecimal() and len(year) == 4 and int(year) < today.year


def _force(mandate: Mandate, asking: Asking | None) -> parts.Fact:
    if mandate.force in CAN_BE_LATE:
        note = _("Can be late, where a lead is confirmed and the date is a real one.")
    else:
        note = _("Cannot be late: answers are shown, and none is owed.")
    words = lines.force(mandate.force)
    if asking is not None and asking.verb:
        words = format_html("{} {}", words, of_text(asking.verb, asking.language))
    return parts.Fact(pgettext("mandate", "Force"), words, note=note)


def clause(found: Found) -> SafeString:
    """An expiry, review or renewal clause: when, by whom, and the words that say it."""
    here = get_language() or "en"
    pieces: list[Any] = [
        formats.date(found["deadline"], here) if found["deadline"] else "",
        found["occasion"],
        lines.actors([found["body"]]) if found["body"] else "",
    ]
    told = format_html_join(
        formats.list_separator(here), "{}", ((each,) for each in pieces if each)
    )
    kind = Clause.Kind(found["kind"]).label
    colon = formats.colon(here) if told else ""
    url = place_of(found["place"])
    return format_html(
        '{}{}{} <a class="small" href="{}">{}</a>', kind, colon, told, url, _("the words")
    )


def place_of(found: Found) -> str:
    """The address of a provision that came with a clause."""
    where = {"slug": found["instrument"], "version": found["slug"], "eid": found["eid"]}
    return reverse("instruments:provision", kwargs=where)


def by_act(found: Found, read: Read) -> SafeString:
    """By what act: a record here, or words."""
    record = read.records.get(found["record"]["pk"]) if found["record"] else None
    if record is not None:
        title = found["words"] or said(record.say("title")) or record.address
        return format_html('<a href="{}"><bdi>{}</bdi></a>', record.get_absolute_url(), title)
    return format_html("<bdi>{}</bdi>", found["words"]) if found["words"] else SafeString("")


def _lead(read: Read) -> parts.Fact:
    """Who leads, since when, by what act; or that nobody is named, and how many more that is so of."""
    name = _("Lead")
    leading = [
        each
        for each in read.assigned
        if each["part"] == Assignment.Part.LEAD and each["state"] == CONFIRMED
    ]
    if leading:
        return parts.Fact(
            name, lines.actors([leading[0]["actor"]]), note=since_and_act(leading[0], read)
        )
    words = _("no lead named")
    asked = read.line.actors("asked")
    mandate = read.mandate
    if not asked or mandate.standing != Standing.BINDS or mandate.life != ACTIVE:
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


def since_and_act(found: Found, read: Read) -> SafeString:
    """Since when and by what act somebody leads or contributes."""
    here = get_language() or "en"
    pieces: list[Any] = []
    if found["since"]:
        pieces.append(_("since %(date)s") % {"date": formats.date(found["since"], here)})
    if found["until"]:
        pieces.append(_("until %(date)s") % {"date": formats.date(found["until"], here)})
    if act := by_act(found, read):
        pieces.append(format_html("{}{}{}", _("by act"), formats.colon(here), act))
    return format_html_join(formats.list_separator(here), "{}", ((each,) for each in pieces))
