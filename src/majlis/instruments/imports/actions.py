"""Verbs of imports: upload, read, correct, undo, set aside, resume, reopen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import IO

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.instruments.imports import working_copy
from majlis.instruments.imports.targets import propose_destinations
from majlis.instruments.lifecycle import IMPORT, READ, SET_ASIDE
from majlis.instruments.models import Correction, Destination, Import, Instrument, Version
from majlis.instruments.texts.withdrawn import is_fully_withdrawn
from majlis.kernel import files
from majlis.kernel.errors import Fault, InvalidInput, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import StoredFile
from majlis.kernel.verbs import Act, verb
from majlis.textkit.edit import Edit, edit
from majlis.textkit.errors import TextError
from majlis.textkit.model import Text


@verb("instruments.reopen_import")
def reopen_import(act: Act, imported: Import, /) -> Import:
    """Go on with an import of which nothing stands any more: what was corrected and decided is still there.

    Raises WrongState where something of it is published.
    """
    made = Version.objects.filter(pk__in=imported.destinations.values("result"))
    texts = Instrument.objects.filter(pk__in=made.values("instrument"))
    list(texts.select_for_update(of=("self",)).order_by("pk"))  # nobody takes it up again meanwhile
    if not is_fully_withdrawn(imported):
        raise WrongState(
            _("Something of it is still published."),
            _("Withdraw it first: the version, or its language."),
        )
    moved = IMPORT.move(imported, act.verb)
    for each in imported.destinations.exclude(result=None).select_related("result__instrument"):
        if each.published_as == Destination.As.INSTRUMENT and each.result is not None:
            # Published once more it keeps its address.
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
    act: Act, /, *, name: str, stream: IO[bytes] | None = None, file: StoredFile | None = None
) -> Import:
    """Keep a file whatever it is; what is in it is read afterwards, and refused with its reason.

    The same file twice is one import, unless that was set aside.
    Raises InvalidInput (``file``) where it is empty or too large.
    """
    if file is None:
        if stream is None:
            raise InvalidInput({"file": _("There is no file. Choose one.")})
        file = files.store_file(stream, allowed=None)
    # Two who bring it in at once: the second waits here, and finds the import of the first.
    file = StoredFile.objects.select_for_update().get(pk=file.pk)
    there = Import.objects.filter(file=file).exclude(state=SET_ASIDE).first()
    if there is not None:
        act.unchanged()
        return there
    made = Import.objects.create(file=file, name=name[:200], user=act.actor.user)
    act.note(made, new={"file": file.sha256, "name": made.name})
    return made


@verb("instruments.read_import")
def read_import(act: Act, imported: Import, /, *, text: Text, language: str = "") -> Import:
    """Keep what was read in the file, and propose what becomes of each text in it.

    ``language``: the one that somebody chose to have it read in. Corrections that were made before it was
    set aside stand again; where one of them cannot be made any more, all are undone, and the import says so.
    """
    moved = IMPORT.move(imported, act.verb)
    lost = 0
    imported.read = working_copy.serialize_text(text)
    if language:
        _save_correction(act, imported, working_copy.LANGUAGE_OP, "", language, 0, None, {})
    elif kept := working_copy.active_corrections(imported):
        try:
            text = working_copy.replay_corrections(imported, kept)[1]
        except TextError:
            # They wait to be made again one by one, as those that a person undid.
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
    """Say why a file cannot be read; it is kept all the same."""
    moved = IMPORT.move(imported, act.verb)
    imported.fault = fault
    imported.save(update_fields=["fault"])
    act.note(imported, old=moved["old"], new={**moved["new"], "fault": fault})
    return imported


def lock_import(imported: Import, seen: int | None = None) -> Import:
    """The row as it is now, kept from others until the verb is done. Raises WrongState."""
    found = (
        Import.objects.select_for_update(of=("self",)).select_related("file").get(pk=imported.pk)
    )
    if found.state != READ:
        raise WrongState()
    if seen is not None and seen != working_copy.correction_token(found):
        raise WrongState(
            _("Somebody corrected this text meanwhile."),
            _("Look at it as it stands now, and do it again where it is still wanted."),
        )
    return found


def _save_text(imported: Import, text: Text) -> None:
    imported.now = working_copy.serialize_text(text)
    imported.language, imported.fault = text.language, ""
    imported.save(update_fields=["now", "language", "fault"])
    propose_destinations(imported, text)


@verb("instruments.correct_import")
def correct_import(
    act: Act, imported: Import, /, *, wanted: Sequence[Edit], seen: int | None = None
) -> Import:
    """Correct what was read: all that is wanted, or nothing. What was undone before cannot be redone after it.

    Corrections that name the same provision follow it, when the first of them gave it another id.
    ``visible_remarks``: how the text stood when the person looked (``working.correction_token``); WrongState where it was corrected since.
    Raises FormError, in the words of the engine, where it cannot be done there.
    """
    row = lock_import(imported, seen)
    if not wanted:
        act.unchanged()
        return row
    apply_edits(act, row, wanted)
    return row


def apply_edits(act: Act, row: Import, wanted: Sequence[Edit]) -> None:
    """Make corrections of a row that is locked, and keep them. Raises FormError."""
    text = working_copy.current_text(row)
    followed: dict[str, str] = {}
    try:
        for each in wanted:
            now = replace(each, id=followed.get(each.id, each.id))
            place = working_copy.position_after(text, now)
            text = edit(text, now)
            followed[each.id] = working_copy.id_at_position(text, place) if now.id else ""
            _save_correction(act, row, now.op, now.id, now.value, now.at, now.end, now.values or {})
    except TextError as error:
        raise Fault(error.problem, error.mend) from error
    _save_text(row, text)


@verb("instruments.set_import_language")
def set_import_language(
    act: Act, imported: Import, /, *, language: str, seen: int | None = None
) -> Import:
    """Have the file read in another language; corrections of the reading before can be got back by undoing this."""
    row = lock_import(imported, seen)
    if language not in LANGUAGES_BY_CODE:
        raise InvalidInput({"language": _("Choose one of the languages that are offered.")})
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
    """Take the last correction back. Raises WrongState where there is none."""
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
    """Make the correction again that was last taken back. Raises WrongState where there is none."""
    row = lock_import(imported, seen)
    next_one = row.corrections.filter(undone=True).first()
    if next_one is None:
        raise WrongState()
    next_one.undone = False
    next_one.save(update_fields=["undone"])
    act.note(row, new={"op": next_one.op, "provision": next_one.provision, "value": next_one.value})
    _replay(row)
    return row


def _replay(row: Import) -> None:
    """Keep the text with the corrections that stand. Raises FormError where it cannot be read without the others."""
    try:
        text = working_copy.replay_corrections(row, working_copy.active_corrections(row))[1]
    except TextError as error:
        raise Fault(error.problem, error.mend) from error
    _save_text(row, text)


@verb("instruments.set_import_aside")
def set_import_aside(act: Act, imported: Import, /, *, reason: str = "") -> Import:
    """Leave an import as it is: nothing of it is published, and the file is kept."""
    moved = IMPORT.move(imported, act.verb)
    imported.ended_at = timezone.now()
    imported.save(update_fields=["ended_at"])
    act.note(imported, **moved, reason=reason)
    return imported


@verb("instruments.resume_import")
def resume_import(act: Act, imported: Import, /) -> Import:
    """Go on with an import that was set aside: the file is read again, its corrections stand."""
    moved = IMPORT.move(imported, act.verb)
    imported.ended_at = None
    imported.save(update_fields=["ended_at"])
    act.note(imported, **moved)
    return imported
