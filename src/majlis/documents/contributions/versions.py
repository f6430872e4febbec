"""Verbs of revisions, addenda and corrigenda of posted documents. The number of the document stays the same."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max
from django.utils.translation import gettext as _

from majlis.documents.contributions.actions import deadline_passed, lock_document
from majlis.documents.contributions.checks import is_late, version_faults
from majlis.documents.contributions.drafts import (
    Manuscript,
    Upload,
    check_language,
    is_officer,
    officer_manuscript,
    set_manuscript,
    template_manuscript,
    tidy_text,
    typed_manuscript,
)
from majlis.documents.core.body_rules import rules_of
from majlis.documents.core.symbols import version_symbol
from majlis.documents.core.words import count_words
from majlis.documents.lifecycle import DRAFT, POSTED, RETURNED, SUBMITTED, VERSION
from majlis.documents.models import Document, DocumentVersion, LateRule, VersionKind
from majlis.kernel import clock
from majlis.kernel.editing import require_reason, set_values
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.json_types import JSON
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.records import mark_changed
from majlis.kernel.verbs import Act, verb

NEW_KINDS = (VersionKind.REVISION, VersionKind.ADDENDUM, VersionKind.CORRIGENDUM)
"""The kinds of versions that are made after a document was posted."""
OPEN_STATES = (DRAFT, SUBMITTED, RETURNED)
"""The states of a version on which nobody has decided yet."""


@verb("documents.create_version")
def create_version(
    act: Act,
    document: Document,
    /,
    *,
    kind: str,
    language: str,
    note: str = "",
    note_language: str = "",
    text: str = "",
    upload: Upload | None = None,
    languages: Sequence[str] = (),
) -> DocumentVersion:
    """Create the draft of a revision, an addendum or a corrigendum of a posted document.

    ``note``, in ``note_language``: what it changes. ``languages``: those which a corrigendum corrects, none for all.
    Authors type the text or upload the template; officers upload other Word and PDF files too. Raises InvalidInput by
    field, and WrongState for a document that is not posted, or that has an open revision.
    """
    document = lock_document(document)
    if document.state != POSTED:
        raise WrongState(
            _("This document has not been posted, or was withdrawn."),
            _("Only a posted document has revisions, addenda and corrigenda."),
        )
    if kind not in NEW_KINDS:
        raise InvalidInput({"kind": _("Select a kind from the list.")})
    check_language(language)
    if (
        kind == VersionKind.REVISION
        and document.versions.filter(kind=kind, state__in=OPEN_STATES).exists()
    ):
        raise WrongState(
            _("This document has a revision that is not posted yet."),
            _("Change that revision instead."),
        )
    chosen = [code for code in LANGUAGE_CODES if code in languages]
    manuscript = _manuscript(act, document, language, text, upload)
    version = DocumentVersion.objects.create(
        document=document,
        kind=kind,
        languages=chosen if kind == VersionKind.CORRIGENDUM else [],
        note=tidy_text(note),
        note_language=note_language if note.strip() else "",
        made_by=act.actor.user,
    )
    set_manuscript(version, language, manuscript)
    act.note(
        version,
        record=document.record,
        new={
            "kind": kind,
            "state": version.state,
            "language": language,
            "words": count_words(manuscript.content.words),
            **({"languages": version.languages} if version.languages else {}),
            **({"file": manuscript.name} if manuscript.file else {}),
        },
    )
    return version


def _manuscript(
    act: Act, document: Document, language: str, text: str, upload: Upload | None
) -> Manuscript:
    if upload is None:
        return typed_manuscript(text, language)
    if text.strip():
        raise InvalidInput({"file": _("Enter the text or select a file, not both.")})
    if is_officer(act, document.meeting):
        return officer_manuscript(upload, document.meeting, language)
    return template_manuscript(upload, document.meeting, language)


def _lock_version(version: DocumentVersion) -> DocumentVersion:
    """The version as it is now, with its document, both locked. Raises WrongState for the original."""
    document = lock_document(version.document)
    locked = DocumentVersion.objects.select_for_update().get(pk=version.pk)
    locked.document = document
    if locked.kind == VersionKind.ORIGINAL or document.state != POSTED:
        raise WrongState()
    return locked


@verb("documents.change_version")
def change_version(
    act: Act,
    version: DocumentVersion,
    /,
    *,
    language: str,
    note: str | None = None,
    note_language: str = "",
    text: str | None = None,
    upload: Upload | None = None,
    languages: Sequence[str] | None = None,
) -> DocumentVersion:
    """Change a version before it is posted; None leaves a value as it is.

    Authors change a draft, or a version that was returned to them; officers also one that was submitted. Raises
    InvalidInput by field, WrongState.
    """
    version = _lock_version(version)
    document = version.document
    officer = is_officer(act, document.meeting)
    if version.state not in (OPEN_STATES if officer else (DRAFT, RETURNED)):
        raise WrongState()
    check_language(language)
    values: dict[str, JSON] = {}
    if note is not None:
        values |= {"note": tidy_text(note), "note_language": note_language if note.strip() else ""}
    if languages is not None and version.kind == VersionKind.CORRIGENDUM:
        values["languages"] = [code for code in LANGUAGE_CODES if code in languages]
    old, new = set_values(version, ("note", "note_language", "languages"), values)
    if text is not None or upload is not None:
        manuscript = _manuscript(act, document, language, text or "", upload)
        current = version.files.filter(language=language).first()
        file = manuscript.file.pk if manuscript.file else None
        before = (current.file_id, current.words) if current is not None else (None, "")
        if before != (file, manuscript.content.words):
            set_manuscript(version, language, manuscript)
            new |= {"language": language, "words": count_words(manuscript.content.words)}
    if not new:
        act.unchanged()
        return version
    version.save(update_fields=["note", "note_language", "languages"])
    act.note(version, record=document.record, old={"kind": version.kind, **old}, new=new)
    return version


@verb("documents.submit_version")
def submit_version(
    act: Act, version: DocumentVersion, /, *, late_reason: str = ""
) -> DocumentVersion:
    """Submit a revision, an addendum or a corrigendum; limits, deadline and late rule are those of contributions.

    After the deadline it is marked as late, unless the body refuses late contributions: then only officers submit
    it, with a reason. Raises InvalidInput by field, WrongState.
    """
    version = _lock_version(version)
    document = version.document
    moved = VERSION.move(version, act.verb)
    if faults := version_faults(version):
        raise InvalidInput(faults)
    reason = ""
    if version.submitted_at is None and is_late(document.meeting):
        version.late = True
        if rules_of(document.meeting.body).late_rule == LateRule.REFUSE:
            if not is_officer(act, document.meeting):
                raise deadline_passed(document.meeting)
            reason = tidy_text(late_reason)
            if not reason:
                raise InvalidInput(
                    {
                        "late_reason": _(
                            "The deadline has passed. Enter the reason for accepting the document."
                        )
                    }
                )
    version.submitted_at = version.submitted_at or clock.now()
    version.reason = ""
    version.save(update_fields=["submitted_at", "late", "reason"])
    act.note(
        version,
        record=document.record,
        old={"kind": version.kind, **moved["old"]},
        new={**moved["new"], **({"late": True} if version.late else {})},
        reason=reason,
    )
    return version


@verb("documents.return_version")
def return_version(act: Act, version: DocumentVersion, /, *, reason: str) -> DocumentVersion:
    """Return a submitted version to its author with a reason. Raises InvalidInput, WrongState."""
    return _decide(act, version, reason)


@verb("documents.refuse_version")
def refuse_version(act: Act, version: DocumentVersion, /, *, reason: str) -> DocumentVersion:
    """Refuse a submitted version with a reason; it gets no number. Raises InvalidInput, WrongState."""
    return _decide(act, version, reason)


def _decide(act: Act, version: DocumentVersion, reason: str) -> DocumentVersion:
    require_reason(reason)
    version = _lock_version(version)
    moved = VERSION.move(version, act.verb)
    version.reason = tidy_text(reason)
    version.save(update_fields=["reason"])
    act.note(
        version,
        record=version.document.record,
        old={"kind": version.kind, **moved["old"]},
        new=moved["new"],
        reason=version.reason,
    )
    return version


@verb("documents.post_version")
def post_version(act: Act, version: DocumentVersion, /) -> DocumentVersion:
    """Post a submitted version: it gets the next number of its kind, as in (Rev.2), and is seen by all who see the document.

    Raises WrongState.
    """
    version = _lock_version(version)
    document = version.document
    moved = VERSION.move(version, act.verb)
    # The document is locked: of two versions that are posted at once, the second gets the next number.
    last = document.versions.filter(kind=version.kind).aggregate(last=Max("number"))["last"]
    version.number = (last or 0) + 1
    version.posted_at = clock.now()
    version.save(update_fields=["number", "posted_at"])
    mark_changed(document.record)
    act.note(
        version,
        record=document.record,
        old={"kind": version.kind, **moved["old"]},
        new={**moved["new"], "symbol": version_symbol(document, version)},
    )
    return version
