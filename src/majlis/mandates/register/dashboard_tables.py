"""The figures of the front page, drawn: meters, tables and a timeline."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.look import formats, parts
from majlis.look.templatetags.look import date, number, symbol
from majlis.mandates.core import table as show
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.models.choices import Force
from majlis.mandates.register import dashboard as queries
from majlis.mandates.register import queries as register_queries
from majlis.mandates.register.tables import addressee_names

METER_STATES = {"answered": "a", "later": "b", "soon": "c", "late": "d", "undated": "b"}
"""Figures of the meter, with their place in it."""
OTHER_STATES = ("passed", "not_answered", "not_applicable", "partly", "no_information")


def register_url(**wanted: str) -> str:
    """The register with these filters."""
    return f"{reverse('mandates:register')}?{urlencode(wanted)}"


def state_names() -> dict[str, str]:
    """What the figures are called."""
    return {
        "answered": pgettext("mandates", "Answered"),
        "later": pgettext("mandates", "Not yet due"),
        "soon": pgettext("mandates", "Due within 90 days"),
        "late": pgettext("mandates", "Late"),
        "undated": pgettext("mandates", "Without a date"),
    }


def state_figures(counts: Mapping[str, int]) -> list[parts.Figure]:
    """The figures, each with the list of exactly so many."""
    called = state_names()
    return [
        parts.Figure(called[name], counts.get(name, 0), kind, register_url(state=name))
        for name, kind in METER_STATES.items()
    ]


def other_state_links(counts: Mapping[str, int]) -> list[parts.Link]:
    """What is in none of the figures, and what of it nobody said anything about; nothing where there is none."""
    here = get_language() or "en"
    called = {
        "passed": pgettext("mandates", "Date is past"),
        "not_answered": pgettext("mandates", "Not answered"),
        "not_applicable": pgettext("mandates", "Not applicable"),
        "partly": pgettext("mandates", "Partly answered"),
        "no_information": pgettext("mandates", "No information"),
    }
    return [
        parts.Link(
            formats.with_brackets(called[name], number(counts[name]), here),
            register_url(state=name),
        )
        for name in OTHER_STATES
        if counts.get(name)
    ]


def count_in_force(total: int) -> str:
    """How many mandates are in force."""
    told = ngettext("%(n)s mandate in force", "%(n)s mandates in force", total)
    return told % {"n": number(total)}


def count_columns(*, share: bool) -> list[parts.Column]:
    """The heads of the numbers of ``count_cells``."""
    called = state_names()
    made = [
        parts.Column(pgettext("mandates", "Asked"), number=True),
        *(parts.Column(called[name], number=True) for name in queries.SHOWN_STATES),
    ]
    return [*made, parts.Column(_("Share answered"))] if share else made


def count_cells(row: Mapping[str, Any], **wanted: str) -> list[Any]:
    """How many were asked, answered and so on, each a link to its list."""
    asked = row["asked"]
    made: list[Any] = [parts.Cell(number(asked), register_url(**wanted) if asked else "")]
    for name in queries.SHOWN_STATES:
        value = row[name]
        made.append(parts.Cell(number(value), register_url(**wanted, state=name) if value else ""))
    return made


def meter(row: Mapping[str, Any]) -> SafeString:
    """The meter of a row."""
    if not row["asked"]:
        return SafeString("")
    others = row["asked"] - sum(row[name] for name in queries.SHOWN_STATES)
    kinds = (("answered", "a"), ("", "b"), ("soon", "c"), ("late", "d"))
    shown = [parts.Figure("", row[name] if name else max(0, others), kind) for name, kind in kinds]
    bars = parts.meter_bars(shown)
    context = {"bars": bars, "total": row["asked"], "thin": True}
    return SafeString(render_to_string("look/parts/meter.html", context))


def entity_table(rows: Sequence[Mapping[str, Any]]) -> parts.Table:
    """Who was asked, in the order of their names: numbers alone, for bars one below the other would rank them."""
    return parts.Table(
        [parts.Column(pgettext("mandates", "Actor")), *count_columns(share=False)],
        [
            [
                parts.Cell(
                    row["called"] or row["slug"], f"/{get_language()}/entities/{row['slug']}/"
                ),
                *count_cells(row, entity=row["slug"]),
            ]
            for row in rows
        ],
        _("Who was asked"),
        figures=True,
        headed=True,
    )


def concept_table(scheme: str, rows: Sequence[Mapping[str, Any]]) -> parts.Table | None:
    """What the mandates are about, in the order of the scheme; nothing where they are about none of its concepts."""
    made = []
    for row in rows:
        if not row["asked"]:
            continue
        url = f"/{get_language()}/{row['address']}/"
        head = parts.Cell(row["called"] or row["code"], url, symbol(row["code"]))
        numbers = count_cells(row, **{f"in-{scheme}": f"{scheme}/{row['code']}"})
        made.append([head, *numbers, meter(row)])
    heads = [parts.Column(_("Action line")), *count_columns(share=True)]
    return parts.Table(heads, made, _("On what"), figures=True, headed=True) if made else None


def unused_concepts(rows: Sequence[Mapping[str, Any]]) -> str:
    """How many of them no mandate in force is about yet; nothing where there is none."""
    count = sum(not row["asked"] for row in rows)
    told = ngettext(
        "About %(n)s action line, no mandate in force is known here yet.",
        "About %(n)s action lines, no mandate in force is known here yet.",
        count,
    )
    return told % {"n": number(count)} if count else ""


def next_due_timeline(found: Sequence[MandateRow]) -> list[parts.TimelineEntry]:
    """What comes next as a time line."""
    return [
        parts.TimelineEntry(
            show.text_excerpt(each),
            date(each.mandate.due),
            "coming",
            each.mandate.get_absolute_url(),
            "",
            format_html(
                "<bdi>{}</bdi> · {} · {}",
                each.mandate.slug,
                addressee_names(each),
                show.provision_label(each),
            ),
        )
        for each in found
    ]


def open_invitations(
    counts: Mapping[str, int], reviews: Sequence[Mapping[str, Any]]
) -> list[parts.Cell]:
    """What waits for a word of others: reviews that take comments, invitations that nobody responded to yet."""
    made = [
        parts.Cell(
            row["called"] or row["slug"],
            reverse("mandates:review_set", args=[row["slug"]]),
            _("Under review: members comment below the set."),
        )
        for row in reviews
    ]
    if count := counts.get(register_queries.INVITED, 0):
        told = ngettext(
            "%(n)s invitation waits for a response",
            "%(n)s invitations wait for a response",
            count,
        )
        made.append(
            parts.Cell(told % {"n": number(count)}, register_url(force=Force.INVITES, state="open"))
        )
    return made


def citation(today: datetime.date) -> str:
    """How the figures of a day are cited, without the address."""
    here = get_language() or "en"
    day = _("figures as of %(date)s") % {"date": formats.date(today, here)}
    return formats.list_separator(here).join([_("Register of mandates"), day, "Majlis"])
