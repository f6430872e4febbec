"""A draft read into the paragraphs that are compared with the register; nothing of it is saved."""

from __future__ import annotations

from collections.abc import Iterable
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
"""Paragraphs that are compared at once: each costs the model a moment, and somebody waits."""
MOST_PASTED_PARAGRAPHS = 10
"""Paragraphs that are pasted of which each is compared, whether it asks or not."""
SHORTEST_PARAGRAPH = 8
"""Characters of a paragraph below which there is nothing to compare."""
COMPARED_KINDS = ("operative", "paragraph", "preambular", "front")


@dataclass(frozen=True)
class DraftParagraph:
    """A paragraph of a draft. ``register_todo``: the words that are compared; ``asks``: whether words that ask were found in it."""

    words: str
    asked: str
    label: str = ""
    asks: bool = True
    eid: str = ""
    lineage: int | None = None


@dataclass(frozen=True)
class Draft:
    """A draft as it was read. ``abandoned_folder``: how many paragraphs that ask were not compared, as there are too many."""

    language: str
    paragraphs: tuple[DraftParagraph, ...]
    left: int = 0
    title: str = ""


def draft_from_text(words: str, language: str = "") -> Draft:
    """A draft from words that somebody pasted. Raises TextError where they cannot be read."""
    code = language or detect(words)[0]
    return _draft_from(
        read_bytes(words.encode(), language=code, name="draft.txt"), MOST_PASTED_PARAGRAPHS
    )


def draft_from_file(data: bytes, name: str, language: str = "") -> Draft:
    """A draft from a file. Raises TextError where it cannot be read."""
    return _draft_from(read_bytes(data, language=language or None, name=name))


def draft_from_version(version: Version, language: str) -> Draft:
    """A draft from a version that is kept. Raises LanguageVersion.DoesNotExist."""
    ((text, rows),) = load_texts((version,), language)
    return _draft_from(
        text, lineages={each.provision.eid: each.provision.lineage_id for each in rows}
    )


def _draft_from(text: Text, whole: int = 0, lineages: dict[str, int] | None = None) -> Draft:
    """``atomic``: of so few paragraphs each is compared, and not those alone that ask."""
    shown = view(text, "accept") if has_revisions(text) else text
    source = {each.provision for each in mandates(shown).mandates if not each.quoted}
    all_of_them = [
        each
        for each in shown.walk()
        if each.kind in COMPARED_KINDS and len(each.text.strip()) >= SHORTEST_PARAGRAPH
    ]
    chosen = [each for each in shown.walk() if each.id in source]
    if len(all_of_them) <= whole or not chosen:
        # What carries the words that ask for points below it is in these already.
        parents = shown.parents()
        above = {parents[each.id] for each in all_of_them}
        chosen = [each for each in all_of_them if each.id not in above or each.id in source]
    known = lineages or {}
    return Draft(
        shown.language,
        tuple(_compared_paragraphs(shown, chosen[:MOST_PARAGRAPHS], source, known)),
        max(0, len(chosen) - MOST_PARAGRAPHS),
        " ".join((shown.symbol or shown.title).split()),
    )


def _compared_paragraphs(
    text: Text, chosen: Iterable[Read], source: set[str], lineages: dict[str, int]
) -> Iterable[DraftParagraph]:
    parents, by_id = text.parents(), text.by_id()
    for each in chosen:
        above = by_id.get(parents[each.id] or "")
        over = above.text if above is not None and above.kind in embeddings.PARENT_KINDS else ""
        yield DraftParagraph(
            " ".join(each.text.split()),
            embeddings.comparison_text(each.text, over),
            format.bare_label(each.label),
            each.id in source,
            each.id,
            lineages.get(each.id),
        )
