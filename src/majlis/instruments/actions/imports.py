"""Verbs of imports: a file is brought in, read, corrected, and set aside or taken up again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import IO

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.instruments import working
from majlis.instruments.destinations import propose
from majlis.instruments.lifecycle import IMPORT, READ, SET_ASIDE
from majlis.instruments.models import Correction, Import
from majlis.kernel import files
from majlis.kernel.errors import Fault, InvalidInput, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import StoredFile
from majlis.kernel.verbs import Act, verb
from majlis.textkit.edit import Edit, edit
from majlis.textkit.errors import TextError
from majlis.textkit.model import Text


@verb("instruments.bring_in")
def bring_in(
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
    imported.read = working.carried(text)
    if language:
        _note(act, imported, working.LANGUAGE, "", language, 0, None, {})
    elif kept := working.standing(imported):
        try:
            text = working.replayed(imported, kept)[1]
        except TextError:
            # They wait to be made again one by one, as those that a person undid.
            lost = imported.corrections.filter(undone=False).update(undone=True)
    imported.save(update_fields=["read"])
    _keep(imported, text)
    if lost:
        imported.fault = working.LOST
        imported.save(update_fields=["fault"])
        moved["new"]["undone"] = lost
    act.note(imported, **moved)
    return imported


@verb("instruments.refuse_import")
def refuse_import(act: Act, imported: Import, /, *, fault: str) -> Import:
    """Say why a file cannot be read; it is kept all the same."""
    moved = IMPORT.move(imported, act.verb)
    imported.fault = fault
    imported.save(update_fields=["fault"])
    act.note(imported, old=moved["old"], new={**moved["new"], "fault": fault})
    return imported


def locked(imported: Import, seen: int | None = None) -> Import:
    """The row as it is now, kept from others until the verb is done. Raises WrongState."""
    found = (
        Import.objects.select_for_update(of=("self",)).select_related("file").get(pk=imported.pk)
    )
    if found.state != READ:
        raise WrongState()
    if seen is not None and seen != working.stand_of(found):
        raise WrongState(
            _("Somebody corrected this text meanwhile."),
            _("Look at it as it stands now, and do it again where it is still wanted."),
        )
    return found


def _keep(imported: Import, text: Text) -> None:
    imported.now = working.carried(text)
    imported.language, imported.fault = text.language, ""
    imported.save(update_fields=["now", "language", "fault"])
    propose(imported, text)


@verb("instruments.correct")
def correct(
    act: Act, imported: Import, /, *, wanted: Sequence[Edit], seen: int | None = None
) -> Import:
    """Correct what was read: all that is wanted, or nothing. What was undone before cannot be redone after it.

    Corrections that name the same provision follow it, when the first of them gave it another id.
    ``visible_remarks``: how the text stood when the person looked (``working.stand_of``); WrongState where it was corrected since.
    Raises FormError, in the words of the engine, where it cannot be done there.
    """
    row = locked(imported, seen)
    if not wanted:
        act.unchanged()
        return row
    apply(act, row, wanted)
    return row


def apply(act: Act, row: Import, wanted: Sequence[Edit]) -> None:
    """Make corrections of a row that is locked, and keep them. Raises FormError."""
    text = working.now_of(row)
    followed: dict[str, str] = {}
    try:
        for each in wanted:
            now = replace(each, id=followed.get(each.id, each.id))
            place = working.place_after(text, now)
            text = edit(text, now)
            followed[each.id] = working.at_place(text, place) if now.id else ""
            _note(act, row, now.op, now.id, now.value, now.at, now.end, now.values or {})
    except TextError as error:
        raise Fault(error.problem, error.mend) from error
    _keep(row, text)


@verb("instruments.choose_language")
def choose_language(
    act: Act, imported: Import, /, *, language: str, seen: int | None = None
) -> Import:
    """Have the file read in another language; corrections of the reading before can be got back by undoing this."""
    row = locked(imported, seen)
    if language not in LANGUAGES_BY_CODE:
        raise InvalidInput({"language": _("Choose one of the languages that are offered.")})
    try:
        text = working.read_text(row, language)
    except TextError as error:
        raise Fault(error.problem, error.mend) from error
    _note(act, row, working.LANGUAGE, "", language, 0, None, {})
    _keep(row, text)
    return row


def _note(
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


@verb("instruments.undo")
def undo(act: Act, imported: Import, /, *, seen: int | None = None) -> Import:
    """Take the last correction back. Raises WrongState where there is none."""
    row = locked(imported, seen)
    last = row.corrections.filter(undone=False).last()
    if last is None:
        raise WrongState()
    last.undone = True
    last.save(update_fields=["undone"])
    act.note(row, old={"op": last.op, "provision": last.provision, "value": last.value})
    _replay(row)
    return row


@verb("instruments.redo")
def redo(act: Act, imported: Import, /, *, seen: int | None = None) -> Import:
    """Make the correction again that was last taken back. Raises WrongState where there is none."""
    row = locked(imported, seen)
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
        text = working.replayed(row, working.standing(row))[1]
    except TextError as error:
        raise Fault(error.problem, error.mend) from error
    _keep(row, text)


@verb("instruments.set_import_aside")
def set_import_aside(act: Act, imported: Import, /, *, reason: str = "") -> Import:
    """Leave an import as it is: nothing of it is published, and the file is kept."""
    moved = IMPORT.move(imported, act.verb)
    imported.ended_at = timezone.now()
    imported.save(update_fields=["ended_at"])
    act.note(imported, **moved, reason=reason)
    return imported


@verb("instruments.take_import_up_again")
def take_import_up_again(act: Act, imported: Import, /) -> Import:
    """Go on with an import that was set aside: the file is read again, its corrections stand."""
    moved = IMPORT.move(imported, act.verb)
    imported.ended_at = None
    imported.save(update_fields=["ended_at"])
    act.note(imported, **moved)
    return imported
