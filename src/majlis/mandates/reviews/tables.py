"""Review sets as tables, and as a document for a meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.citations import format
from majlis.kernel.languages import direction
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, force, state
from majlis.mandates.core.rows import TEXT_LENGTH
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
    """Where a page of review sets stands."""
    return [parts.Link(_("Review sets"), reverse("mandates:review_sets")), *more]


PHASES = {COLLECTING: "wait", FROZEN: "going", CLOSED: "met"}
"""The dial of a set's state."""


def state_cell(review: ReviewSet) -> SafeString | str:
    """The state of a set, drawn."""
    return state(PHASES[review.state], REVIEW_LIFECYCLE.states[review.state])


def snapshot_wording(kept: Mapping[str, Any], language: str) -> tuple[str, str]:
    """The words that asked when the set was frozen, and their language."""
    words = kept.get("words") or {}
    chosen = language if language in words else next(iter(words), "")
    return words.get(chosen, ""), chosen


def _shorten(text: str) -> str:
    return f"{text[:TEXT_LENGTH].rsplit(' ', 1)[0]}…" if len(text) > TEXT_LENGTH else text


def outcome_label(item: ReviewItem) -> str:
    """What was decided, in a word; nothing where nothing was yet."""
    return str(ReviewItem.Outcome(item.outcome).label) if item.outcome else ""


def snapshot_facts(kept: Mapping[str, Any], names: Mapping[str, str]) -> list[parts.Fact]:
    """How a mandate stood, or stands: in the words of its page."""
    comma = formats.list_separator(get_language() or "en")

    def called(role: str) -> str:
        return comma.join(names.get(slug, slug) for slug in kept.get(role, ()))

    rows = [
        (_("Who is asked"), called("asked")),
        (_("For whom"), called("recipient")),
        (_("Through whom"), called("via")),
        (_("Lead"), names.get(kept.get("lead", ""), "") or _("no lead named")),
        (pgettext("mandate", "Force"), force(kept["force"], Force(kept["force"]).label)),
        (pgettext("mandate", "Kind"), DeliverableKind(kept["kind"]).label),
        (pgettext("mandate", "Standing"), LegalStatus(kept["legal_status"]).label),
        (pgettext("mandate", "State"), _progress_label(kept)),
        (_("By when"), date(kept["due"]) if kept.get("due") else kept.get("due_text", "")),
        (
            _("Expires"),
            date(kept["expires"]) if kept.get("expires") else _("the text does not say"),
        ),
    ]
    return [parts.Fact(label, value) for label, value in rows if value]


def _progress_label(kept: Mapping[str, Any]) -> str:
    if kept.get("lifecycle_state") and kept["lifecycle_state"] != MANDATE_LIFECYCLE.initial:
        return str(MANDATE_LIFECYCLE.states[kept["lifecycle_state"]])
    return str(Progress(kept["progress"]).label)


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
"""What each thing that is kept is called."""


def changed_field_names(names: Sequence[str]) -> list[str]:
    """What is other now than when the set was frozen, in words, each once."""
    return list(dict.fromkeys(FIELD_NAMES[name]() for name in names if name in FIELD_NAMES))


def snapshot_table(
    review: ReviewSet, items: Sequence[ReviewItem], names: Mapping[str, str], url: Any
) -> parts.Table:
    """The mandates of a frozen set side by side, as they stood; ``url(item)`` is the page of each."""
    here = get_language() or "en"
    comma = formats.list_separator(here)
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
    for each in items:
        kept = each.kept
        text, language = snapshot_wording(kept, here)
        rows.append(
            [
                parts.Cell(
                    format_html(
                        '<span lang="{}" dir="{}">{}</span>',
                        language,
                        direction(language),
                        _shorten(text),
                    ),
                    url(each),
                    format_html(
                        "<bdi>{}</bdi> · <bdi>{}</bdi>", each.mandate.slug, text_symbol(kept, here)
                    ),
                ),
                comma.join(names.get(slug, slug) for slug in kept.get("asked", ())),
                names.get(kept.get("lead", ""), "") or _("no lead named"),
                force(kept["force"], Force(kept["force"]).label),
                date(kept["due"]) if kept.get("due") else kept.get("due_text", ""),
                _progress_label(kept),
                parts.Cell(outcome_label(each) or "—", note=each.words),
            ]
        )
    return parts.Table(columns, rows, _("Mandates of this set"), headed=True)


def text_symbol(kept: Mapping[str, Any], language: str) -> str:
    """The symbol of the text that asked."""
    return format.localized_symbol(kept.get("text", ""), language)


def review_document(
    review: ReviewSet, items: Sequence[ReviewItem], names: Mapping[str, str], address: str
) -> Document:
    """A set as a document for a meeting: how each mandate stood, and what was decided."""
    here = get_language() or "en"
    title = review.say("title").text
    blocks: list[Block] = []
    purpose = review.say("purpose").text
    if purpose:
        blocks += [Paragraph(each) for each in purpose.splitlines() if each.strip()]
    when = _plain_text(date(review.frozen_at)) if review.frozen_at else ""
    told = _("How %(count)s mandates stood on %(date)s.") % {
        "count": formats.number(len(items), here),
        "date": when,
    }
    blocks.append(Paragraph(f"{told} {address}"))
    blocks.append(
        Paragraph(_("For information: this register binds nobody. The adopted text prevails."))
    )
    for each in items:
        text, _language = snapshot_wording(each.kept, here)
        blocks.append(Heading(2, f"{each.mandate.slug} · {text_symbol(each.kept, here)}"))
        blocks.append(Paragraph(text or "—"))
        rows = [
            (str(fact.name), _plain_text(fact.words)) for fact in snapshot_facts(each.kept, names)
        ]
        if each.outcome:
            rows.append((pgettext("review", "Outcome"), outcome_label(each)))
            decided = [each.text, each.words, _plain_text(date(each.date))]
            rows.append((_("What was decided"), " · ".join(filter(None, decided))))
        columns = (PaperColumn(_("Property"), width=1), PaperColumn(_("What is recorded"), width=3))
        blocks.append(Table(each.mandate.slug, columns, tuple(rows)))
    return Document(
        language=here,
        title=title or "—",
        blocks=tuple(blocks),
        cover=None,
        running_head=title[:120],
    )


def _plain_text(value: Any) -> str:
    return strip_tags(str(value))
