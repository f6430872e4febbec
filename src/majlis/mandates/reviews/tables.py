"""Review sets as tables, and as a document for a meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
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
        (_("Who is asked"), names_of("asked")),
        (_("For whom"), names_of("recipient")),
        (_("Through whom"), names_of("via")),
        (_("Lead"), names.get(snapshot.get("lead", ""), "") or _("no lead named")),
        (pgettext("mandate", "Force"), force(snapshot["force"], Force(snapshot["force"]).label)),
        (pgettext("mandate", "Kind"), DeliverableKind(snapshot["kind"]).label),
        (pgettext("mandate", "Standing"), LegalStatus(snapshot["legal_status"]).label),
        (pgettext("mandate", "State"), _progress_label(snapshot)),
        (_("By when"), due_text(snapshot)),
        (
            _("Expires"),
            date(snapshot["expires"]) if snapshot.get("expires") else _("the text does not say"),
        ),
    ]
    return [parts.Fact(label, value) for label, value in rows if value]


def _progress_label(snapshot: JsonRow) -> str:
    if snapshot.get("lifecycle_state") and snapshot["lifecycle_state"] != MANDATE_LIFECYCLE.initial:
        return str(MANDATE_LIFECYCLE.states[snapshot["lifecycle_state"]])
    return str(Progress(snapshot["progress"]).label)


FIELD_NAMES = {
    "force": pgettext_lazy("mandate", "Force"),
    "kind": pgettext_lazy("mandate", "Kind"),
    "legal_status": pgettext_lazy("mandate", "Standing"),
    "lifecycle_state": pgettext_lazy("mandate", "State"),
    "progress": pgettext_lazy("mandate", "State"),
    "due": gettext_lazy("By when"),
    "due_text": gettext_lazy("By when"),
    "expires": gettext_lazy("Expires"),
    "lead": gettext_lazy("Lead"),
    "last_activity_on": gettext_lazy("Last said"),
    "words": gettext_lazy("The words that ask"),
    "text": gettext_lazy("Text"),
    "at": gettext_lazy("Provision"),
    "asked": gettext_lazy("Who is asked"),
    "recipient": gettext_lazy("For whom"),
    "via": gettext_lazy("Through whom"),
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
    Column("shown_text", gettext_lazy("What is asked"), _mandate_cell),
    Column("shown_asked", gettext_lazy("Who is asked"), _addressee_names),
    Column(
        "shown_lead",
        gettext_lazy("Lead"),
        lambda row: row.names.get(row.snapshot.get("lead", ""), "") or _("no lead named"),
    ),
    Column(
        "shown_force",
        pgettext_lazy("mandate", "Force"),
        lambda row: force(row.snapshot["force"], Force(row.snapshot["force"]).label),
    ),
    Column("shown_due", gettext_lazy("By when"), lambda row: due_text(row.snapshot)),
    Column(
        "shown_progress",
        pgettext_lazy("mandate", "State"),
        lambda row: _progress_label(row.snapshot),
    ),
    Column(
        "shown_outcome",
        pgettext_lazy("review", "Outcome"),
        lambda row: parts.Cell(outcome_label(row.item) or "—", note=row.item.words),
    ),
    Column("number", gettext_lazy("Number"), value=lambda row: row.item.mandate.slug),
    Column("text", gettext_lazy("Text"), value=_plain("text")),
    Column("words", gettext_lazy("The words that ask"), value=_words),
    Column(
        "asked",
        gettext_lazy("Who is asked"),
        value=_slugs("asked"),
        meaning=gettext_lazy("codes of actors"),
    ),
    Column(
        "recipient",
        gettext_lazy("For whom"),
        value=_slugs("recipient"),
        meaning=gettext_lazy("codes of actors"),
    ),
    Column(
        "lead",
        gettext_lazy("Lead"),
        value=_plain("lead"),
        meaning=gettext_lazy("code of the actor"),
    ),
    Column("force", pgettext_lazy("mandate", "Force"), value=_plain("force")),
    Column(
        "progress",
        pgettext_lazy("mandate", "State"),
        value=_plain("progress"),
        meaning=gettext_lazy("when the set was frozen"),
    ),
    Column(
        "due",
        gettext_lazy("By when"),
        value=lambda row: row.snapshot.get("due") or row.snapshot.get("due_text", ""),
    ),
    Column("expires", gettext_lazy("Expires"), value=_plain("expires")),
    Column("outcome", pgettext_lazy("review", "Outcome"), value=lambda row: row.item.outcome),
    Column("outcome_words", gettext_lazy("What was decided"), value=lambda row: row.item.text),
    Column("act", gettext_lazy("By which act"), value=_act),
    Column("date", gettext_lazy("On which day"), value=lambda row: row.item.date),
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
    sentence = _("How %(count)s mandates stood on %(date)s.") % {
        "count": formats.number(len(rows), language),
        "date": frozen_on,
    }
    blocks.append(Paragraph(with_address_linked(f"{sentence} {address}", address)))
    blocks.append(
        Paragraph(_("For information: this register binds nobody. The adopted text prevails."))
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
            facts.append((_("What was decided"), " · ".join(filter(None, decided))))
        columns = (PaperColumn(_("Property"), width=1), PaperColumn(_("What is recorded"), width=3))
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
