"""Rows of proposed and decided concepts, and the concepts that are proposed, with their numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from majlis.framework.models import Concept
from majlis.framework.tables import concept_name
from majlis.instruments.citations import format
from majlis.instruments.core.subqueries import chain_from
from majlis.instruments.models import Instrument, Provision, ProvisionWording, Tag
from majlis.kernel.languages import direction
from majlis.kit.columns import Column, page_table
from majlis.look import formats, parts

WEAK = "weak"
"""Parameter of an address: concepts found by a weak similarity are listed, too."""


@dataclass(frozen=True)
class ConceptGroup:
    """A concept with the number of its proposals, and the page that decides on them."""

    concept: Concept
    proposals: int
    url: str


def decision_url(concept: Concept, instrument: Instrument | None = None, *, weak: bool) -> str:
    """The page that decides on the proposals of a concept for all texts, or for one."""
    place = [concept.scheme.key, concept.code]
    if instrument is None:
        url = reverse("instruments:decide_tags", args=place)
    else:
        url = reverse("instruments:decide_tags_of_text", args=[instrument.slug, *place])
    return f"{url}?{urlencode({WEAK: 1})}" if weak else url


GROUP_COLUMNS: tuple[Column[ConceptGroup], ...] = (
    Column(
        "concept",
        pgettext_lazy("concept", "Concept"),
        lambda group: parts.Cell(concept_name(group.concept), group.url),
    ),
    Column(
        "proposals",
        pgettext_lazy("proposed concepts", "Proposals"),
        lambda group: group.proposals,
        number=True,
    ),
)


def groups_table(tags: Sequence[Tag], instrument: Instrument, *, weak: bool) -> parts.Table | None:
    """The concepts proposed for a text, those with the most proposals first; None without any."""
    counts = Counter(each.concept_id for each in tags)
    concepts = {each.concept_id: each.concept for each in tags}
    groups = [
        ConceptGroup(concepts[key], count, decision_url(concepts[key], instrument, weak=weak))
        for key, count in counts.most_common()
    ]
    return page_table(GROUP_COLUMNS, groups, _("Proposed, not counted")) if groups else None


def weak_link(request: HttpRequest, count: int, *, shown: bool) -> parts.Link | None:
    """The link that lists the concepts found by a weak similarity, or hides them again; None without any."""
    if not count:
        return None
    if shown:
        return parts.Link(
            _("Hide less certain proposals"), parts.with_query(request, weak=None, page=None)
        )
    label = ngettext(
        "Show %(count)s less certain proposal", "Show %(count)s less certain proposals", count
    )
    number = formats.number(count, get_language() or "en")
    return parts.Link(label % {"count": number}, parts.with_query(request, weak=1, page=None))


@dataclass(frozen=True)
class ProvisionLine:
    """A provision with the beginning of its words."""

    place: str
    place_url: str
    words: str = ""
    language: str = ""


@dataclass(frozen=True)
class TagRow:
    """A concept of a text. ``of`` is its provision; ``gone``: no visible version has that provision."""

    tag: Tag
    of: ProvisionLine | None
    gone: bool


def provision_line(place: Provision) -> ProvisionLine:
    """A provision with its first, preferably authentic, wording."""
    wordings: list[ProvisionWording] = place.ordered_wordings  # type: ignore[attr-defined]
    url = place.get_absolute_url()
    if not wordings:
        return ProvisionLine(format.provision_name(place), url)
    wording = wordings[0]
    name = format.provision_reference(chain_from(place.version, wording.at))  # type: ignore[attr-defined]
    return ProvisionLine(name, url, wording.text[:200], wording.language)


def tag_rows(tags: Iterable[Tag], places: Mapping[tuple[int, int], Provision]) -> list[TagRow]:
    """The rows of several tags."""
    return [tag_row(each, places) for each in tags]


def tag_row(tag: Tag, places: Mapping[tuple[int, int], Provision]) -> TagRow:
    """A row of the list."""
    place = places.get((tag.instrument_id, tag.lineage_id)) if tag.lineage_id is not None else None
    of = provision_line(place) if place is not None else None
    return TagRow(tag, of, gone=tag.lineage_id is not None and place is None)


def place_of(row: TagRow) -> str:
    """The provision of a row by its name, or that it is the whole text."""
    if row.of is not None:
        return row.of.place
    if row.gone:
        return _("provision not found in any version accessible to you")
    return pgettext("concept of a text", "whole text")


def wording_cell(row: TagRow) -> parts.Cell:
    """The beginning of the wording of a provision, with a link to it."""
    if row.of is None:
        return parts.Cell("")
    wording = format_html(
        '<span lang="{}" dir="{}">{}</span>',
        row.of.language,
        direction(row.of.language),
        row.of.words,
    )
    return parts.Cell(wording if row.of.words else row.of.place, row.of.place_url)
