"""The figures of the front page as meters, tables and a timeline."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.look import formats, parts
from majlis.look.templatetags.look import date, number, symbol
from majlis.mandates.core.rows import JsonRow, MandateRow
from majlis.mandates.models.choices import Force
from majlis.mandates.register import dashboard as queries
from majlis.mandates.register import queries as register_queries
from majlis.mandates.register.calendar_tables import mandate_timeline_entry
from majlis.mandates.register.tables import commitment_count, mandate_count

MAX_YEARS = 10
"""Years that the front page draws; its table has all."""
METER_STATES = {"answered": "a", "later": "b", "soon": "c", "late": "d", "undated": "b"}
"""States in the meter, each with its segment."""
OTHER_STATES = ("passed", "not_answered", "not_applicable", "partly", "no_information")


def register_url(**filter_values: str) -> str:
    """The address of the register with these filters."""
    return f"{reverse('mandates:register')}?{urlencode(filter_values)}"


def state_names() -> dict[str, str]:
    """The labels of the states in the meter."""
    return {
        "answered": pgettext("mandates", "Reported done"),
        "later": pgettext("mandates", "Not yet due"),
        "soon": pgettext("mandates", "Due within 90 days"),
        "late": pgettext("mandates", "Overdue"),
        "undated": pgettext("mandates", "Without a date"),
    }


def state_figures(counts: Mapping[str, int]) -> list[parts.Figure]:
    """The figures of the meter; each links to the list of exactly these mandates."""
    labels = state_names()
    return [
        parts.Figure(labels[name], counts.get(name, 0), kind, register_url(state=name))
        for name, kind in METER_STATES.items()
    ]


def other_state_links(counts: Mapping[str, int]) -> list[parts.Link]:
    """Links to the states outside the meter and to commitments, with their numbers, except those without mandates."""
    language = get_language() or "en"
    labels = {
        "passed": pgettext("mandates", "Due date passed"),
        "not_answered": pgettext("mandates", "Reported not done"),
        "not_applicable": pgettext("mandates", "Not applicable"),
        "partly": pgettext("mandates", "Reported partly done"),
        "no_information": pgettext("mandates", "No information"),
    }
    links = [
        parts.Link(
            formats.with_brackets(labels[name], number(counts[name]), language),
            register_url(state=name),
        )
        for name in OTHER_STATES
        if counts.get(name)
    ]
    if count := counts.get(register_queries.COMMITTED, 0):
        links.append(parts.Link(commitment_count(count), register_url(force=Force.COMMITS)))
    return links


def count_in_force(total: int) -> str:
    """The number of mandates in force, as text."""
    text = ngettext("%(n)s mandate in force", "%(n)s mandates in force", total)
    return text % {"n": number(total)}


def count_columns(*, share: bool) -> list[parts.Column]:
    """The columns of ``count_cells``."""
    labels = state_names()
    columns = [
        parts.Column(pgettext("mandates", "Mandates"), number=True),
        *(parts.Column(labels[name], number=True) for name in queries.SHOWN_STATES),
    ]
    return [*columns, parts.Column(_("Share reported done"))] if share else columns


def count_cells(row: JsonRow, **filter_values: str) -> list[parts.Cell]:
    """The numbers of a row: all, and by state; each links to its list."""
    total = row["asked"]
    cells = [parts.Cell(number(total), register_url(**filter_values) if total else "")]
    for name in queries.SHOWN_STATES:
        value = row[name]
        cells.append(
            parts.Cell(number(value), register_url(**filter_values, state=name) if value else "")
        )
    return cells


def shares(row: JsonRow) -> list[parts.Figure]:
    """The mandates of a row in the kinds of the meter: reported done, others, due soon, overdue."""
    others = row["asked"] - sum(row[name] for name in queries.SHOWN_STATES)
    counts = (row["answered"], max(0, others), row["soon"], row["late"])
    return [parts.Figure("", n, kind) for n, kind in zip(counts, "abcd", strict=True)]


def meter(row: JsonRow) -> SafeString:
    """The meter of a row; empty where it has no mandates."""
    if not row["asked"]:
        return SafeString("")
    bars = parts.meter_bars(shares(row))
    context = {"bars": bars, "total": row["asked"], "thin": True}
    return SafeString(render_to_string("look/parts/meter.html", context))


def entity_table(rows: Sequence[JsonRow]) -> parts.Table:
    """The entities addressed most, by name. Only numbers: bars below each other would rank them."""
    return parts.Table(
        [parts.Column(pgettext("entity", "Entity")), *count_columns(share=False)],
        [
            [
                parts.Cell(
                    row["called"] or row["slug"], f"/{get_language()}/entities/{row['slug']}/"
                ),
                *count_cells(row, entity=row["slug"]),
            ]
            for row in rows
        ],
        pgettext("mandate", "Addressees"),
        figures=True,
        headed=True,
    )


def body_table(rows: Sequence[JsonRow]) -> parts.Table:
    """The bodies whose texts state mandates, by name, each with its meter; those of no body last."""
    table_rows = []
    for row in rows:
        slug = row["slug"]
        head = (
            parts.Cell(row["called"], f"/{get_language()}/bodies/{slug}/")
            if slug
            else parts.Cell(_("Body not listed"))
        )
        numbers = count_cells(row, body=slug or register_queries.NO_BODY)
        table_rows.append([head, *numbers, meter(row)])
    heads = [parts.Column(pgettext("intergovernmental body", "Body")), *count_columns(share=True)]
    return parts.Table(heads, table_rows, _("Mandates by body"), figures=True, headed=True)


def year_bars(rows: Sequence[JsonRow]) -> parts.YearBars:
    """The latest years of texts with mandates as bars, and all years as a table."""
    heads = [parts.Column(pgettext("year", "Year")), *count_columns(share=False)]
    table_rows = [[parts.Cell(row["year"]), *count_cells(row, year=row["year"])] for row in rows]
    bars = [
        parts.YearBar(
            row["year"],
            mandate_count(row["asked"]),
            row["asked"],
            register_url(year=row["year"]),
            shares(row),
        )
        for row in rows[-MAX_YEARS:]
    ]
    table = parts.Table(
        heads, table_rows, _("Mandates by year of the text"), figures=True, headed=True
    )
    return parts.YearBars(bars, table)


def concept_table(scheme: str, rows: Sequence[JsonRow]) -> parts.Table | None:
    """The concepts that mandates are tagged with, in the order of the scheme; None where there are none."""
    table_rows = []
    for row in rows:
        if not row["asked"]:
            continue
        url = f"/{get_language()}/{row['address']}/"
        head = parts.Cell(row["called"] or row["code"], url, symbol(row["code"]))
        numbers = count_cells(row, **{f"in-{scheme}": f"{scheme}/{row['code']}"})
        table_rows.append([head, *numbers, meter(row)])
    heads = [parts.Column(pgettext("WSIS action line", "Action line")), *count_columns(share=True)]
    return (
        parts.Table(heads, table_rows, _("Mandates by action line"), figures=True, headed=True)
        if table_rows
        else None
    )


def unused_concepts(rows: Sequence[JsonRow]) -> str:
    """How many concepts no mandate in force is tagged with; empty where there are none."""
    count = sum(not row["asked"] for row in rows)
    text = ngettext(
        "%(n)s action line has no mandate in force yet.",
        "%(n)s action lines have no mandate in force yet.",
        count,
    )
    return text % {"n": number(count)} if count else ""


def next_due_timeline(rows: Sequence[MandateRow]) -> list[parts.TimelineEntry]:
    """The next due dates as a timeline."""
    return [mandate_timeline_entry(row, date(row.mandate.due)) for row in rows]


def open_invitations(
    counts: Mapping[str, int], reviews: Sequence[Mapping[str, str]]
) -> list[parts.Cell]:
    """Links to what waits for contributions: reviews open to comments, and open invitations."""
    cells = [
        parts.Cell(
            row["called"] or row["slug"],
            reverse("mandates:review_set", args=[row["slug"]]),
            _("This set is under review and open to comments by members."),
            language=row["language"] or "",
        )
        for row in reviews
    ]
    if count := counts.get(register_queries.INVITED, 0):
        text = ngettext(
            "%(n)s invitation awaits a response", "%(n)s invitations await a response", count
        )
        cells.append(
            parts.Cell(text % {"n": number(count)}, register_url(force=Force.INVITES, state="open"))
        )
    return cells


def citation(today: datetime.date) -> str:
    """How to cite the figures of a day, without the address."""
    language = get_language() or "en"
    day = _("figures as of %(date)s") % {"date": formats.date(today, language)}
    return formats.clause_separator(language).join([_("Register of mandates"), day, "Majlis"])
