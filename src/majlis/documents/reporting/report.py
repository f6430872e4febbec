"""The report as lines to print: meetings, participants, documents, conclusions, and what the body above is asked."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext

from majlis.documents.core.at_close import closing_times, symbol_at
from majlis.documents.core.sources import source_names
from majlis.documents.lifecycle import WITHDRAWN
from majlis.documents.models import Document, TransmittedText
from majlis.documents.printing.lines import Line, Piece, in_own_language, joined, line, translated
from majlis.documents.reporting.figures import (
    decided_conclusions,
    meeting_figures,
    posted_documents,
)
from majlis.events.agenda.numbering import label_key
from majlis.events.core import times
from majlis.events.core.names import meeting_name
from majlis.events.core.past import was_imported
from majlis.events.floor.speaking_time import SpeakerGroup, clock_text
from majlis.events.lifecycle import NOT_AGREED
from majlis.events.models import AgendaItem, Conclusion, Meeting, Outcome
from majlis.events.people import labels
from majlis.events.people.queries import BREAKDOWNS, ParticipantCount
from majlis.events.people.tables import group_labels
from majlis.instruments.citations.names import full_version_name
from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models.record import RecordedQuerySet
from majlis.look import formats


def reported_meetings(document: Document) -> QuerySet[Meeting]:
    """The meetings that a report covers, the earliest first, with what the report prints of them."""
    return (
        Meeting.objects.filter(reports__document=document)
        .with_wordings()
        .select_related("body__record")
        .prefetch_related("body__record__wordings", "sittings")
        .order_by("first_day", "number", "pk")
    )


class PrintedReport:
    """Reads the records of the meetings once, and writes the report in any language."""

    def __init__(self, document: Document, now: datetime.datetime | None = None) -> None:
        self.report = document
        self.meetings = list(reported_meetings(document))
        self.now = now or clock.now()
        self.figures = {meeting.pk: meeting_figures(meeting, self.now) for meeting in self.meetings}
        self.documents = {meeting.pk: posted_documents(meeting) for meeting in self.meetings}
        self.closed = closing_times(self.meetings)
        self.conclusions = {meeting.pk: decided_conclusions(meeting) for meeting in self.meetings}
        self.texts: Sequence[TransmittedText] = list(
            document.transmitted_texts.select_related(
                "version__record", "version__instrument__record"
            ).prefetch_related("version__languages", "version__record__wordings")
        )

    @property
    def language(self) -> str:
        """The language in which the report is drafted."""
        return self.report.language

    @property
    def languages(self) -> Sequence[str]:
        """All six: what is not translated stands in its original, and is marked."""
        return LANGUAGE_CODES

    def lines(self, language: str) -> list[Line]:
        """The report in a language, which must be active."""
        sections = [
            self._section(pgettext("report", "Meetings"), self._meetings(language)),
            self._section(pgettext("report", "Participants"), self._participants(language)),
            self._section(pgettext("report", "Documents"), self._documents(language)),
            self._section(pgettext("report", "Conclusions"), self._conclusions(language)),
            self._section(pgettext("report", "Items carried over"), self._carried_over(language)),
            self._section(_("Items not yet considered"), self._not_considered(language)),
            self._section(pgettext("report", "Speaking time"), self._speaking(language)),
            self._section(pgettext("report", "Texts submitted"), self._texts(language)),
            self._section(pgettext("report", "Action required"), self._action(language)),
        ]
        return [each for each in sections if each is not None]

    def _section(self, head: str, lines: Sequence[Line]) -> Line | None:
        return line(head, kind="heading", below=list(lines)) if lines else None

    def _named(self, meeting: Meeting, language: str) -> tuple[Piece, ...]:
        return in_own_language(meeting_name(meeting, language), language)

    def _count(self, label: object, number: int, language: str) -> Line:
        return line(f"{label}{formats.colon(language)}{formats.number(number, language)}")

    def _meetings(self, language: str) -> list[Line]:
        return [
            Line(self._named(meeting, language), below=self._facts(meeting, language))
            for meeting in self.meetings
        ]

    def _facts(self, meeting: Meeting, language: str) -> list[Line]:
        found: list[Line] = []
        if meeting.first_day and meeting.last_day:
            found.append(line(formats.date_range(meeting.first_day, meeting.last_day, language)))
        place = meeting.say("place", language)
        if place.text:
            found.append(Line(in_own_language(place, language)))
        found.append(line(str(meeting.get_mode_display())))
        sittings = self.figures[meeting.pk].sittings
        found.append(self._count(pgettext("report", "Sittings"), sittings, language))
        return found

    def _participants(self, language: str) -> list[Line]:
        return [
            Line(self._named(meeting, language), below=self._counts(meeting, language))
            for meeting in self.meetings
            if self.figures[meeting.pk].participants.total.registered
        ]

    def _counts(self, meeting: Meeting, language: str) -> list[Line]:
        counts = self.figures[meeting.pk].participants
        lines = [
            self._count(label, number, language) for label, number in total_figures(counts.total)
        ]
        for breakdown in BREAKDOWNS:
            names = group_labels(breakdown)
            below = [
                self._count(names.get(code, code), count.confirmed, language)
                for code, count in counts.groups[breakdown].items()
            ]
            lines.append(line(str(labels.TITLES[breakdown]), below=below))
        method = str(labels.METHOD) % {"moment": meeting_time(counts.counted_at, meeting, language)}
        return [*lines, line(f"{method}{formats.gap(language)}{labels.PRESENT}")]

    def _documents(self, language: str) -> list[Line]:
        lines: list[Line] = []
        for meeting in self.meetings:
            figures = self.figures[meeting.pk]
            below = [
                self._count(pgettext("documents", "For action"), figures.for_action, language),
                self._count(
                    pgettext("documents", "For information"), figures.for_information, language
                ),
            ]
            if figures.withdrawn:
                words = pgettext("documents", "Withdrawn, included above")
                below.append(self._count(words, figures.withdrawn, language))
            below += [
                self._document(each, meeting, language) for each in self.documents[meeting.pk]
            ]
            lines.append(Line(self._named(meeting, language), below=below))
        return lines

    def _document(self, document: Document, meeting: Meeting, language: str) -> Line:
        """A document: symbol, title, source, and what came of it at the meeting."""
        sources = joined(
            [in_own_language(name, language) for name in source_names(document, language)],
            formats.list_separator(language),
        )
        outcomes = [
            (Piece(str(each.get_outcome_display())),)
            for each in document.considerations.all()
            if each.item.meeting_id == meeting.pk and each.outcome
        ]
        if document.state == WITHDRAWN:
            outcomes.append((Piece(str(document.get_state_display())),))
        title = translated(document.say("title", language), language)
        pieces = joined(
            [title, sources, joined(outcomes, formats.list_separator(language))],
            formats.clause_separator(language),
        )
        symbol = Piece(symbol_at(document, self.closed.get(meeting.pk)), is_symbol=True)
        return Line((symbol, Piece(formats.colon(language)), *pieces))

    def _conclusions(self, language: str) -> list[Line]:
        lines: list[Line] = []
        for meeting in self.meetings:
            conclusions = self.conclusions[meeting.pk]
            if not conclusions:
                continue
            items: dict[int, list[Conclusion]] = {}
            for each in conclusions:
                items.setdefault(each.item_id, []).append(each)
            below = [
                Line(
                    translated(several[0].item.say("title", language), language),
                    several[0].item.label,
                    below=[found for each in several for found in self._conclusion(each, language)],
                )
                for several in items.values()
            ]
            lines.append(Line(self._named(meeting, language), below=below))
        return lines

    def _conclusion(self, conclusion: Conclusion, language: str) -> list[Line]:
        """The paragraphs of a conclusion, a line each; below the last, its state and the statements on it."""
        state = Piece(str(conclusion.get_state_display()))
        statements = [
            Line(
                (
                    *in_own_language(each.organisation.say("title", language), language),
                    Piece(formats.colon(language)),
                    Piece(each.title, each.language if each.language != language else ""),
                )
                if each.organisation is not None
                else (Piece(each.title, each.language if each.language != language else ""),)
            )
            for each in conclusion.statements.all()
            if each.withdrawn_at is None
        ]
        text = conclusion.say("text", language)
        *paragraphs, last = [each.strip() for each in text.text.splitlines() if each.strip()] or [
            ""
        ]
        if not last:
            words = _("No text was agreed.") if conclusion.state == NOT_AGREED else state.text
            return [line(words, below=statements)]
        return [
            *(Line(in_own_language(replace(text, text=each), language)) for each in paragraphs),
            # The language of a text that is not translated is said once, behind it.
            Line(
                translated(replace(text, text=last), language), below=[Line((state,)), *statements]
            ),
        ]

    def _carried_over(self, language: str) -> list[Line]:
        return self._items(AgendaItem.objects.filter(outcome=Outcome.CARRIED_OVER), language)

    def _not_considered(self, language: str) -> list[Line]:
        """The items without an outcome that have no sub-items; not of imported meetings, where it may be unknown."""
        held = [each for each in self.meetings if not was_imported(each)]
        subitems = AgendaItem.objects.filter(parent=OuterRef("pk"), withdrawn_at__isnull=True)
        items = AgendaItem.objects.filter(~Exists(subitems), outcome=Outcome.PENDING)
        return self._items(items.filter(meeting__in=held), language)

    def _items(self, items: RecordedQuerySet, language: str) -> list[Line]:
        """Those of the items that are on the agendas of the meetings, in the order of these."""
        items = items.filter(meeting__in=self.meetings, withdrawn_at__isnull=True)
        places = {meeting.pk: place for place, meeting in enumerate(self.meetings)}
        rows = sorted(
            items.with_wordings(),
            key=lambda each: (places[each.meeting_id], label_key(each.label)),
        )
        return [
            Line(translated(each.say("title", language), language), each.label) for each in rows
        ]

    def _speaking(self, language: str) -> list[Line]:
        lines: list[Line] = []
        for meeting in self.meetings:
            below = [
                line(
                    f"{SpeakerGroup(total.code).label}{formats.colon(language)}"
                    f"{clock_text(total.time)}{formats.clause_separator(language)}"
                    + npgettext("count", "%(n)s turn", "%(n)s turns", total.turns)
                    % {"n": formats.number(total.turns, language)}
                )
                for total in self.figures[meeting.pk].speaking
            ]
            if below:
                lines.append(Line(self._named(meeting, language), below=below))
        return lines

    def _texts(self, language: str) -> list[Line]:
        prefetch_related_objects([each.version for each in self.texts], "languages")
        return [
            line(
                f"{full_version_name(each.version)}{formats.colon(language)}"
                f"{each.get_requested_display()}"
            )
            for each in self.texts
        ]

    def _action(self, language: str) -> list[Line]:
        required = self.report.say("action_required", language)
        if not required.text:
            return [line(_("The body is invited to take note of this report."))]
        return [Line(translated(required, language))]


def meeting_time(moment: datetime.datetime, meeting: Meeting, language: str) -> str:
    """A moment by the clocks of a meeting: `Monday 30 November 2026, 10:15 (Switzerland – Zurich, UTC+1)`."""
    zone = times.zone_or_utc(meeting.zone)
    words = times.span(moment, None, zone, language, year=True)
    offset = times.zone_text(zone, [moment])
    place = times.zone_name(meeting.zone)
    named = offset if place == offset else f"{place}{formats.clause_separator(language)}{offset}"
    return formats.with_brackets(words, named, language)


def total_figures(total: ParticipantCount) -> list[tuple[object, int]]:
    """The figures of all participants with their labels, as a report prints them."""
    return [
        (pgettext("participants", "Registered"), total.registered),
        (pgettext("participants", "Confirmed"), total.confirmed),
        (labels.MODES["room"], total.room),
        (labels.MODES["remote"], total.remote),
        (pgettext("participants", "Present"), total.present),
    ]
