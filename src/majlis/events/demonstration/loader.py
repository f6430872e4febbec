"""Prepares and holds the fictional meetings, step by step, as officers and participants would."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import partial

from majlis.events.agenda import actions as agenda
from majlis.events.conclusions import actions as conclusions
from majlis.events.conclusions import correspondence
from majlis.events.conclusions.publish import publish_conclusions
from majlis.events.core import times
from majlis.events.demonstration.items import FictionalItem, by_language
from majlis.events.demonstration.meetings import (
    CLOSED_DAYS,
    DECLINED,
    DRAFTING,
    FIRST_DRAFTING,
    GROUP_MEMBERS,
    MEETINGS,
    PEN_HOLDER,
    SITTING,
    SPOKEN,
    WAITING_SPEAKERS,
    WITHDRAWN,
    WRITTEN,
    FictionalConclusion,
    FictionalMeeting,
    FictionalParticipant,
    FictionalSpeech,
)
from majlis.events.floor import actions as floor
from majlis.events.lifecycle import CONFIRMED, REQUESTED
from majlis.events.meetings import actions as meetings
from majlis.events.models import (
    AgendaItem,
    Capacity,
    Conclusion,
    Correspondence,
    CorrespondenceReply,
    ItemMaterial,
    MaterialKind,
    Meeting,
    Participant,
    Sitting,
)
from majlis.events.people import actions as people
from majlis.instruments.demonstration import REPORT, paragraphs_of
from majlis.instruments.models import Version
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Record, User, WordingStatus
from majlis.kernel.records import set_wording
from majlis.parties.accounts.actions import roles
from majlis.parties.accounts.demonstration import find_person
from majlis.parties.actions import member
from majlis.parties.demonstration import (
    DAYS,
    DRAFTING_GROUP,
    WORKING_GROUP,
    demonstration_body,
    demonstration_date,
    last_day,
    organisation_of_host,
)
from majlis.parties.models import Body, Organisation

type Step = Callable[[], object]
SYSTEM = Actor.as_system("demonstration")
FOUNDED_BEFORE = 90
"""Days before its first meeting on which the Working Group got its members and rules."""
BEGAN = datetime.timedelta(minutes=55)
"""How long ago the sitting that goes on now began."""
CONCLUDING = 5
"""The section of the report of a meeting that has its conclusions."""
PUBLISHED, DAYS_TO_PUBLISH = "w4", 30
"""The meeting whose conclusions are published as a text, and so many days later."""


def user_of(slug: str) -> User:
    """A fictional person. Raises LookupError where the account does not exist."""
    user = find_person(slug)
    if user is None:
        raise LookupError(slug)
    return user


def acting(slug: str) -> Actor:
    """A fictional person as actor."""
    user = user_of(slug)
    return Actor(user=user, language=user.language)


def body_of(slug: str) -> Body:
    """A fictional body. Raises LookupError where it does not exist."""
    body = demonstration_body(slug)
    if body is None:
        raise LookupError(slug)
    return body


def organisation(host: str) -> Organisation | None:
    """The organization of a host; None for an empty one. Raises LookupError where it does not exist."""
    if not host:
        return None
    found = organisation_of_host(host)
    if found is None:
        raise LookupError(host)
    return found


class MeetingLoader:
    """Prepares and holds the fictional meetings.

    ``meetings``, ``items`` and ``sittings``: what exists by now, by the key of the meeting and of the item;
    ``conclusions``: by the key of the meeting and their place among its conclusions.
    """

    def __init__(self) -> None:
        self.meetings: dict[str, Meeting] = {}
        self.items: dict[tuple[str, str], AgendaItem] = {}
        self.sittings: dict[str, list[Sitting]] = {}
        self.people: dict[tuple[str, str], Participant] = {}
        self.conclusions: dict[tuple[str, int], Conclusion] = {}
        self.published: Version | None = None
        self.reported: dict[str, list[str]] = {}

    @property
    def officer(self) -> Actor:
        """The secretariat."""
        return acting("secretariat")

    def story(self) -> list[tuple[int, Step]]:
        """What happens on which day from today; steps of one day in their order."""
        story: list[tuple[int, Step]] = [(DAYS["w1"] - FOUNDED_BEFORE, self.set_up)]
        for fiction in (*MEETINGS, FIRST_DRAFTING, DRAFTING):
            story += self._meeting_story(fiction)
        return story

    def record_of(self, session: str) -> Record | None:
        """The record of the meeting that is a session; None where the session is on record without one."""
        meeting = self.meetings.get(session)
        return meeting.record if meeting is not None else None

    def _meeting_story(self, fiction: FictionalMeeting) -> list[tuple[int, Step]]:
        day = DAYS[fiction.key]
        story: list[tuple[int, Step]] = [(day - fiction.prepared, partial(self.prepare, fiction))]
        if not fiction.is_draft:
            story.append((day - fiction.convened, partial(self.convene, fiction)))
        if fiction.people:
            story.append((day - fiction.registered, partial(self.register, fiction)))
        if not fiction.is_held:
            return story
        for number, (offset, _hour) in enumerate(fiction.sittings):
            story.append((day + offset, partial(self.hold, fiction, number)))
        last = last_day(fiction.key)
        story.append((last + 1, partial(self.close, fiction)))
        for place, conclusion in enumerate(fiction.conclusions):
            if not conclusion.rule:
                continue
            begun, closed = last + 2, last + 2 + conclusion.days + 1
            story.append((begun, partial(self.ask_members, fiction, place)))
            story.append((begun + 3, partial(self.reply, fiction, place)))
            if closed < 0:
                story.append((closed, partial(self.close_replies, fiction, place)))
        if fiction.key == PUBLISHED:
            story.append((day + DAYS_TO_PUBLISH, partial(self.publish, fiction)))
        if fiction.reported[0]:
            story.append((day + fiction.reported[0], partial(self.report, fiction)))
        return story

    # Before the meetings

    def set_up(self) -> None:
        """Admit the members of the groups, appoint their chair, and set rules and non-working days."""
        chair = user_of("chair")
        for slug in (WORKING_GROUP, DRAFTING_GROUP):
            group = body_of(slug)
            roles.appoint_person(SYSTEM, roles.RoleInScope("chair", group.record), chair)
            for host in GROUP_MEMBERS:
                member.admit_member(SYSTEM, group, organisation=organisation(host))
        meetings.set_meeting_rules(
            self.officer,
            body_of(WORKING_GROUP),
            notice_days=10,
            listed=[Capacity.CHAIR, Capacity.MEMBER, Capacity.SECRETARIAT],
            source="Fictional rules of procedure of the Working Group, rule 7",
        )
        for day, language, name in CLOSED_DAYS:
            meetings.add_closed_day(
                self.officer,
                date=demonstration_date(day),
                name=name,
                language=language,
                source="Fictional decision of the Secretary-General",
            )

    def prepare(self, fiction: FictionalMeeting) -> None:
        """Create the draft of a meeting with its sittings and its agenda."""
        first = demonstration_date(fiction.key)
        names = by_language(fiction.place.names)
        meeting = meetings.create_meeting(
            self.officer,
            body_of(fiction.body),
            language="en",
            texts={"place": names.pop("en")},
            number=fiction.number,
            first_day=first,
            last_day=demonstration_date(last_day(fiction.key)),
            zone=fiction.place.zone,
            area=fiction.place.area,
            interpretation=LANGUAGE_CODES,
            captions=["en", "fr"],
            joining_link=f"https://example.org/fictional/join/{fiction.key}",
            contributions_due=(
                clock.start_of_day(first - datetime.timedelta(days=fiction.due))
                if fiction.due
                else None
            ),
        )
        for language, name in names.items():
            set_wording(meeting.record, "place", language, name, WordingStatus.TRANSLATED)
        self.meetings[fiction.key] = meeting
        self.sittings[fiction.key] = [
            self._add_sitting(meeting, day, hour) for day, hour in fiction.sittings
        ]
        if fiction.copied:
            self._copy_agenda(fiction)
        for each in fiction.items:
            self._add_item(fiction, each, None)

    def _add_sitting(self, meeting: Meeting, day: int, hour: int) -> Sitting:
        assert meeting.first_day is not None
        starts = times.moment_in_zone(
            meeting.first_day + datetime.timedelta(days=day), datetime.time(hour), meeting.zone
        )
        return meetings.add_sitting(self.officer, meeting, starts=starts, ends=starts + SITTING)

    def _add_item(
        self, fiction: FictionalMeeting, item: FictionalItem, parent: AgendaItem | None
    ) -> None:
        sittings = self.sittings[fiction.key]
        made = agenda.add_item(
            self.officer,
            self.meetings[fiction.key],
            words=item.words,
            authentic="en",
            parent=parent,
            sitting=sittings[item.sitting - 1] if sittings and item.sitting else None,
            presenters=user_of(item.presenter).name if item.presenter else "",
            presenting=[each for each in map(organisation, item.presenting) if each is not None],
            standing=item.standing,
        )
        self.items[fiction.key, item.key] = made
        for each in item.below:
            self._add_item(fiction, each, made)

    def _copy_agenda(self, fiction: FictionalMeeting) -> None:
        """Copy the agenda of the last meeting, with what it carried over."""
        former = self.meetings[fiction.copied]
        keys = {item.pk: key for (of, key), item in self.items.items() if of == fiction.copied}
        made = agenda.copy_agenda(self.officer, self.meetings[fiction.key], previous=former)
        for item in made:
            if item.carried_from_id is not None:
                self.items[fiction.key, keys[item.carried_from_id]] = item

    def convene(self, fiction: FictionalMeeting) -> None:
        """Convene a meeting; with a reason where the notice is short."""
        self.meetings[fiction.key] = meetings.convene_meeting(
            self.officer, self._current(fiction), reason=fiction.reason, language="en"
        )

    def _current(self, fiction: FictionalMeeting) -> Meeting:
        """The meeting as it is now."""
        rows = Meeting.objects.select_related("record", "body__record")
        found: Meeting = rows.get(pk=self.meetings[fiction.key].pk)
        return found

    # People

    def register(self, fiction: FictionalMeeting) -> None:
        """Register the people of a meeting, and decide on their registrations."""
        meeting = self._current(fiction)
        for each in fiction.people:
            self.people[fiction.key, each.key] = self._register(meeting, each)

    def _register(self, meeting: Meeting, who: FictionalParticipant) -> Participant:
        by_officer = not who.slug or who.capacity == Capacity.EXPERT
        participant = people.register_participant(
            self.officer if by_officer else acting(who.slug),
            meeting,
            capacity=who.capacity,
            mode=who.mode,
            organisation=organisation(who.host),
            own=not by_officer,
            name=user_of(who.slug).name if who.slug else who.name,
            email=user_of(who.slug).email if who.slug and by_officer else "",
            function=who.function,
            gender=who.gender,
            access_needs=who.needs,
            listed=who.listed,
        )
        participant.refresh_from_db()
        if who.fate == DECLINED:
            reason = "Fictional: please register with the organization that you represent."
            return people.decline_participant(self.officer, participant, reason=reason)
        if who.fate == WITHDRAWN:
            return people.withdraw_participant(acting(who.slug), participant)
        if participant.state == REQUESTED and not who.fate:
            return people.confirm_participant(self.officer, participant)
        return participant

    # At the meetings

    def hold(self, fiction: FictionalMeeting, number: int) -> None:
        """Hold a sitting of a meeting: attendance, speeches, conclusions and outcomes of its items."""
        sitting = self.sittings[fiction.key][number]
        taken_up = [each for each in _walk(fiction.items) if each.sitting == number + 1]
        with clock.shifted_to(sitting.starts):
            if number == 0:
                meetings.open_meeting(self.officer, self._current(fiction))
            sitting.refresh_from_db()
            sitting.meeting = self._current(fiction)
            floor.open_sitting(self.officer, sitting)
            self._record_attendance(fiction, sitting, number)
        now = sitting.starts + datetime.timedelta(minutes=10)
        for each in taken_up:
            now = self._take_up(fiction, sitting, each, now)
        if number == len(fiction.sittings) - 1:
            with clock.shifted_to(now):
                for place in range(len(fiction.conclusions)):
                    self._conclude(fiction, place)
        with clock.shifted_to(sitting.ends):
            floor.close_sitting(self.officer, sitting)

    def _record_attendance(
        self, fiction: FictionalMeeting, sitting: Sitting, number: int = 0
    ) -> None:
        """Record who is at a sitting; at later ones, one person less each time."""
        there = [each for (key, _who), each in self.people.items() if key == fiction.key]
        modes = {each.pk: each.mode for each in there if each.state == CONFIRMED}
        for key in list(modes)[len(modes) - number :]:
            del modes[key]
        people.record_attendance(self.officer, sitting, modes=modes)

    def _take_up(
        self,
        fiction: FictionalMeeting,
        sitting: Sitting,
        each: FictionalItem,
        now: datetime.datetime,
    ) -> datetime.datetime:
        """Take up an item at a moment; return the moment at which the sitting is done with it."""
        item = self.items[fiction.key, each.key]
        with clock.shifted_to(now):
            for statement in fiction.statements:
                if statement.item == each.key:
                    agenda.add_material(
                        self.officer,
                        item,
                        kind=statement.kind,
                        title=statement.title,
                        language=statement.language,
                        organisation=organisation(statement.host),
                        text=statement.text,
                        link=statement.link,
                    )
        speeches = [speech for speech in fiction.speeches if speech.item == each.key]
        if speeches:
            now = self._speak(fiction, sitting, item, speeches, now)
        with clock.shifted_to(now):
            if each.outcome:
                agenda.set_item_outcome(self.officer, item, outcome=each.outcome)
        return now + datetime.timedelta(minutes=12)

    def _speak(
        self,
        fiction: FictionalMeeting,
        sitting: Sitting,
        item: AgendaItem,
        speeches: list[FictionalSpeech],
        now: datetime.datetime,
        *,
        last_goes_on: bool = False,
    ) -> datetime.datetime:
        """Let people speak on an item; ``last_goes_on``: the last one keeps the floor, with the clock paused."""
        with clock.shifted_to(now):
            floor.set_item_in_hand(self.officer, sitting, item=item)
            floor.open_speakers_list(self.officer, sitting)
            turns = [
                floor.ask_for_floor(
                    self.officer, sitting, participant=self.people[fiction.key, speech.who.key]
                )
                for speech in speeches
            ]
        for turn, speech in zip(turns, speeches, strict=True):
            with clock.shifted_to(now):
                floor.give_floor(acting("chair"), turn)
            now += datetime.timedelta(seconds=speech.seconds)
            goes_on = last_goes_on and speech is speeches[-1]
            with clock.shifted_to(now):
                (floor.pause_speech if goes_on else floor.end_speech)(acting("chair"), turn)
        return now

    def _conclude(self, fiction: FictionalMeeting, place: int) -> None:
        """Write a conclusion at its item, and record what the meeting decided."""
        conclusion = fiction.conclusions[place]
        made = self._write(fiction, conclusion)
        self.conclusions[fiction.key, place] = made
        match conclusion.decision:
            case "agreed":
                conclusions.agree_conclusion(self.officer, made)
            case "statements":
                item = self.items[fiction.key, conclusion.item]
                statements = ItemMaterial.objects.filter(item=item, kind=MaterialKind.STATEMENT)
                conclusions.agree_conclusion_with_statements(
                    self.officer, made, statements=list(statements)
                )
            case "declined":
                conclusions.decline_conclusion(
                    self.officer, made, reason="Fictional: the rooms have too few people."
                )
        if conclusion.paragraph:
            for language in LANGUAGE_CODES:
                if language != made.language:
                    text = self._paragraph(conclusion.paragraph, language)
                    set_wording(made.record, "text", language, text, WordingStatus.TRANSLATED)

    def _paragraph(self, number: int, language: str) -> str:
        """A paragraph of the conclusions in the report of the meeting, in a language."""
        if language not in self.reported:
            self.reported[language] = paragraphs_of(REPORT, CONCLUDING, language)
        return self.reported[language][number - 1]

    def _write(self, fiction: FictionalMeeting, conclusion: FictionalConclusion) -> Conclusion:
        """Write a conclusion at its item."""
        item = self.items[fiction.key, conclusion.item]
        texts = list(conclusion.texts)
        if conclusion.paragraph:
            texts.append(self._paragraph(conclusion.paragraph, "en"))
        made = conclusions.begin_conclusion(self.officer, item, language="en")
        for number, text in enumerate(texts):
            writer = acting("chair") if number else self.officer
            made.refresh_from_db()
            conclusions.save_conclusion(writer, made, base=made.revision, text=text)
        made.refresh_from_db()
        return made

    # After the meetings

    def close(self, fiction: FictionalMeeting) -> None:
        """Close a meeting."""
        self.meetings[fiction.key] = meetings.close_meeting(self.officer, self._current(fiction))

    def report(self, fiction: FictionalMeeting) -> None:
        """Record that a meeting was reported by a document that this site does not have."""
        meetings.report_meeting(self.officer, self._current(fiction), reason=fiction.reported[1])

    def ask_members(self, fiction: FictionalMeeting, place: int) -> None:
        """Let the members decide a conclusion by correspondence."""
        conclusion = fiction.conclusions[place]
        correspondence.submit_conclusion_to_correspondence(
            self.officer,
            self.conclusions[fiction.key, place],
            question="Does your organization agree to this conclusion? (fictional question)",
            language="en",
            rule=conclusion.rule,
            closes_on=clock.today() + datetime.timedelta(days=conclusion.days),
        )

    def _correspondence(self, fiction: FictionalMeeting, place: int) -> Correspondence:
        rows = Correspondence.objects.select_related("conclusion__item__meeting__body__record")
        return rows.get(conclusion=self.conclusions[fiction.key, place])

    def reply(self, fiction: FictionalMeeting, place: int) -> None:
        """Let members reply."""
        row = self._correspondence(fiction, place)
        for slug, host, answer, statement in fiction.conclusions[place].replies:
            replying = organisation(host)
            assert replying is not None
            correspondence.reply_by_correspondence(
                acting(slug),
                CorrespondenceReply(correspondence=row, organisation=replying),
                answer=answer,
                statement=statement,
                language="en" if statement else "",
            )

    def close_replies(self, fiction: FictionalMeeting, place: int) -> None:
        """Count the replies after the closing date, as the periodic task does."""
        row = self._correspondence(fiction, place)
        correspondence.close_correspondence(Actor.as_system("events.correspondence"), row)

    def publish(self, fiction: FictionalMeeting) -> None:
        """Publish the conclusions of a meeting as a text, in the languages into which they were translated."""
        for place, each in enumerate(fiction.conclusions):
            record = self.conclusions[fiction.key, place].record
            for language, text in each.translations.items():
                set_wording(record, "text", language, text, WordingStatus.TRANSLATED)
        self.published = publish_conclusions(self.officer, self._current(fiction))

    # Today

    def begin_live(self) -> None:
        """Open a sitting that goes on now: call it with the clock of today, after the story."""
        now = clock.now()
        began = now - BEGAN
        meeting = self._current(DRAFTING)
        with clock.shifted_to(began - datetime.timedelta(minutes=5)):
            first = times.wall_clock(began, meeting.zone)[0]
            if first != meeting.first_day:  # it is just after midnight
                meeting = meetings.change_meeting(
                    self.officer,
                    meeting,
                    first_day=first,
                    reason="Fictional: the meeting begins a day earlier.",
                )
            sitting = meetings.add_sitting(
                self.officer, meeting, starts=began, ends=began + SITTING
            )
            meetings.open_meeting(self.officer, meeting)
        with clock.shifted_to(began):
            sitting.meeting = self._current(DRAFTING)
            floor.open_sitting(self.officer, sitting)
            self._record_attendance(DRAFTING, sitting)
            opening = self.items[DRAFTING.key, "opening"]
            agenda.set_item_outcome(self.officer, opening, outcome="agreed")
        item = self.items[DRAFTING.key, "preamble"]
        self._speak(
            DRAFTING, sitting, item, list(SPOKEN), now - datetime.timedelta(minutes=8),
            last_goes_on=True,
        )  # fmt: skip
        with clock.shifted_to(now - datetime.timedelta(minutes=2)):
            for waiting in WAITING_SPEAKERS:
                floor.ask_for_floor(
                    self.officer, sitting, participant=self.people[DRAFTING.key, waiting.key]
                )
            written = self._write(DRAFTING, WRITTEN)
            conclusions.take_pen(acting(PEN_HOLDER.slug), written)


def _walk(items: tuple[FictionalItem, ...]) -> Iterator[FictionalItem]:
    for each in items:
        yield each
        yield from _walk(each.below)
