"""How near mandates and related pairs are displayed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.models import ProvisionWording
from majlis.kernel.languages import direction
from majlis.kit.columns import Column, page_table
from majlis.look import formats, parts
from majlis.look.languages import name_of
from majlis.mandates.core import embeddings, table
from majlis.mandates.core.display import Context
from majlis.mandates.core.rows import TEXT_LENGTH, JsonRow, MandateRow
from majlis.mandates.lifecycle import PROPOSED
from majlis.mandates.models import Mandate, MandateSource, RelatedPair
from majlis.mandates.similarity import queries
from majlis.mandates.similarity.nearest import ComparisonScope, Likeness, NearMandate
from majlis.mandates.similarity.queries import PairRow

SHARED_WORDS_SHOWN = 6


def page_language() -> str:
    """The reader's language."""
    return get_language() or "en"


def lead_text(line: MandateRow) -> SafeString | str:
    """The lead, or that none is named."""
    return table.entity_links([line.lead]) if line.lead is not None else _("no lead named")


def last_update_text(mandate: Mandate) -> str:
    """The date of the last activity of the lead or another addressee; it need not be an answer."""
    if mandate.last_activity_on is None:
        return pgettext("last activity of a mandate", "none recorded")
    return formats.date(mandate.last_activity_on, page_language())


def similarity_text(score: float) -> str:
    """A similarity as a number from 0 to 1, cut and not rounded: one below a limit never reads like the limit."""
    cut = Decimal(repr(float(min(score, 1.0)))).quantize(Decimal("0.01"), ROUND_FLOOR)
    return formats.number(cut, page_language(), 2)


def shortened(text: str, longest: int = TEXT_LENGTH) -> str:
    """The beginning of a text, cut at a space."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    start = text[:longest]
    return f"{start.rsplit(' ', 1)[0] if ' ' in start else start}…"


def in_language(words: str, language: str) -> SafeString:
    """A text marked with its language."""
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction(language), words)


def nearest_table(
    near_mandates: Sequence[NearMandate], draft_language: str, caption: str
) -> parts.Table:
    """The mandates nearest to a paragraph as a table, each with the reasons for its likeness."""
    columns: tuple[Column[NearMandate], ...] = (
        Column(
            "text",
            pgettext("mandate", "Requested action"),
            lambda near: parts.Cell(
                table.text_excerpt(near.line),
                near.line.mandate.get_absolute_url(),
                _place_and_reasons(near, draft_language),
            ),
        ),
        Column(
            "entity",
            pgettext("mandate", "Addressees"),
            lambda near: table.entity_links(near.line.entities_with_role("asked")),
        ),
        Column("lead", pgettext("mandate", "Lead entity"), lambda near: lead_text(near.line)),
        Column(
            "state", pgettext("mandate", "Status"), lambda near: table.phase_and_reply(near.line)
        ),
        Column(
            "last",
            pgettext("mandate", "Latest update"),
            lambda near: last_update_text(near.line.mandate),
        ),
        Column(
            "likeness",
            pgettext("pair", "Similarity"),
            lambda near: similarity_text(near.likeness.score),
            number=True,
        ),
    )
    return page_table(columns, near_mandates, caption)


def _place_and_reasons(near: NearMandate, draft_language: str) -> SafeString:
    """Number and place of a mandate, and why it is similar; with the authentic text if that above is another."""
    place = format_html(
        "<bdi>{}</bdi> · {}", near.line.mandate.slug, table.provision_label(near.line)
    )
    lines: list[SafeString] = [place, _reasons(near.likeness, draft_language)]
    if near.original is not None:
        lines.insert(1, in_language(shortened(near.original.text), near.original.language))
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines if line))


def _reasons(likeness: Likeness, draft_language: str) -> SafeString:
    """Why a mandate is similar to a paragraph: its meaning, words and names that both have, the addressee."""
    reasons: list[str | SafeString] = []
    if likeness.meaning is not None and likeness.score > likeness.meaning:
        words = _("similarity of meaning: %(score)s")
        reasons.append(words % {"score": similarity_text(likeness.meaning)})
    if likeness.shared:
        separator = formats.list_separator(draft_language)
        shared = in_language(separator.join(likeness.shared[:SHARED_WORDS_SHOWN]), draft_language)
        reasons.append(format_html(_("shared words: {words}"), words=shared))
    if likeness.same_addressee:
        reasons.append(pgettext("reason of a similarity", "same addressee"))
    return format_html_join(" · ", "{}", ((each,) for each in reasons))


def no_similar_mandate_text(scope: ComparisonScope) -> str:
    """That no mandate is above the limit of similarity, with the limit."""
    words = _("No mandate is above the similarity limit of %(least)s.")
    return words % {"least": similarity_text(scope.least)}


def preparation_note(scope: ComparisonScope) -> str:
    """A note that some mandates have no embedding yet, and how they were compared; empty if all have one."""
    if scope.mandates >= scope.all:
        return ""
    sentence = ngettext(
        "Compared with %(n)s of %(all)s mandate, and with %(words)s more by wording only.",
        "Compared with %(n)s of %(all)s mandates, and with %(words)s more by wording only.",
        scope.all,
    )
    return sentence % {
        "n": formats.number(scope.mandates, page_language()),
        "all": formats.number(scope.all, page_language()),
        "words": formats.number(scope.by_words, page_language()),
    }


def scope_text(scope: ComparisonScope) -> str:
    """With how many mandates a draft was compared, and what is not included."""
    text = preparation_note(scope) or ngettext(
        "Compared with %(n)s accepted mandate in texts held in Majlis.",
        "Compared with %(n)s accepted mandates in texts held in Majlis.",
        scope.mandates,
    ) % {"n": formats.number(scope.mandates, page_language())}
    if scope.last:
        latest = _("The latest of these texts is dated %(date)s.")
        text = f"{text} {latest % {'date': formats.date(scope.last, page_language())}}"
    return f"{text} {_('Texts cited but not held in Majlis are excluded.')}"


def method_text(scope: ComparisonScope) -> str:
    """The method of a comparison, and its threshold."""
    values = {"least": similarity_text(scope.least), "method": scope.method}
    if scope.method == embeddings.MEANING:
        return (
            _(
                "Automatic comparison of meaning in six languages (%(method)s, minimum "
                "similarity %(least)s). Not checked by a person."
            )
            % values
        )
    sentences = (
        _(
            "Automatic comparison of wording in one language (%(method)s, minimum "
            "similarity %(least)s). Not checked by a person."
        )
        % values,
        _("Comparison across languages is not installed on this site."),
    )
    return formats.gap(page_language()).join(sentences)


def pair_state_text(pair: RelatedPair | JsonRow) -> str:
    """The state of a pair: found by machine, or a person's judgement."""
    if not isinstance(pair, dict):
        pair = {"state": pair.state, "judgement": pair.judgement}
    if pair["state"] == PROPOSED:
        return _("possibly related (found automatically, not yet assessed)")
    return str(RelatedPair.Judgement(pair["judgement"]).label)


def related_section(request: HttpRequest, mandate: Mandate) -> Context:
    """The context of the related mandates on the page of a mandate; one query."""
    return {
        "related": [
            {
                "words": table.text_excerpt(line),
                "url": line.mandate.get_absolute_url(),
                "slug": line.mandate.slug,
                "place": table.provision_label(line),
                "state": table.phase_and_reply(line),
                "said": pair_state_text(pair),
                "pair_url": reverse("mandates:related_pair", kwargs={"key": pair["pk"]}),
            }
            for line, pair in queries.related_mandates(request.user, mandate, page_language())
        ]
    }


def pair_name(pair: RelatedPair) -> str:
    """The numbers of the two mandates of a pair."""
    return f"{pair.first.slug}{formats.list_separator(page_language())}{pair.second.slug}"


def comparison_link(row: PairRow) -> parts.Cell:
    """A link to the page that shows the two mandates of a pair side by side."""
    label = _("Compare %(one)s and %(other)s") % {
        "one": row.first.mandate.slug,
        "other": row.second.mandate.slug,
    }
    return parts.Cell(label, row.pair.get_absolute_url())


def field_spans(source: MandateSource | None, wording: ProvisionWording) -> list[parts.MarkedSpan]:
    """The spans of the witness in a wording; empty if the mandate was extracted in another language."""
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
    wordings: dict[str, ProvisionWording],
    languages: Sequence[str],
) -> Context:
    """The context of one side of a pair: its wordings in the shown languages, and its facts."""
    shown_wordings = [wordings[each] for each in languages if each in wordings]
    if not shown_wordings and wordings:
        shown_wordings = [next(iter(wordings.values()))]
    return {
        "slug": mandate.slug,
        "url": mandate.get_absolute_url(),
        "place": table.provision_label(line),
        "words": [
            {
                "language": each.language,
                "name": name_of(each.language),
                "status": each.get_status_display(),
                "direction": direction(each.language),
                "text": each.text,
                "spans": field_spans(mandate.source, each),
            }
            for each in shown_wordings
        ],
        "facts": [
            parts.Fact(
                pgettext("mandate", "Addressees"),
                table.entity_links(line.entities_with_role("asked"))
                or pgettext("addressee", "not named"),
            ),
            parts.Fact(
                pgettext("mandate", "Recipients"),
                table.entity_links(line.entities_with_role("recipient"))
                or pgettext("addressee", "not named"),
            ),
            parts.Fact(pgettext("mandate", "Lead entity"), lead_text(line)),
            parts.Fact(pgettext("mandate", "Force"), table.force_label(line.mandate.force)),
            parts.Fact(
                pgettext("due date", "Due date"),
                table.due_text(line.mandate) or _("not stated in the text"),
            ),
            parts.Fact(pgettext("mandate", "Status"), table.phase_and_reply(line)),
            parts.Fact(pgettext("mandate", "Latest update"), last_update_text(line.mandate)),
        ],
    }
