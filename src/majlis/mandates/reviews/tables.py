"""Review sets as tables, and as a document for a meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from majlis.instruments.citations import format
from majlis.kit.columns import Column
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, force, state
from majlis.mandates.core.print import text_run, with_address_linked
from majlis.mandates.core.rows import TEXT_LENGTH, JsonRow
from majlis.mandates.lifecycle import (
    CLOSED,
    COLLECTING,
    FROZEN,
    MANDATE_LIFECYCLE,
    REVIEW_LIFECYCLE,
)
from majlis.mandates.models import ReviewItem, ReviewSet
from majlis.mandates.models.choices import DeliverableKind, Force, LegalStatus, Progress
from majlis.mandates.reviews.queries import SnapshotRow
from majlis.paper.blocks import Block, Document, Heading, Paragraph, Table
from majlis.paper.blocks import Column as PaperColumn
from majlis.paper.runs import Symbol

PHASES = {COLLECTING: "wait", FROZEN: "going", CLOSED: "met"}
"""The phase that the status dial shows for each state."""


def state_cell(review: ReviewSet) -> SafeString | str:
    """The state of a set as HTML."""
    return state(PHASES[review.state], REVIEW_LIFECYCLE.states[review.state])


def snapshot_wording(snapshot: JsonRow, language: str) -> tuple[str, str]:
    """The wording of the mandate when the set was frozen, and its language."""
    wordings = snapshot.get("words") or {}
    chosen = language if language in wordings else next(iter(wordings), "")
    return wordings.get(chosen, ""), chosen


def _shorten(text: str) -> str:
    return f"{text[:TEXT_LENGTH].rsplit(' ', 1)[0]}…" if len(text) > TEXT_LENGTH else text


def outcome_label(item: ReviewItem) -> str:
    """The label of the outcome; empty where there is none yet."""
    return str(ReviewItem.Outcome(item.outcome).label) if item.outcome else ""


def snapshot_facts(snapshot: JsonRow, names: Mapping[str, str]) -> list[parts.Fact]:
    """The facts of a snapshot, with the labels of the page of a mandate."""
    comma = formats.list_separator(get_language() or "en")

    def names_of(role: str) -> str:
        return comma.join(names.get(slug, slug) for slug in snapshot.get(role, ()))

    rows: list[tuple[str, parts.Content]] = [
        (pgettext("mandate", "Addressees"), names_of("asked")),
        (pgettext("mandate", "Recipients"), names_of("recipient")),
        (_("Through or in cooperation with"), names_of("via")),
        (
            pgettext("mandate", "Lead entity"),
            names.get(snapshot.get("lead", ""), "") or _("no lead named"),
        ),
        (pgettext("mandate", "Force"), force(snapshot["force"], Force(snapshot["force"]).label)),
        (pgettext("mandate", "Kind of deliverable"), DeliverableKind(snapshot["kind"]).label),
        (pgettext("mandate", "Legal status"), LegalStatus(snapshot["legal_status"]).label),
        (pgettext("mandate", "Status"), _progress_label(snapshot)),
        (pgettext("due date", "Due date"), due_text(snapshot)),
        (
            pgettext("mandate", "End date"),
            date(snapshot["expires"]) if snapshot.get("expires") else _("not stated in the text"),
        ),
    ]
    return [parts.Fact(label, value) for label, value in rows if value]


def _progress_label(snapshot: JsonRow) -> str:
    if snapshot.get("lifecycle_state") and snapshot["lifecycle_state"] != MANDATE_LIFECYCLE.initial:
        return str(MANDATE_LIFECYCLE.states[snapshot["lifecycle_state"]])
    return str(Progress(snapshot["progress"]).label)


FIELD_NAMES = {
    "force": pgettext_lazy("mandate", "Force"),
    "kind": pgettext_lazy("mandate", "Kind of deliverable"),
    "legal_status": pgettext_lazy("mandate", "Legal status"),
    "lifecycle_state": pgettext_lazy("mandate", "Status"),
    "progress": pgettext_lazy("mandate", "Status"),
    "due": pgettext_lazy("due date", "Due date"),
    "due_text": pgettext_lazy("due date", "Due date"),
    "expires": pgettext_lazy("mandate", "End date"),
    "lead": pgettext_lazy("mandate", "Lead entity"),
    "last_activity_on": pgettext_lazy("mandate", "Latest update"),
    "words": gettext_lazy("Text of the request"),
    "text": pgettext_lazy("document", "Text"),
    "at": pgettext_lazy("column of a table", "Provision"),
    "asked": pgettext_lazy("mandate", "Addressees"),
    "recipient": pgettext_lazy("mandate", "Recipients"),
    "via": gettext_lazy("Through or in cooperation with"),
}
"""The label of each field of a snapshot."""


def changed_field_names(names: Sequence[str]) -> list[str]:
    """The labels of the changed fields, each once."""
    return list(dict.fromkeys(str(FIELD_NAMES[name]) for name in names if name in FIELD_NAMES))


def due_text(snapshot: JsonRow) -> str:
    """The date by which the mandate was due, or what the text said in place of one."""
    return date(snapshot["due"]) if snapshot.get("due") else snapshot.get("due_text", "")


def _mandate_cell(row: SnapshotRow) -> parts.Cell:
    language = get_language() or "en"
    text, wording_language = snapshot_wording(row.snapshot, language)
    number = format_html(
        "<bdi>{}</bdi> · <bdi>{}</bdi>", row.item.mandate.slug, text_symbol(row.snapshot, language)
    )
    return parts.Cell(_shorten(text), row.item.get_absolute_url(), number, wording_language)


def _addressee_names(row: SnapshotRow) -> str:
    names = (row.names.get(slug, slug) for slug in row.snapshot.get("asked", ()))
    return formats.list_separator(get_language() or "en").join(names)


def _words(row: SnapshotRow) -> str:
    return snapshot_wording(row.snapshot, get_language() or "en")[0]


def _plain(name: str) -> Callable[[SnapshotRow], str]:
    return lambda row: row.snapshot.get(name, "")


def _slugs(role: str) -> Callable[[SnapshotRow], str]:
    return lambda row: " ".join(row.snapshot.get(role, ()))


def _act(row: SnapshotRow) -> str:
    return row.item.words or row.item.act or ""  # type: ignore[attr-defined]


SNAPSHOT_COLUMNS: tuple[Column[SnapshotRow], ...] = (
    Column("shown_text", pgettext_lazy("mandate", "Requested action"), _mandate_cell),
    Column("shown_asked", pgettext_lazy("mandate", "Addressees"), _addressee_names),
    Column(
        "shown_lead",
        pgettext_lazy("mandate", "Lead entity"),
        lambda row: row.names.get(row.snapshot.get("lead", ""), "") or _("no lead named"),
    ),
    Column(
        "shown_force",
        pgettext_lazy("mandate", "Force"),
        lambda row: force(row.snapshot["force"], Force(row.snapshot["force"]).label),
    ),
    Column("shown_due", pgettext_lazy("due date", "Due date"), lambda row: due_text(row.snapshot)),
    Column(
        "shown_progress",
        pgettext_lazy("mandate", "Status"),
        lambda row: _progress_label(row.snapshot),
    ),
    Column(
        "shown_outcome",
        pgettext_lazy("review", "Outcome"),
        lambda row: parts.Cell(outcome_label(row.item) or "—", note=row.item.words),
    ),
    Column(
        "number",
        pgettext_lazy("number of a record", "Number"),
        value=lambda row: row.item.mandate.slug,
    ),
    Column("text", pgettext_lazy("document", "Text"), value=_plain("text")),
    Column("words", gettext_lazy("Text of the request"), value=_words),
    Column(
        "asked",
        pgettext_lazy("mandate", "Addressees"),
        value=_slugs("asked"),
        meaning=pgettext_lazy("column of a table", "entity identifiers"),
    ),
    Column(
        "recipient",
        pgettext_lazy("mandate", "Recipients"),
        value=_slugs("recipient"),
        meaning=pgettext_lazy("column of a table", "entity identifiers"),
    ),
    Column(
        "lead",
        pgettext_lazy("mandate", "Lead entity"),
        value=_plain("lead"),
        meaning=pgettext_lazy("column of a table", "entity identifier"),
    ),
    Column("force", pgettext_lazy("mandate", "Force"), value=_plain("force")),
    Column(
        "progress",
        pgettext_lazy("mandate", "Status"),
        value=_plain("progress"),
        meaning=gettext_lazy("status when the set was frozen"),
    ),
    Column(
        "due",
        pgettext_lazy("due date", "Due date"),
        value=lambda row: row.snapshot.get("due") or row.snapshot.get("due_text", ""),
    ),
    Column("expires", pgettext_lazy("mandate", "End date"), value=_plain("expires")),
    Column("outcome", pgettext_lazy("review", "Outcome"), value=lambda row: row.item.outcome),
    Column("outcome_words", pgettext_lazy("review", "Decision"), value=lambda row: row.item.text),
    Column("act", gettext_lazy("Decision or document"), value=_act),
    Column("date", gettext_lazy("Date of decision"), value=lambda row: row.item.date),
)
"""The mandates of a frozen set as they were: on the page, and in files."""


def text_symbol(snapshot: JsonRow, language: str) -> str:
    """The symbol of the text of a snapshot."""
    return format.localized_symbol(snapshot.get("text", ""), language)


def review_document(review: ReviewSet, rows: Sequence[SnapshotRow], address: str) -> Document:
    """A set as a document for a meeting: the snapshot and the outcome of each mandate."""
    language = get_language() or "en"
    title = review.say("title").text
    blocks: list[Block] = []
    purpose = review.say("purpose").text
    if purpose:
        blocks += [Paragraph(line) for line in purpose.splitlines() if line.strip()]
    frozen_on = _plain_text(date(review.frozen_at)) if review.frozen_at else ""
    sentence = ngettext(
        "Status of %(count)s mandate as of %(date)s.",
        "Status of %(count)s mandates as of %(date)s.",
        len(rows),
    ) % {
        "count": formats.number(len(rows), language),
        "date": frozen_on,
    }
    blocks.append(Paragraph(with_address_linked(f"{sentence} {address}", address)))
    blocks.append(
        Paragraph(
            _("For information only. The register is not binding; the adopted text prevails.")
        )
    )
    for row in rows:
        item = row.item
        text, text_language = snapshot_wording(item.snapshot, language)
        symbol = text_symbol(item.snapshot, language)
        blocks.append(Heading(2, (Symbol(item.mandate.slug), f" · {symbol}")))
        blocks.append(Paragraph((text_run(text, text_language),) if text else "—"))
        facts = [
            (str(fact.name), _plain_text(str(fact.words)))
            for fact in snapshot_facts(item.snapshot, row.names)
        ]
        if item.outcome:
            facts.append((pgettext("review", "Outcome"), outcome_label(item)))
            decided = [item.text, item.words, _plain_text(date(item.date))]
            facts.append((pgettext("review", "Decision"), " · ".join(filter(None, decided))))
        columns = (
            PaperColumn(pgettext("mandate", "Property"), width=1),
            PaperColumn(pgettext("property of a mandate", "Recorded value"), width=3),
        )
        blocks.append(Table(item.mandate.slug, columns, tuple(facts)))
    return Document(
        language=language,
        title=title or "—",
        blocks=tuple(blocks),
        cover=None,
        running_head=title[:120],
    )


def _plain_text(value: parts.StrOrPromise) -> str:
    return strip_tags(str(value))
