"""Reading the file of an import: at once where it is small, in the background where it is not."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import OperationalError, transaction
from django.utils.translation import gettext_lazy as _

from majlis.instruments import actions, working
from majlis.instruments.lifecycle import WAITING
from majlis.instruments.models import Import
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, InvalidInput, Refused
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.textkit.errors import TextError
from majlis.textkit.model import Text

log = logging.getLogger(__name__)
DEEPEST = 8
"""Frames of the way to a defect that the log tells."""
AT_ONCE = 1_000_000
"""Bytes up to which a person who brings a file in waits for what is in it."""


DEFECT = (
    "A fault of the site kept this file from being read.",
    "Save it as .docx, or as plain text in UTF-8.",
)
"""What is said where the engine breaks; as its own sentences, in English: ``spoken`` has it in all languages."""


@contextmanager
def unbroken(imported: Import) -> Iterator[None]:
    """Have whatever breaks while a file is read be a TextError; the log tells where, and nothing of what is in the file."""
    try:
        yield
    except (TextError, Fault, OperationalError):
        raise
    except Exception as defect:
        log.error("The file of import %s could not be read: %s", imported.pk, place_of(defect))
        raise TextError(*DEFECT) from defect


def place_of(defect: BaseException) -> str:
    """What broke and where, without its message: that may quote the file."""
    frames = traceback.extract_tb(defect.__traceback__)
    ways = [f"{each.filename}:{each.lineno} {each.name}" for each in frames[-DEEPEST:]]
    return " < ".join([type(defect).__name__, *reversed(ways)])


def text_of(imported: Import, language: str = "") -> Text:
    """The text in the file of an import. Raises TextError, also where the engine broke: the log tells of it."""
    with unbroken(imported):
        return working.read_text(imported, language)


def read(actor: Actor, imported: Import) -> Import:
    """Read what is in the file, or say why it cannot be read."""
    try:
        text = text_of(imported)
        with unbroken(imported):
            return actions.read_import(actor, imported, text=text)
    except TextError as error:
        imported.refresh_from_db(fields=["state"])  # a step that broke was not taken
        return actions.refuse_import(actor, imported, fault=str(error))


def soon(actor: Actor, imported: Import) -> Import:
    """Read a small file now, and leave a large one to the worker."""
    from majlis.instruments.tasks import read_later

    if imported.state != WAITING:
        return imported  # the same file was brought in before
    if imported.file.size <= AT_ONCE:
        return read(actor, imported)
    user = actor.user.pk if actor.user is not None else None
    transaction.on_commit(lambda: read_later.enqueue(imported.pk, user))
    return imported


@dataclass
class Brought:
    """What became of files that were brought in at once."""

    made: list[Import] = field(default_factory=list)
    known: list[Import] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def came(self) -> list[Import]:
        """The imports there are of them now."""
        return self.made + self.known


def bring_all(actor: Actor, files: Iterable[Any]) -> Brought:
    """Bring uploaded files in, one by one: what is wrong with one keeps none of the others out."""
    brought = Brought()
    for each in files:
        try:
            kept = actions.bring_in(actor, name=each.name, stream=each)
        except Refused:
            raise
        except Fault as fault:
            brought.refused.append((str(each.name), str(fault)))
            continue
        if kept.state != WAITING or kept.pk in {one.pk for one in brought.made}:
            brought.known.append(kept)
        else:
            brought.made.append(soon(actor, kept))
    return brought


def read_in(actor: Actor, imported: Import, *, language: str) -> Import:
    """Read a file that could not be read, in the language that a person says it is in. Raises FormError, Faulty."""
    if language not in LANGUAGES_BY_CODE:
        raise InvalidInput({"language": _("Choose one of the languages that are offered.")})
    try:
        text = text_of(imported, language)
        with unbroken(imported):
            return actions.read_import(actor, imported, text=text, language=language)
    except TextError as error:
        raise Fault(error.problem, error.mend) from error


def choose(actor: Actor, imported: Import, *, language: str, seen: int | None) -> Import:
    """Read a file that was read in another language. Raises FormError, Faulty, WrongState."""
    try:
        with unbroken(imported):
            return actions.choose_language(actor, imported, language=language, seen=seen)
    except TextError as error:
        raise Fault(error.problem, error.mend) from error


def step(actor: Actor, imported: Import, do: str, *, seen: int | None) -> Import:
    """``undo`` or ``redo``: the file is read anew for it. Raises FormError, WrongState."""
    verb = actions.undo if do == "undo" else actions.redo
    try:
        with unbroken(imported):
            return verb(actor, imported, seen=seen)
    except TextError as error:
        raise Fault(error.problem, error.mend) from error


def again(actor: Actor, imported: Import) -> Import:
    """Go on with an import that was set aside: its file is read anew."""
    return soon(actor, actions.take_import_up_again(actor, imported))
