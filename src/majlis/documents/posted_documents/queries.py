"""Queries of posted documents: lists of documents with their filters, one document with its versions and files."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from majlis.commons.search.models import SearchEntry
from majlis.commons.search.normalisation import normalise
from majlis.commons.search.parse import parse_query
from majlis.commons.search.symbols import canonical_symbol
from majlis.documents.core.access import prepares_document, visible_versions
from majlis.documents.core.body_rules import SERIES_NAMES, series_name
from majlis.documents.core.sources import NAMED_STATES, load_reported_bodies
from majlis.documents.lifecycle import DRAFT, POSTED, REFUSED, RETURNED, SUBMITTED, WITHDRAWN
from majlis.documents.models import (
    Consideration,
    Document,
    DocumentFile,
    DocumentVersion,
    HeaderValue,
    Series,
    Source,
    SourceState,
    VersionKind,
)
from majlis.events.agenda.states import CORRECTED_IN
from majlis.events.lifecycle import CONVENED, OPEN
from majlis.events.models import AgendaItem, Meeting
from majlis.kernel.languages import LANGUAGE_CODES, sort_key
from majlis.kernel.models import Reader, Record, Wording
from majlis.kernel.models.record import RecordedQuerySet, visibility_condition
from majlis.kernel.models.wording import choose_wording
from majlis.kernel.snapshot_cache import cached_value

BASE_KINDS = (VersionKind.ORIGINAL, VersionKind.REVISION)
"""The kinds of versions of which the latest is the text of the document; the others stand beside it."""
MAIN_SERIES = "main"
"""The value of the filter for the main series, which has no code."""
BY_SYMBOL = ("meeting__body_id", "meeting__number", "series__position", "series_id", "number")
IN_MEETING = ("meeting_id", "series__position", "series_id", "number")
"""The order of symbols in the list of a meeting, which needs fewer tables."""
NEWEST_FIRST = ("-posted_at", "-pk")

HIDDEN_STATES = (DRAFT, SUBMITTED, RETURNED, REFUSED)
"""The states of documents that agendas do not show, even to those who may see them."""

type Choice = tuple[str, str]
"""The value of a filter in the address, and its label."""


# Lists.


def listed_documents(reader: Reader) -> RecordedQuerySet:
    """The documents in lists: those that are posted, and those that were withdrawn but have a number, as it stays."""
    documents: RecordedQuerySet = Document.objects.visible_to(reader)
    return documents.filter(state__in=(POSTED, WITHDRAWN), number__isnull=False)


def documents_of_meeting(reader: Reader, meeting: Meeting) -> RecordedQuerySet:
    """The listed documents of a meeting, and those of other meetings that are considered at its items."""
    placed = Consideration.objects.filter(item__meeting=meeting, item__withdrawn_at__isnull=True)
    return listed_documents(reader).filter(Q(meeting=meeting) | Q(pk__in=placed.values("document")))


def find_documents(documents: RecordedQuerySet, filters: Mapping[str, str]) -> RecordedQuerySet:
    """Those of the documents that match the filters.

    The filters: q, series, purpose, category, source (the number of an organization), item (a key), language,
    body, meeting (codes).
    """
    if words := str(filters.get("q") or "").strip():
        documents = documents.filter(_search_condition(words))
    if series := filters.get("series"):
        documents = documents.filter(series__code="" if series == MAIN_SERIES else series)
    for name in ("purpose", "category"):
        if filters.get(name):
            documents = documents.filter(**{name: filters[name]})
    if source := filters.get("source"):
        named = Source.objects.filter(
            document=OuterRef("pk"), organisation__number=source, state__in=NAMED_STATES
        )
        documents = documents.filter(Exists(named))
    if item := filters.get("item"):
        placed = Consideration.objects.filter(document=OuterRef("pk"), item=int(item))
        documents = documents.filter(Exists(placed))
    if language := filters.get("language"):
        files = DocumentFile.objects.filter(
            version__document=OuterRef("pk"), version__state=POSTED, language=language
        )
        documents = documents.filter(Exists(files.exclude(status="")))
    if filters.get("body"):
        documents = documents.filter(meeting__body__slug=filters["body"])
    if filters.get("meeting"):
        documents = documents.filter(meeting__slug=filters["meeting"])
    return documents


def _search_condition(words: str) -> Q:
    """A condition for a symbol in any of its variants, or for words of the title and of the files."""
    condition = Q(symbol__icontains=words)
    query = parse_query(words)
    entries = SearchEntry.objects.filter(kind="document")
    matches = Q(symbols__overlap=[*query.symbols, canonical_symbol(normalise(words))[:255]])
    if query.tsquery:
        matches |= Q(lexemes__match=query.tsquery)
    return condition | Q(pk__in=entries.filter(matches).values("record"))


@dataclass
class VersionFiles:
    """A version with its files: those that are there, in the order of the six languages, and those that are due."""

    version: DocumentVersion
    files: list[DocumentFile] = field(default_factory=list)
    due: list[DocumentFile] = field(default_factory=list)

    @property
    def is_base(self) -> bool:
        """Whether it is the original or a revision, and so the text of the document."""
        return self.version.kind in BASE_KINDS

    @property
    def languages(self) -> list[str]:
        """The languages that are there."""
        return [each.language for each in self.files]

    @property
    def wanted_languages(self) -> Sequence[str]:
        """The languages in which the version is to appear: those of a corrigendum, else all six."""
        return self.version.languages or LANGUAGE_CODES

    @property
    def missing_languages(self) -> list[str]:
        """The languages in which it is to appear and does not yet."""
        return [code for code in self.wanted_languages if code not in self.languages]

    def due_date(self, language: str) -> datetime.date | None:
        """The day by which a language is expected; None where none is set."""
        return next((each.due for each in self.due if each.language == language), None)

    def file_for(self, language: str, original: str) -> DocumentFile | None:
        """The file for a reader: in their language, else in the original, else the first; None without any."""
        order = {language: 0, original: 1}
        return min(self.files, key=lambda each: order.get(each.language, 2), default=None)


@dataclass
class AgendaDocument:
    """A document on an agenda, with its posted versions."""

    document: Document
    versions: list[VersionFiles]

    @property
    def current(self) -> VersionFiles | None:
        """The version that is the text of the document: the latest revision, else the original."""
        return current_version(self.versions)

    @property
    def is_withdrawn(self) -> bool:
        """Whether the document was withdrawn."""
        return self.document.state == WITHDRAWN

    @property
    def languages(self) -> list[str]:
        """The languages of the current version; none of a withdrawn document."""
        return self.current.languages if self.current and not self.is_withdrawn else []


def current_version(versions: Iterable[VersionFiles]) -> VersionFiles | None:
    """The latest revision of some versions, else the original; None without either."""
    return next((each for each in reversed(list(versions)) if each.is_base), None)


def with_relations(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Documents with what their symbol and their line in a list read."""
    return documents.select_related(
        "record",
        "series",
        "submitted_by",
        "meeting__record",
        "meeting__body__record",
        "meeting__body__document_rules",
    )


def for_list(documents: RecordedQuerySet) -> QuerySet[Document]:
    """Documents with what ``load_listed`` reads of each: the record, and the code of its series."""
    rows: QuerySet[Document] = documents.select_related("record")
    return rows.annotate(series_code=F("series__code"))


def load_versions(considerations: Sequence[Consideration]) -> list[AgendaDocument]:
    """What an agenda shows of the documents of ``considerations_at``, each once, in three queries.

    One more where some are reports, and one where some have a version without a file.
    """
    documents = list({each.document_id: each.document for each in considerations}.values())
    load_sources(documents)
    reported = load_reported_bodies(documents)
    versions = posted_versions(considerations)
    load_wordings(
        [each.record for each in documents]
        + [source.organisation.record for each in documents for source in each.sources.all()]
        + [body.record for body in reported]
    )
    return [AgendaDocument(each, versions.get(each.pk, [])) for each in documents]


def considerations_at(reader: Reader, meeting: Meeting) -> QuerySet[Consideration]:
    """The documents at the items of a meeting that the reader may see, in their order; each ``has_bare_version``."""
    return (
        with_bare_versions(Consideration.objects.filter(item__meeting=meeting))
        .filter(visibility_condition(reader, "document__record__"))
        .exclude(document__state__in=HIDDEN_STATES)
        .select_related(
            "document__record",
            "document__series",
            "document__submitted_by",
            "document__meeting__body__document_rules",
        )
        .order_by("item", "position", "pk")
    )


def with_bare_versions(rows: QuerySet[Consideration]) -> QuerySet[Consideration]:
    """Considerations that say, as ``has_bare_version``, whether a posted version of their document has no file."""
    versions = DocumentVersion.objects.filter(document=OuterRef("document"), state=POSTED)
    files = DocumentFile.objects.filter(version=OuterRef("pk"))
    return rows.annotate(has_bare_version=Exists(versions.filter(~Exists(files))))


def load_wordings(records: Iterable[Record]) -> None:
    """Load the wordings of records, in one query."""
    prefetch_related_objects(list(records), "wordings")


def load_sources(documents: Sequence[Document]) -> None:
    """Load the sources of documents, without their names; one query."""
    sources = Source.objects.select_related("organisation__record")
    prefetch_related_objects(documents, Prefetch("sources", sources))


def visible_considerations(reader: Reader) -> QuerySet[Consideration]:
    """Where documents are considered, at items of meetings that the reader may see; the earliest meeting first."""
    return (
        Consideration.objects.filter(
            visibility_condition(reader, "item__record__"), item__withdrawn_at__isnull=True
        )
        .select_related("item__record", "item__meeting__body")
        .order_by("item__meeting__first_day", "item__meeting", "item__position", "pk")
    )


def without_text(files: QuerySet[DocumentFile]) -> QuerySet[DocumentFile]:
    """Files without their text, which may be long; ``has_text`` says whether there is any."""
    has_text = ExpressionWrapper(~Q(text=""), output_field=BooleanField())
    return files.defer("text", "words").annotate(has_text=has_text)


def posted_versions(considerations: Iterable[Consideration]) -> dict[int, list[VersionFiles]]:
    """The posted versions of documents of ``with_bare_versions``, in the order of their posting, with their files.

    One query, one more where a version has no file.
    """
    rows = {each.document_id: each.has_bare_version for each in considerations}  # type: ignore[attr-defined]
    posted = DocumentFile.objects.filter(version__document__in=rows, version__state=POSTED)
    files = without_text(posted).select_related("version", "file")
    found = _grouped(files.order_by("version__posted_at", "version", "pk"))
    bare = [key for key, has_bare_version in rows.items() if has_bare_version]
    if bare:
        for version in DocumentVersion.objects.filter(
            document__in=bare, state=POSTED, files__isnull=True
        ):
            found.setdefault(version.document_id, []).append(VersionFiles(version))
        for key in bare:
            found[key].sort(key=lambda row: _in_time(row.version))
    return found


def _grouped(files: Iterable[DocumentFile]) -> dict[int, list[VersionFiles]]:
    """Files by document and version."""
    found: dict[int, dict[int, VersionFiles]] = {}
    for each in files:
        versions = found.setdefault(each.version.document_id, {})
        row = versions.setdefault(each.version_id, VersionFiles(each.version))
        (row.files if each.status else row.due).append(each)
    for versions in found.values():
        for row in versions.values():
            row.files.sort(key=lambda each: LANGUAGE_CODES.index(each.language))
    return {key: list(versions.values()) for key, versions in found.items()}


def latest_posted(documents: RecordedQuerySet) -> RecordedQuerySet:
    """The documents of which a version was posted last, first; each has ``latest``, the moment of that."""
    latest = Max("versions__posted_at", filter=Q(versions__state=POSTED))
    rows: RecordedQuerySet = documents.annotate(latest=latest).order_by("-latest", "-pk")
    return rows


def by_posting(documents: QuerySet[Document], _language: str) -> QuerySet[Document]:
    """Documents in the order in which the versions that their symbols name were posted."""
    revisions = DocumentVersion.objects.filter(
        document=OuterRef("pk"), kind=VersionKind.REVISION, state=POSTED
    )
    latest = Subquery(revisions.order_by("-number").values("posted_at")[:1])
    return documents.order_by(Coalesce(latest, "posted_at").asc(), "pk")


# Choices of filters. Visitors share them until something is written.


class MeetingChoice(NamedTuple):
    """A meeting among the choices: its code, abbreviation and name of its body, its number and its first day."""

    slug: str
    abbreviation: str
    body: str
    number: int | None
    first_day: datetime.date | None


class FilterChoices(NamedTuple):
    """The choices of the filters of a list: values with their labels; of no kind for a list without that filter."""

    series: list[Choice]
    sources: list[Choice]
    items: list[Choice]
    bodies: list[Choice]
    meetings: list[MeetingChoice]


def filter_choices(reader: Reader, language: str) -> FilterChoices:
    """The choices for the documents of all meetings; three queries, at most."""
    key = ("documents.filter_choices", language)
    return cached_value(reader, key, lambda: _filter_choices(reader, language))


def _filter_choices(reader: Reader, language: str) -> FilterChoices:
    listed = listed_documents(reader)
    own = Exists(listed.filter(meeting=OuterRef("pk")))
    meetings = list(
        Meeting.objects.visible_to(reader)
        .filter(own)
        .order_by(F("first_day").desc(nulls_last=True), "-pk")
        .values_list("slug", "number", "first_day", "body", "body__slug", "body__abbreviation")
    )
    bodies = {body: slug for _slug, _number, _day, body, slug, _short in meetings}
    rows = _in_language(
        Wording.objects.filter(Q(record__in=_sources_of(listed)) | Q(record__in=list(bodies))),
        language,
    ).values_list("record", *TITLE_FIELDS, "record__parties_organisation__number")
    titles = list(rows)
    chosen = _chosen([row[:4] for row in titles], language)
    numbers = {row[0]: str(row[4]) for row in titles if row[4] is not None}
    codes = Series.objects.filter(Exists(listed.filter(series=OuterRef("pk"))))
    series = dict.fromkeys(codes.order_by("position", "pk").values_list("code", flat=True))
    return FilterChoices(
        series=[(code or MAIN_SERIES, str(SERIES_NAMES.get(code, code))) for code in series],
        sources=_sorted({numbers[key]: chosen[key] for key in numbers}, language),
        items=[],
        bodies=_sorted({slug: chosen.get(key, slug) for key, slug in bodies.items()}, language),
        meetings=[
            MeetingChoice(slug, short, chosen.get(key, ""), number, day)
            for slug, number, day, key, _body, short in meetings
        ],
    )


def meeting_filter_choices(reader: Reader, meeting: Meeting, language: str) -> FilterChoices:
    """The choices for the documents of a meeting; two queries, at most."""
    key = ("documents.meeting_filter_choices", meeting.pk, language)
    return cached_value(reader, key, lambda: _meeting_filter_choices(reader, meeting, language))


def _meeting_filter_choices(reader: Reader, meeting: Meeting, language: str) -> FilterChoices:
    items = AgendaItem.objects.visible_to(reader).filter(meeting=meeting, withdrawn_at__isnull=True)
    sources = _sources_of(documents_of_meeting(reader, meeting))
    rows = _in_language(
        Wording.objects.filter(Q(record__in=sources) | Q(record__in=items.values("pk"))), language
    ).values_list(
        "record",
        *TITLE_FIELDS,
        "record__parties_organisation__number",
        "record__events_agendaitem__label",
    )
    titles = list(rows)
    chosen = _chosen([row[:4] for row in titles], language)
    numbers = {row[0]: str(row[4]) for row in titles if row[4] is not None}
    labels = {row[0]: row[5] for row in titles if row[5] is not None}
    ordered = sorted(labels, key=lambda key: label_key(labels[key]))
    return FilterChoices(
        series=[
            (each.code or MAIN_SERIES, series_name(each, language))
            for each in meeting.body.document_series.all()
        ],
        sources=_sorted({numbers[key]: chosen[key] for key in numbers}, language),
        items=[(str(key), f"{labels[key]} {chosen[key]}") for key in ordered],
        bodies=[],
        meetings=[],
    )


def _sources_of(documents: RecordedQuerySet) -> QuerySet[Any, Any]:
    """The keys of the organizations from which documents come."""
    keys = documents.order_by().values("pk")
    sources = Source.objects.filter(document__in=keys, state__in=NAMED_STATES)
    return sources.values("organisation")


TITLE_FIELDS = ("language", "text", "status")


def _in_language(wordings: QuerySet[Wording], language: str) -> QuerySet[Wording]:
    """Those of the wordings that are titles in a language, or original titles."""
    titles = wordings.filter(Q(language=language) | Q(status="authentic"), field="title")
    return titles.exclude(text="")


def _chosen(rows: Iterable[Sequence[Any]], language: str) -> dict[int, str]:
    """The title of each record for a reader; ``rows``: record, language, text, status."""
    found: dict[int, list[Wording]] = {}
    for record, code, text, status in rows:
        found.setdefault(record, []).append(Wording(language=code, text=text, status=status))
    return {record: choose_wording(titles, language).text for record, titles in found.items()}


def _sorted(titles: Mapping[str, str], language: str) -> list[Choice]:
    return sorted(titles.items(), key=lambda each: sort_key(each[1], language))


# One document.


def get_document(reader: Reader, slug: str) -> Document | None:
    """The document of an address, if the reader may see it; with its relations, and with what it has to be read."""
    versions = DocumentVersion.objects.filter(document=OuterRef("pk"))
    values = HeaderValue.objects.filter(document=OuterRef("pk"))
    document = with_relations(Document.objects.visible_to(reader)).annotate(
        posted_count=_count(versions.filter(state=POSTED)),
        version_count=_count(versions),
        has_header=Exists(values),
    )
    return document.filter(slug=slug).first()


def _count(rows: QuerySet[DocumentVersion]) -> Coalesce:
    """The number of rows as a subquery."""
    counted = rows.order_by().values("document").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def document_versions(
    reader: Reader, document: Document, *, prepares: bool | None = None
) -> list[VersionFiles]:
    """The versions of a document of ``get_document`` that the reader may see, in their order, with their files.

    ``prepares``: whether the reader prepares the document, where that is known. One query, one more where a
    version has no file.
    """
    everything = prepares_document(reader, document) if prepares is None else prepares
    files = DocumentFile.objects.filter(version__document=document)
    if not everything:
        files = files.filter(version__state=POSTED)
    rows: dict[int, VersionFiles] = {}
    for file in without_text(files.select_related("version", "file", "pdf")):
        row = rows.setdefault(file.version_id, VersionFiles(file.version))
        file.version = row.version
        (row.files if file.status else row.due).append(file)
    total = document.version_count if everything else document.posted_count  # type: ignore[attr-defined]
    if len(rows) < total:
        for version in visible_versions(reader, document):
            rows.setdefault(version.pk, VersionFiles(version))
    for row in rows.values():
        row.version.document = document
        row.files.sort(key=lambda each: LANGUAGE_CODES.index(each.language))
    return sorted(rows.values(), key=lambda row: _in_time(row.version))


def _in_time(version: DocumentVersion) -> tuple[bool, datetime.datetime, int]:
    """The key by which versions sort: in the order of their posting, those that are not posted last."""
    return version.posted_at is None, version.posted_at or version.made_at, version.pk


def considerations_of(reader: Reader, document: Document) -> list[Consideration]:
    """Where a document is considered, with the items and their meetings; their titles are to be loaded."""
    rows = visible_considerations(reader).filter(document=document)
    return list(
        rows.select_related("item__record", "item__meeting__record", "item__meeting__body__record")
    )


def requested_signatures(document: Document) -> list[Source]:
    """The organizations that were asked to co-sign a document of ``load_sources``."""
    return [each for each in document.sources.all() if each.state != SourceState.AUTHOR]


def header_values(document: Document) -> list[HeaderValue]:
    """What a document of ``get_document`` has in the header fields of its body; no query where it has nothing."""
    if not document.has_header:  # type: ignore[attr-defined]
        return []
    return list(document.header_values.select_related("field"))


# Agendas on which documents are placed.


def open_items(reader: Reader, meetings: Sequence[Meeting] | None = None) -> list[AgendaItem]:
    """The items of agendas that still change, with their meetings; of some meetings, or of all. The next meeting last."""
    items = AgendaItem.objects.visible_to(reader).filter(
        meeting__state__in=CORRECTED_IN, withdrawn_at__isnull=True
    )
    if meetings is not None:
        items = items.filter(meeting__in=meetings)
    rows: list[AgendaItem] = list(
        items.select_related("record", "meeting__record", "meeting__body__record").order_by(
            F("meeting__first_day").desc(nulls_first=True), "meeting"
        )
    )
    load_wordings(
        record
        for item in rows
        for record in (item.record, item.meeting.record, item.meeting.body.record)
    )
    return sorted(rows, key=lambda item: label_key(item.label))


def label_key(label: str) -> list[int]:
    """The key by which the numbers of items sort: 2 before 10, 2 before 2.1."""
    return [int(part) for part in label.split(".") if part.isdecimal()]


def get_consideration(reader: Reader, key: int) -> Consideration | None:
    """A place of a document on an agenda, if the reader may see both."""
    rows = Consideration.objects.filter(
        visibility_condition(reader, "item__record__"),
        visibility_condition(reader, "document__record__"),
        pk=key,
    )
    return rows.select_related(
        "document__record", "item__record", "item__meeting__record", "item__meeting__body__record"
    ).first()


def unplaced_documents(reader: Reader, meeting: Meeting) -> list[Document]:
    """The posted documents of a meeting that stand at no item of any agenda."""
    placed = Consideration.objects.filter(document=OuterRef("pk"), item__withdrawn_at__isnull=True)
    documents = Document.objects.visible_to(reader).filter(
        ~Exists(placed), meeting=meeting, state=POSTED
    )
    return list(documents.with_wordings().order_by("series__position", "series", "number"))


def series_counts(reader: Reader, meeting: Meeting) -> list[tuple[str, dict[str, str], int]]:
    """The series of the documents of a meeting: code, names and the number of documents."""
    rows = documents_of_meeting(reader, meeting).order_by("series__position", "series__code")
    counts: dict[str, tuple[dict[str, str], int]] = {}
    for code, names, number in rows.values_list("series__code", "series__names").annotate(
        number=Count("pk")
    ):
        counts[code] = (names, counts.get(code, (names, 0))[1] + number)
    return [(code, names, number) for code, (names, number) in counts.items()]


# Languages that are missing.


def untranslated_versions(reader: Reader, target: str) -> QuerySet[DocumentVersion]:
    """The posted versions that are to appear in a language and do not yet, those with a due date first.

    Without a due date, only the latest version of documents of meetings that are not over are listed. Each row has
    ``due``.
    """
    there = DocumentFile.objects.filter(version=OuterRef("pk"), language=target)
    later = DocumentVersion.objects.filter(
        document=OuterRef("document"),
        kind=VersionKind.REVISION,
        state=POSTED,
        number__gt=OuterRef("number"),
    )
    versions = (
        DocumentVersion.objects.filter(
            visibility_condition(reader, "document__record__"), state=POSTED, document__state=POSTED
        )
        .filter(Q(languages=[]) | Q(languages__contains=[target]))
        .exclude(Exists(there.exclude(status="")))
        .annotate(due=Subquery(there.values("due")[:1]))
        .filter(
            Q(due__isnull=False)
            | Q(document__meeting__state__in=(CONVENED, OPEN))
            & (~Q(kind__in=BASE_KINDS) | ~Exists(later))
        )
    )
    return versions.select_related(
        "document__record", "document__meeting__record", "document__meeting__body__document_rules"
    ).order_by(F("due").asc(nulls_last=True), "-posted_at", "pk")
