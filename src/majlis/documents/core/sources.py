"""Who a document comes from: its authors and co-signatories, the office that made it, or the person."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import translation
from django.utils.translation import get_language, pgettext, pgettext_lazy

from majlis.documents.models import Category, Document, ReportedMeeting, Source, SourceState
from majlis.kernel.models.wording import LocalizedText
from majlis.look import formats
from majlis.parties.models import Body

NAMED_STATES = (SourceState.AUTHOR, SourceState.SIGNED)
"""The states of sources that pages name; the others are known only to those who prepare the document."""

SECRETARIAT = pgettext_lazy("source of a document", "Secretariat")
"""The office from which printed documents come."""


def named_sources(document: Document) -> list[Source]:
    """The authors and co-signatories of a document, authors first."""
    sources = [each for each in document.sources.all() if each.state in NAMED_STATES]
    return sorted(sources, key=lambda each: (NAMED_STATES.index(SourceState(each.state)), each.pk))


def source_names(document: Document, language: str | None = None) -> list[LocalizedText]:
    """The names of those from whom a document comes, authors first.

    Then the chair of the body whose meetings it reports, or an office in plain words, which an import may state beside
    organizations. Without either, it comes from the person who submitted it, as an individual member of the body. The
    language of a name that has none is that of the document.
    """
    names = [each.organisation.say("title", language) for each in named_sources(document)]
    if document.source_words:
        body = reported_body(document)
        chair = chair_name(body.say("title", language)) if body is not None else None
        return [*names, chair or office_name(document, language)]
    if not names and document.submitted_by is not None:
        return [LocalizedText(str(document.submitted_by), "", "")]
    return names


def office_name(document: Document, language: str | None = None) -> LocalizedText:
    """The office from which a document comes, in its own words; one that this site named, in the language asked for.

    The secretariat has the documents that are printed in all languages, whatever that of the page was.
    """
    with translation.override(document.language):
        is_secretariat = document.source_words == str(SECRETARIAT)
    if not is_secretariat:
        return LocalizedText(document.source_words, document.language, "")
    chosen = language or get_language() or "en"
    with translation.override(chosen):
        return LocalizedText(str(SECRETARIAT), chosen, "")


def is_chairs_report(document: Document) -> bool:
    """Whether a document may be a report from the chair of a body: that of a body is one with reported meetings."""
    return document.category == Category.REPORT and bool(document.source_words)


def load_reported_bodies(documents: Iterable[Document]) -> list[Body]:
    """Load the bodies that documents report on, without their names; one query, none where no document is a report."""
    reports = [each for each in documents if is_chairs_report(each)]
    meetings = ReportedMeeting.objects.select_related("meeting__body__record")
    prefetch_related_objects(reports, Prefetch("reported_meetings", meetings))
    return [each.meeting.body for report in reports for each in report.reported_meetings.all()]


def reported_body(document: Document) -> Body | None:
    """The body whose meetings a document reports; None for any other. See ``load_reported_bodies``."""
    if not is_chairs_report(document):
        return None
    return next(iter(load_reported_bodies([document])), None)


def chair_name(body: LocalizedText) -> LocalizedText:
    """The chair of a body by the name of the body, in the language of that name: "Chair, Working Group on X"."""
    language = body.language or get_language() or "en"
    with translation.override(language):
        chair = pgettext("source of a document", "Chair")
    return LocalizedText(
        f"{chair}{formats.clause_separator(language)}{body.text}", language, body.status
    )


def source_text(document: Document) -> str:
    """Those from whom a document comes as plain text in the language of the page, for files and sentences."""
    language = get_language() or "en"
    names = source_names(document, language)
    return formats.list_separator(language).join(name.text for name in names)
