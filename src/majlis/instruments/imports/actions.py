"""Verbs of imports: upload, read, correct, undo, set aside, resume, reopen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import IO

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from majlis.instruments.imports import working_copy
from majlis.instruments.imports.targets import propose_destinations
from majlis.instruments.lifecycle import IMPORT, READ, SET_ASIDE
from majlis.instruments.models import Correction, Destination, Import, Instrument, Version
from majlis.instruments.texts.withdrawn import is_fully_withdrawn
from majlis.kernel import clock, files
from majlis.kernel.errors import Fault, InvalidInput, WrongState
from majlis.kernel.json_types import JSON
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import StoredFile
from majlis.kernel.verbs import Act, verb
from majlis.textkit.edit import Edit, edit
from majlis.textkit.errors import TextError
from majlis.textkit.model import Text


@verb("instruments.reopen_import")
def reopen_import(act: Act, imported: Import, /) -> Import:
    """Reopen an import whose published texts are all withdrawn; corrections and destinations are still there.

    Raises WrongState where something of it is still published.
    """
    versions = Version.objects.filter(pk__in=imported.destinations.values("result"))
    texts = Instrument.objects.filter(pk__in=versions.values("instrument"))
    list(
        texts.select_for_update(of=("self",)).order_by("pk")
    )  # locked, so that no version is restored meanwhile
    if not is_fully_withdrawn(imported):
        raise WrongState(
            _("Part of this import is still published."),
            _("Withdraw the published version or language first."),
        )
    moved = IMPORT.move(imported, act.verb)
    for each in imported.destinations.exclude(result=None).select_related("result__instrument"):
        if each.published_as == Destination.As.INSTRUMENT and each.result is not None:
            # So that the text keeps its address when it is published again.
            each.published_as = Destination.As.VERSION
            each.instrument = each.result.instrument
        each.result = None
        each.save(update_fields=["published_as", "instrument", "result"])
    imported.ended_at = None
    imported.save(update_fields=["ended_at"])
    act.note(imported, **moved)
    return imported


@verb("instruments.upload_import")
def upload_import(
    act: Act,
    /,
    *,
    name: str,
    stream: IO[bytes] | None = None,
    file: StoredFile | None = None,
    target: Instrument | None = None,
) -> Import:
    """Store a file of any kind; it is read afterwards, and gets a fault where it cannot be.

    ``target`` is the text of which it is another version or language, if the user said so. The same file again gives the same import, unless that was set aside. Raises InvalidInput
    (``file``) where it is empty or too large.
    """
    if file is None:
        if stream is None:
            raise InvalidInput({"file": _("Select a file.")})
        file = files.store_file(stream, allowed=None)
    # Of two concurrent uploads the second waits here, and then finds the import of the first.
    file = StoredFile.objects.select_for_update().get(pk=file.pk)
    existing = Import.objects.filter(file=file).exclude(state=SET_ASIDE).first()
    if existing is not None:
        act.unchanged()
        return existing
    imported = Import.objects.create(file=file, name=name[:200], user=act.actor.user, target=target)
    new: dict[str, JSON] = {"file": file.sha256, "name": imported.name}
    if target is not None:
        new["target"] = target.record.address
    act.note(imported, new=new)
    return imported


@verb("instruments.read_import")
def read_import(act: Act, imported: Import, /, *, text: Text, language: str = "") -> Import:
    """Save the text that was read from the file, and propose a destination for each text in it.

    ``language`` is the one that a user chose for reading. Corrections from before the import was
    set aside are replayed; where one of them fails, all are undone, and the import says so.
    """
    moved = IMPORT.move(imported, act.verb)
    lost = 0
    imported.read = working_copy.serialize_text(text)
    if language:
        _save_correction(act, imported, working_copy.LANGUAGE_OP, "", language, 0, None, {})
    elif corrections := working_copy.active_corrections(imported):
        try:
            text = working_copy.replay_corrections(imported, corrections)[1]
        except TextError:
            # A user can redo them one by one.
            lost = imported.corrections.filter(undone=False).update(undone=True)
    imported.save(update_fields=["read"])
    _save_text(imported, text)
    if lost:
        imported.fault = working_copy.CORRECTIONS_LOST
        imported.save(update_fields=["fault"])
        moved["new"]["undone"] = lost
    act.note(imported, **moved)
    return imported


@verb("instruments.mark_import_unreadable")
def mark_import_unreadable(act: Act, imported: Import, /, *, fault: str) -> Import:
    """Record why a file cannot be read; the file stays."""
    moved = IMPORT.move(imported, act.verb)
    imported.fault = fault
    imported.save(update_fields=["fault"])
    act.note(imported, old=moved["old"], new={**moved["new"], "fault": fault})
    return imported


def lock_import(imported: Import, seen: int | None = None) -> Import:
    """The import, locked until the transaction ends. Raises WrongState where it is not open or changed."""
    row = Import.objects.select_for_update(of=("self",)).select_related("file").get(pk=imported.pk)
    if row.state != READ:
        raise WrongState()
    if seen is not None and seen != working_copy.correction_token(row):
        raise WrongState(
            _("Another user has corrected this text."),
            _("Check the current text, then repeat your change if needed."),
        )
    return row


def _save_text(imported: Import, text: Text) -> None:
    imported.now = working_copy.serialize_text(text)
    imported.language, imported.fault = text.language, ""
    imported.save(update_fields=["now", "language", "fault"])
    propose_destinations(imported, text)


@verb("instruments.correct_import")
def correct_import(
    act: Act, imported: Import, /, *, edits: Sequence[Edit], seen: int | None = None
) -> Import:
    """Apply corrections to the text: all of them or none. Undone corrections cannot be redone afterwards.

    Corrections with the same provision id follow that provision when an earlier one changes its id.
    ``seen`` is the ``working_copy.correction_token`` of the text that the user saw. Raises
    WrongState where it was corrected since, and Fault with the engine's message where a correction
    is impossible.
    """
    row = lock_import(imported, seen)
    if not edits:
        act.unchanged()
        return row
    apply_edits(act, row, edits)
    return row


def apply_edits(act: Act, row: Import, edits: Sequence[Edit]) -> None:
    """Apply and save corrections of a locked import. Raises Fault."""
    text = working_copy.current_text(row)
    ids: dict[str, str] = {}
    try:
        for each in edits:
            followed_edit = replace(each, id=ids.get(each.id, each.id))
            position = working_copy.position_after(text, followed_edit)
            text = edit(text, followed_edit)
            ids[each.id] = working_copy.id_at_position(text, position) if followed_edit.id else ""
            _save_correction(
                act,
                row,
                followed_edit.op,
                followed_edit.id,
                followed_edit.value,
                followed_edit.at,
                followed_edit.end,
                followed_edit.values or {},
            )
    except TextError as error:
        raise Fault(error.problem, error.mend) from error
    _save_text(row, text)


@verb("instruments.set_import_language")
def set_import_language(
    act: Act, imported: Import, /, *, language: str, seen: int | None = None
) -> Import:
    """Read the file in another language; undoing this brings back the corrections made before."""
    row = lock_import(imported, seen)
    if language not in LANGUAGES_BY_CODE:
        raise InvalidInput({"language": _("Select a language from the list.")})
    try:
        text = working_copy.read_text(row, language)
    except TextError as error:
        raise Fault(error.problem, error.mend) from error
    _save_correction(act, row, working_copy.LANGUAGE_OP, "", language, 0, None, {})
    _save_text(row, text)
    return row


def _save_correction(
    act: Act,
    row: Import,
    op: str,
    provision: str,
    value: str,
    start: int,
    end: int | None,
    values: Mapping[str, str],
) -> None:
    row.corrections.filter(undone=True).delete()
    last = row.corrections.aggregate(last=Max("position"))["last"]
    Correction.objects.create(
        of=row,
        position=0 if last is None else last + 1,
        op=op,
        provision=provision,
        value=value,
        start=start,
        end=end,
        values=dict(values),
        user=act.actor.user,
    )
    act.note(row, new={"op": op, "provision": provision, "value": value})


@verb("instruments.undo_correction")
def undo_correction(act: Act, imported: Import, /, *, seen: int | None = None) -> Import:
    """Undo the last correction. Raises WrongState where there is none."""
    row = lock_import(imported, seen)
    last = row.corrections.filter(undone=False).last()
    if last is None:
        raise WrongState()
    last.undone = True
    last.save(update_fields=["undone"])
    act.note(row, old={"op": last.op, "provision": last.provision, "value": last.value})
    _replay(row)
    return row


@verb("instruments.redo_correction")
def redo_correction(act: Act, imported: Import, /, *, seen: int | None = None) -> Import:
    """Redo the correction that was undone last. Raises WrongState where there is none."""
    row = lock_import(imported, seen)
    correction = row.corrections.filter(undone=True).first()
    if correction is None:
        raise WrongState()
    correction.undone = False
    correction.save(update_fields=["undone"])
    act.note(
        row, new={"op": correction.op, "provision": correction.provision, "value": correction.value}
    )
    _replay(row)
    return row


def _replay(row: Import) -> None:
    """Save the text with its active corrections. Raises Fault where they cannot be replayed."""
    try:
        text = working_copy.replay_corrections(row, working_copy.active_corrections(row))[1]
    except TextError as error:
        raise Fault(error.problem, error.mend) from error
    _save_text(row, text)


@verb("instruments.set_import_aside")
def set_import_aside(act: Act, imported: Import, /, *, reason: str = "") -> Import:
    """Set an import aside: nothing of it is published, and the file stays."""
    moved = IMPORT.move(imported, act.verb)
    imported.ended_at = clock.now()
    imported.save(update_fields=["ended_at"])
    act.note(imported, **moved, reason=reason)
    return imported


@verb("instruments.resume_import")
def resume_import(act: Act, imported: Import, /) -> Import:
    """Resume an import that was set aside: the file is read again, and its corrections replayed."""
    moved = IMPORT.move(imported, act.verb)
    imported.ended_at = None
    imported.save(update_fields=["ended_at"])
    act.note(imported, **moved)
    return imported
