"""The agenda of a meeting as a printed document: numbers, titles, times, presenters and documents of its items."""

from __future__ import annotations

from collections import Counter

from django.db.models import prefetch_related_objects
from django.utils.translation import pgettext

from majlis.documents.core.symbols import version_symbol
from majlis.documents.lifecycle import POSTED
from majlis.documents.models import Category, Consideration
from majlis.documents.posted_documents.queries import (
    current_version,
    posted_versions,
    with_bare_versions,
)
from majlis.documents.printing.lines import Line, Piece, in_own_language, joined, line, translated
from majlis.events.agenda.numbering import children_by_parent, is_numbered
from majlis.events.agenda.queries import in_agenda_order, presenting_organisations
from majlis.events.core import times
from majlis.events.models import AgendaItem, Meeting
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Access, WordingStatus
from majlis.look import formats


class PrintedAgenda:
    """Reads the agenda of a meeting once, and writes it in any language."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        rows = AgendaItem.objects.filter(meeting=meeting).with_wordings()
        self.items = [item for item in in_agenda_order(rows) if is_numbered(item)]
        self.children = children_by_parent(self.items)
        self.presenting = presenting_organisations(meeting)
        organisations = [each for several in self.presenting.values() for each in several]
        prefetch_related_objects([each.record for each in organisations], "wordings")
        self.symbols = symbols_at_items(meeting)

    @property
    def language(self) -> str:
        """The language of most items, in which the agenda is drafted; that of the meeting for an empty one."""
        counts = Counter(
            wording.language
            for record in (self.meeting.record, *(item.record for item in self.items))
            for wording in record.wordings.all()
            if wording.field == "title" and wording.status == WordingStatus.AUTHENTIC
        )
        return counts.most_common(1)[0][0] if counts else "en"

    @property
    def languages(self) -> list[str]:
        """The languages in which a title of an item is there, and the language of the agenda."""
        found = {
            wording.language
            for item in self.items
            for wording in item.record.wordings.all()
            if wording.field == "title" and wording.text
        }
        return [code for code in LANGUAGE_CODES if code in found | {self.language}]

    def is_empty(self) -> bool:
        """Whether no item is on the agenda."""
        return all(item.withdrawn_at is not None for item in self.items)

    def lines(self, language: str) -> list[Line]:
        """The agenda in a language, which must be active."""
        zone = times.zone_or_utc(self.meeting.zone)
        moments = [item.starts for item in self.items if item.starts is not None]
        head = []
        if moments:
            words = pgettext("agenda", "Times are those of %(zone)s (%(offset)s).") % {
                "zone": times.zone_name(self.meeting.zone),
                "offset": times.zone_text(zone, moments),
            }
            head.append(line(words))
        return [*head, *(self._line(item, language) for item in self.children.get(None, []))]

    def _line(self, item: AgendaItem, language: str) -> Line:
        title = translated(item.say("title", language), language)
        children = [self._line(each, language) for each in self.children.get(item.pk, [])]
        if item.withdrawn_at is not None:
            words = formats.with_brackets("", pgettext("agenda item", "withdrawn"), language)
            return Line((*title, Piece(words)), item.label, below=children)
        below: list[Line] = []
        if facts := self._facts(item, language):
            below.append(Line(facts))
        note = item.say("note", language)
        if note.text:
            below.append(Line(translated(note, language)))
        if symbols := self.symbols.get(item.pk):
            label = pgettext("documents", "Documents")
            names = formats.list_separator(language).join(symbols)
            below.append(line(f"{label}{formats.colon(language)}{names}"))
        return Line(title, item.label, below=[*below, *children])

    def _facts(self, item: AgendaItem, language: str) -> tuple[Piece, ...]:
        """When an item is taken up, and who introduces it."""
        pieces: list[tuple[Piece, ...]] = []
        if item.starts is not None:
            zone = times.zone_or_utc(self.meeting.zone)
            pieces.append((Piece(times.span(item.starts, item.ends, zone, language)),))
        names = [
            in_own_language(each.say("title", language), language)
            for each in self.presenting.get(item.pk, [])
        ]
        if item.presenters:
            names.append((Piece(item.presenters),))
        pieces.append(joined(names, formats.list_separator(language)))
        return joined(pieces, formats.clause_separator(language))


def symbols_at_items(meeting: Meeting) -> dict[int, list[str]]:
    """The symbols of the posted documents at each item, with that of the latest revision.

    Only of documents that whoever sees the meeting may see; the printed agenda itself is left out, as it would
    change with each printing.
    """
    rows = with_bare_versions(Consideration.objects.filter(item__meeting=meeting)).filter(
        document__state=POSTED, document__members_only=False
    )
    rows = rows.exclude(document__category=Category.AGENDA)
    if meeting.record.access == Access.PUBLIC:
        rows = rows.filter(document__record__access=Access.PUBLIC)
    rows = rows.select_related("document__meeting__body__document_rules").order_by(
        "item", "position", "pk"
    )
    versions = posted_versions(rows)
    found: dict[int, list[str]] = {}
    for each in rows:
        current = current_version(versions.get(each.document_id, []))
        symbol = version_symbol(each.document, current.version if current else None)
        found.setdefault(each.item_id, []).append(symbol)
    return found
