"""The verb of imports: a document of a past meeting, or a revision, an addendum or a corrigendum of one.

It comes with its symbol, as posted on its own date, and nobody is notified of it. Its file is added on its page. A second
row about the same document adds what is blank, such as a title in another language, and changes nothing. The keys of
``InvalidInput`` are those of the columns.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from majlis.documents.contributions.actions import LONGEST_SOURCE, original_of
from majlis.documents.contributions.checks import title_faults
from majlis.documents.contributions.drafts import DocumentDraft, make_document, tidy_line
from majlis.documents.core.access import set_posted_access
from majlis.documents.core.body_rules import get_or_create_series, rules_of
from majlis.documents.core.symbols import (
    Symbol,
    SymbolForms,
    meeting_part,
    normalise_symbol,
    version_symbol,
)
from majlis.documents.lifecycle import POSTED
from majlis.documents.models import (
    Category,
    Consideration,
    Document,
    DocumentVersion,
    Purpose,
    Series,
    SourceState,
    VersionKind,
)
from majlis.documents.numbering.allotment import number_series
from majlis.events.agenda.actions import lock_meeting
from majlis.events.core.past import moment_of_day
from majlis.events.models import AgendaItem, Meeting, Outcome
from majlis.events.transfer.actions import require_imported
from majlis.events.transfer.filling import Filling, differs
from majlis.kernel import clock
from majlis.kernel.editing import note_changes
from majlis.kernel.errors import InvalidInput, StrOrPromise
from majlis.kernel.json_types import JSON
from majlis.kernel.numbering import raise_number
from majlis.kernel.records import mark_changed
from majlis.kernel.verbs import Act, verb
from majlis.parties.models import Organisation


@dataclass(frozen=True)
class PastDocument:
    """The values of a row about a document.

    ``date``: when it was posted. ``organisations``, and in plain words ``source_words``: whom it comes from. ``items``:
    those of its meeting at which it was considered, with what came of it there, ``outcome``. Without ``category`` and
    ``purpose``, these follow from the series. ``language``: that of the ``title``, else that in the symbol.
    """

    symbol: str
    title: str
    date: datetime.date
    language: str = ""
    organisations: Sequence[Organisation] = ()
    source_words: str = ""
    items: Sequence[AgendaItem] = ()
    outcome: str = ""
    category: str = ""
    purpose: str = ""


@dataclass(frozen=True)
class ReadSymbol:
    """The symbol of a row: its parts, the symbol of the document itself as the body wrote it, and the series."""

    symbol: Symbol
    base: str
    series: Series

    @property
    def names_version(self) -> bool:
        """Whether it names a revision, an addendum or a corrigendum."""
        return self.symbol.kind != VersionKind.ORIGINAL


def read_symbol(meeting: Meeting, text: str) -> ReadSymbol:
    """Read the symbol of a document of a meeting by the grammar of its body. Raises InvalidInput for ``symbol``."""
    forms = SymbolForms.of(rules_of(meeting.body))
    symbol = forms.parse(text)
    part = meeting_part(meeting)
    if symbol is None:
        message = _("The body has no symbols of this form. Use a form such as %(example)s.")
        raise InvalidInput({"symbol": message % {"example": forms.format(Symbol(part, 1))}})
    if symbol.meeting != normalise_symbol(part):
        message = _("This symbol belongs to meeting %(other)s, not %(meeting)s. Correct either.")
        raise InvalidInput({"symbol": message % {"other": symbol.meeting, "meeting": part}})
    if symbol.kind != VersionKind.ORIGINAL and not symbol.version:
        raise InvalidInput({"symbol": _("Versions are numbered from 1. Correct the symbol.")})
    known = get_or_create_series(meeting.body)
    series = next((each for each in known if each.code.upper() == symbol.series), None)
    if series is None:
        message = _("The body has no series %(code)s. Add the series, or correct the symbol.")
        raise InvalidInput({"symbol": message % {"code": symbol.series}})
    # Under an earlier name of the group, the document keeps the symbol that it had.
    named = next(
        one
        for name in (forms.group, *forms.aliases)
        if (one := replace(forms, group=name, aliases=())).parse(text) is not None
    )
    base = named.format(replace(symbol.base, meeting=part, series=series.code))
    return ReadSymbol(symbol, base, series)


def known_document(meeting: Meeting, read: ReadSymbol) -> Document | None:
    """The document of a meeting with the number of a symbol."""
    rows = Document.objects.filter(meeting=meeting, series=read.series, number=read.symbol.number)
    document = rows.select_related("record", "series").first()
    if document is not None:
        document.meeting = meeting
    return document


def known_version(document: Document, read: ReadSymbol) -> DocumentVersion | None:
    """The version of a document that a symbol names."""
    rows = document.versions.filter(kind=read.symbol.kind)
    return rows.filter(number=read.symbol.version).first()


def is_known(meeting: Meeting, symbol: str) -> bool:
    """Whether what a symbol names is there. Raises InvalidInput for ``symbol``."""
    read = read_symbol(meeting, symbol)
    document = known_document(meeting, read)
    return document is not None and known_version(document, read) is not None


@verb("documents.import_document")
def import_document(act: Act, meeting: Meeting, /, *, given: PastDocument) -> Document:
    """Create a document of an imported meeting with the symbol that it has, or one of its later versions.

    The next number that is allotted in its series is higher. Raises InvalidInput by field.
    """
    meeting = lock_meeting(meeting)
    require_imported(meeting)
    read = read_symbol(meeting, given.symbol)
    language = _language_of(act, given, read)
    faults = dict(title_faults(tidy_line(given.title))) if not read.names_version else {}
    if given.date > clock.today():
        faults["date"] = str(_("This date is in the future. Correct it."))
    if len(given.source_words) > LONGEST_SOURCE:
        message = _("This text has %(length)s characters. Use at most %(limit)s.")
        faults["submitter"] = message % {
            "length": len(given.source_words),
            "limit": LONGEST_SOURCE,
        }
    if faults:
        raise InvalidInput(faults)
    # First, as the series stays locked from here: no number is allotted before this document is there.
    raise_number(number_series(meeting, read.series), read.symbol.number)
    document = known_document(meeting, read)
    if document is None:
        _refuse_clash(read)
        if read.names_version:
            message = _("No document has the symbol %(symbol)s. Import the original first.")
            raise InvalidInput({"symbol": message % {"symbol": read.base}})
        return _create_document(act, meeting, read, given, language)
    if document.state != POSTED:
        raise InvalidInput({"symbol": _belongs_to(document)})
    if not read.names_version:
        return _fill_document(act, document, given, language)
    version = known_version(document, read)
    if version is None:
        return _create_version(act, document, read, given, language)
    return _fill_version(act, document, version, given)


def _language_of(act: Act, given: PastDocument, read: ReadSymbol) -> str:
    """The language of a row: that of the symbol, else of its column, else of the one who imports."""
    stated = read.symbol.language
    if stated and given.language not in ("", stated):
        raise InvalidInput(
            {
                "language": _(
                    "The symbol names another language. Correct the symbol or the language."
                )
            }
        )
    return stated or given.language or act.actor.language


def _refuse_clash(read: ReadSymbol) -> None:
    """Raise InvalidInput if the symbol belongs to a document of another number or meeting."""
    other = Document.objects.filter(symbol__iexact=read.base).select_related("record").first()
    if other is not None:
        raise InvalidInput({"symbol": _belongs_to(other)})


def _belongs_to(document: Document) -> StrOrPromise:
    message = _("The symbol %(symbol)s belongs to “%(title)s” already. Correct the symbol.")
    title = document.say("title").text
    return message % {"symbol": document.symbol, "title": title}


def _create_document(
    act: Act, meeting: Meeting, read: ReadSymbol, given: PastDocument, language: str
) -> Document:
    """A new document with its original, posted on the date of the row."""
    purpose = Purpose.INFORMATION if read.series.for_information else Purpose.ACTION
    category = Category.OTHER if read.series.internal else Category.CONTRIBUTION
    draft = DocumentDraft(
        title=tidy_line(given.title),
        language=language,
        category=given.category or category,
        purpose=given.purpose or purpose,
        series=read.series.code,
        source_words=given.source_words,
    )
    document = make_document(draft, meeting, None)
    for organisation in given.organisations:
        document.sources.create(organisation=organisation, state=SourceState.AUTHOR)
    moment = moment_of_day(given.date)
    document.number, document.symbol, document.state = read.symbol.number, read.base, POSTED
    document.submitted_at = document.accepted_at = document.posted_at = moment
    document.save()
    version = original_of(document)
    version.state, version.made_by = POSTED, act.actor.user
    version.submitted_at = version.posted_at = moment
    version.announced_at = clock.now()  # it is no news
    version.save()
    set_posted_access(document)
    noted: dict[str, JSON] = {
        "meeting": meeting.record.address,
        "symbol": document.symbol,
        "title": {language: draft.title},
        "language": language,
        "purpose": document.purpose,
        "category": document.category,
        "series": read.series.code,
        "posted_on": given.date.isoformat(),
    }
    addresses = [each.record.address for each in given.organisations]
    if len(addresses) == 1:
        noted["organisation"] = addresses[0]
    elif addresses:
        noted["organisations"] = list[JSON](addresses)
    if given.source_words:
        noted["source_words"] = given.source_words
    placed = Placing()
    placed.place(document, given)
    act.note(document, new=noted | placed.new)
    return document


def _create_version(
    act: Act, document: Document, read: ReadSymbol, given: PastDocument, language: str
) -> Document:
    """A new revision, addendum or corrigendum of a document; a title of its own becomes its note."""
    moment = moment_of_day(given.date)
    if document.posted_at is not None and moment < document.posted_at:
        raise InvalidInput({"date": _("This date is before that of the original. Correct it.")})
    note = _note_of(document, given)
    version = DocumentVersion.objects.create(
        document=document,
        kind=read.symbol.kind,
        number=read.symbol.version,
        state=POSTED,
        note=note,
        note_language=language if note else "",
        made_by=act.actor.user,
        submitted_at=moment,
        posted_at=moment,
        announced_at=clock.now(),  # it is no news
    )
    mark_changed(document.record)
    noted: dict[str, JSON] = {
        "symbol": version_symbol(document, version),
        "kind": version.kind,
        "posted_on": given.date.isoformat(),
    }
    if note:
        noted |= {"note": note, "note_language": language}
    placed = Placing()
    placed.place(document, given)
    act.note(version, record=document.record, new=noted | placed.new)
    return document


def _note_of(document: Document, given: PastDocument) -> str:
    """The title of a version, where the document does not have it in any language."""
    title = tidy_line(given.title)
    titles = document.record.wordings.filter(field="title").values_list("text", flat=True)
    return "" if title in titles else title


@dataclass
class Placing(Filling):
    """What a row adds to a document, with the items at which it was considered."""

    placed: list[JSON] = field(default_factory=list)

    def place(self, document: Document, given: PastDocument) -> None:
        """Place a document at the items of a row where it is not yet, with what came of it. Raises InvalidInput."""
        present = {
            each.item_id: each
            for each in Consideration.objects.select_for_update().filter(document=document)
        }
        for item in given.items:
            row = present.get(item.pk)
            if row is None:
                last = item.considerations.aggregate(last=Max("position"))["last"] or 0
                Consideration.objects.create(
                    document=document, item=item, position=last + 1, outcome=given.outcome
                )
                self.placed.append(item.label)
            elif given.outcome and not row.outcome:
                row.outcome = given.outcome
                row.save(update_fields=["outcome"])
                self.old["outcome"], self.new["outcome"] = "", given.outcome
            elif given.outcome not in ("", row.outcome):
                self.faults["outcome"] = differs(str(Outcome(row.outcome).label))
        if self.placed:
            self.new["items"] = self.placed
            if given.outcome:
                self.new["outcome"] = given.outcome
        self.check()


def _day_of(moment: datetime.datetime | None) -> str:
    return clock.date_of(moment).isoformat() if moment is not None else ""


def _fill_document(act: Act, document: Document, given: PastDocument, language: str) -> Document:
    """Add what is blank to a document that is there. Raises InvalidInput where the row differs from it."""
    filling = Placing(required=("date", "title"))
    filling.set_wording(document.record, "title", language, tidy_line(given.title))
    if "title" in filling.faults:
        raise InvalidInput({"symbol": _belongs_to(document)})
    if language == document.language:
        filling.compare("date", given.date.isoformat(), _day_of(document.posted_at))
    filling.compare(
        "category", given.category, document.category, str(document.get_category_display())
    )
    filling.compare("purpose", given.purpose, document.purpose, str(document.get_purpose_display()))
    _fill_sources(document, given, filling)
    filling.place(document, given)
    if filling.new:
        mark_changed(document.record)
    note_changes(act, document, filling.old, filling.new)
    return document


def _fill_sources(document: Document, given: PastDocument, filling: Filling) -> None:
    """Compare whom a document comes from with a row; a document from nobody gets the source of the row."""
    sources = document.sources.exclude(state=SourceState.DECLINED).select_related("organisation")
    present = {each.organisation.pk: each.organisation for each in sources}
    wanted = {each.pk for each in given.organisations}
    if not present and not document.source_words and document.submitted_by_id is None:
        if wanted or given.source_words:
            _set_sources(document, given, filling)
    elif (wanted and wanted != present.keys()) or (
        given.source_words and given.source_words != document.source_words
    ):
        names = [each.say("title").text for each in present.values()]
        filling.faults["submitter"] = differs(
            "; ".join(filter(None, [*names, document.source_words]))
        )


def _set_sources(document: Document, given: PastDocument, filling: Filling) -> None:
    for organisation in given.organisations:
        document.sources.create(organisation=organisation, state=SourceState.AUTHOR)
    if given.source_words:
        document.source_words = given.source_words
        document.save(update_fields=["source_words"])
        filling.new["source_words"] = given.source_words
    addresses: list[JSON] = [each.record.address for each in given.organisations]
    if addresses:
        filling.new["organisations"] = addresses
        set_posted_access(document)


def _fill_version(
    act: Act, document: Document, version: DocumentVersion, given: PastDocument
) -> Document:
    """Place the document of a version at the items of a row. Raises InvalidInput where the row differs from the version."""
    filling = Placing(required=("date", "title"))
    filling.compare("date", given.date.isoformat(), _day_of(version.posted_at))
    filling.compare("title", _note_of(document, given), version.note)
    filling.place(document, given)
    note_changes(act, document, filling.old, filling.new)
    return document
