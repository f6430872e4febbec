"""Submits, checks, posts and prints the fictional documents, as authors and officers would."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import partial

from majlis.documents.contributions import actions, signatures, versions
from majlis.documents.contributions.drafts import Upload
from majlis.documents.demonstration.contributions import (
    ACCEPTED,
    DOCUMENTS,
    DRAFT,
    GROUP_SYMBOLS,
    INFORMATION_SERIES,
    OBJECTIVE,
    OBJECTIVE_HINT,
    POSTED,
    REFUSED,
    REPORTS,
    RETURNED,
    REVISED,
    REVISION,
    TRANSLATION,
    WAITING_ADDENDUM,
    WITHDRAWN,
    FictionalDocument,
    FictionalReport,
)
from majlis.documents.models import (
    Consideration,
    Document,
    LateRule,
    RequestedDecision,
    SourceState,
    VersionKind,
)
from majlis.documents.numbering import actions as numbering
from majlis.documents.posted_documents import actions as posted_documents
from majlis.documents.printing.actions import print_agenda, print_participants
from majlis.documents.reporting.actions import draft_report
from majlis.events.demonstration.items import by_language
from majlis.events.demonstration.loader import (
    FOUNDED_BEFORE,
    MeetingLoader,
    acting,
    body_of,
    organisation,
)
from majlis.events.models import Meeting
from majlis.instruments.models import Version
from majlis.kernel.actor import Actor
from majlis.kernel.models import WordingStatus
from majlis.kernel.records import set_wording
from majlis.paper import write
from majlis.paper.blocks import Document as Paper
from majlis.paper.blocks import Paragraph
from majlis.parties.demonstration import DAYS, WORKING_GROUP, last_day

type Step = Callable[[], object]
RECEIVED_BY = "k6"
"""The session of the Council that decides on the first report of the Working Group."""
PRINTED = "w5"
"""The meeting of which agenda and list of participants are printed."""


class DocumentLoader:
    """Brings the documents of the fictional meetings on their way.

    ``texts``: the latest version of each text, by its name. ``documents``: by their key; ``reports``: by the key of
    the meeting that receives them.
    """

    def __init__(self, loader: MeetingLoader, texts: Mapping[str, Version]) -> None:
        self.loader = loader
        self.texts = texts
        self.documents: dict[str, Document] = {}
        self.reports: dict[str, Document] = {}

    @property
    def officer(self) -> Actor:
        """The secretariat."""
        return self.loader.officer

    def story(self) -> list[tuple[int, Step]]:
        """What happens on which day from today; a document is submitted after its meeting was convened."""
        story: list[tuple[int, Step]] = [(DAYS["w1"] - FOUNDED_BEFORE, self.set_rules)]
        for fiction in DOCUMENTS:
            day = DAYS[fiction.meeting] - fiction.before
            story.append((day, partial(self.submit, fiction)))
            story.append((day + 1, partial(self.check, fiction)))
            if fiction.fate in (POSTED, WITHDRAWN):
                story.append((day + 2, partial(self.post, fiction)))
            if fiction.outcome:
                story.append((last_day(fiction.meeting), partial(self.record_outcome, fiction)))
        day = DAYS[PRINTED]
        return [
            *story,
            (day - 40, partial(self.print_agenda, PRINTED)),
            (day - 18, self.revise),
            (day - 15, self.translate),
            (last_day(PRINTED) + 2, partial(self.print_participants, PRINTED)),
            (-6, self.add_addendum),
            *((report.drafted, partial(self.draft_report, report)) for report in REPORTS),
            *((report.drafted + 2, partial(self.post_report, report)) for report in REPORTS),
        ]

    def set_rules(self) -> None:
        """Set the symbols of the bodies, and the deadline, series and header fields of the Working Group."""
        for slug, (group, aliases) in GROUP_SYMBOLS.items():
            is_group = slug == WORKING_GROUP
            numbering.set_document_rules(
                self.officer,
                body_of(slug),
                group=group,
                aliases=aliases,
                late_rule=LateRule.MARK,
                deadline_days=14 if is_group else 10,
                source="Fictional working methods of the body",
            )
        body = body_of(WORKING_GROUP)
        numbering.set_series(
            self.officer,
            body,
            code="INF",
            names=by_language(INFORMATION_SERIES),
            for_information=True,
        )
        numbering.set_header_field(
            self.officer,
            body,
            key="objective",
            names=by_language(OBJECTIVE),
            hints=by_language(OBJECTIVE_HINT),
        )

    def _meeting(self, key: str) -> Meeting:
        rows = Meeting.objects.select_related("record", "body__record")
        found: Meeting = rows.get(pk=self.loader.meetings[key].pk)
        return found

    # Contributions

    def submit(self, fiction: FictionalDocument) -> None:
        """Create a document, ask for co-signatures, and submit it unless it stays a draft."""
        author = acting(fiction.by)
        text = fiction.content
        upload = self._as_word(fiction) if fiction.as_word else None
        document = actions.create_document(
            author,
            self._meeting(fiction.meeting),
            language=fiction.language,
            title=fiction.title,
            text="" if upload else text,
            upload=upload,
            organisation=organisation(fiction.host),
            abstract=fiction.abstract,
            action_required=fiction.action,
            purpose=fiction.purpose,
            category=fiction.category,
            series=fiction.series,
            header=fiction.header,
            items=[self.loader.items[fiction.meeting, fiction.item]],
        )
        self.documents[fiction.key] = document
        for code, title in fiction.translated.items():
            set_wording(document.record, "title", code, title, WordingStatus.TRANSLATED)
        if fiction.asked:
            asked = [each for each in map(organisation, fiction.asked) if each is not None]
            signatures.ask_for_signature(author, document, organisations=asked)
            for slug in fiction.signed:
                self._sign(document, slug)
        if fiction.fate != DRAFT:
            actions.submit_document(author, document)

    def _as_word(self, fiction: FictionalDocument) -> Upload:
        """The text as a Word file, as an officer sends it."""
        blocks = tuple(Paragraph((each,)) for each in fiction.content.split("\n\n"))
        paper = Paper(language=fiction.language, title=fiction.title, blocks=blocks)
        return Upload(io.BytesIO(write.docx(paper)), f"{fiction.key}.docx")

    def _sign(self, document: Document, slug: str) -> None:
        """Let a focal point sign for the organization that was asked."""
        actor = acting(slug)
        for source in document.sources.filter(state=SourceState.ASKED).select_related(
            "organisation__record"
        ):
            if actor.user is not None and actor.user.holds(
                "focal_point", source.organisation.record
            ):
                signatures.sign_document(actor, source)

    def check(self, fiction: FictionalDocument) -> None:
        """Accept a document, return it, or refuse it."""
        document = self.documents[fiction.key]
        if fiction.fate == RETURNED:
            actions.return_document(self.officer, document, reason=fiction.reason)
        elif fiction.fate == REFUSED:
            actions.refuse_document(self.officer, document, reason=fiction.reason)
        elif fiction.fate in (POSTED, WITHDRAWN, ACCEPTED):
            reason = fiction.reason if fiction.fate == POSTED else ""
            actions.accept_document(self.officer, document, reason=reason)

    def post(self, fiction: FictionalDocument) -> None:
        """Post a document, and withdraw it where its author asks for it."""
        document = actions.post_document(self.officer, self.documents[fiction.key])
        if fiction.fate == WITHDRAWN:
            actions.withdraw_document(self.officer, document, reason=fiction.reason)

    def record_outcome(self, fiction: FictionalDocument) -> None:
        """Record what came of a document at its item."""
        row = Consideration.objects.get(
            document=self.documents[fiction.key],
            item=self.loader.items[fiction.meeting, fiction.item],
        )
        posted_documents.set_consideration_outcome(
            self.officer,
            row,
            outcome=fiction.outcome,
            note=fiction.note,
            note_language="en" if fiction.note else "",
        )

    def revise(self) -> None:
        """Revise a document of the last meeting, and post the revision."""
        version = versions.create_version(
            acting("focal_point"),
            self.documents[REVISED],
            kind=VersionKind.REVISION,
            language="en",
            note="One evening instead of two (fictional).",
            note_language="en",
            text=f"(Fictional text of a demonstration)\n\n{REVISION}",
        )
        versions.submit_version(acting("focal_point"), version)
        versions.post_version(self.officer, version)

    def translate(self) -> None:
        """Add a translation of a document."""
        key, language, text = TRANSLATION
        version = self.documents[key].versions.get(kind=VersionKind.ORIGINAL)
        posted_documents.add_file(
            self.officer,
            version,
            language=language,
            typed=f"(Texte fictif de démonstration)\n\n{text}",
        )

    def add_addendum(self) -> None:
        """Submit an addendum, which waits to be checked."""
        key, text = WAITING_ADDENDUM
        version = versions.create_version(
            acting("library_office"),
            self.documents[key],
            kind=VersionKind.ADDENDUM,
            language="en",
            text=f"(Fictional text of a demonstration)\n\n{text}",
        )
        versions.submit_version(acting("library_office"), version)

    # What is printed

    def print_agenda(self, key: str) -> None:
        """Print the agenda of a meeting."""
        print_agenda(self.officer, self._meeting(key))

    def print_participants(self, key: str) -> None:
        """Print the list of participants of a meeting."""
        print_participants(self.officer, self._meeting(key))

    def draft_report(self, report: FictionalReport) -> None:
        """Draft a report of the Working Group to the Council from the records of its meetings."""
        submitted = self.texts[report.text] if report.text else self.loader.published
        self.reports[report.to] = draft_report(
            acting("chair"),
            body_of(WORKING_GROUP),
            meetings=[self._meeting(key) for key in report.meetings],
            to=self._meeting(report.to),
            language="en",
            action_required=report.action,
            texts=[submitted] if submitted is not None else [],
            requested=RequestedDecision.ENDORSE,
            item=self.loader.items[report.to, "group"],
        )

    def post_report(self, report: FictionalReport) -> None:
        """Submit a report; the secretariat of the Council accepts and posts it."""
        document = self.reports[report.to]
        actions.submit_document(acting("chair"), document)
        actions.accept_document(self.officer, document)
        actions.post_document(self.officer, document)
