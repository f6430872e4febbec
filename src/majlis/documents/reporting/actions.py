"""Verbs of reports: draft one from the records of meetings, and print it anew while it is a draft."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from majlis.documents.contributions.actions import lock_document, original_of
from majlis.documents.contributions.drafts import (
    DocumentDraft,
    check_language,
    make_document,
    tidy_text,
)
from majlis.documents.core.body_rules import MAIN
from majlis.documents.core.sources import chair_name
from majlis.documents.lifecycle import DRAFT, REFUSED, RETURNED, WITHDRAWN
from majlis.documents.models import (
    Category,
    Document,
    Purpose,
    ReportedMeeting,
    RequestedDecision,
    TransmittedText,
)
from majlis.documents.printing.editions import edition_of, save_printed_file
from majlis.documents.reporting.report import PrintedReport
from majlis.events.core.names import numbered_name
from majlis.events.lifecycle import CANCELLED, CLOSED, REPORTED
from majlis.events.models import AgendaItem, Meeting
from majlis.instruments.models import Version
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import WordingStatus
from majlis.kernel.records import mark_changed, set_wording
from majlis.kernel.verbs import Act, verb
from majlis.parties.models import Body


def report_title(body: Body, language: str) -> str:
    """The title of a report in a language: "Report of the Working Group on X"."""
    with translation.override(language):
        name = body.say("title", language).text
        return pgettext("title of a document", "Report: %(body)s") % {"body": name}


@verb("documents.draft_report")
def draft_report(
    act: Act,
    body: Body,
    *,
    meetings: Sequence[Meeting],
    to: Meeting,
    language: str,
    action_required: str,
    texts: Sequence[Version] = (),
    requested: str = RequestedDecision.ADOPT,
    item: AgendaItem | None = None,
) -> Document:
    """Draft the report of a body on its ``meetings`` as a document of a meeting ``to`` of another body.

    It is printed from the records in six languages, as Word file and PDF, and is a draft until it is submitted.
    ``texts``: the versions that it submits, and what is ``requested`` for each. ``item``: where it is considered.
    Raises InvalidInput by field: a meeting must be one of the body and closed, and not be reported already.
    """
    check_language(language)
    faults: dict[str, StrOrPromise] = {}
    if not meetings:
        faults["meetings"] = _("Select the meetings that the report covers.")
    elif any(each.body_id != body.pk or each.state not in (CLOSED, REPORTED) for each in meetings):
        faults["meetings"] = _("A report covers closed meetings of one body. Select these only.")
    elif reported := _reported(meetings):
        faults["meetings"] = _("Another report covers this meeting: %(meeting)s.") % {
            "meeting": reported
        }
    if to.body_id == body.pk or to.state == CANCELLED:
        faults["to"] = _("Select a meeting of the body that receives the report.")
    if not action_required.strip():
        faults["action_required"] = _("Enter what the receiving body is invited to do.")
    if requested not in RequestedDecision.values:
        faults["requested"] = _("Select a decision from the list.")
    if item is not None and item.meeting_id != to.pk:
        faults["item"] = _("This item is on the agenda of another meeting. Select another one.")
    if faults:
        raise InvalidInput(faults)
    draft = DocumentDraft(
        title=report_title(body, language),
        language=language,
        abstract="",
        action_required=tidy_text(action_required),
        category=Category.REPORT,
        purpose=Purpose.ACTION,
        series=MAIN,
        source_words=chair_name(body.say("title", language)).text[:200],
        items=[item] if item is not None else [],
    )
    document = make_document(draft, to, act.actor.user)
    for code in LANGUAGE_CODES:
        if code != language and body.say("title", code).language == code:
            title = report_title(body, code)
            set_wording(document.record, "title", code, title, WordingStatus.TRANSLATED)
    ReportedMeeting.objects.bulk_create(
        ReportedMeeting(document=document, meeting=meeting) for meeting in meetings
    )
    TransmittedText.objects.bulk_create(
        TransmittedText(document=document, version=version, requested=requested)
        for version in texts
    )
    _print(document)
    act.note(
        document,
        new={
            "meetings": [each.record.address for each in meetings],
            "meeting": to.record.address,
            "language": language,
            "texts": [each.record.address for each in texts],
        },
    )
    return document


def _reported(meetings: Sequence[Meeting]) -> str:
    """The name of a meeting that another report covers which is neither withdrawn nor refused; empty for none."""
    taken = (
        ReportedMeeting.objects.filter(meeting__in=meetings)
        .exclude(document__state__in=(WITHDRAWN, REFUSED))
        .select_related("meeting__body__record")
        .first()
    )
    if taken is None:
        return ""
    language = translation.get_language() or "en"
    return numbered_name(taken.meeting.body, taken.meeting.number, language)


@verb("documents.redraft_report")
def redraft_report(act: Act, document: Document) -> Document:
    """Print a report anew from the records as they are now; files that were added by hand are replaced.

    Raises WrongState once it is submitted.
    """
    document = lock_document(document)
    if document.state not in (DRAFT, RETURNED):
        raise WrongState(
            _("This report has been submitted."), _("Return it to its author, then redraft it.")
        )
    if not document.reported_meetings.exists():
        raise WrongState(_("This document is not printed from records."))
    changed = _print(document)
    if not changed:
        act.unchanged()
        return document
    act.note(document, new={"languages": changed})
    return document


def _print(document: Document) -> list[str]:
    """Print a report in all languages; return those whose text has changed."""
    version = original_of(document)
    printed = PrintedReport(document)
    before = dict(version.files.values_list("language", "text"))
    changed = []
    for code in printed.languages:
        title = document.say("title", code)
        made = edition_of(printed, title.text, code)
        if made.text != before.get(code):
            save_printed_file(document, version, code, made, title.text)
            changed.append(code)
    if changed:
        mark_changed(document.record)
    return changed
