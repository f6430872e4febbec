"""Review sets as tables, and as a document for a meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.citations import format
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.languages import direction
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, force, state
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
from majlis.paper.blocks import Block, Document, Heading, Paragraph, Table
from majlis.paper.blocks import Column as PaperColumn


def review_trail(*more: parts.Link) -> list[parts.Link]:
    """The breadcrumb trail of a page of review sets."""
    return [parts.Link(_("Review sets"), reverse("mandates:review_sets")), *more]


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
        (
            _("By when"),
            date(snapshot["due"]) if snapshot.get("due") else snapshot.get("due_text", ""),
        ),
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
    "force": lambda: pgettext("mandate", "Force"),
    "kind": lambda: pgettext("mandate", "Kind"),
    "legal_status": lambda: pgettext("mandate", "Standing"),
    "lifecycle_state": lambda: pgettext("mandate", "State"),
    "progress": lambda: pgettext("mandate", "State"),
    "due": lambda: _("By when"),
    "due_text": lambda: _("By when"),
    "expires": lambda: _("Expires"),
    "lead": lambda: _("Lead"),
    "last_activity_on": lambda: _("Last said"),
    "words": lambda: _("The words that ask"),
    "text": lambda: _("Text"),
    "at": lambda: _("Provision"),
    "asked": lambda: _("Who is asked"),
    "recipient": lambda: _("For whom"),
    "via": lambda: _("Through whom"),
}
"""The label of each field of a snapshot."""


def changed_field_names(names: Sequence[str]) -> list[str]:
    """The labels of the changed fields, each once."""
    return list(dict.fromkeys(FIELD_NAMES[name]() for name in names if name in FIELD_NAMES))


def snapshot_table(
    review: ReviewSet,
    items: Sequence[ReviewItem],
    names: Mapping[str, str],
    url: Callable[[ReviewItem], str],
) -> parts.Table:
    """The mandates of a frozen set as they were; ``url(item)`` gives the page of each."""
    language = get_language() or "en"
    comma = formats.list_separator(language)
    columns = [
        parts.Column(_("What is asked")),
        parts.Column(_("Who is asked")),
        parts.Column(_("Lead")),
        parts.Column(pgettext("mandate", "Force")),
        parts.Column(_("By when")),
        parts.Column(pgettext("mandate", "State")),
        parts.Column(pgettext("review", "Outcome")),
    ]
    rows = []
    for item in items:
        snapshot = item.snapshot
        text, wording_language = snapshot_wording(snapshot, language)
        rows.append(
            [
                parts.Cell(
                    format_html(
                        '<span lang="{}" dir="{}">{}</span>',
                        wording_language,
                        direction(wording_language),
                        _shorten(text),
                    ),
                    url(item),
                    format_html(
                        "<bdi>{}</bdi> · <bdi>{}</bdi>",
                        item.mandate.slug,
                        text_symbol(snapshot, language),
                    ),
                ),
                comma.join(names.get(slug, slug) for slug in snapshot.get("asked", ())),
                names.get(snapshot.get("lead", ""), "") or _("no lead named"),
                force(snapshot["force"], Force(snapshot["force"]).label),
                date(snapshot["due"]) if snapshot.get("due") else snapshot.get("due_text", ""),
                _progress_label(snapshot),
                parts.Cell(outcome_label(item) or "—", note=item.words),
            ]
        )
    return parts.Table(columns, rows, _("Mandates of this set"), headed=True)


def text_symbol(snapshot: JsonRow, language: str) -> str:
    """The symbol of the text of a snapshot."""
    return format.localized_symbol(snapshot.get("text", ""), language)


def review_document(
    review: ReviewSet, items: Sequence[ReviewItem], names: Mapping[str, str], address: str
) -> Document:
    """A set as a document for a meeting: the snapshot and the outcome of each mandate."""
    language = get_language() or "en"
    title = review.say("title").text
    blocks: list[Block] = []
    purpose = review.say("purpose").text
    if purpose:
        blocks += [Paragraph(line) for line in purpose.splitlines() if line.strip()]
    frozen_on = _plain_text(date(review.frozen_at)) if review.frozen_at else ""
    sentence = _("How %(count)s mandates stood on %(date)s.") % {
        "count": formats.number(len(items), language),
        "date": frozen_on,
    }
    blocks.append(Paragraph(f"{sentence} {address}"))
    blocks.append(
        Paragraph(_("For information: this register binds nobody. The adopted text prevails."))
    )
    for item in items:
        text, _language = snapshot_wording(item.snapshot, language)
        blocks.append(Heading(2, f"{item.mandate.slug} · {text_symbol(item.snapshot, language)}"))
        blocks.append(Paragraph(text or "—"))
        rows = [
            (str(fact.name), _plain_text(str(fact.words)))
            for fact in snapshot_facts(item.snapshot, names)
        ]
        if item.outcome:
            rows.append((pgettext("review", "Outcome"), outcome_label(item)))
            decided = [item.text, item.words, _plain_text(date(item.date))]
            rows.append((_("What was decided"), " · ".join(filter(None, decided))))
        columns = (PaperColumn(_("Property"), width=1), PaperColumn(_("What is recorded"), width=3))
        blocks.append(Table(item.mandate.slug, columns, tuple(rows)))
    return Document(
        language=language,
        title=title or "—",
        blocks=tuple(blocks),
        cover=None,
        running_head=title[:120],
    )


def _plain_text(value: StrOrPromise) -> str:
    return strip_tags(str(value))
