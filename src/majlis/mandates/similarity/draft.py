"""Read a draft into the paragraphs that are compared with the register; nothing is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict, cast

from majlis.instruments.citations import format
from majlis.instruments.core.limited_text import run_reader
from majlis.instruments.models import Version
from majlis.instruments.texts.storage import load_texts
from majlis.kernel.limited_process import DRAFT, VISITOR, Limits
from majlis.mandates.core import embeddings
from majlis.mandates.similarity.draft_reader import draft_content, read_draft

MOST_PARAGRAPHS = 40
"""Maximum number of paragraphs in one comparison: each takes the model a moment, and the user waits."""
MOST_PASTED_PARAGRAPHS = 10
"""Up to this number of pasted paragraphs, all are compared, whether they state a mandate or not."""


@dataclass(frozen=True)
class DraftBounds:
    """How long a draft may be in characters, how many of its paragraphs are compared, and what reading it may cost."""

    characters: int
    paragraphs: int
    limits: Limits


VISITOR_BOUNDS = DraftBounds(300_000, 20, VISITOR)
"""For visitors who have not signed in: some 100 printed pages."""
MEMBER_BOUNDS = DraftBounds(1_500_000, MOST_PARAGRAPHS, DRAFT)
"""For people who have signed in."""


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


class _Row(TypedDict):
    text: str
    id: str
    label: str
    asks: bool
    addressees: list[str]
    parent_kind: str
    parent_text: str


class _Content(TypedDict):
    language: str
    title: str
    omitted: int
    rows: list[_Row]


def draft_from_text(words: str, language: str = "", bounds: DraftBounds = MEMBER_BOUNDS) -> Draft:
    """A draft from pasted text. Raises TextError if it cannot be read, ReadersBusy."""
    return _read_draft(words.encode(), "draft.txt", language, bounds, MOST_PASTED_PARAGRAPHS)


def draft_from_file(
    data: bytes, name: str, language: str = "", bounds: DraftBounds = MEMBER_BOUNDS
) -> Draft:
    """A draft from a file. Raises TextError if it cannot be read, ReadersBusy."""
    return _read_draft(data, name, language, bounds, 0)


def _read_draft(
    data: bytes, name: str, language: str, bounds: DraftBounds, compare_all_up_to: int
) -> Draft:
    content = run_reader(
        read_draft,
        bounds.limits,
        data=data,
        name=name,
        language=language,
        characters=bounds.characters,
        paragraphs=bounds.paragraphs,
        compare_all_up_to=compare_all_up_to,
    )
    return _draft_from(cast(_Content, content))


def draft_from_version(version: Version, language: str, most: int = MOST_PARAGRAPHS) -> Draft:
    """A draft from a saved version. Raises LanguageVersion.DoesNotExist."""
    ((text, rows),) = load_texts((version,), language)
    lineages = {each.provision.eid: each.provision.lineage_id for each in rows}
    return _draft_from(cast(_Content, draft_content(text, most)), lineages)


def _draft_from(content: _Content, lineages: dict[str, int] | None = None) -> Draft:
    paragraphs = (
        DraftParagraph(
            " ".join(row["text"].split()),
            embeddings.comparison_text(
                row["text"],
                row["parent_text"] if row["parent_kind"] in embeddings.PARENT_KINDS else "",
            ),
            format.bare_label(row["label"]),
            row["asks"],
            row["id"],
            (lineages or {}).get(row["id"]),
            tuple(row["addressees"]),
        )
        for row in content["rows"]
    )
    return Draft(content["language"], tuple(paragraphs), content["omitted"], content["title"])
