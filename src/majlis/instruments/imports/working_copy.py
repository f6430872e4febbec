"""The text of an import, as it was read and as it was corrected."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from majlis.instruments.core.limited_text import run_reader
from majlis.instruments.imports import reader_pool
from majlis.instruments.imports.targets import DESTINATION_FIELDS
from majlis.instruments.models import Correction, Destination, Import
from majlis.kernel import files
from majlis.kernel.limited_process import BACKGROUND, MEMBER
from majlis.textkit.edit import Edit, edited
from majlis.textkit.model import Text
from majlis.textkit.read import read_bytes
from majlis.textkit.write.akn import write_akn

LANGUAGE_OP = "language"
"""The correction that reads the file in another language; those before it no longer apply."""

CORRECTIONS_LOST = "corrections undone"
"""The fault of an import whose corrections could not be replayed; the next correction clears it."""

LARGEST_READ_AT_ONCE = 1_000_000
"""Largest file in bytes that is read during the request."""
LONGEST_CACHED = 2_000_000
"""Maximal characters of a text that is cached between requests."""


def read_text(imported: Import, language: str = "") -> Text:
    """The text in the file of an import, read in a process with limits.

    Raises TextError for whatever cannot be read, ReadersBusy.
    """
    limits = MEMBER if imported.file.size <= LARGEST_READ_AT_ONCE else BACKGROUND
    path = files.stored_path(imported.file.sha256)
    serialized = run_reader(reader_pool.read_serialized, limits, path, language, imported.name)
    return _parse_text(str(serialized))


def serialize_text(text: Text) -> str:
    """A text as the import stores it, in Akoma Ntoso."""
    return write_akn(text).decode("utf-8")


def parse_text(stored: str) -> Text:
    """The text of a string that an import stores; the last few small ones are cached."""
    return _parse_text_cached(stored) if len(stored) <= LONGEST_CACHED else _parse_text(stored)


def _parse_text(stored: str) -> Text:
    return read_bytes(stored.encode("utf-8"), name="text.xml")


_parse_text_cached = lru_cache(maxsize=4)(_parse_text)


def current_text(imported: Import) -> Text:
    """The text with its active corrections."""
    return parse_text(imported.now)


def active_corrections(imported: Import) -> list[Correction]:
    """The corrections that are not undone, in order."""
    return list(imported.corrections.filter(undone=False).order_by("position"))


def correction_token(imported: Import) -> int:
    """A token of the corrected text: the key of the last active correction, else 0."""
    last = imported.corrections.filter(undone=False).order_by("position").last()
    return last.pk if last is not None else 0


def decision_token(imported: Import, root: str | None = None) -> str:
    """A hash of the corrected text and its destinations, or one of them."""
    rows = imported.destinations.all()
    return decision_token_from(
        correction_token(imported), [each for each in rows if root in (None, each.root)]
    )


def decision_token_from(token: int, rows: Iterable[Destination]) -> str:
    """``decision_token`` for a correction token and destinations that were loaded before."""
    values = [
        [each.serializable_value(name) for name in ("root", *DESTINATION_FIELDS)] for each in rows
    ]
    return hashlib.sha256(repr([token, values]).encode()).hexdigest()[:16]


def position_after(text: Text, edit: Edit) -> int:
    """The position in reading order that the edited provision has after an edit."""
    position = next((n for n, each in enumerate(text.walk()) if each.id == edit.id), 0)
    return max(0, position - 1) if edit.op == "merge" else position


def id_at_position(text: Text, position: int) -> str:
    """The id of the provision at a position, else of the last one; empty for an empty text."""
    ids = [each.id for each in text.walk()]
    return ids[min(position, len(ids) - 1)] if ids else ""


def as_edit(correction: Correction) -> Edit:
    """A correction as an Edit of the engine."""
    return Edit(
        op=correction.op,  # type: ignore[arg-type]
        id=correction.provision,
        value=correction.value,
        at=correction.start,
        end=correction.end,
        values=correction.values or None,
    )


def replay_corrections(imported: Import, corrections: Iterable[Correction]) -> tuple[Text, Text]:
    """The text read in the language chosen last, and the text with the corrections since."""
    replayed = list(corrections)
    language_changes = [place for place, each in enumerate(replayed) if each.op == LANGUAGE_OP]
    language = replayed[language_changes[-1]].value if language_changes else ""
    source = read_text(imported, language)
    since = replayed[language_changes[-1] + 1 :] if language_changes else replayed
    return source, edited(source, (as_edit(each) for each in since))
