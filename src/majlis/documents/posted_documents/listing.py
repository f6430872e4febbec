"""Documents with what a list shows of them, read as plain values: a list page makes few objects.

A page of 25 documents would otherwise make some 800 objects of models, which take longer than the page itself
(bench/documents_list.py).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from django.db.models import Value

from majlis.documents.core.body_rules import rules_of
from majlis.documents.core.sources import NAMED_STATES, chair_name, is_chairs_report, office_name
from majlis.documents.core.symbols import SymbolForms
from majlis.documents.lifecycle import POSTED, WITHDRAWN
from majlis.documents.models import (
    Document,
    DocumentRules,
    DocumentVersion,
    ReportedMeeting,
    Source,
    VersionKind,
)
from majlis.documents.posted_documents.queries import BASE_KINDS, visible_considerations
from majlis.events.core.names import meeting_name, name_by_number
from majlis.events.models import Meeting
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Reader, User, Wording
from majlis.kernel.models.wording import STATUS_ORDER, LocalizedText, WordingStatus

DEFAULT_REVISION_FORM = str(DocumentRules._meta.get_field("revision_form").default)


class ListedMeeting(NamedTuple):
    """A meeting in a list: its code, its short name, and the code of its body.

    ``short``: `WG-AB-5`, in no language, else the name of the meeting where the body has no abbreviation.
    """

    slug: str
    short: LocalizedText
    body: str
    revision_form: str


class ListedItem(NamedTuple):
    """An item at which a document is considered: its meeting, its number and its address."""

    meeting: int
    short: LocalizedText
    label: str
    address: str


class LatestVersion(NamedTuple):
    """The latest revision of a document, number 0 for the original, and its languages in the order of the six.

    ``posted_at``: when it was posted. ``changed_at``: when any version was posted last, an addendum too.
    """

    number: int = 0
    languages: Sequence[str] = ()
    posted_at: datetime.datetime | None = None
    changed_at: datetime.datetime | None = None


@dataclass
class ListedDocument:
    """A document in a list: the row with its record, and what stands beside it."""

    document: Document
    meeting: ListedMeeting
    title: LocalizedText
    latest: LatestVersion
    sources: list[LocalizedText] = field(default_factory=list)
    items: list[ListedItem] = field(default_factory=list)

    @property
    def is_withdrawn(self) -> bool:
        """Whether the document was withdrawn."""
        return self.document.state == WITHDRAWN

    @property
    def symbol(self) -> str:
        """The symbol with that of the latest revision; empty before the document has a number."""
        symbol = self.document.symbol
        if not symbol or not self.latest.number:
            return symbol
        forms = SymbolForms("", revision_form=self.meeting.revision_form)
        return symbol + forms.suffix(VersionKind.REVISION, self.latest.number)

    @property
    def posted_at(self) -> datetime.datetime | None:
        """When the version that the symbol names was posted."""
        return self.latest.posted_at or self.document.posted_at

    @property
    def languages(self) -> Sequence[str]:
        """The languages of the latest version; none of a withdrawn document."""
        return () if self.is_withdrawn else self.latest.languages


class MeetingRow(NamedTuple):
    """What the short name of a meeting is made of: abbreviation and key of its body, its number, key and first day."""

    meeting: int
    number: int | None
    day: datetime.date | None
    body: int
    abbreviation: str

    @property
    def named_records(self) -> tuple[int, ...]:
        """The records of which the titles are needed: none where there is an abbreviation."""
        return () if self.abbreviation else (self.meeting, self.body)


def short_name(abbreviation: str, number: int | None, day: datetime.date | None) -> str:
    """A meeting in a few signs: the abbreviation of its body and its number, as in `WG-AB-5`."""
    which = number if number is not None else f"{day:%Y%m%d}" if day else ""
    return f"{abbreviation}-{which}" if which != "" else abbreviation


def short_meeting(
    row: MeetingRow, titles: Mapping[int, LocalizedText], language: str
) -> LocalizedText:
    """A meeting in a few signs; its name where its body has no abbreviation."""
    if row.abbreviation:
        return LocalizedText(short_name(row.abbreviation, row.number, row.day), "", "")
    own = titles.get(row.meeting, NO_TITLE)
    if own.text:
        return own
    name = name_by_number(titles.get(row.body, NO_TITLE), row.number, language)
    return LocalizedText(name, language, "")


def short_name_of(meeting: Meeting) -> LocalizedText:
    """The same of a meeting whose body and wordings are loaded."""
    abbreviation = meeting.body.abbreviation
    if not abbreviation:
        return meeting_name(meeting)
    return LocalizedText(short_name(abbreviation, meeting.number, meeting.first_day), "", "")


def listed_meeting(meeting: Meeting) -> ListedMeeting:
    """A meeting whose body and rules are loaded, as lists show it."""
    form = rules_of(meeting.body).revision_form
    return ListedMeeting(meeting.slug, short_name_of(meeting), meeting.body.slug, form)


def load_listed(
    documents: Iterable[Document],
    reader: Reader,
    language: str,
    meeting: Meeting | None = None,
) -> list[ListedDocument]:
    """What a list shows of documents with their records, in a language; six queries for any number, at most.

    ``meeting``: that of the list, which is not read again.
    """
    rows = list(documents)
    keys = [each.pk for each in rows]
    if not rows:
        return []
    known = {meeting.pk: listed_meeting(meeting)} if meeting is not None else {}
    meetings = _meetings({each.meeting_id for each in rows} - set(known))
    (sources, bodies), items = _sources(rows), _items(keys, reader)
    organisations = {key for found in sources.values() for key in found}
    shown = [each.row for each in meetings.values()]
    shown += [each.row for each in chain.from_iterable(items.values())]
    named = chain.from_iterable(each.named_records for each in shown)
    titles = _titles({*keys, *organisations, *named, *bodies.values()}, language)
    versions = _versions(keys)
    listed = known | {
        key: ListedMeeting(
            each.slug, short_meeting(each.row, titles, language), each.body, each.form
        )
        for key, each in meetings.items()
    }
    people = _people(each for each in rows if not each.source_words and not sources.get(each.pk))
    return [
        ListedDocument(
            document=each,
            meeting=listed[each.meeting_id],
            title=titles.get(each.pk, NO_TITLE),
            latest=versions.get(each.pk, LatestVersion()),
            sources=_source_names(
                each, sources.get(each.pk, ()), bodies.get(each.pk), titles, people
            ),
            items=[
                ListedItem(
                    item.row.meeting,
                    short_meeting(item.row, titles, language),
                    item.label,
                    item.address,
                )
                for item in items.get(each.pk, ())
            ],
        )
        for each in rows
    ]


NO_TITLE = LocalizedText("", "", "")
REPORTED = "reported"
"""In the place of the state of a source: the document reports on meetings of a body."""


class _MeetingOfList(NamedTuple):
    """A meeting as it is read, before the names are known."""

    row: MeetingRow
    slug: str
    body: str
    form: str


class _ItemOfList(NamedTuple):
    """An item as it is read, before the name of its meeting is known."""

    row: MeetingRow
    label: str
    address: str


def _meetings(keys: set[int]) -> dict[int, _MeetingOfList]:
    """Meetings by key."""
    if not keys:
        return {}
    rows = Meeting.objects.filter(pk__in=keys).values_list(
        "pk",
        "number",
        "first_day",
        "body",
        "body__abbreviation",
        "slug",
        "body__slug",
        "body__document_rules__revision_form",
    )
    return {
        row[0]: _MeetingOfList(
            MeetingRow(*row[:5]),
            row[5],
            row[6],
            row[7] if row[7] is not None else DEFAULT_REVISION_FORM,
        )
        for row in rows
    }


def _sources(documents: Sequence[Document]) -> tuple[dict[int, list[int]], dict[int, int]]:
    """The authors and co-signatories of documents, authors first, and the bodies whose meetings they report: keys.

    One query for both.
    """
    sources: dict[int, list[tuple[int, int, int]]] = {}
    bodies: dict[int, int] = {}
    order = {str(state): place for place, state in enumerate(NAMED_STATES)}
    found = Source.objects.filter(document__in=documents, state__in=NAMED_STATES).order_by()
    rows = found.values_list("pk", "document", "organisation", "state")
    if reports := [each.pk for each in documents if is_chairs_report(each)]:
        reported = ReportedMeeting.objects.filter(document__in=reports).order_by()
        rows = rows.union(
            reported.values_list("pk", "document", "meeting__body", Value(REPORTED)), all=True
        )
    for key, document, record, state in rows:
        if state == REPORTED:
            bodies[document] = record
        else:
            sources.setdefault(document, []).append((order[state], key, record))
    authors = {
        document: [organisation for _place, _key, organisation in sorted(several)]
        for document, several in sources.items()
    }
    return authors, bodies


def _titles(records: set[int], language: str) -> dict[int, LocalizedText]:
    """The titles of records for a reader: see ``choose_wording``, which takes objects."""
    best: dict[int, tuple[tuple[bool, int, str], LocalizedText]] = {}
    rows = Wording.objects.filter(record__in=records, field="title").exclude(text="")
    for record, code, text, status in rows.values_list("record", "language", "text", "status"):
        rank = (code != language, STATUS_ORDER[WordingStatus(status)], code)
        if record not in best or rank < best[record][0]:
            best[record] = rank, LocalizedText(text, code, status)
    return {record: title for record, (_rank, title) in best.items()}


def _versions(documents: Sequence[int]) -> dict[int, LatestVersion]:
    """The latest revision of documents with its languages and date, and when anything was posted last."""
    rows = DocumentVersion.objects.filter(document__in=documents, state=POSTED)
    languages: dict[int, dict[int, set[str]]] = {}
    dates: dict[tuple[int, int], datetime.datetime | None] = {}
    posted: dict[int, datetime.datetime] = {}
    # A version that was imported may have no file yet: it is the latest all the same.
    for document, kind, number, moment, language, status in rows.values_list(
        "document", "kind", "number", "posted_at", "files__language", "files__status"
    ):
        if moment is not None:
            posted[document] = max(moment, posted.get(document, moment))
        if kind in BASE_KINDS:
            dates[document, number] = moment
            there = languages.setdefault(document, {}).setdefault(number, set())
            there.update([language] if status else [])
    return {
        document: LatestVersion(
            max(numbers),
            [code for code in LANGUAGE_CODES if code in numbers[max(numbers)]],
            dates[document, max(numbers)],
            posted.get(document),
        )
        for document, numbers in languages.items()
    }


def _items(documents: Sequence[int], reader: Reader) -> dict[int, list[_ItemOfList]]:
    """The items at which documents are considered and which the reader may see; the earliest meeting first."""
    found: dict[int, list[_ItemOfList]] = {}
    rows = visible_considerations(reader).filter(document__in=documents).select_related(None)
    for document, label, address, meeting, number, day, body, abbreviation in rows.values_list(
        "document",
        "item__label",
        "item__record__address",
        "item__meeting",
        "item__meeting__number",
        "item__meeting__first_day",
        "item__meeting__body",
        "item__meeting__body__abbreviation",
    ):
        row = MeetingRow(meeting, number, day, body, abbreviation)
        found.setdefault(document, []).append(_ItemOfList(row, label, address))
    return found


def _people(documents: Iterable[Document]) -> dict[int, str]:
    """The names of those who submitted documents in their own name; no query where there are none."""
    keys = {each.submitted_by_id for each in documents if each.submitted_by_id is not None}
    if not keys:
        return {}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=keys)}


def _source_names(
    document: Document,
    organisations: Sequence[int],
    body: int | None,
    titles: Mapping[int, LocalizedText],
    people: Mapping[int, str],
) -> list[LocalizedText]:
    """The names of those from whom a document comes: see ``core.sources.source_names``. ``body``: that it reports on."""
    names = [titles[key] for key in organisations if key in titles]
    if document.source_words:
        chair = chair_name(titles[body]) if body is not None and body in titles else None
        return [*names, chair or office_name(document)]
    submitter = document.submitted_by_id
    if not names and submitter is not None and submitter in people:
        return [LocalizedText(people[submitter], "", "")]
    return names
