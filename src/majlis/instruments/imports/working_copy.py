"""The text of an import: as it was read, and as it was corrected."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from majlis.instruments.imports import reader_pool
from majlis.instruments.imports.targets import DESTINATION_FIELDS
from majlis.instruments.models import Correction, Destination, Import
from majlis.kernel import files
from majlis.textkit.edit import Edit, edited
from majlis.textkit.model import Text
from majlis.textkit.read import read_bytes
from majlis.textkit.write.akn import write_akn

LANGUAGE_OP = "language"
"""The correction that has the file read anew: those before it were of another reading."""

CORRECTIONS_LOST = "corrections undone"
"""What an import says for a fault when the corrections made before could not be made again; cleared by the next one."""

LONGEST_CACHED = 2_000_000
"""Signs of a text that is remembered between two steps of a person."""


def read_text(imported: Import, language: str = "") -> Text:
    """The text in the file of an import. Raises TextError for whatever cannot be read."""
    data = files.file_path(imported.file.sha256).read_bytes()
    return reader_pool.parse_content(data, language, imported.name)


def serialize_text(text: Text) -> str:
    """A text as an import keeps it."""
    return write_akn(text).decode("utf-8")


def parse_text(kept: str) -> Text:
    """A text from what an import kept; that which was looked at last is not read again."""
    return _parse_text_cached(kept) if len(kept) <= LONGEST_CACHED else _parse_text(kept)


def _parse_text(kept: str) -> Text:
    return read_bytes(kept.encode("utf-8"), name="text.xml")


_parse_text_cached = lru_cache(maxsize=4)(_parse_text)


def current_text(imported: Import) -> Text:
    """The text as it is after all corrections that stand."""
    return parse_text(imported.now)


def active_corrections(imported: Import) -> list[Correction]:
    """The corrections that were not undone, in their order."""
    return list(imported.corrections.filter(undone=False).order_by("position"))


def correction_token(imported: Import) -> int:
    """How a text stands: the key of the last correction that was not undone, 0 where there is none."""
    last = imported.corrections.filter(undone=False).order_by("position").last()
    return last.pk if last is not None else 0


def decision_token(imported: Import, root: str | None = None) -> str:
    """How a text stands, and what was decided of the texts in it, or of one of them, as one word."""
    rows = imported.destinations.all()
    return decision_token_from(
        correction_token(imported), [each for each in rows if root in (None, each.root)]
    )


def decision_token_from(stand: int, rows: Iterable[Destination]) -> str:
    """``decision_token``, of what was read already."""
    said = [
        [each.serializable_value(name) for name in ("root", *DESTINATION_FIELDS)] for each in rows
    ]
    return hashlib.sha256(repr([stand, said]).encode()).hexdigest()[:16]


def position_after(text: Text, wanted: Edit) -> int:
    """The place, in reading order, of a provision of this text when a correction of it is made."""
    place = next((n for n, each in enumerate(text.walk()) if each.id == wanted.id), 0)
    return max(0, place - 1) if wanted.op == "merge" else place


def id_at_position(text: Text, place: int) -> str:
    """The id of the provision at a place, of the last one where there are not so many; empty where there is none."""
    ids = [each.id for each in text.walk()]
    return ids[min(place, len(ids) - 1)] if ids else ""


def as_edit(correction: Correction) -> Edit:
    """A correction as the engine has it."""
    return Edit(
        op=correction.op,  # type: ignore[arg-type]
        id=correction.provision,
        value=correction.value,
        at=correction.start,
        end=correction.end,
        values=correction.values or None,
    )


def replay_corrections(imported: Import, corrections: Iterable[Correction]) -> tuple[Text, Text]:
    """The text as read in the language that was last chosen, and after the corrections made since."""
    kept = list(corrections)
    chosen = [place for place, each in enumerate(kept) if each.op == LANGUAGE_OP]
    language = kept[chosen[-1]].value if chosen else ""
    source = read_text(imported, language)
    since = kept[chosen[-1] + 1 :] if chosen else kept
    return source, edited(source, (as_edit(each) for each in since))
