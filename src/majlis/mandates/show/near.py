"""What pages say of what is near and of what is related."""

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
from majlis.mandates import near
from majlis.mandates.lifecycle import PROPOSED
from majlis.mandates.models import Asking, Mandate, RelatedPair
from majlis.mandates.queries import pairs as queries
from majlis.mandates.queries.lines import LONGEST, Line
from majlis.mandates.queries.near import Compared, Near
from majlis.mandates.show import lines as show


def here() -> str:
    """The reader's language."""
    return get_language() or "en"


def lead(line: Line) -> SafeString | str:
    """Who leads, or that nobody is named."""
    return show.actors([line.lead]) if line.lead is not None else _("no lead named")


def last_said(mandate: Mandate) -> str:
    """When who leads, or somebody who was asked, last said something of it: that need not be an answer."""
    if mandate.moved_on is None:
        return _("none kept here")
    return formats.date(mandate.moved_on, here())


def likeness(score: float) -> str:
    """A likeness as a number from 0 to 1."""
    return formats.number(min(score, 1.0), here(), 2)


def cut(words: str, longest: int = LONGEST) -> str:
    """The beginning of some words."""
    words = " ".join(words.split())
    if len(words) <= longest:
        return words
    start = words[:longest]
    return f"{start.rsplit(' ', 1)[0] if ' ' in start else start}…"


def foreign(words: str, language: str) -> SafeString:
    """Words in their language."""
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction(language), words)


def near_table(found: Sequence[Near]) -> parts.Table:
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
            parts.Cell(show.words(each.line), each.line.mandate.get_absolute_url(), _under(each)),
            show.actors(each.line.actors("asked")),
            lead(each.line),
            show.state_and_answer(each.line),
            last_said(each.line.mandate),
            likeness(each.score),
        ]
        for each in found
    ]
    return parts.Table(columns, rows, _("The nearest in the register"), headed=True)


def _under(each: Near) -> SafeString:
    """What stands under the words: number and place; the authentic words where those above are others."""
    said = format_html("<bdi>{}</bdi> · {}", each.line.mandate.slug, show.place(each.line))
    if each.original is None:
        return said
    return format_html("{}<br>{}", said, foreign(cut(each.original.text), each.original.language))


def preparing(said: Compared) -> str:
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
        "n": formats.number(said.mandates, here()),
        "all": formats.number(said.all, here()),
        "words": formats.number(said.by_words, here()),
    }


def with_what(said: Compared) -> str:
    """With how much a draft was compared, and what is not in it."""
    counted = preparing(said) or ngettext(
        "Compared with %(n)s mandate that persons have accepted, of the texts that are kept here.",
        "Compared with %(n)s mandates that persons have accepted, of the texts that are kept here.",
        said.mandates,
    ) % {"n": formats.number(said.mandates, here())}
    if said.last:
        last = _("The latest of these texts is of %(date)s.")
        counted = f"{counted} {last % {'date': formats.date(said.last, here())}}"
    return f"{counted} {_('Texts that are cited and not kept are not in it.')}"


def by_what(said: Compared) -> str:
    """How a draft was compared: by machine, by which method, from which likeness on."""
    numbers = {"least": likeness(said.least), "method": said.method}
    if said.method == near.MEANING:
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


def found_by(pair: RelatedPair | dict[str, Any]) -> str:
    """Who says that two are related: a program that found it, or a person."""
    if not isinstance(pair, dict):
        pair = {"state": pair.state, "judgement": pair.judgement}
    if pair["state"] == PROPOSED:
        return _("related (found by machine, nobody has looked at it)")
    return str(RelatedPair.Judgement(pair["judgement"]).label)


def related_about(request: HttpRequest, mandate: Mandate) -> dict[str, Any]:
    """What ``mandates/related_section.html`` shows on the page of a mandate; one query."""
    return {
        "related": [
            {
                "words": show.words(line),
                "url": line.mandate.get_absolute_url(),
                "slug": line.mandate.slug,
                "place": show.place(line),
                "state": show.state_and_answer(line),
                "said": found_by(pair),
                "pair_url": reverse("mandates:related_pair", args=[pair["pk"]]),
            }
            for line, pair in queries.related_to(request.user, mandate, here())
        ]
    }


def pairs_table(found: Sequence[RelatedPair], lines: dict[int, Line]) -> parts.Table:
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
            _side(lines[each.first_id]),
            _side(lines[each.second_id]),
            likeness(each.score),
            found_by(each),
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


def _side(line: Line) -> parts.Cell:
    note = format_html("<bdi>{}</bdi> · {}", line.mandate.slug, show.place(line))
    return parts.Cell(show.words(line), line.mandate.get_absolute_url(), note)


def spans(asking: Asking | None, wording: ProvisionWording) -> list[parts.MarkedSpan]:
    """The words of a provision that say a field, where they were read in this language."""
    if asking is None or asking.language != wording.language:
        return []
    return [
        parts.MarkedSpan(int(span[0]), int(span[1]))
        for name, span in asking.witness.items()
        if name not in asking.witness_of and isinstance(span, list) and len(span) == 2
    ]


def side(
    mandate: Mandate, line: Line, worded: dict[str, ProvisionWording], languages: Sequence[str]
) -> dict[str, Any]:
    """One of two mandates, side by side: its words in the languages that are wanted, and the facts."""
    shown = [worded[each] for each in languages if each in worded]
    if not shown and worded:
        shown = [next(iter(worded.values()))]
    return {
        "slug": mandate.slug,
        "url": mandate.get_absolute_url(),
        "place": show.place(line),
        "words": [
            {
                "language": each.language,
                "name": LANGUAGES_BY_CODE[each.language].name,
                "status": each.get_status_display(),
                "direction": direction(each.language),
                "text": each.text,
                "spans": spans(mandate.asking, each),
            }
            for each in shown
        ],
        "facts": [
            parts.Fact(_("Who is asked"), show.actors(line.actors("asked")) or _("not named")),
            parts.Fact(_("For whom"), show.actors(line.actors("recipient")) or _("not named")),
            parts.Fact(_("Lead"), lead(line)),
            parts.Fact(pgettext("mandate", "Force"), show.force(line.mandate.force)),
            parts.Fact(_("By when"), show.when(line.mandate) or _("the text does not say")),
            parts.Fact(pgettext("mandate", "State"), show.state_and_answer(line)),
            parts.Fact(_("Last said"), last_said(line.mandate)),
        ],
    }
