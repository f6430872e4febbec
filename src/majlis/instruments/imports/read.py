"""Reads the file of an import; an exception in the engine becomes a fault of the file."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError
from django.utils.translation import gettext_lazy as _

from majlis.instruments.imports import actions, working_copy
from majlis.instruments.models import Import
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, InvalidInput
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.textkit.errors import TextError
from majlis.textkit.model import Text

log = logging.getLogger(__name__)
LOGGED_FRAMES = 8
"""Stack frames of an exception in the log."""
DEFECT = (
    "A fault of the site kept this file from being read.",
    "Save it as .docx, or as plain text in UTF-8.",
)
"""Problem and remedy for an exception in the engine, in English as its other messages; see ``engine_messages``."""


@contextmanager
def catch_defects(imported: Import) -> Iterator[None]:
    """Turn any exception while a file is read into a TextError; the log has its place, not the file's content."""
    try:
        yield
    except (TextError, Fault, OperationalError):
        raise
    except Exception as defect:
        log.error(
            "The file of import %s could not be read: %s", imported.pk, describe_defect(defect)
        )
        raise TextError(*DEFECT) from defect


def describe_defect(defect: BaseException) -> str:
    """The type and place of an exception, without its message, which may quote the file."""
    frames = traceback.extract_tb(defect.__traceback__)
    places = [f"{each.filename}:{each.lineno} {each.name}" for each in frames[-LOGGED_FRAMES:]]
    return " < ".join([type(defect).__name__, *reversed(places)])


def extract_text(imported: Import, language: str = "") -> Text:
    """The text in the file of an import. Raises TextError, also for logged exceptions of the engine."""
    with catch_defects(imported):
        return working_copy.read_text(imported, language)


def read_file(actor: Actor, imported: Import) -> Import:
    """Read the file of an import, or mark the import as unreadable."""
    try:
        text = extract_text(imported)
        with catch_defects(imported):
            return actions.read_import(actor, imported, text=text)
    except TextError as error:
        imported.refresh_from_db(fields=["state"])  # the failed transition changed only the object
        return actions.mark_import_unreadable(actor, imported, fault=str(error))


def read_in_language(actor: Actor, imported: Import, *, language: str) -> Import:
    """Read a file that could not be read, in the language that a user chose. Raises Fault, InvalidInput."""
    if language not in LANGUAGES_BY_CODE:
        raise InvalidInput({"language": _("Select a language from the list.")})
    try:
        text = extract_text(imported, language)
        with catch_defects(imported):
            return actions.read_import(actor, imported, text=text, language=language)
    except TextError as error:
        raise Fault(error.problem, error.mend) from error


def change_language(actor: Actor, imported: Import, *, language: str, seen: int | None) -> Import:
    """Read the file again in another language. Raises Fault, InvalidInput, WrongState."""
    try:
        with catch_defects(imported):
            return actions.set_import_language(actor, imported, language=language, seen=seen)
    except TextError as error:
        raise Fault(error.problem, error.mend) from error


def undo_or_redo(actor: Actor, imported: Import, direction: str, *, seen: int | None) -> Import:
    """Run ``undo_correction`` or ``redo_correction``, which read the file again. Raises Fault, WrongState."""
    verb = actions.undo_correction if direction == "undo" else actions.redo_correction
    try:
        with catch_defects(imported):
            return verb(actor, imported, seen=seen)
    except TextError as error:
        raise Fault(error.problem, error.mend) from error
