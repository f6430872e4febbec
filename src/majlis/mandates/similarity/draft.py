"""Read a draft into the paragraphs that are compared with the register; nothing is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from majlis.instruments.citations import format
from majlis.instruments.models import Version
from majlis.instruments.texts.storage import load_texts
from majlis.mandates.core import embeddings
from majlis.textkit.language import detect
from majlis.textkit.mandates import mandates
from majlis.textkit.model import Provision as Read
from majlis.textkit.model import Text
from majlis.textkit.read import read_bytes
from majlis.textkit.views import has_revisions, view

MOST_PARAGRAPHS = 40
"""Maximum number of paragraphs in one comparison: each takes the model a moment, and the user waits."""
MOST_PASTED_PARAGRAPHS = 10
"""Up to this number of pasted paragraphs, all are compared, whether they state a mandate or not."""
SHORTEST_PARAGRAPH = 8
"""Minimum number of characters of a compared paragraph."""
COMPARED_KINDS = ("operative", "paragraph", "preambular", "front")


@dataclass(frozen=True)
class DraftParagraph:
    """A paragraph of a draft.

    ``compared_text``: the text that is compared, with that of its parent if needed; ``asks``:
    whether the engine found a mandate in it; ``addressees``: the English names that it gives to whom
    it asks.
    """

    words: str
    compared_text: str
    label: str = ""
    asks: bool = True
    eid: str = ""
    lineage: int | None = None
    addressees: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A draft as it was read. ``omitted``: number of paragraphs left out because there are too many."""

    language: str
    paragraphs: tuple[DraftParagraph, ...]
    omitted: int = 0
    title: str = ""


def draft_from_text(words: str, language: str = "") -> Draft:
    """A draft from pasted text. Raises TextError if it cannot be read."""
    code = language or detect(words)[0]
    return _draft_from(
        read_bytes(words.encode(), language=code, name="draft.txt"), MOST_PASTED_PARAGRAPHS
    )


def draft_from_file(data: bytes, name: str, language: str = "") -> Draft:
    """A draft from a file. Raises TextError if it cannot be read."""
    return _draft_from(read_bytes(data, language=language or None, name=name))


def draft_from_version(version: Version, language: str) -> Draft:
    """A draft from a saved version. Raises LanguageVersion.DoesNotExist."""
    ((text, rows),) = load_texts((version,), language)
    return _draft_from(
        text, lineages={each.provision.eid: each.provision.lineage_id for each in rows}
    )


def _draft_from(
    text: Text, compare_all_up_to: int = 0, lineages: dict[str, int] | None = None
) -> Draft:
    """A draft with the paragraphs that state mandates. ``compare_all_up_to``: with so few paragraphs, all are compared."""
    accepted = view(text, "accept") if has_revisions(text) else text
    addressees: dict[str, tuple[str, ...]] = {}
    for each in mandates(accepted).mandates:
        if not each.quoted:
            addressees[each.provision] = (*addressees.get(each.provision, ()), *each.actors)
    paragraphs = [
        each
        for each in accepted.walk()
        if each.kind in COMPARED_KINDS and len(each.text.strip()) >= SHORTEST_PARAGRAPH
    ]
    chosen = [each for each in accepted.walk() if each.id in addressees]
    if len(paragraphs) <= compare_all_up_to or not chosen:
        # The text of a parent is part of the compared text of its points.
        parents = accepted.parents()
        parent_ids = {parents[each.id] for each in paragraphs}
        chosen = [each for each in paragraphs if each.id not in parent_ids or each.id in addressees]
    lineage_by_eid = lineages or {}
    return Draft(
        accepted.language,
        tuple(_compared_paragraphs(accepted, chosen[:MOST_PARAGRAPHS], addressees, lineage_by_eid)),
        max(0, len(chosen) - MOST_PARAGRAPHS),
        " ".join((accepted.symbol or accepted.title).split()),
    )


def _compared_paragraphs(
    text: Text,
    chosen: Iterable[Read],
    addressees: Mapping[str, tuple[str, ...]],
    lineages: Mapping[str, int],
) -> Iterable[DraftParagraph]:
    parents, by_id = text.parents(), text.by_id()
    for provision in chosen:
        parent = by_id.get(parents[provision.id] or "")
        parent_text = (
            parent.text if parent is not None and parent.kind in embeddings.PARENT_KINDS else ""
        )
        yield DraftParagraph(
            " ".join(provision.text.split()),
            embeddings.comparison_text(provision.text, parent_text),
            format.bare_label(provision.label),
            provision.id in addressees,
            provision.id,
            lineages.get(provision.id),
            addressees.get(provision.id, ()),
        )
