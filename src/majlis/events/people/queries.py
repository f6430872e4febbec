"""Queries of participants: whose registrations a person reads, who may be named, and how many there are.

``participant_counts`` counts all breakdowns of a meeting from one query; ``participant_groups`` is the list
of participants as it may be published.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from majlis.events.lifecycle import CANCELLED, CONFIRMED, CONVENED, OPEN, REQUESTED
from majlis.events.models import (
    Attendance,
    AttendanceMode,
    Capacity,
    Gender,
    Meeting,
    MeetingRules,
    Participant,
    Sitting,
)
from majlis.events.people.registration import ACTIVE_STATES, offered_modes
from majlis.kernel import clock
from majlis.kernel.languages import sort_key
from majlis.kernel.models import Appointment, Reader, User, Wording
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.models.wording import LocalizedText
from majlis.parties import areas, stakeholder_kinds
from majlis.parties.lifecycle import CLOSED as CLOSED_ORGANISATION
from majlis.parties.models import Body, Organisation, ParticipationForm

ACTIVE = "active"
"""The filter of the state for registrations that wait or are confirmed."""
NONE = "none"
"""The filter for participants without an organization, a region or a sitting."""
ANY = "any"
"""The filter for participants who were at one sitting at least."""
OFFICERS = ("chair", "secretariat")


# Meetings and registrations that a person reads.


def visible_meetings(reader: Reader) -> QuerySet[Meeting]:
    """The meetings that the reader may see, with their names, and with their bodies and these' rules."""
    rows: QuerySet[Meeting] = Meeting.objects.visible_to(reader).with_wordings()
    rows = rows.select_related("body__record", "body__meeting_rules")
    return rows.prefetch_related("body__record__wordings")


def own_registrations(reader: Reader, meeting: Meeting) -> QuerySet[Participant]:
    """The reader's registrations for a meeting: the active one first, then the newest."""
    rows = meeting.participants.filter(user=reader.pk) if reader.is_authenticated else None
    if rows is None:
        return meeting.participants.none()
    first = Case(When(state__in=ACTIVE_STATES, then=0), default=1)
    return rows.select_related("organisation__record").order_by(first, "-pk")


def has_focal_point(record: str = "organisation__record") -> Exists:
    """A condition: the organization of a registration has a focal point today."""
    appointments = Appointment.objects.today().filter(role="focal_point", user__is_active=True)
    return Exists(appointments.filter(scope=OuterRef(record)))


def _scopes(user: User, *roles: str) -> list[int]:
    """The keys of the records for which the user holds one of the roles today."""
    return [
        each.scope_id
        for each in user.appointments_today()
        if each.role in roles and each.scope_id is not None
    ]


def decides_on_registrations(user: Reader) -> bool:
    """Whether registrations can wait for this person; no query of its own."""
    return user.is_authenticated and (
        user.holds("secretariat") or bool(_scopes(user, "focal_point", *OFFICERS))
    )


def registrations_to_decide(user: User) -> QuerySet[Participant]:
    """The registrations that wait for this person, as focal point or as chair or secretariat of the body.

    A registration with an organization waits for its focal point; one without, or whose organization
    has no focal point, for the secretariat.
    """
    condition = Q(pk__in=[])
    if organisations := _scopes(user, "focal_point"):
        condition |= Q(organisation__in=organisations)
    alone = Q(organisation=None) | ~Q(has_focal_point())
    if user.holds("secretariat"):
        condition |= alone
    elif bodies := _scopes(user, *OFFICERS):
        condition |= Q(meeting__body__in=bodies) & alone
    waiting = Participant.objects.filter(state=REQUESTED, meeting__state__in=(CONVENED, OPEN))
    if condition == Q(pk__in=[]):
        return waiting.none()
    return waiting.filter(condition, visibility_condition(user, "meeting__record__"))


def all_to_decide(user: User, meeting: Meeting, *, officer: bool) -> QuerySet[Participant]:
    """The registrations of a meeting on which the person may decide: an officer on all that wait."""
    rows = meeting.participants.filter(state=REQUESTED)
    if not officer:
        rows = rows.filter(organisation__in=_scopes(user, "focal_point"))
    return rows.annotate(awaits_focal_point=has_focal_point())


def is_any_focal_point(user: Reader) -> bool:
    """Whether the user is focal point of any organization today."""
    return user.is_authenticated and bool(_scopes(user, "focal_point"))


def focal_organisations(user: Reader) -> QuerySet[Organisation]:
    """The organizations of which the user is focal point today, with their names."""
    keys = _scopes(user, "focal_point") if user.is_authenticated else []
    rows: QuerySet[Organisation] = Organisation.objects.filter(pk__in=keys).with_wordings()
    return rows.order_by("number")


def represented_organisation(user: User) -> Organisation | None:
    """The organization for which the user speaks today, as focal point or delegate: the first of several."""
    keys = _scopes(user, "focal_point", "delegate")
    rows = Organisation.objects.filter(pk__in=keys).exclude(state=CLOSED_ORGANISATION)
    return rows.order_by("number").first()


# Lists.


def with_organisation(rows: QuerySet[Participant], language: str) -> QuerySet[Participant]:
    """The participants with their accounts, and with their organizations and these' names.

    ``organisation_key`` sorts by the name of the organization; those without one come last.
    """
    names = Wording.objects.filter(record=OuterRef("organisation"), field="title").exclude(text="")
    here = names.filter(language=language).values("sort_key")[:1]
    other = names.order_by("status", "language").values("sort_key")[:1]
    rows = rows.annotate(organisation_key=Coalesce(Subquery(here), Subquery(other)))
    return rows.select_related("organisation__record", "user").prefetch_related(
        "organisation__record__wordings"
    )


CAPACITY_ORDER = Case(
    *(When(capacity=each, then=place) for place, each in enumerate(Capacity)),
    default=len(Capacity),
)
IN_ORDER = (CAPACITY_ORDER, F("organisation_key").asc(nulls_last=True), "name", "pk")
"""The order of a list of participants: capacity, organization, name."""


def participants_of(
    meeting: Meeting, language: str, filters: Mapping[str, Any] | None = None
) -> QuerySet[Participant]:
    """All registrations of a meeting that match the filters, with ``sittings``: at how many each was.

    For the keys of the filters see ``forms.ParticipantFilters``; an empty value filters nothing.
    """
    given = filters or {}
    rows = with_organisation(meeting.participants.all(), language)
    rows = rows.annotate(sittings=Count("attendances")).order_by(*IN_ORDER)
    if words := str(given.get("q", "")).strip():
        rows = rows.filter(
            Q(name__icontains=words) | Q(email__icontains=words) | Q(user__email__icontains=words)
        )
    for name in ("capacity", "mode"):
        if given.get(name):
            rows = rows.filter(**{name: given[name]})
    if state := given.get("state"):
        rows = rows.filter(state__in=ACTIVE_STATES if state == ACTIVE else (state,))
    if number := given.get("organisation"):
        one = Q(organisation=None) if number == NONE else Q(organisation__number=number)
        rows = rows.filter(one)
    if kind := given.get("kind"):
        rows = rows.filter(_kind_condition(kind))
    if region := given.get("region"):
        rows = rows.filter(_region_condition(region))
    if sitting := given.get("attendance"):
        rows = rows.filter(_attendance_condition(sitting))
    return rows


def _kind_condition(kind: str) -> Q:
    return Q(organisation=None) if kind == NONE else Q(organisation__kind=kind)


def _region_condition(region: str) -> Q:
    regions = areas.region_codes()
    if region == NONE:
        known = [area for area, code in regions.items() if code]
        return Q(organisation=None) | ~Q(organisation__area__in=known)
    return Q(organisation__area__in=[area for area, code in regions.items() if code == region])


def _attendance_condition(sitting: str) -> Q:
    """Who was at a sitting (by its key), at any, or at none."""
    there = Attendance.objects.filter(participant=OuterRef("pk"))
    if sitting == NONE:
        return ~Q(Exists(there))
    return Q(Exists(there if sitting == ANY else there.filter(sitting=int(sitting))))


def organisations_at(meeting: Meeting) -> list[Organisation]:
    """The organizations for which somebody is registered, with their names."""
    keys = meeting.participants.exclude(organisation=None).values("organisation")
    rows: QuerySet[Organisation] = Organisation.objects.filter(pk__in=keys).with_wordings()
    return list(rows.order_by("number"))


def attendance_of(sitting: Sitting) -> dict[int, Attendance]:
    """Who was at a sitting: key of the participant -> entry."""
    return {each.participant_id: each for each in sitting.attendances.all()}


def sittings_with_attendance(meeting: Meeting) -> QuerySet[Sitting]:
    """The sittings of a meeting, with ``present``: how many were there."""
    return meeting.sittings.annotate(present=Count("attendances")).order_by("starts", "pk")


# Who may be named.


def listed_capacities(body: Body) -> set[str]:
    """The capacities that the rules of a body name in the list of participants; empty without rules."""
    # A body without rules has no such attribute.
    rules: MeetingRules | None = getattr(body, "meeting_rules", None)
    return set(rules.listed) if rules is not None else set()


def is_named(listed: Iterable[str]) -> Q:
    """A condition: the list of participants names the person, by the rules of the body or by consent."""
    return ~Q(name="") & (Q(capacity__in=list(listed)) | Q(listed=True))


def named_participants(
    meeting: Meeting, language: str, *, capacity: str = ""
) -> QuerySet[Participant]:
    """The confirmed participants whom the published list names, in its order."""
    rows = meeting.participants.filter(is_named(listed_capacities(meeting.body)), state=CONFIRMED)
    if capacity:
        rows = rows.filter(capacity=capacity)
    return with_organisation(rows, language).order_by(*IN_ORDER)


def confirmed_by_capacity(meeting: Meeting) -> dict[str, int]:
    """The number of confirmed participants, named or not, by capacity."""
    rows = meeting.participants.filter(state=CONFIRMED).values("capacity").order_by("capacity")
    return {row["capacity"]: row["n"] for row in rows.annotate(n=Count("pk"))}


@dataclass(frozen=True)
class NamedPerson:
    """A person in the published list of participants, with their function in the organization."""

    name: str
    function: str = ""


@dataclass(frozen=True)
class OrganisationGroup:
    """The participants of an organization in one capacity; ``organisation`` is empty for those without one.

    ``unnamed``: how many more there are whom the list does not name.
    """

    organisation: LocalizedText
    people: tuple[NamedPerson, ...]
    unnamed: int = 0

    @property
    def total(self) -> int:
        """How many people there are, named or not."""
        return len(self.people) + self.unnamed


@dataclass(frozen=True)
class CapacityGroup:
    """The participants in one capacity, by organization in the order of their names."""

    capacity: Capacity
    organisations: tuple[OrganisationGroup, ...]

    @property
    def total(self) -> int:
        """How many people there are, named or not."""
        return sum(each.total for each in self.organisations)

    @property
    def unnamed(self) -> int:
        """How many of them the list does not name."""
        return sum(each.unnamed for each in self.organisations)


@dataclass
class _Gathered:
    """What is gathered of one organization in one capacity."""

    title: LocalizedText
    people: list[NamedPerson] = field(default_factory=list)
    unnamed: int = 0


NO_ORGANISATION = LocalizedText("", "", "")


def participant_groups(meeting: Meeting, *, language: str) -> tuple[CapacityGroup, ...]:
    """The list of participants of a meeting as it may be published, in a language: by capacity and organization.

    It has confirmed participants only. A person is named by the rules of the body or by consent; the
    others are counted with their organization. Who takes part in their own name, in a record of one
    person, and is not named, is counted without it, since its name is that of the person. Needs two queries.
    """
    listed = listed_capacities(meeting.body)
    rows = with_organisation(meeting.participants.filter(state=CONFIRMED), language)
    groups: dict[str, dict[int | None, _Gathered]] = {}
    for row in rows.order_by(*IN_ORDER):
        named = bool(row.name) and (row.capacity in listed or row.listed)
        organisation = row.organisation
        if organisation is not None and not named and _is_one_person(organisation):
            organisation = None
        title = organisation.say("title", language) if organisation else NO_ORGANISATION
        key = organisation.pk if organisation else None
        gathered = groups.setdefault(row.capacity, {}).setdefault(key, _Gathered(title))
        if named:
            gathered.people.append(NamedPerson(row.name, row.function))
        else:
            gathered.unnamed += 1
    return tuple(
        CapacityGroup(capacity, _organisations(groups[capacity], language))
        for capacity in Capacity
        if capacity in groups
    )


def _is_one_person(organisation: Organisation) -> bool:
    return organisation.form != ParticipationForm.ORGANISATION


def _organisations(
    gathered: Mapping[int | None, _Gathered], language: str
) -> tuple[OrganisationGroup, ...]:
    def order(each: _Gathered) -> tuple[bool, Any]:
        return not each.title.text, sort_key(each.title.text, language)

    return tuple(
        OrganisationGroup(each.title, tuple(each.people), each.unnamed)
        for each in sorted(gathered.values(), key=order)
    )


# Counts.


@dataclass
class ParticipantCount:
    """How many people are registered (waiting or confirmed), confirmed, in the room, remote, and present.

    Present is who was at one sitting at least.
    """

    registered: int = 0
    confirmed: int = 0
    room: int = 0
    remote: int = 0
    present: int = 0

    def add(self, number: int, *, state: str, mode: str, present: bool) -> None:
        """Count people who are alike."""
        self.registered += number
        if state != CONFIRMED:
            return
        self.confirmed += number
        if mode == AttendanceMode.ROOM:
            self.room += number
        else:
            self.remote += number
        if present:
            self.present += number


type Groups = dict[str, ParticipantCount]
"""Code of a group, such as a capacity, -> its count; in the order in which pages print them."""

BREAKDOWNS = ("capacity", "mode", "kind", "region", "gender")


@dataclass(frozen=True)
class ParticipantCounts:
    """The counts of a meeting at a moment: all people, and each breakdown of ``BREAKDOWNS``.

    Gender is counted by itself: no figure combines it with another property.
    """

    counted_at: datetime.datetime
    total: ParticipantCount
    groups: Mapping[str, Groups]


def participant_counts(meeting: Meeting) -> ParticipantCounts:
    """The counts of the active registrations of a meeting, each person once. One query.

    Groups without people are left out, but for the modes of the meeting, all genders, and those who state
    no region or no organization.
    """
    was_there = Exists(Attendance.objects.filter(participant=OuterRef("pk")))
    rows = (
        meeting.participants.filter(state__in=ACTIVE_STATES)
        .annotate(was_present=Case(When(was_there, then=Value(True)), default=Value(False)))
        .values(
            "state",
            "mode",
            "capacity",
            "gender",
            "was_present",
            kind=Coalesce("organisation__kind", Value("")),
            area=Coalesce("organisation__area", Value("")),
        )
        .order_by()
        .annotate(n=Count("pk"))
    )
    regions = areas.region_codes()
    code_of: dict[str, Callable[[Mapping[str, Any]], str]] = {
        "capacity": lambda row: row["capacity"],
        "mode": lambda row: row["mode"],
        "kind": lambda row: row["kind"] or NONE,
        "region": lambda row: regions.get(row["area"], "") or NONE,
        "gender": lambda row: row["gender"] or NONE,
    }
    total = ParticipantCount()
    found: dict[str, Groups] = {name: {} for name in BREAKDOWNS}
    for row in rows:
        alike = {"state": row["state"], "mode": row["mode"], "present": row["was_present"]}
        total.add(row["n"], **alike)
        for name, code in code_of.items():
            count = found[name].setdefault(code(row), ParticipantCount())
            count.add(row["n"], **alike)
    return ParticipantCounts(
        clock.now(), total, {name: _ordered(meeting, name, found[name]) for name in BREAKDOWNS}
    )


def _ordered(meeting: Meeting, name: str, groups: Groups) -> Groups:
    """The groups of a breakdown in their order, with those that are printed even if nobody is in them."""
    genders = [each.value or NONE for each in Gender]
    order: dict[str, list[str]] = {
        "capacity": [each.value for each in Capacity],
        "mode": [each.value for each in AttendanceMode],
        "kind": [*stakeholder_kinds.kinds_table(), NONE],
        "region": [*areas.region_names("en"), NONE],
        "gender": genders,
    }
    always = {
        "mode": {each.value for each in offered_modes(meeting)},
        "kind": {NONE},
        "region": {NONE},
        "gender": set(genders),
    }.get(name, set())
    codes = [*order[name], *(code for code in groups if code not in order[name])]
    return {
        code: groups.get(code, ParticipantCount())
        for code in codes
        if code in groups or code in always
    }


# What waits.


def waiting_by_meeting(user: User) -> list[tuple[Meeting, int]]:
    """The meetings with registrations that wait for this person, and how many; the next meeting first.

    No query for whom nothing waits by role.
    """
    rows = registrations_to_decide(user)
    if rows.query.is_empty():
        return []
    numbers = Counter(rows.values_list("meeting", flat=True))
    if not numbers:
        return []
    meetings = visible_meetings(user).filter(pk__in=numbers)
    return [(each, numbers[each.pk]) for each in meetings.order_by("first_day", "pk")]


def account_participants(user: User) -> QuerySet[Participant]:
    """The registrations that were entered with the address of the user, without an account."""
    return Participant.objects.filter(user=None, email=user.email.lower()).select_related(
        "meeting__record"
    )


def meetings_with_needs_to_erase(before: datetime.date) -> QuerySet[Meeting]:
    """The meetings whose access needs are no longer needed: cancelled, or with a last day until ``before``."""
    needs = Participant.objects.filter(meeting=OuterRef("pk")).exclude(access_needs="")
    is_over = Q(state=CANCELLED) | Q(last_day__lte=before)
    return Meeting.objects.filter(Exists(needs)).filter(is_over).order_by("pk")
