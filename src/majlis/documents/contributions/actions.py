"""Verbs of documents: create, change, submit, return, refuse, accept, post and withdraw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from majlis.documents.contributions.checks import is_late, submission_faults, title_faults
from majlis.documents.contributions.drafts import (
    WORDING_FIELDS,
    DocumentDraft,
    Manuscript,
    Upload,
    check_language,
    check_template,
    header_of_template,
    is_officer,
    make_document,
    officer_manuscript,
    series_of_draft,
    set_header,
    set_items,
    set_manuscript,
    template_manuscript,
    tidy_line,
    tidy_text,
    typed_manuscript,
)
from majlis.documents.contributions.template import ABSTRACT, ACTION_REQUIRED, TITLE
from majlis.documents.core.access import (
    represented_organisations,
    set_draft_access,
    set_posted_access,
)
from majlis.documents.core.body_rules import contributions_due, rules_of
from majlis.documents.core.words import count_words
from majlis.documents.lifecycle import (
    ACCEPTED,
    DOCUMENT,
    DRAFT,
    POSTED,
    RETURNED,
    SUBMITTED,
    VERSION,
)
from majlis.documents.models import (
    Category,
    Document,
    DocumentFile,
    DocumentVersion,
    FileOrigin,
    LateRule,
    Purpose,
    SourceState,
    VersionKind,
)
from majlis.documents.numbering.allotment import allot_number
from majlis.events.core.times import moment_text, zone_or_utc
from majlis.events.lifecycle import CONVENED, OPEN
from majlis.events.models import AgendaItem, Meeting
from majlis.kernel import clock
from majlis.kernel.editing import require_reason
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.json_types import JSON
from majlis.kernel.records import correct_texts, mark_changed
from majlis.kernel.verbs import Act, verb
from majlis.parties.models import Organisation

RECEIVING_STATES = (CONVENED, OPEN)
"""The states of a meeting in which it receives contributions; officers add documents in all but a cancelled one."""
LONGEST_SOURCE = 200
"""Characters of the name of an office from which a document comes."""


# Create and change.


@verb("documents.create_document")
def create_document(
    act: Act,
    meeting: Meeting,
    /,
    *,
    language: str,
    title: str = "",
    text: str = "",
    upload: Upload | None = None,
    organisation: Organisation | None = None,
    source_words: str = "",
    abstract: str = "",
    action_required: str = "",
    purpose: str = Purpose.ACTION,
    category: str = Category.CONTRIBUTION,
    series: str | None = None,
    header: Mapping[str, str] | None = None,
    items: Sequence[AgendaItem] = (),
) -> Document:
    """Create the draft of a document for a meeting, with a typed ``text`` or an uploaded file.

    It comes from an ``organisation`` for which the person speaks, from the person as individual member of the body,
    or, for officers, from any organization or from an office (``source_words``). Officers choose the ``category``
    and the ``series`` (by code); else it is a contribution in the series of its ``purpose``. The upload is the
    template of the meeting, which states title and header; officers add other Word and PDF files too.

    Raises InvalidInput by field, and WrongState for a meeting that receives no contributions.
    """
    check_language(language)
    officer = is_officer(act, meeting)
    _check_meeting(meeting, officer=officer)
    _check_source(act, meeting, organisation, source_words, officer=officer)
    if not officer:
        source_words, category, series = "", Category.CONTRIBUTION, None
    if purpose not in Purpose.values or category not in Category.values:
        raise InvalidInput({"purpose": _("Select a value from the list.")})
    manuscript = _manuscript(meeting, language, text, upload, officer=officer)
    draft = DocumentDraft(
        title=tidy_line(manuscript.fields.get(TITLE, title)),
        language=language,
        manuscript=manuscript,
        abstract=tidy_text(manuscript.fields.get(ABSTRACT, abstract)),
        action_required=tidy_text(manuscript.fields.get(ACTION_REQUIRED, action_required)),
        category=category,
        purpose=purpose,
        series=series,
        organisation=organisation,
        source_words=tidy_line(source_words)[:LONGEST_SOURCE],
        header={**(header or {}), **header_of_template(manuscript)},
        items=items,
    )
    if faults := title_faults(draft.title):
        raise InvalidInput(faults)
    document = make_document(draft, meeting, act.actor.user)
    act.note(
        document,
        new={
            "meeting": meeting.record.address,
            "title": {language: draft.title},
            "language": language,
            "purpose": purpose,
            "category": category,
            "series": document.series.code,
            **({"organisation": organisation.record.address} if organisation else {}),
            **({"source_words": draft.source_words} if draft.source_words else {}),
            **_audit_of_text(manuscript),
        },
    )
    return document


def _check_meeting(meeting: Meeting, *, officer: bool) -> None:
    if meeting.state == "cancelled" or (not officer and meeting.state not in RECEIVING_STATES):
        raise WrongState(
            _("This meeting does not receive contributions."),
            _(
                "Contact the secretariat of the meeting, or submit the contribution to another meeting."
            ),
        )


def _check_source(
    act: Act,
    meeting: Meeting,
    organisation: Organisation | None,
    source_words: str,
    *,
    officer: bool,
) -> None:
    person = act.actor.person
    if organisation is not None:
        if officer or represented_organisations(person).filter(pk=organisation.pk).exists():
            return
        raise InvalidInput(
            {"organisation": _("You do not represent this organization. Select one from the list.")}
        )
    if officer:
        if source_words.strip():
            return
        raise InvalidInput(
            {
                "source_words": _(
                    "Select an organization or enter the office from which the document comes."
                )
            }
        )
    if not is_individual_member(act, meeting):
        raise InvalidInput(
            {"organisation": _("Select the organization for which you submit the contribution.")}
        )


def is_individual_member(act: Act, meeting: Meeting) -> bool:
    """Whether the person is a member of the body in their own name."""
    person = act.actor.person
    return person.is_authenticated and person.holds("member", meeting.body)


def _manuscript(
    meeting: Meeting, language: str, text: str, upload: Upload | None, *, officer: bool
) -> Manuscript:
    if upload is None:
        return typed_manuscript(text, language)
    if text.strip():
        raise InvalidInput({"file": _("Enter the text or select a file, not both.")})
    if officer:
        manuscript = officer_manuscript(upload, meeting, language)
    else:
        manuscript = template_manuscript(upload, meeting, language)
    if manuscript.origin == FileOrigin.TEMPLATE:
        check_template(manuscript, meeting, language)
    return manuscript


def _audit_of_text(manuscript: Manuscript) -> dict[str, JSON]:
    """What the audit has of a text: how long it is, and the file."""
    found: dict[str, JSON] = {"words": count_words(manuscript.content.words)}
    if manuscript.file is not None:
        found |= {"file": manuscript.name, "sha256": manuscript.file.sha256}
    return found


def lock_document(document: Document) -> Document:
    """The document as it is now, locked until the transaction ends, with what the verbs read of it."""
    rows = Document.objects.select_for_update(of=("self",)).select_related(
        "record",
        "series",
        "meeting__record",
        "meeting__body__record",
        "meeting__body__document_rules",
    )
    locked: Document = rows.get(pk=document.pk)
    return locked


def original_of(document: Document) -> DocumentVersion:
    """The original of a document."""
    version = document.versions.get(kind=VersionKind.ORIGINAL)
    version.document = document
    return version


@verb("documents.change_document")
def change_document(
    act: Act,
    document: Document,
    /,
    *,
    title: str | None = None,
    abstract: str | None = None,
    action_required: str | None = None,
    text: str | None = None,
    upload: Upload | None = None,
    purpose: str | None = None,
    header: Mapping[str, str] | None = None,
    items: Sequence[AgendaItem] | None = None,
) -> Document:
    """Change a document before it is posted; None leaves a value as it is.

    Authors change a draft, or a document that was returned to them; officers also one that was submitted or
    accepted. A new template states title and header too. Co-signatories are asked again if the title or the text
    changes. Raises InvalidInput by field, and WrongState.
    """
    document = lock_document(document)
    meeting, language = document.meeting, document.language
    officer = is_officer(act, meeting)
    if document.state not in (
        (DRAFT, RETURNED, SUBMITTED, ACCEPTED) if officer else (DRAFT, RETURNED)
    ):
        raise WrongState(
            _("This document can no longer be changed."),
            _("Ask the secretariat to return it, or post a revision or a corrigendum."),
        )
    manuscript: Manuscript | None = None
    if upload is not None or text is not None:
        manuscript = _manuscript(meeting, language, text or "", upload, officer=officer)
        if manuscript.fields:
            title = manuscript.fields.get(TITLE, title)
            abstract = manuscript.fields.get(ABSTRACT, "")
            action_required = manuscript.fields.get(ACTION_REQUIRED, "")
            header = {**(header or {}), **header_of_template(manuscript)}
    old, new = _change_wordings(document, title, abstract, action_required)
    is_resigned = any(key.startswith("title") for key in new)
    if manuscript is not None and _differs(document, manuscript):
        set_manuscript(original_of(document), language, manuscript)
        new |= _audit_of_text(manuscript)
        is_resigned = True
    if purpose is not None and purpose != document.purpose:
        before, after = _change_purpose(document, purpose)
        old, new = old | before, new | after
    if header is not None and (changed := set_header(document, header)):
        new["header"] = list(changed)
    if items is not None and set_items(document, items):
        new["items"] = [each.label for each in items]
    if not new:
        act.unchanged()
        return document
    mark_changed(document.record)
    act.note(document, old=old, new=new)
    if is_resigned:
        ask_signatories_again(act, document)
    return document


def _change_wordings(
    document: Document, title: str | None, abstract: str | None, action_required: str | None
) -> tuple[dict[str, JSON], dict[str, JSON]]:
    given = dict(zip(WORDING_FIELDS, (title, abstract, action_required), strict=True))
    texts = {
        name: {document.language: tidy_line(text) if name == TITLE else tidy_text(text)}
        for name, text in given.items()
        if text is not None
    }
    if TITLE in texts and (faults := title_faults(texts[TITLE][document.language])):
        raise InvalidInput(faults)
    return correct_texts(document.record, texts)


def _differs(document: Document, manuscript: Manuscript) -> bool:
    """Whether a manuscript is another text than the document has."""
    current = DocumentFile.objects.filter(
        version__document=document,
        version__kind=VersionKind.ORIGINAL,
        language=document.language,
    ).first()
    if current is None:
        return not manuscript.is_empty
    file = manuscript.file.pk if manuscript.file else None
    return (current.file_id, current.words) != (file, manuscript.content.words)


def _change_purpose(
    document: Document, purpose: str, series: str | None = None
) -> tuple[dict[str, JSON], dict[str, JSON]]:
    """Set the purpose of a document without a number, and the series that goes with it."""
    if purpose not in Purpose.values:
        raise InvalidInput({"purpose": _("Select a value from the list.")})
    if series is None and (document.number is not None or document.series.internal):
        series = document.series.code
    chosen = series_of_draft(document.meeting, series, purpose)
    if document.number is not None and chosen != document.series:
        raise InvalidInput({"series": _("The document has a number already. Its series stays.")})
    old: dict[str, JSON] = {"purpose": document.purpose, "series": document.series.code}
    new: dict[str, JSON] = {"purpose": purpose, "series": chosen.code}
    document.purpose, document.series = purpose, chosen
    document.save(update_fields=["purpose", "series"])
    changed = [name for name in new if old[name] != new[name]]
    return {name: old[name] for name in changed}, {name: new[name] for name in changed}


def ask_signatories_again(act: Act, document: Document) -> None:
    """Ask those who co-signed a text that has changed since; an entry for each, which notifies its focal points."""
    for source in document.sources.filter(state=SourceState.SIGNED).select_related(
        "organisation__record"
    ):
        source.state, source.decided_by, source.decided_at = SourceState.ASKED, None, None
        source.save(update_fields=["state", "decided_by", "decided_at"])
        act.note(
            source,
            record=document.record,
            old={"signature": SourceState.SIGNED},
            new={
                "organisation": source.organisation.record.address,
                "signature": SourceState.ASKED,
            },
        )


# Submission and check.


@verb("documents.submit_document")
def submit_document(act: Act, document: Document, /, *, late_reason: str = "") -> Document:
    """Submit a document: it is checked, and then waits for the secretariat.

    After the deadline, the rule of the body holds: the document is refused, marked as late, or accepted for
    information only; an officer may submit it with a reason all the same. Whether it is late is decided when it is
    first submitted: what was returned for correction does not become late. Raises InvalidInput by field, WrongState.
    """
    document = lock_document(document)
    meeting, rules = document.meeting, rules_of(document.meeting.body)
    moved = DOCUMENT.move(document, act.verb)
    version = original_of(document)
    officer = is_officer(act, meeting)
    _check_meeting(meeting, officer=officer)
    if faults := submission_faults(document, version.files.all()):
        raise InvalidInput(faults)
    old, new = dict(moved["old"]), dict(moved["new"])
    if document.submitted_at is None and is_late(meeting):
        before, after = _submit_late(document, rules.late_rule, late_reason, officer=officer)
        old, new = old | before, new | after
    document.submitted_at = document.submitted_at or clock.now()
    document.reason = ""
    document.save(update_fields=["submitted_at", "late", "late_reason", "reason"])
    VERSION.move(version, "documents.submit_version")
    version.submitted_at = clock.now()
    version.late = document.late
    version.save(update_fields=["submitted_at", "late"])
    act.note(document, old=old, new=new, reason=document.late_reason if document.late else "")
    return document


def _submit_late(
    document: Document, rule: str, late_reason: str, *, officer: bool
) -> tuple[dict[str, JSON], dict[str, JSON]]:
    """Apply the rule for late contributions to a document."""
    late_reason = tidy_text(late_reason) if officer else ""
    if rule == LateRule.REFUSE:
        if not officer:
            raise deadline_passed(document.meeting)
        if not late_reason:
            raise InvalidInput(
                {
                    "late_reason": _(
                        "The deadline has passed. Enter the reason for accepting the document."
                    )
                }
            )
    document.late, document.late_reason = True, late_reason
    old: dict[str, JSON] = {"late": False}
    new: dict[str, JSON] = {"late": True}
    if rule == LateRule.INFORMATION and not late_reason and document.purpose != Purpose.INFORMATION:
        before, after = _change_purpose(document, Purpose.INFORMATION)
        old, new = old | before, new | after
    return old, new


def deadline_passed(meeting: Meeting) -> WrongState:
    """The error of a contribution that is refused because it is late."""
    due = contributions_due(meeting)
    assert due is not None  # without a deadline nothing is late
    moment = moment_text(due, zone_or_utc(meeting.zone), get_language() or "en")
    return WrongState(
        _("The deadline for contributions was %(moment)s.") % {"moment": moment},
        _("Contact the secretariat of the meeting. Your draft stays saved."),
    )


@verb("documents.return_document")
def return_document(act: Act, document: Document, /, *, reason: str) -> Document:
    """Return a submitted document to its author, who reads the reason and may change it. Raises InvalidInput, WrongState."""
    return _decide(act, document, "documents.return_version", reason)


@verb("documents.refuse_document")
def refuse_document(act: Act, document: Document, /, *, reason: str) -> Document:
    """Refuse a submitted document; it gets no number. Raises InvalidInput without a reason, WrongState."""
    return _decide(act, document, "documents.refuse_version", reason)


def _decide(act: Act, document: Document, version_verb: str, reason: str) -> Document:
    require_reason(reason)
    document = lock_document(document)
    moved = DOCUMENT.move(document, act.verb)
    VERSION.move(original_of(document), version_verb)
    document.reason = tidy_text(reason)
    document.save(update_fields=["reason"])
    act.note(document, **moved, reason=document.reason)
    return document


@verb("documents.accept_document")
def accept_document(
    act: Act,
    document: Document,
    /,
    *,
    purpose: str | None = None,
    series: str | None = None,
    reason: str = "",
) -> Document:
    """Accept a submitted document: it gets the next number of its meeting and series, and its symbol.

    ``purpose`` and ``series`` (a code) may be corrected now. A late document of a body that takes such for
    information only is accepted for action with a ``reason``. Raises InvalidInput by field, and WrongState, also
    where its symbol belongs to another document.
    """
    document = lock_document(document)
    moved = DOCUMENT.move(document, act.verb)
    old, new = dict(moved["old"]), dict(moved["new"])
    reason = tidy_text(reason)
    chosen = document.purpose if purpose is None else purpose
    if chosen != document.purpose or series is not None:
        before, after = _change_purpose(document, chosen, series)
        old, new = old | before, new | after
    is_only_for_information = (
        document.late and rules_of(document.meeting.body).late_rule == LateRule.INFORMATION
    )
    has_reason = bool(document.late_reason or reason)
    if is_only_for_information and document.purpose == Purpose.ACTION and not has_reason:
        raise InvalidInput(
            {"reason": _("The document is late. Enter the reason for accepting it for action.")}
        )
    if document.late and reason:
        document.late_reason = reason
    # Last, as the series stays locked until the transaction ends.
    allot_number(document)
    document.accepted_at = clock.now()
    document.save(update_fields=["number", "symbol", "accepted_at", "late_reason"])
    mark_changed(document.record)
    act.note(document, old=old, new={**new, "symbol": document.symbol}, reason=reason)
    return document


@verb("documents.post_document")
def post_document(act: Act, document: Document, /, *, members_only: bool = False) -> Document:
    """Post an accepted document: from now on it is seen by whom its meeting is seen.

    ``members_only``: only by the members of the body, where the meeting is public. Raises WrongState, also for a
    document without a text or a file.
    """
    document = lock_document(document)
    moved = DOCUMENT.move(document, act.verb)
    version = original_of(document)
    if not version.files.exclude(status="").exists():
        raise WrongState(
            _("The document has neither a text nor a file."),
            _("Add a file, then post the document."),
        )
    now = clock.now()
    document.posted_at, document.members_only = now, members_only
    document.save(update_fields=["posted_at", "members_only"])
    VERSION.move(version, "documents.post_version")
    version.posted_at = now
    version.save(update_fields=["posted_at"])
    set_posted_access(document)
    mark_changed(document.record)
    act.note(document, old=moved["old"], new={**moved["new"], "access": document.record.access})
    return document


@verb("documents.withdraw_document")
def withdraw_document(act: Act, document: Document, /, *, reason: str = "") -> Document:
    """Withdraw a document. Its number, its page and the reason stay; only a draft needs no reason.

    A document that was accepted keeps its number, so its page is seen by whom the meeting is seen, also where it was
    not posted: nobody looks for a number that is missing. Raises InvalidInput, WrongState.
    """
    document = lock_document(document)
    if document.state != DRAFT:
        require_reason(reason)
    moved = DOCUMENT.move(document, act.verb)
    document.reason = tidy_text(reason)
    document.save(update_fields=["reason"])
    if moved["old"]["state"] in (ACCEPTED, POSTED):
        set_posted_access(document)
    else:
        set_draft_access(document)
    mark_changed(document.record)
    act.note(document, **moved, reason=document.reason)
    return document
