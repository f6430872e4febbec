"""The convening letter of a meeting, in any of the six languages: a document that is printed in several formats."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from majlis.commons.notices.links import absolute_url
from majlis.events.core import names, times
from majlis.events.extension_points import contributions_due
from majlis.events.lifecycle import CANCELLED, DRAFT
from majlis.events.meetings.notice import Notice
from majlis.events.models import AgendaItem, Meeting, Mode, Sitting
from majlis.kernel.models.wording import LocalizedText
from majlis.look import formats
from majlis.look.languages import name_of
from majlis.paper.blocks import Block, Clause, Column, Document, Heading, Note, Paragraph, Table
from majlis.paper.runs import Content, Inline, Link, Run, Symbol
from majlis.parties import areas

_PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class LetterContent:
    """What a letter is written from: the meeting with its body, sittings, agenda and notice."""

    meeting: Meeting
    sittings: Sequence[Sitting]
    items: Sequence[AgendaItem]
    notice: Notice | None


def letter_document(content: LetterContent, language: str) -> Document:
    """The convening letter in a language; that of a draft says that it is one."""
    with translation.override(language):
        return _Letter(content, language).document()


class _Letter:
    """A letter under work, in the active language."""

    def __init__(self, content: LetterContent, language: str) -> None:
        self.content, self.language = content, language
        self.meeting = content.meeting
        self.zone = times.zone_or_utc(self.meeting.zone)
        self.name = names.meeting_name(self.meeting, language)

    def document(self) -> Document:
        """The whole letter."""
        title = formats.colon(self.language).join(
            [pgettext("meeting", "Convening letter"), self.name.text]
        )
        blocks = [
            *self.warnings(),
            *self.opening(),
            self.arrangements(),
            *self.timetable(),
            *self.agenda(),
            *self.registration(),
            *self.information(),
            Paragraph((pgettext("signature of a letter", "The Secretariat"), self.on_day())),
        ]
        return Document(self.language, title, tuple(blocks), running_head=self.name.text)

    def run(self, text: LocalizedText | str, language: str = "") -> Inline:
        """A text, marked with its language if that is not the letter's."""
        words, spoken = (
            (text.text, text.language) if isinstance(text, LocalizedText) else (text, language)
        )
        return words if spoken in ("", self.language) else Run(words, language=spoken)

    def on_day(self) -> str:
        """The day of the convening, after a comma; empty for a draft."""
        if self.meeting.convened_at is None:
            return ""
        day = times.wall_clock(self.meeting.convened_at, self.zone)[0]
        return formats.clause_separator(self.language) + formats.date(day, self.language)

    def warnings(self) -> list[Block]:
        """What a reader has to know before all else."""
        if self.meeting.state == DRAFT:
            draft = _("This letter has not been sent. The arrangements may change.")
            return [Note(draft, pgettext("convening letter", "Draft"))]
        if self.meeting.state == CANCELLED:
            cancelled = _("This meeting was cancelled after the letter had been sent.")
            return [Note(cancelled, pgettext("convening letter", "Cancelled"))]
        return []

    def opening(self) -> list[Block]:
        """Who is invited to what."""
        body = self.meeting.body.say("title", self.language)
        message = _(
            "Members of %(body)s and other participants are invited to the following meeting: %(meeting)s."
        )
        return [Paragraph(_filled(message, body=self.run(body), meeting=self.run(self.name)))]

    def arrangements(self) -> Table:
        """Dates, place, languages and deadlines, each in a row."""
        rows: list[tuple[Content, ...]] = [
            (label, value) for label, value in self.facts() if value not in ("", ())
        ]
        columns = (
            Column(pgettext("convening letter", "Subject"), width=1),
            Column(pgettext("convening letter", "Arrangement"), width=2.4),
        )
        return Table(pgettext("meeting", "Arrangements"), columns, tuple(rows))

    def facts(self) -> list[tuple[str, Content]]:
        """The arrangements: label and value; empty where there is none."""
        meeting, place = self.meeting, self.meeting.say("place", self.language)
        to_be_announced = pgettext("meeting", "to be announced")
        return [
            (pgettext("meeting", "Body"), (self.run(meeting.body.say("title", self.language)),)),
            (pgettext("meeting", "Number"), str(meeting.number or "")),
            (pgettext("meeting", "Dates"), self.days() or to_be_announced),
            (pgettext("meeting", "Time zone"), self.zone_name()),
            (pgettext("meeting", "Place"), self.place(place, to_be_announced)),
            (_("Host country or area"), areas.area_name(meeting.area, self.language)),
            (_("Ways to take part"), str(Mode(meeting.mode).label)),
            (pgettext("meeting", "Interpretation"), self.languages(meeting.interpretation)),
            (pgettext("meeting", "Captions"), self.languages(meeting.captions)),
            (_("Registration closes on"), self.deadline(meeting.registration_closes)),
            (_("Contributions are due on"), self.deadline(contributions_due(meeting))),
            (pgettext("meeting", "Notice"), self.notice()),
            (_("Reason for the short notice"), self.reason()),
        ]

    def days(self) -> str:
        """The first and the last day."""
        first, last = self.meeting.first_day, self.meeting.last_day
        return times.days_text(first, last, self.language) if first and last else ""

    def zone_name(self) -> Content:
        """The zone in which all times are stated, with its offset."""
        moments = [sitting.starts for sitting in self.content.sittings]
        if not moments and self.meeting.first_day is not None:
            noon = datetime.time(12)
            moments = [times.moment_in_zone(self.meeting.first_day, noon, self.zone)]
        place, offset = times.zone_name(self.meeting.zone), times.zone_text(self.zone, moments)
        if not offset or place == offset:
            return place
        before, after = formats.with_brackets(place, "\0", self.language).split("\0")
        return (before, Symbol(offset), after)

    def place(self, place: LocalizedText, missing: str) -> Content:
        """Hall and city, for a meeting that has a room."""
        if place.text:
            return (self.run(place),)
        return "" if self.meeting.mode == Mode.REMOTE else missing

    def languages(self, codes: Sequence[str]) -> str:
        """The names of languages as a list."""
        return formats.list_separator(self.language).join(name_of(code) for code in codes)

    def deadline(self, moment: datetime.datetime | None) -> Content:
        """A deadline by the clock of the meeting and in UTC."""
        if moment is None:
            return ""
        said = times.moment_text(moment, self.zone, self.language)
        in_utc = times.moment_text(moment, ZoneInfo("UTC"), self.language)
        return said if said == in_utc else f"{said}\n{in_utc}"

    def notice(self) -> str:
        """The working days of notice; a draft has none yet."""
        notice = self.content.notice
        if notice is None or self.meeting.state == DRAFT:
            return ""
        count = ngettext("%(n)s working day", "%(n)s working days", notice.days)
        return count % {"n": formats.number(notice.days, self.language)}

    def reason(self) -> Content:
        """Why the notice is short, in the language in which it was written."""
        if not self.meeting.notice_reason:
            return ""
        return (self.run(self.meeting.notice_reason, self.meeting.notice_language),)

    def timetable(self) -> list[Block]:
        """The sittings by the clock of the meeting, and in UTC where that differs."""
        sittings = self.content.sittings
        if not sittings:
            return []
        utc = ZoneInfo("UTC")
        moments = [sitting.starts for sitting in sittings]
        head = times.Clock(times.MEETING, self.zone, _("Time of the meeting"))
        in_utc = times.zone_text(self.zone, moments) != "UTC"
        columns = [
            Column(pgettext("meeting", "Sitting")),
            Column(head.head(moments, self.language), width=2),
        ]
        columns += [Column("UTC", width=2)] if in_utc else []
        has_rooms = any(sitting.room for sitting in sittings)
        columns += [Column(pgettext("sitting", "Room"))] if has_rooms else []
        rows = []
        for number, sitting in enumerate(sittings, 1):
            day = times.wall_clock(sitting.starts, self.zone)[0]
            row: list[Content] = [
                names.sitting_ordinal(number),
                times.span(sitting.starts, sitting.ends, self.zone, self.language, year=True),
            ]
            if in_utc:
                row.append(times.span(sitting.starts, sitting.ends, utc, self.language, day=day))
            if has_rooms:
                row.append(sitting.room)
            rows.append(tuple(row))
        return [
            Heading(1, pgettext("meeting", "Timetable")),
            Table(pgettext("meeting", "Sittings"), tuple(columns), tuple(rows)),
        ]

    def agenda(self) -> list[Block]:
        """The titles of the items, with their numbers."""
        if not self.content.items:
            return []
        levels = {item.pk: item.label.count(".") for item in self.content.items}
        return [
            Heading(1, pgettext("meeting", "Provisional agenda")),
            *(
                Clause((self.run(item.say("title", self.language)),), item.label, levels[item.pk])
                for item in self.content.items
            ),
        ]

    def registration(self) -> list[Block]:
        """How to register, and how to contribute."""
        address = absolute_url(f"/{self.language}/{self.meeting.record.address}/")
        link = Link((Symbol(address),), address)
        register = _filled(_("Register on the page of the meeting: %(address)s"), address=link)
        blocks: list[Block] = [
            Heading(1, pgettext("meeting", "Registration")),
            Paragraph(register),
            Paragraph(_("The focal point of your organization confirms the registration.")),
        ]
        if self.meeting.mode != Mode.IN_PERSON:
            remote = _("The link for remote participants is on that page after confirmation.")
            blocks.append(Paragraph(remote))
        if contributions_due(self.meeting) is not None:
            blocks.append(Paragraph(_("Submit contributions on the same page.")))
        return blocks

    def information(self) -> list[Block]:
        """Practical information."""
        note = self.meeting.say("note", self.language)
        if not note.text:
            return []
        return [
            Heading(1, pgettext("meeting", "Practical information")),
            Paragraph((self.run(note),)),
        ]


def _filled(message: str, **values: Inline) -> tuple[Inline, ...]:
    """A message with content in its places, such as ``%(body)s``."""
    pieces = _PLACE.split(message)
    return tuple(values[piece] if n % 2 else piece for n, piece in enumerate(pieces))
