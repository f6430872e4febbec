"""How near mandates and related pairs are displayed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.models import ProvisionWording
from majlis.kernel.languages import LANGUAGES_BY_CODE, direction
from majlis.look import formats, parts
from majlis.mandates.core import embeddings
from majlis.mandates.core import table as show
from majlis.mandates.core.rows import TEXT_LENGTH, MandateRow
from majlis.mandates.lifecycle import PROPOSED
from majlis.mandates.models import Mandate, MandateSource, RelatedPair
from majlis.mandates.similarity import queries
from majlis.mandates.similarity.nearest import ComparisonScope, NearMandate


def page_language() -> str:
    """The reader's language."""
    return get_language() or "en"


def lead_text(line: MandateRow) -> SafeString | str:
    """Who leads, or that nobody is named."""
    return show.entity_links([line.lead]) if line.lead is not None else _("no lead named")


def last_update_text(mandate: Mandate) -> str:
    """When who leads, or somebody who was asked, last said something of it: that need not be an answer."""
    if mandate.last_activity_on is None:
        return _("none kept here")
    return formats.date(mandate.last_activity_on, page_language())


def similarity_text(score: float) -> str:
    """A likeness as a number from 0 to 1."""
    return formats.number(min(score, 1.0), page_language(), 2)


def shortened(words: str, longest: int = TEXT_LENGTH) -> str:
    """The beginning of some words."""
    words = " ".join(words.split())
    if len(words) <= longest:
        return words
    start = words[:longest]
    return f"{start.rsplit(' ', 1)[0] if ' ' in start else start}…"


def in_language(words: str, language: str) -> SafeString:
    """Words in their language."""
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction(language), words)


def nearest_table(found: Sequence[NearMandate]) -> parts.Table:
    """The mandates near a paragraph: words, who is asked, who leads, where it stands, when something was last said."""
    columns = [
        parts.Column(_("What is asked")),
        parts.Column(_("Who is asked")),
        parts.Column(_("Lead")),
        parts.Column(pgettext("mandate", "State")),
        parts.Column(_("Last said")),
        parts.Column(_("Likeness"), number=True),
    ]
    rows = [
        [
            parts.Cell(
                show.text_excerpt(each.line),
                each.line.mandate.get_absolute_url(),
                _place_and_original(each),
            ),
            show.entity_links(each.line.actors("asked")),
            lead_text(each.line),
            show.phase_and_reply(each.line),
            last_update_text(each.line.mandate),
            similarity_text(each.score),
        ]
        for each in found
    ]
    return parts.Table(columns, rows, _("The nearest in the register"), headed=True)


def _place_and_original(each: NearMandate) -> SafeString:
    """What stands under the words: number and place; the authentic words where those above are others."""
    said = format_html(
        "<bdi>{}</bdi> · {}", each.line.mandate.slug, show.provision_label(each.line)
    )
    if each.original is None:
        return said
    return format_html(
        "{}<br>{}", said, in_language(shortened(each.original.text), each.original.language)
    )


def preparation_note(said: ComparisonScope) -> str:
    """That not all mandates are ready to be compared, and how the others were; nothing where all are."""
    if said.mandates >= said.all:
        return ""
    sentence = ngettext(
        "Compared with %(n)s of %(all)s mandate; the others are being prepared, and %(words)s of them "
        "were compared by their words alone, in the language of the draft.",
        "Compared with %(n)s of %(all)s mandates; the others are being prepared, and %(words)s of them "
        "were compared by their words alone, in the language of the draft.",
        said.all,
    )
    return sentence % {
        "n": formats.number(said.mandates, page_language()),
        "all": formats.number(said.all, page_language()),
        "words": formats.number(said.by_words, page_language()),
    }


def scope_text(said: ComparisonScope) -> str:
    """With how much a draft was compared, and what is not in it."""
    counted = preparation_note(said) or ngettext(
        "Compared with %(n)s mandate that persons have accepted, of the texts that are kept here.",
        "Compared with %(n)s mandates that persons have accepted, of the texts that are kept here.",
        said.mandates,
    ) % {"n": formats.number(said.mandates, page_language())}
    if said.last:
        last = _("The latest of these texts is of %(date)s.")
        counted = f"{counted} {last % {'date': formats.date(said.last, page_language())}}"
    return f"{counted} {_('Texts that are cited and not kept are not in it.')}"


def method_text(said: ComparisonScope) -> str:
    """How a draft was compared: by machine, by which method, from which likeness on."""
    numbers = {"least": similarity_text(said.least), "method": said.method}
    if said.method == embeddings.MEANING:
        return (
            _(
                "Found by machine, by meaning across six languages (method %(method)s); shown from a likeness of %(least)s. "
                "Near is not the same: only a person can say that."
            )
            % numbers
        )
    return (
        _(
            "Found by machine, by shared words of one language only (method %(method)s); shown from a likeness of %(least)s. "
            "Comparison across languages is not installed on this site. Near is not the same: only a person can say that."
        )
        % numbers
    )


def pair_state_text(pair: RelatedPair | dict[str, Any]) -> str:
    """Who says that two are related: a program that found it, or a person."""
    if not isinstance(pair, dict):
        pair = {"state": pair.state, "judgement": pair.judgement}
    if pair["state"] == PROPOSED:
        return _("related (found by machine, nobody has looked at it)")
    return str(RelatedPair.Judgement(pair["judgement"]).label)


def related_section(request: HttpRequest, mandate: Mandate) -> dict[str, Any]:
    """What ``mandates/related_section.html`` shows on the page of a mandate; one query."""
    return {
        "related": [
            {
                "words": show.text_excerpt(line),
                "url": line.mandate.get_absolute_url(),
                "slug": line.mandate.slug,
                "place": show.provision_label(line),
                "state": show.phase_and_reply(line),
                "said": pair_state_text(pair),
                "pair_url": reverse("mandates:related_pair", args=[pair["pk"]]),
            }
            for line, pair in queries.related_mandates(request.user, mandate, page_language())
        ]
    }


def pair_table(found: Sequence[RelatedPair], lines: dict[int, MandateRow]) -> parts.Table:
    """Pairs as a list."""
    columns = [
        parts.Column(_("One")),
        parts.Column(_("The other")),
        parts.Column(_("Likeness"), number=True),
        parts.Column(pgettext("pair", "State")),
        parts.Column(_("Side by side")),
    ]
    rows = [
        [
            _mandate_cell(lines[each.first_id]),
            _mandate_cell(lines[each.second_id]),
            similarity_text(each.score),
            pair_state_text(each),
            parts.Cell(
                _("Compare %(one)s and %(other)s")
                % {
                    "one": lines[each.first_id].mandate.slug,
                    "other": lines[each.second_id].mandate.slug,
                },
                reverse("mandates:related_pair", args=[each.pk]),
            ),
        ]
        for each in found
    ]
    return parts.Table(columns, rows, _("Related mandates"), headed=True)


def _mandate_cell(line: MandateRow) -> parts.Cell:
    note = format_html("<bdi>{}</bdi> · {}", line.mandate.slug, show.provision_label(line))
    return parts.Cell(show.text_excerpt(line), line.mandate.get_absolute_url(), note)


def field_spans(source: MandateSource | None, wording: ProvisionWording) -> list[parts.MarkedSpan]:
    """The words of a provision that say a field, where they were read in this language."""
    if source is None or source.language != wording.language:
        return []
    return [
        parts.MarkedSpan(int(span[0]), int(span[1]))
        for name, span in source.witness.items()
        if name not in source.witness_of and isinstance(span, list) and len(span) == 2
    ]


def pair_side(
    mandate: Mandate,
    line: MandateRow,
    worded: dict[str, ProvisionWording],
    languages: Sequence[str],
) -> dict[str, Any]:
    """One of two mandates, side by side: its words in the languages that are wanted, and the facts."""
    shown = [worded[each] for each in languages if each in worded]
    if not shown and worded:
        shown = [next(iter(worded.values()))]
    return {
        "slug": mandate.slug,
        "url": mandate.get_absolute_url(),
        "place": show.provision_label(line),
        "words": [
            {
                "language": each.language,
                "name": LANGUAGES_BY_CODE[each.language].name,
                "status": each.get_status_display(),
                "direction": direction(each.language),
                "text": each.text,
                "spans": field_spans(mandate.source, each),
            }
            for each in shown
        ],
        "facts": [
            parts.Fact(
                _("Who is asked"), show.entity_links(line.actors("asked")) or _("not named")
            ),
            parts.Fact(
                _("For whom"), show.entity_links(line.actors("recipient")) or _("not named")
            ),
            parts.Fact(_("Lead"), lead_text(line)),
            parts.Fact(pgettext("mandate", "Force"), show.force_label(line.mandate.force)),
            parts.Fact(_("By when"), show.due_text(line.mandate) or _("the text does not say")),
            parts.Fact(pgettext("mandate", "State"), show.phase_and_reply(line)),
            parts.Fact(_("Last said"), last_update_text(line.mandate)),
        ],
    }
