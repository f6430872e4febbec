"""The text of an import: as it was read, and as people corrected it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from majlis.instruments import reader
from majlis.instruments.destinations import FIELDS
from majlis.instruments.models import Correction, Destination, Import
from majlis.kernel import files
from majlis.textkit.edit import Edit, edited
from majlis.textkit.model import Text
from majlis.textkit.read import read_bytes
from majlis.textkit.write.akn import write_akn

LANGUAGE = "language"
"""The correction that has the file read anew: those before it were of another reading."""

LOST = "corrections undone"
"""What an import says for a fault when the corrections made before could not be made again; cleared by the next one."""

LONGEST_KEPT = 2_000_000
"""Signs of a text that is remembered between two steps of a person."""


def read_text(imported: Import, language: str = "") -> Text:
    """The text in the file of an import. Raises TextError for whatever cannot be read."""
    data = files.file_path(imported.file.sha256).read_bytes()
    return reader.read(data, language, imported.name)


def carried(text: Text) -> str:
    """A text as an import keeps it."""
    return write_akn(text).decode("utf-8")


def text_from(kept: str) -> Text:
    """A text from what an import kept; that which was looked at last is not read again."""
    return _lately(kept) if len(kept) <= LONGEST_KEPT else _text_from(kept)


def _text_from(kept: str) -> Text:
    return read_bytes(kept.encode("utf-8"), name="text.xml")


_lately = lru_cache(maxsize=4)(_text_from)


def now_of(imported: Import) -> Text:
    """The text as it is after all corrections that stand."""
    return text_from(imported.now)


def standing(imported: Import) -> list[Correction]:
    """The corrections that were not undone, in their order."""
    return list(imported.corrections.filter(undone=False).order_by("position"))


def stand_of(imported: Import) -> int:
    """How a text stands: the key of the last correction that was not undone, 0 where there is none."""
    last = imported.corrections.filter(undone=False).order_by("position").last()
    return last.pk if last is not None else 0


def decided(imported: Import, root: str | None = None) -> str:
    """How a text stands, and what was decided of the texts in it, or of one of them, as one word."""
    rows = imported.destinations.all()
    return stamp(stand_of(imported), [each for each in rows if root in (None, each.root)])


def stamp(stand: int, rows: Iterable[Destination]) -> str:
    """``decided``, of what was read already."""
    said = [[each.serializable_value(name) for name in ("root", *FIELDS)] for each in rows]
    return hashlib.sha256(repr([stand, said]).encode()).hexdigest()[:16]


def place_after(text: Text, wanted: Edit) -> int:
    """The place, in reading order, of a provision of this text when a correction of it is made."""
    place = next((n for n, each in enumerate(text.walk()) if each.id == wanted.id), 0)
    return max(0, place - 1) if wanted.op == "merge" else place


def at_place(text: Text, place: int) -> str:
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


def replayed(imported: Import, corrections: Iterable[Correction]) -> tuple[Text, Text]:
    """The text as read in the language that was last chosen, and after the corrections made since."""
    kept = list(corrections)
    chosen = [place for place, each in enumerate(kept) if each.op == LANGUAGE]
    language = kept[chosen[-1]].value if chosen else ""
    source = read_text(imported, language)
    since = kept[chosen[-1] + 1 :] if chosen else kept
    return source, edited(source, (as_edit(each) for each in since))
