"""How the follow-up of a meeting is drawn: its sections, each with a table; and its rows in a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, npgettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.documents.models import Document
from majlis.documents.posted_documents.page_parts import outcome_badge
from majlis.events.core.names import meeting_name
from majlis.events.lifecycle import CLOSED, CONCLUSION, REPORTED
from majlis.events.models import AgendaItem, Outcome
from majlis.instruments.citations.names import full_version_name
from majlis.instruments.lifecycle import VERSION
from majlis.instruments.models import Version
from majlis.kernel.templatetags.majlis import said
from majlis.kit.columns import Column, page_table
from majlis.look import formats, parts
from majlis.look.bidi import isolate
from majlis.look.parts import StrOrPromise
from majlis.mandates.core import table
from majlis.mandates.core.display import date_text
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.deliverables import tables as deliverable_tables
from majlis.mandates.models import Deliverable, Entity, Step
from majlis.mandates.models.choices import OPEN_PROGRESS, Progress
from majlis.portal.follow_up.queries import (
    CarriedItem,
    ConsideredDocument,
    FollowUp,
    StepAtMeeting,
    SubmittedReport,
)


@dataclass(frozen=True)
class Section:
    """A section of the page: its key, heading, count and table; a sentence where it is empty."""

    key: str
    heading: StrOrPromise
    count: str
    table: parts.Table | None
    empty: StrOrPromise


@dataclass(frozen=True)
class FollowUpRow:
    """A row of the file: what was asked, due, considered or carried over, and what came of it."""

    section: str
    number: str
    title: str
    entity: str
    due: str
    status: str
    outcome: str
    address: str


def language() -> str:
    """The language of the page."""
    return get_language() or "en"


def number(value: int) -> str:
    """A number in the format of the page's language."""
    return formats.number(value, language())


# Counts.


def count_asked(found: FollowUp) -> str:
    """How many mandates were asked, and how many of them were reported done."""
    done = sum(row.mandate.progress == Progress.REPORTED_DONE for row in found.asked)
    total = len(found.asked)
    asked = npgettext("follow-up", "%(n)s mandate", "%(n)s mandates", total) % {"n": number(total)}
    return _with_part(asked, pgettext("count of mandates", "reported done: %(n)s"), done)


def count_due(found: FollowUp) -> str:
    """How many deliverables were due, and how many of them were answered."""
    answered = sum(each.state not in OPEN_PROGRESS for each in found.due)
    total = len(found.due)
    due = npgettext("follow-up", "%(n)s deliverable", "%(n)s deliverables", total)
    part = pgettext("count of deliverables", "reported on: %(n)s")
    return _with_part(due % {"n": number(total)}, part, answered)


def count_steps(found: FollowUp) -> str:
    """How many steps were to be taken, and how many of them were recorded."""
    done = sum(bool(each.done_on) for each in found.steps)
    total = len(found.steps)
    steps = npgettext("follow-up", "%(n)s step", "%(n)s steps", total)
    part = pgettext("count of steps", "recorded as completed: %(n)s")
    return _with_part(steps % {"n": number(total)}, part, done)


def count_documents(found: FollowUp) -> str:
    """How many documents stood at items, and how many of them were considered."""
    total = len({each.consideration.document_id for each in found.documents})
    considered = len(
        {each.consideration.document_id for each in found.documents if each.consideration.outcome}
    )
    documents = npgettext("follow-up", "%(n)s document", "%(n)s documents", total)
    part = pgettext("count of documents", "with an outcome: %(n)s")
    return _with_part(documents % {"n": number(total)}, part, considered)


def count_reports(found: FollowUp) -> str:
    """How many reports cover the meeting, and on how many of them a meeting has decided."""
    total = len(found.reports)
    decided = sum(any(each.outcome for each in row.considerations) for row in found.reports)
    reports = npgettext("follow-up", "%(n)s report", "%(n)s reports", total) % {"n": number(total)}
    return _with_part(reports, pgettext("count of reports", "with a decision: %(n)s"), decided)


def count_carried(found: FollowUp) -> str:
    """How many items were carried over, and how many of them are on a later agenda."""
    total = len(found.carried)
    later = sum(bool(each.later) for each in found.carried)
    items = npgettext("follow-up", "%(n)s item", "%(n)s items", total)
    part = pgettext("count of items", "on a later agenda: %(n)s")
    return _with_part(items % {"n": number(total)}, part, later)


def _with_part(total: str, part: str, count: int) -> str:
    return formats.clause_separator(language()).join([total, part % {"n": number(count)}])


def conclusion_counts(found: FollowUp) -> str:
    """The conclusions by what the meeting decided on them: "agreed: 3, not agreed: 1"."""
    colon = formats.colon(language())
    counts = (
        f"{words}{colon}{number(found.conclusions[state])}"
        for state, words in CONCLUSION.states.items()
        if found.conclusions.get(state)
    )
    return formats.list_separator(language()).join(counts)


# Cells.


def mandate_note(row: MandateRow) -> SafeString:
    """The number of a mandate and its place in a text."""
    return format_html("<bdi>{}</bdi> · {}", row.mandate.slug, table.provision_label(row))


def deliverable_cell(found: FollowUp, deliverable: Deliverable) -> parts.Cell:
    """A deliverable, with what its mandate asks."""
    row = found.rows.get(deliverable.mandate_id)
    note = (
        format_html("{} {}", table.title_html(row), table.note_below_title(row, mandate_note(row)))
        if row is not None
        else deliverable.mandate.slug
    )
    url = deliverable_tables.deliverable_url(deliverable.mandate, deliverable)
    return parts.Cell(deliverable_tables.deliverable_title(deliverable), url, note)


def step_cell(found: FollowUp, step: StepAtMeeting) -> parts.Cell:
    """A step: what the entity does, under which mandate."""
    row = found.rows.get(step.deliverable.mandate_id)
    note = mandate_note(row) if row is not None else step.deliverable.mandate.slug
    url = deliverable_tables.deliverable_url(step.deliverable.mandate, step.deliverable)
    return parts.Cell(Step.Task(step.task).label, url, note)


def step_state(step: StepAtMeeting) -> str:
    """When a step was taken."""
    return date_text(step.done_on) or pgettext("step", "not recorded")


def item_link(item: AgendaItem, *, elsewhere: bool = False) -> SafeString:
    """A link to an agenda item; ``elsewhere``: with the name of its meeting."""
    words = format_html("{} {}", item.label, said(item.say("title")))
    link = format_html('<a href="{}">{}</a>', item.get_absolute_url(), words)
    if not elsewhere:
        return link
    url = item.meeting.get_absolute_url()
    meeting = format_html('<a href="{}">{}</a>', url, said(meeting_name(item.meeting)))
    return format_html("{}{}{}", meeting, formats.clause_separator(language()), link)


def lines(links: Iterable[SafeString]) -> SafeString:
    """Links below each other."""
    return format_html_join(SafeString("<br>"), "{}", ((link,) for link in links))


def document_name(document: Document, symbol: str = "") -> SafeString:
    """The symbol, by default that of the original, and the title of a document."""
    title = document.say("title")
    return format_html("{} {}", isolate(symbol or document.symbol, language()), said(title))


def document_cell(row: ConsideredDocument) -> parts.Cell:
    """A document by its symbol and title, and the item at which it stood."""
    document = row.consideration.document
    note = item_link(row.consideration.item)
    name = document_name(document, row.symbol)
    return parts.Cell(name, document.get_absolute_url(), note)


def considered_later(row: ConsideredDocument) -> SafeString:
    """Where a document is considered again."""
    return lines(item_link(each.item, elsewhere=True) for each in row.later)


def carried_to(row: CarriedItem) -> SafeString | str:
    """Where an item goes on."""
    if not row.later:
        return pgettext("item that was carried over", "not on a later agenda yet")
    return lines(item_link(each, elsewhere=True) for each in row.later)


def decisions_on(row: SubmittedReport) -> SafeString | str:
    """What each meeting decided on a report, with the item."""
    if not row.considerations:
        return pgettext("report of a meeting", "not on an agenda yet")
    return lines(
        format_html("{} {}", outcome_badge(each), item_link(each.item, elsewhere=True))
        for each in row.considerations
    )


def submitted_texts(row: SubmittedReport) -> SafeString:
    """The texts that a report submits, each with its present status."""
    return lines(
        format_html(
            '<a href="{}">{}</a>{}{}',
            version.get_absolute_url(),
            full_version_name(version),
            formats.colon(language()),
            version_state(version),
        )
        for version in row.texts
    )


def version_state(version: Version) -> str:
    """The status of a version, for example "in force"."""
    return str(VERSION.states[version.state])


def text_links(found: FollowUp) -> SafeString:
    """Links to the texts that the meeting adopted."""
    return lines(
        format_html('<a href="{}">{}</a>', version.get_absolute_url(), full_version_name(version))
        for version in found.texts
    )


# Sections.


def unchecked_sentence(found: FollowUp) -> str:
    """How many findings in the texts of the meeting wait for review; empty for none."""
    if not found.unchecked:
        return ""
    message = ngettext(
        "%(n)s finding has not yet been checked and is not shown.",
        "%(n)s findings have not yet been checked and are not shown.",
        found.unchecked,
    )
    return message % {"n": number(found.unchecked)}


def sections(found: FollowUp) -> list[Section]:
    """The sections of the page, in their order; those on the register and its session where the meeting is one."""
    shown = [
        Section(
            "asked",
            pgettext("section of a page", "Mandates from the texts of this meeting"),
            count_asked(found),
            table.mandate_table(found.asked) if found.asked else None,
            unchecked_sentence(found)
            or _("No mandate of the register comes from a text of this meeting."),
        )
    ]
    if found.session:
        shown += [due_section(found), steps_section(found)]
    shown += [documents_section(found), carried_section(found)]
    if found.reports or found.meeting.state in (CLOSED, REPORTED):
        shown.append(reports_section(found))
    return shown


def due_section(found: FollowUp) -> Section:
    """The deliverables that were due at the meeting."""
    columns = (
        Column[Deliverable](
            "deliverable",
            pgettext_lazy("mandate", "Deliverable"),
            lambda each: deliverable_cell(found, each),
        ),
        Column[Deliverable](
            "entity",
            pgettext_lazy("mandate", "Addressees"),
            lambda each: table.entity_links(asked_entities(found, each.mandate_id)),
        ),
        Column[Deliverable](
            "state", pgettext_lazy("mandate", "Status"), deliverable_tables.progress_label
        ),
    )
    return _section(
        "due",
        pgettext("section of a page", "Due at this meeting"),
        count_due(found),
        columns,
        found.due,
        _("No follow-up was due at this meeting."),
    )


def asked_entities(found: FollowUp, mandate: int) -> Sequence[Entity]:
    """The entities that a mandate asks."""
    row = found.rows.get(mandate)
    return row.entities_with_role("asked") if row is not None else ()


def steps_section(found: FollowUp) -> Section:
    """The steps that were to be taken at the meeting."""
    columns = (
        Column[StepAtMeeting](
            "step", pgettext_lazy("mandate", "Step"), lambda each: step_cell(found, each)
        ),
        Column[StepAtMeeting](
            "entity", pgettext_lazy("entity", "Entity"), lambda each: each.entity
        ),
        Column[StepAtMeeting]("done", pgettext_lazy("step", "Completed on"), step_state),
    )
    return _section(
        "steps",
        pgettext("section of a page", "Steps at this meeting"),
        count_steps(found),
        columns,
        found.steps,
        _("No step is to be taken at this meeting."),
    )


def documents_section(found: FollowUp) -> Section:
    """The documents at the items of the meeting, with what came of each."""
    columns = (
        Column[ConsideredDocument](
            "document", pgettext_lazy("document", "Document"), document_cell
        ),
        Column[ConsideredDocument](
            "outcome",
            pgettext_lazy("document", "Outcome"),
            lambda row: outcome_badge(row.consideration),
        ),
        Column[ConsideredDocument](
            "later", pgettext_lazy("document", "Considered again"), considered_later
        ),
    )
    return _section(
        "documents",
        pgettext("section of a page", "Documents considered"),
        count_documents(found),
        columns,
        found.documents,
        _("No document is listed under an item of this meeting."),
    )


def carried_section(found: FollowUp) -> Section:
    """The items that were carried over, and where they went."""
    columns = (
        Column[CarriedItem](
            "item", pgettext_lazy("agenda", "Item"), lambda row: item_link(row.item)
        ),
        Column[CarriedItem]("later", pgettext_lazy("agenda", "Carried over to"), carried_to),
    )
    return _section(
        "carried",
        pgettext("section of a page", "Items carried over"),
        count_carried(found),
        columns,
        found.carried,
        _("No item was carried over."),
    )


def reports_section(found: FollowUp) -> Section:
    """The reports on the meeting, what was decided on each, and on the texts that it submits."""
    columns = (
        Column[SubmittedReport](
            "report",
            pgettext_lazy("document", "Report"),
            lambda row: parts.Cell(document_name(row.document), row.document.get_absolute_url()),
        ),
        Column[SubmittedReport](
            "decision", pgettext_lazy("report", "Decision on the report"), decisions_on
        ),
        Column[SubmittedReport](
            "texts", pgettext_lazy("report", "Texts submitted"), submitted_texts
        ),
    )
    return _section(
        "reports",
        pgettext("section of a page", "Reports on this meeting"),
        count_reports(found),
        columns,
        found.reports,
        _("No report on this meeting has been posted yet."),
    )


def _section[Row](
    key: str,
    heading: StrOrPromise,
    count: str,
    columns: Sequence[Column[Row]],
    rows: Sequence[Row],
    empty: StrOrPromise,
) -> Section:
    shown = page_table(columns, rows, heading) if rows else None
    return Section(key, heading, count if rows else "", shown, empty)


# The file.


def file_rows(found: FollowUp) -> list[FollowUpRow]:
    """The rows of all sections for a file."""
    rows = [
        FollowUpRow(
            "asked",
            row.mandate.slug,
            row.text,
            entity_names(row),
            table.due_text(row.mandate),
            table.phase_text(row),
            "",
            row.mandate.get_absolute_url(),
        )
        for row in found.asked
    ]
    for deliverable in found.due:
        mandate_row = found.rows.get(deliverable.mandate_id)
        rows.append(
            FollowUpRow(
                "due",
                f"{deliverable.mandate.slug}/{deliverable.ordinal}",
                deliverable_tables.deliverable_title(deliverable),
                entity_names(mandate_row) if mandate_row is not None else "",
                deliverable_tables.due_text(deliverable),
                str(Progress(deliverable.state).label),
                "",
                deliverable_tables.deliverable_url(deliverable.mandate, deliverable),
            )
        )
    for step in found.steps:
        of = step.deliverable
        rows.append(
            FollowUpRow(
                "step",
                f"{of.mandate.slug}/{of.ordinal}",
                str(Step.Task(step.task).label),
                step.entity,
                "",
                step.done_on,
                "",
                deliverable_tables.deliverable_url(of.mandate, of),
            )
        )
    for considered in found.documents:
        consideration = considered.consideration
        rows.append(
            FollowUpRow(
                "document",
                considered.symbol,
                consideration.document.say("title").text,
                "",
                "",
                str(Outcome(consideration.outcome).label),
                addresses(each.item for each in considered.later),
                consideration.document.get_absolute_url(),
            )
        )
    for carried in found.carried:
        rows.append(
            FollowUpRow(
                "carried over",
                carried.item.label,
                carried.item.say("title").text,
                "",
                "",
                str(Outcome.CARRIED_OVER.label),
                addresses(carried.later),
                carried.item.get_absolute_url(),
            )
        )
    for report in found.reports:
        decided = [str(Outcome(each.outcome).label) for each in report.considerations]
        rows.append(
            FollowUpRow(
                "report",
                report.document.symbol,
                report.document.say("title").text,
                "",
                "",
                "; ".join(decided),
                addresses(each.item for each in report.considerations),
                report.document.get_absolute_url(),
            )
        )
    return rows


def entity_names(row: MandateRow) -> str:
    """The names of the entities that a mandate asks."""
    return "; ".join(table.entity_name(each) for each in row.entities_with_role("asked"))


def addresses(items: Iterable[AgendaItem]) -> str:
    """The addresses of items."""
    return "; ".join(each.get_absolute_url() for each in items)


def file_column(
    key: str, label: StrOrPromise, value: Callable[[FollowUpRow], str], meaning: StrOrPromise = ""
) -> Column[FollowUpRow]:
    """A column of the file."""
    return Column(key, label, value=value, meaning=meaning)
