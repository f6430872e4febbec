"""Verbs of posted documents: language files of versions, their due dates, and where a document is considered."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import IO

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from majlis.documents.contributions.drafts import (
    Manuscript,
    Upload,
    officer_manuscript,
    typed_manuscript,
)
from majlis.documents.core.history import VERSION_KEY
from majlis.documents.core.symbols import version_symbol
from majlis.documents.lifecycle import ACCEPTED, POSTED, REFUSED, WITHDRAWN
from majlis.documents.models import (
    Consideration,
    Document,
    DocumentFile,
    DocumentVersion,
    FileOrigin,
)
from majlis.events.agenda.states import may_be_corrected, require_outcome_time, require_state
from majlis.events.models import AgendaItem, Outcome
from majlis.kernel import clock
from majlis.kernel.editing import note_changes, require_reason, set_values
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.json_types import JSON
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import WordingStatus
from majlis.kernel.records import mark_changed
from majlis.kernel.verbs import Act, verb

MAX_NOTE = 4000
"""Characters of a note on what came of a document."""


# Language files.


def _locked_version(version: DocumentVersion) -> DocumentVersion:
    """The current version with its document, both locked. Raises WrongState for what is withdrawn or refused."""
    document = Document.objects.select_for_update(of=("self",)).select_related(
        "record", "meeting__body__document_rules"
    )
    locked = DocumentVersion.objects.select_for_update().get(pk=version.pk)
    locked.document = document.get(pk=version.document_id)
    if locked.document.state == WITHDRAWN:
        raise WrongState(
            _("This document has been withdrawn."), _("Files of withdrawn documents do not change.")
        )
    if locked.state == REFUSED:
        raise WrongState(_("This version has been refused."), _("Create a new version."))
    return locked


def _check_language(version: DocumentVersion, language: str) -> None:
    """Raise InvalidInput for a language in which the version does not appear."""
    if language not in LANGUAGES_BY_CODE:
        raise InvalidInput({"language": _("Select a language from the list.")})
    if version.languages and language not in version.languages:
        raise InvalidInput(
            {"language": _("This corrigendum does not concern this language. Select another one.")}
        )


def _manuscript(
    document: Document, language: str, stream: IO[bytes] | None, name: str, typed: str
) -> Manuscript:
    """What was sent: a file or a text. Raises InvalidInput by field."""
    if stream is not None and typed.strip():
        raise InvalidInput({"text": _("Send a file or enter the text, not both.")})
    if stream is not None:
        return officer_manuscript(Upload(stream, name), document.meeting, language)
    if not typed.strip():
        raise InvalidInput({"file": _("Select a file or enter the text.")})
    return replace(typed_manuscript(typed, language), origin=FileOrigin.TRANSLATION)


@verb("documents.add_file")
def add_file(
    act: Act,
    version: DocumentVersion,
    /,
    *,
    language: str,
    stream: IO[bytes] | None = None,
    name: str = "",
    typed: str = "",
) -> DocumentFile:
    """Add a version in a language: a Word or PDF file, or a text that was typed.

    The file in the language of the document is authentic, the others are translations. Raises InvalidInput by
    field, also for a language that is there already, and WrongState for a version that was refused or a
    document that was withdrawn.
    """
    version = _locked_version(version)
    _check_language(version, language)
    row = version.files.filter(language=language).first()
    if row is not None and row.status:
        raise InvalidInput(
            {"language": _("This language is available already. Remove its file first.")}
        )
    sent = _manuscript(version.document, language, stream, name, typed)
    row = row or DocumentFile(version=version, language=language)
    authentic = language == version.document.language
    row.status = WordingStatus.AUTHENTIC if authentic else WordingStatus.TRANSLATED
    row.origin, row.file, row.name = sent.origin, sent.file, sent.name
    row.text, row.words, row.due = sent.content.text, sent.content.words, None
    row.made_at = clock.now()
    row.save()
    _mark_changed(version)
    new: dict[str, JSON] = _version_key(version) | {"language": language}
    if sent.file is not None:
        new |= {"file": row.name, "sha256": sent.file.sha256}
    act.note(row, record=version.document.record, new=new)
    return row


def _version_key(version: DocumentVersion) -> dict[str, JSON]:
    """A version as the audit names it: its key, and its symbol, where it has one."""
    symbol = version_symbol(version.document, version)
    return {VERSION_KEY: version.pk} | ({"version": symbol} if symbol else {})


def _mark_changed(version: DocumentVersion) -> None:
    """Say that the document has changed, unless this is seen by those only who prepare the version."""
    if version.state == POSTED:
        mark_changed(version.document.record)


@verb("documents.remove_file")
def remove_file(act: Act, file: DocumentFile, /, *, reason: str) -> None:
    """Remove a version in one language; the stored file stays for those who cite its hash.

    Raises InvalidInput without a reason, and WrongState for the file in the language of a posted document,
    or the only one of a posted version.
    """
    require_reason(reason)
    version = _locked_version(file.version)
    row = version.files.filter(pk=file.pk).exclude(status="").select_related("file").first()
    if row is None:
        raise WrongState(_("This file has been removed already."))
    others = version.files.exclude(pk=row.pk).exclude(status="")
    if version.state == POSTED and (
        row.language == version.document.language or not others.exists()
    ):
        raise WrongState(
            _("The original of a posted version cannot be removed."),
            _("Post a revision or a corrigendum, or withdraw the document."),
        )
    old: dict[str, JSON] = _version_key(version) | {"language": row.language}
    if row.file is not None:
        old |= {"file": row.name, "sha256": row.file.sha256}
    act.note(row, record=version.document.record, old=old, reason=reason)
    row.delete()
    _mark_changed(version)


@verb("documents.set_language_due")
def set_language_due(
    act: Act, version: DocumentVersion, /, *, language: str, due: datetime.date | None
) -> None:
    """Set the day by which a version is expected in a language; None removes it.

    Raises InvalidInput for a day that is past, or a language that is there already, and WrongState as
    ``add_file``.
    """
    version = _locked_version(version)
    _check_language(version, language)
    row = version.files.filter(language=language).first()
    if row is not None and row.status:
        raise InvalidInput(
            {"language": _("This language is available already. Select another one.")}
        )
    if due is not None and due < clock.today():
        raise InvalidInput({"due": _("This date is past. Enter today’s date or a later one.")})
    before = row.due if row is not None else None
    if due == before:
        act.unchanged()
        return
    if due is None and row is not None:
        row.delete()
    else:
        version.files.update_or_create(language=language, defaults={"due": due})
    key: dict[str, JSON] = _version_key(version) | {"language": language}
    act.note(
        version,
        record=version.document.record,
        old=key | {"due": before.isoformat() if before else None},
        new={"due": due.isoformat() if due else None},
    )


# Where a document is considered.


def _locked_item(item: AgendaItem) -> AgendaItem:
    """The current item with its meeting, locked: one document is placed at a time."""
    rows = AgendaItem.objects.select_for_update(of=("self",))
    locked: AgendaItem = rows.select_related("record", "meeting__record").get(pk=item.pk)
    return locked


@verb("documents.add_consideration")
def add_consideration(act: Act, item: AgendaItem, /, *, document: Document) -> Consideration:
    """Place a document at an item of the agenda of any meeting, behind those that stand there.

    Raises InvalidInput for a document that the person may not see, that is not accepted or stands there
    already; WrongState for an item that was withdrawn, and for a meeting whose agenda is final.
    """
    item = _locked_item(item)
    require_state(item.meeting, allowed=may_be_corrected(item.meeting))
    if item.withdrawn_at is not None:
        raise WrongState(
            _("This item has been withdrawn from the agenda."), _("Select another item.")
        )
    document = Document.objects.select_related("record").get(pk=document.pk)
    fault: StrOrPromise = ""
    if not act.actor.system and not document.record.is_visible_to(act.actor.person):
        fault = _("No document has this symbol. Check the symbol.")
    elif document.state == WITHDRAWN:
        fault = _("This document has been withdrawn. Select another one.")
    elif document.state not in (ACCEPTED, POSTED):
        fault = _("This document has not been accepted yet. Accept it first.")
    elif item.considerations.filter(document=document).exists():
        fault = _("This document is placed at this item already.")
    if fault:
        raise InvalidInput({"document": fault})
    last = item.considerations.aggregate(last=Max("position"))["last"]
    row = Consideration.objects.create(document=document, item=item, position=(last or 0) + 1)
    act.note(row, record=document.record, new=_place(item))
    return row


def _place(item: AgendaItem) -> dict[str, JSON]:
    """An item as the audit names it."""
    return {"item": item.record.address, "label": item.label}


def _locked_consideration(consideration: Consideration) -> Consideration:
    """The current row with its item and its document. Raises WrongState where it was removed."""
    rows = Consideration.objects.select_for_update(of=("self",)).select_related(
        "document__record", "item__record", "item__meeting"
    )
    locked = rows.filter(pk=consideration.pk).first()
    if locked is None:
        raise WrongState(_("This document has been removed from the item already."))
    return locked


@verb("documents.remove_consideration")
def remove_consideration(act: Act, consideration: Consideration, /, *, reason: str = "") -> None:
    """Remove a document from an item.

    Raises InvalidInput without a reason where an outcome is recorded, and WrongState for a meeting whose
    agenda is final.
    """
    row = _locked_consideration(consideration)
    require_state(row.item.meeting, allowed=may_be_corrected(row.item.meeting))
    if row.outcome or row.note:
        require_reason(reason)
    old = _place(row.item) | ({"outcome": row.outcome} if row.outcome else {})
    act.note(row, record=row.document.record, old=old, reason=reason)
    row.delete()


@verb("documents.set_consideration_outcome")
def set_consideration_outcome(
    act: Act,
    consideration: Consideration,
    /,
    *,
    outcome: str,
    note: str = "",
    note_language: str = "",
) -> Consideration:
    """Record what came of a document at an item; an empty outcome: it is not considered yet.

    ``note``: further words, in ``note_language``. Raises InvalidInput by field, and WrongState before the
    meeting is open, except that a document is carried over.
    """
    row = _locked_consideration(consideration)
    note = note.replace("\r\n", "\n").strip()
    faults: dict[str, StrOrPromise] = {}
    if outcome not in Outcome.values:
        faults["outcome"] = _("Select an outcome from the list.")
    if len(note) > MAX_NOTE:
        faults["note"] = _("This text has %(length)s characters. Use at most %(limit)s.") % {
            "length": len(note),
            "limit": MAX_NOTE,
        }
    if note and note_language not in LANGUAGES_BY_CODE:
        faults["note_language"] = _("Select the language of the note.")
    if faults:
        raise InvalidInput(faults)
    require_outcome_time(row.item.meeting, outcome)
    values = {"outcome": outcome, "note": note, "note_language": note_language if note else ""}
    old, new = set_values(row, tuple(values), values)
    row.save(update_fields=[*values])
    if new:
        act.note(row, record=row.document.record, old=_place(row.item) | old, new=new)
    else:
        note_changes(act, row, old, new)
    return row
