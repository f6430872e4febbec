"""Verbs of meetings and sittings, of the rules of a body for them, and of non-working days."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import TypedDict, Unpack, cast

from django.db import transaction
from django.db.models import ProtectedError, QuerySet, prefetch_related_objects
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from majlis.events.agenda.actions import lock_meeting
from majlis.events.core import names, times
from majlis.events.core.access import circle_of_officers, set_access
from majlis.events.lifecycle import (
    CANCELLED,
    CONVENED,
    DRAFT,
    MEETING,
    OPEN,
    PLANNED,
    SUSPENDED,
)
from majlis.events.meetings.notice import closed_days, count_notice, notice_of, rules_of
from majlis.events.models import (
    AgendaItem,
    Capacity,
    ClosedDay,
    Meeting,
    MeetingRules,
    Mode,
    Sitting,
)
from majlis.kernel import clock
from majlis.kernel.editing import (
    FieldValue,
    audit_values,
    note_changes,
    require_reason,
    set_values,
)
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.json_types import JSON
from majlis.kernel.languages import LANGUAGE_CODES, LANGUAGES_BY_CODE
from majlis.kernel.models import Access, Wording, WordingStatus
from majlis.kernel.records import correct_texts, create_record, set_wording
from majlis.kernel.verbs import Act, verb
from majlis.parties.accounts.time_zones import zone_names
from majlis.parties.actions.body import circle_of_body
from majlis.parties.appointments import lock_row
from majlis.parties.areas import is_known_area
from majlis.parties.models import Body

RULE_FIELDS = (
    "notice_days",
    "member_seconds",
    "observer_seconds",
    "members_first",
    "first_turns_first",
    "listed",
    "access",
    "source",
)
MAX_NOTICE_DAYS = 365
MIN_SECONDS, MAX_SECONDS = 10, 3600
"""The shortest and the longest turn of speech that a rule may set."""
WORDING_FIELDS = {"title": 300, "place": 300, "note": 4000}
"""The wordings of a meeting, with the characters that each has at most."""
MEETING_FIELDS = (
    "number",
    "first_day",
    "last_day",
    "zone",
    "mode",
    "area",
    "interpretation",
    "captions",
    "contributions_due",
    "registration_closes",
    "previous",
    "source",
)
ANNOUNCED_FIELDS = frozenset(
    {
        "first_day",
        "last_day",
        "zone",
        "mode",
        "area",
        "contributions_due",
        "registration_closes",
        "place",
    }
)
"""What a convening letter announces: its change needs a reason, and is notified."""
LANGUAGE_LISTS = ("interpretation", "captions")
TIMETABLE_STATES = (DRAFT, CONVENED, OPEN)
"""The states in which sittings may be added, changed and removed."""
MAX_NUMBER = 9999
MAX_DAYS = 60
"""The most days from the first to the last day of a meeting."""
MAX_SITTING = datetime.timedelta(hours=24)
LINK_SET, LINK_CHANGED, LINK_REMOVED = "set", "changed", "removed"
"""What a history says of the joining link, which only participants may read."""


class RuleValues(TypedDict, total=False):
    """The rules of a body for its meetings."""

    notice_days: int
    member_seconds: int
    observer_seconds: int
    members_first: bool
    first_turns_first: bool
    listed: Sequence[str]
    access: str
    source: str


class MeetingValues(TypedDict, total=False):
    """The fields of a meeting that a person decides."""

    number: int | None
    first_day: datetime.date | None
    last_day: datetime.date | None
    zone: str
    mode: str
    area: str
    interpretation: Sequence[str]
    captions: Sequence[str]
    joining_link: str
    contributions_due: datetime.datetime | None
    registration_closes: datetime.datetime | None
    previous: Meeting | None
    source: str


type Texts = Mapping[str, str]
"""Field of the wordings (title, place, note) -> text in one language."""


# Rules of a body, and non-working days.


@verb("events.set_meeting_rules")
def set_meeting_rules(act: Act, body: Body, **values: Unpack[RuleValues]) -> MeetingRules:
    """Set the rules of a body for its meetings. Raises InvalidInput by field.

    Their access applies to meetings that are convened from now on.
    """
    lock_row(Body, body)
    stored = MeetingRules.objects.filter(body=body).first()
    rules = stored or MeetingRules(body=body)
    _check_rules(values)
    given = cast("dict[str, FieldValue]", {**values})
    if "listed" in given:
        given["listed"] = [code for code in Capacity.values if code in values["listed"]]
    old, new = set_values(rules, RULE_FIELDS, given)
    if new or stored is None:
        rules.save(force_insert=stored is None)
    if stored is None and not new:
        new = {"notice_days": rules.notice_days}
    if new:
        act.note(rules, old=old, new=new, record=body.record)
    else:
        act.unchanged()
    return rules


def _check_rules(values: RuleValues) -> None:
    faults: dict[str, StrOrPromise] = {}
    if not 0 <= values.get("notice_days", 0) <= MAX_NOTICE_DAYS:
        faults["notice_days"] = _("Enter between 0 and %(most)s working days.") % {
            "most": MAX_NOTICE_DAYS
        }
    for field in ("member_seconds", "observer_seconds"):
        if not MIN_SECONDS <= int(str(values.get(field, MIN_SECONDS))) <= MAX_SECONDS:
            faults[field] = _("Enter between %(least)s and %(most)s seconds.") % {
                "least": MIN_SECONDS,
                "most": MAX_SECONDS,
            }
    if set(values.get("listed", ())) - set(Capacity.values):
        faults["listed"] = _("Select capacities from the list.")
    if values.get("access", Access.PUBLIC) not in (Access.PUBLIC, Access.MEMBERS):
        faults["access"] = _("Select who may view the meetings.")
    if faults:
        raise InvalidInput(faults)


@verb("events.add_closed_day")
def add_closed_day(
    act: Act, *, date: datetime.date, name: str, language: str, source: str = ""
) -> ClosedDay:
    """Add a day on which the organization does not work. Raises InvalidInput by field."""
    name = " ".join(name.split())
    faults: dict[str, StrOrPromise] = {}
    if not name:
        faults["name"] = _("Enter the name of the day.")
    if language not in LANGUAGES_BY_CODE:
        faults["language"] = _("Select a language from the list.")
    if not faults:
        day, created = ClosedDay.objects.get_or_create(
            date=date, defaults={"name": name, "language": language, "source": source.strip()}
        )
        if created:
            act.note(day, new={"date": date.isoformat(), "name": name, "language": language})
            return day
        faults["date"] = _("This day is listed already. Remove it first to change its name.")
    raise InvalidInput(faults)


@verb("events.remove_closed_day")
def remove_closed_day(act: Act, day: ClosedDay) -> None:
    """Remove a day on which the organization does not work. Raises WrongState if it was removed."""
    current = ClosedDay.objects.select_for_update().filter(pk=day.pk).first()
    if current is None:
        raise WrongState(_("Another user has removed this day."))
    act.note(current, old={"date": current.date.isoformat(), "name": current.name})
    current.delete()


# Meetings.


@verb("events.create_meeting")
def create_meeting(
    act: Act,
    body: Body,
    *,
    language: str,
    texts: Texts | None = None,
    **values: Unpack[MeetingValues],
) -> Meeting:
    """Create a draft of a meeting of a body, which only its officers may view. Raises InvalidInput by field.

    ``texts``: title, place and note in the ``language``. A meeting without a title is named by its body and
    number, in each language in which the body has a name.
    """
    body = lock_row(Body, body)
    cleaned = clean_texts(texts or {}, language)
    meeting = Meeting(body=body)
    given = _clean_values(values)
    set_values(meeting, MEETING_FIELDS, given)
    meeting.joining_link = values.get("joining_link", "").strip()
    check_meeting(meeting, bool(cleaned.get("title")))
    titles = names.numbered_titles(body, meeting.number)
    words = {field: {language: text} for field, text in cleaned.items() if text}
    words.setdefault("title", titles)
    meeting.slug = free_slug(body, meeting)
    meeting.record = create_record(
        "meeting",
        f"meetings/{meeting.slug}",
        words,
        authentic=language,
        access=Access.GROUP,
        circle=circle_of_officers(body),
    )
    meeting.save(force_insert=True)
    noted = {key: value for key, value in audit_values(meeting, MEETING_FIELDS).items() if value}
    for field, by_language in words.items():
        noted |= {f"{field}.{code}": text for code, text in by_language.items()}
    if meeting.joining_link:
        noted["joining_link"] = LINK_SET
    act.note(meeting, new=noted)
    return meeting


@verb("events.change_meeting")
def change_meeting(
    act: Act,
    meeting: Meeting,
    *,
    texts: Texts | None = None,
    language: str = "",
    move_sittings: bool = False,
    reason: str = "",
    **values: Unpack[MeetingValues],
) -> Meeting:
    """Change a meeting. Raises InvalidInput by field, and WrongState for a meeting that was cancelled.

    ``texts``: title, place and note, in their original language, or in ``language`` where they are new. With
    ``move_sittings``, planned sittings move with the first day; in another zone, sittings and agenda keep their
    clock times. What the convening letter announced is changed with a ``reason``; so is a convened meeting
    whose notice becomes shorter than the rule: the letter prints that reason.
    """
    meeting = lock_meeting(meeting)
    if meeting.state == CANCELLED:
        raise WrongState(_("A cancelled meeting cannot be changed."))
    former_day, former_zone = meeting.first_day, meeting.zone
    cleaned = clean_texts(texts or {}, language or act.actor.language)
    prefetch_related_objects([meeting.record, meeting.body.record], "wordings")
    had_own_title = has_own_title(meeting)
    old, new = set_values(meeting, MEETING_FIELDS, _clean_values(values))
    _change_link(meeting, values, old, new)
    title = cleaned.pop("title", None)
    keeps_own_title = bool(title) or (title is None and had_own_title)
    check_meeting(meeting, keeps_own_title)
    if title:
        cleaned["title"] = title
    reworded = _reword(meeting, cleaned, language or act.actor.language)
    if not keeps_own_title:
        renamed = _name_by_number(meeting, had_own_title)
        reworded = reworded[0] | renamed[0], reworded[1] | renamed[1]
    old, new = old | reworded[0], new | reworded[1]
    if "zone" in new:
        _keep_clock_times(meeting, former_zone, values, old, new)
    if "first_day" in new and move_sittings:
        _move_sittings(meeting, former_day)
    if {"first_day", "last_day", "zone"} & new.keys():
        _check_sittings(meeting)
    changed = {key.partition(".")[0] for key in new}
    if meeting.state != DRAFT and changed & ANNOUNCED_FIELDS:
        require_reason(reason, _("Enter a reason: the meeting has been announced."))
        _explain_short_notice(meeting, reason, act.actor.language, old, new)
    if new:
        meeting.save()
    note_changes(act, meeting, old, new, reason.strip())
    return meeting


def has_own_title(meeting: Meeting) -> bool:
    """Whether a meeting has a title of its own, and is not named by its body and number.

    Languages in which its body got a name since, or has none, do not count. Reads the wordings of both.
    """
    stored = {
        wording.language: wording.text
        for wording in meeting.record.wordings.all()
        if wording.field == "title" and wording.text
    }
    numbered = names.numbered_titles(meeting.body, meeting.number)
    common = stored.keys() & numbered.keys()
    if not common:
        return bool(stored)
    return any(stored[code] != numbered[code] for code in common)


def _name_by_number(meeting: Meeting, replacing: bool) -> tuple[dict[str, JSON], dict[str, JSON]]:
    """Name a meeting by its body and number; ``replacing``: in place of a title of its own."""
    titles = names.numbered_titles(meeting.body, meeting.number)
    if replacing:
        titles = dict.fromkeys(LANGUAGE_CODES, "") | titles
    return correct_texts(meeting.record, {"title": titles})


def _change_link(
    meeting: Meeting, values: MeetingValues, old: dict[str, JSON], new: dict[str, JSON]
) -> None:
    """Set the joining link; the history says only that it was changed."""
    link = values.get("joining_link", meeting.joining_link).strip()
    if link == meeting.joining_link:
        return
    if not link:
        new["joining_link"] = LINK_REMOVED
    else:
        new["joining_link"] = LINK_CHANGED if meeting.joining_link else LINK_SET
    meeting.joining_link = link


def _reword(
    meeting: Meeting, texts: Texts, language: str
) -> tuple[dict[str, JSON], dict[str, JSON]]:
    """Set each text in the language of its original, or in ``language`` where there is none."""
    originals = dict(
        Wording.objects.filter(record=meeting.record_id, status=WordingStatus.AUTHENTIC)
        .exclude(text="")
        .values_list("field", "language")
    )
    old: dict[str, JSON] = {}
    new: dict[str, JSON] = {}
    for field, text in texts.items():
        chosen = originals.get(field, language)
        present = meeting.record.wordings.filter(field=field, language=chosen).first()
        if text == (present.text if present else ""):
            continue
        changed = set_wording(meeting.record, field, chosen, text, WordingStatus.AUTHENTIC)
        old |= changed.get("old", {})
        new |= changed.get("new", {})
    return old, new


def _explain_short_notice(
    meeting: Meeting, reason: str, language: str, old: dict[str, JSON], new: dict[str, JSON]
) -> None:
    """Where a convened meeting is moved to a day that is sooner than the rule allows, the letter prints the reason."""
    if meeting.state != CONVENED or "first_day" not in new or meeting.first_day is None:
        return
    today = times.wall_clock(clock.now(), meeting.zone)[0]
    required = rules_of(meeting.body).notice_days
    closed = closed_days(today, meeting.first_day)
    if count_notice(today, meeting.first_day, required, meeting.area, closed).is_short:
        explained = {"notice_reason": reason.strip(), "notice_language": language}
        before, after = set_values(meeting, tuple(explained), explained)
        old |= before
        new |= after


@verb("events.convene_meeting")
def convene_meeting(act: Act, meeting: Meeting, *, reason: str = "", language: str = "") -> Meeting:
    """Convene a meeting: from now on it and its agenda are seen by whom the rules of the body say.

    ``reason``: why the notice is shorter than the rule, in ``language`` (by default that of the actor); it is
    printed in the convening letter. Raises WrongState for a meeting without dates, and InvalidInput for a short
    notice without a reason.
    """
    meeting = lock_meeting(meeting)
    change = MEETING.move(meeting, act.verb)
    rules = rules_of(meeting.body)
    notice = notice_of(meeting, rules.notice_days)
    if notice is None:
        raise WrongState(
            _("This meeting has no dates."), _("Enter its first and last day, then convene it.")
        )
    if notice.is_short:
        require_reason(
            reason,
            _("The notice is shorter than the body’s rule. Enter the reason."),
        )
    meeting.convened_at = clock.now()
    meeting.notice_reason = reason.strip() if notice.is_short else ""
    meeting.notice_language = (language or act.actor.language) if meeting.notice_reason else ""
    meeting.save(update_fields=["convened_at", "notice_reason", "notice_language"])
    set_access(
        meeting,
        rules.access,
        circle_of_body(meeting.body) if rules.access == Access.MEMBERS else None,
    )
    act.note(
        meeting,
        old=change["old"],
        new=change["new"] | {"notice": notice.days, "access": rules.access},
        reason=meeting.notice_reason,
    )
    return meeting


@verb("events.open_meeting")
def open_meeting(act: Act, meeting: Meeting) -> Meeting:
    """Open a meeting that was convened. Raises WrongState."""
    return _move(act, meeting)


@verb("events.close_meeting")
def close_meeting(act: Act, meeting: Meeting) -> Meeting:
    """Close a meeting. Raises WrongState, also while one of its sittings is open."""
    if meeting.sittings.filter(state__in=(OPEN, SUSPENDED)).exists():
        raise WrongState(
            _("A sitting of this meeting is still open."), _("Close the sitting first.")
        )
    return _move(act, meeting)


@verb("events.reopen_meeting")
def reopen_meeting(act: Act, meeting: Meeting, *, reason: str) -> Meeting:
    """Reopen a meeting that was closed. Raises WrongState, and InvalidInput without a reason."""
    require_reason(reason)
    return _move(act, meeting, reason)


@verb("events.report_meeting")
def report_meeting(act: Act, meeting: Meeting, *, reason: str = "") -> Meeting:
    """Record that the report of a closed meeting was submitted; ``reason``: where it was. Raises WrongState."""
    return _move(act, meeting, reason.strip())


@verb("events.cancel_meeting")
def cancel_meeting(act: Act, meeting: Meeting, *, reason: str) -> Meeting:
    """Cancel a meeting before it opens; it stays on record. Raises WrongState, and InvalidInput without a reason."""
    require_reason(reason)
    return _move(act, meeting, reason)


def _move(act: Act, meeting: Meeting, reason: str = "") -> Meeting:
    locked = lock_meeting(meeting)
    change = MEETING.move(locked, act.verb)
    act.note(locked, **change, reason=reason)
    return locked


def _clean_values(values: MeetingValues) -> dict[str, FieldValue]:
    """The given values, with languages in their order and without white space around texts."""
    given = cast("dict[str, FieldValue]", {**values})
    for field in LANGUAGE_LISTS:
        if field in given:
            codes = cast("Sequence[str]", given[field])
            unknown = sorted({*codes} - {*LANGUAGE_CODES})
            given[field] = [*(code for code in LANGUAGE_CODES if code in codes), *unknown]
    if "source" in given:
        given["source"] = values["source"].strip()
    return given


def clean_texts(texts: Texts, language: str) -> dict[str, str]:
    """The texts with normalized white space. Raises InvalidInput by field."""
    faults: dict[str, StrOrPromise] = {}
    if language not in LANGUAGES_BY_CODE:
        faults["language"] = _("Select a language from the list.")
    cleaned: dict[str, str] = {}
    for field, limit in WORDING_FIELDS.items():
        if field not in texts:
            continue
        text = texts[field].replace("\r\n", "\n").strip()
        text = text if field == "note" else " ".join(text.split())
        if len(text) > limit:
            faults[field] = _("This text has %(length)s characters. Use at most %(limit)s.") % {
                "length": len(text),
                "limit": limit,
            }
        cleaned[field] = text
    if faults:
        raise InvalidInput(faults)
    return cleaned


def check_meeting(meeting: Meeting, has_title: bool) -> None:
    """Check the fields of a meeting. Raises InvalidInput by field."""
    faults: dict[str, StrOrPromise] = {}
    if meeting.number is None and not has_title:
        faults["number"] = _("Enter the number of the meeting, or a title.")
    elif meeting.number is not None and not 1 <= meeting.number <= MAX_NUMBER:
        faults["number"] = _("Enter a number from 1 to %(most)s.") % {"most": MAX_NUMBER}
    elif meeting.number is not None and _is_taken(meeting):
        faults["number"] = _("The body already has a meeting with this number.")
    faults |= _date_faults(meeting)
    if meeting.zone not in zone_names():
        faults["zone"] = _("This time zone is unknown. Select one from the list.")
    if meeting.mode not in Mode.values:
        faults["mode"] = _("Select how people take part.")
    if not is_known_area(meeting.area):
        faults["area"] = _("Select a country or area from the list.")
    for field in LANGUAGE_LISTS:
        if set(getattr(meeting, field)) - set(LANGUAGE_CODES):
            faults[field] = _("Select languages from the list.")
    if meeting.joining_link and not meeting.joining_link.startswith(("https://", "http://")):
        faults["joining_link"] = _("Enter a web address that begins with https://.")
    if meeting.previous is not None and (
        meeting.previous.body_id != meeting.body_id or meeting.previous.pk == meeting.pk
    ):
        faults["previous"] = _("Select another meeting of the same body.")
    if faults:
        raise InvalidInput(faults)


def _date_faults(meeting: Meeting) -> dict[str, StrOrPromise]:
    first, last = meeting.first_day, meeting.last_day
    if first is None and last is None:
        is_announced = meeting.state not in (DRAFT, CANCELLED)
        return {"first_day": _("Enter the first day.")} if is_announced else {}
    if first is None:
        return {"first_day": _("Enter the first day too.")}
    if last is None:
        return {"last_day": _("Enter the last day too.")}
    if last < first:
        return {"last_day": _("The last day is before the first. Check both days.")}
    if (last - first).days >= MAX_DAYS:
        return {"last_day": _("A meeting lasts at most %(most)s days.") % {"most": MAX_DAYS}}
    return {}


def _is_taken(meeting: Meeting) -> bool:
    rows = Meeting.objects.filter(body=meeting.body_id, number=meeting.number)
    return rows.exclude(pk=meeting.pk).exclude(state=CANCELLED).exists()


def free_slug(body: Body, meeting: Meeting) -> str:
    """The slug of a meeting: that of its body with its number or year, and the first free serial number."""
    year = meeting.first_day.year if meeting.first_day is not None else clock.today().year
    stem = f"{body.slug}-{meeting.number or year}"
    taken = set(Meeting.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{serial}" for serial in itertools.count(2))
    return stem if stem not in taken else next(slug for slug in numbered if slug not in taken)


# Sittings.


@verb("events.add_sitting")
def add_sitting(
    act: Act,
    meeting: Meeting,
    *,
    starts: datetime.datetime,
    ends: datetime.datetime,
    room: str = "",
) -> Sitting:
    """Add a sitting to a meeting. Raises InvalidInput by field, and WrongState for a meeting that is over."""
    meeting = lock_meeting(meeting)
    _require_timetable(meeting)
    sitting = Sitting(meeting=meeting, starts=starts, ends=ends, room=" ".join(room.split()))
    _check_sitting(sitting)
    sitting.save()
    act.note(meeting, new={"sitting": sitting.pk} | _sitting_values(sitting))
    return sitting


@verb("events.change_sitting")
def change_sitting(
    act: Act,
    sitting: Sitting,
    *,
    starts: datetime.datetime,
    ends: datetime.datetime,
    room: str = "",
    reason: str = "",
) -> Sitting:
    """Change the times and the room of a sitting that was not opened yet.

    Raises InvalidInput by field, also without a reason once the meeting is convened, and WrongState.
    """
    sitting = _lock_sitting(sitting)
    values: dict[str, FieldValue] = {"starts": starts, "ends": ends, "room": " ".join(room.split())}
    old, new = set_values(sitting, tuple(values), values)
    _check_sitting(sitting)
    if not new:
        act.unchanged()
        return sitting
    _require_reason_after_convening(sitting.meeting, reason)
    sitting.save()
    act.note(sitting.meeting, old={"sitting": sitting.pk, **old}, new=new, reason=reason.strip())
    return sitting


@verb("events.remove_sitting")
def remove_sitting(act: Act, sitting: Sitting, *, reason: str = "") -> Meeting:
    """Remove a sitting that was not opened yet; the history keeps its times.

    Raises InvalidInput without a reason once the meeting is convened, and WrongState where people are recorded at it.
    """
    sitting = _lock_sitting(sitting)
    meeting = sitting.meeting
    _require_reason_after_convening(meeting, reason)
    act.note(
        meeting,
        old={"sitting": sitting.pk} | _sitting_values(sitting),
        reason=reason.strip(),
    )
    try:
        with transaction.atomic():
            sitting.delete()
    except ProtectedError:
        raise WrongState(
            _("Participants or speakers are recorded at this sitting."),
            _("Remove these records first, or keep the sitting."),
        ) from None
    return meeting


def _sitting_values(sitting: Sitting) -> dict[str, JSON]:
    values: dict[str, JSON] = {
        "starts": sitting.starts.isoformat(),
        "ends": sitting.ends.isoformat(),
    }
    return values | ({"room": sitting.room} if sitting.room else {})


def _lock_sitting(sitting: Sitting) -> Sitting:
    """The current sitting with its meeting, both locked. Raises WrongState where it was opened or removed."""
    meeting = lock_meeting(sitting.meeting)
    _require_timetable(meeting)
    current = Sitting.objects.select_for_update().filter(pk=sitting.pk).first()
    if current is None:
        raise WrongState(_("Another user has removed this sitting."))
    if current.state != PLANNED:
        raise WrongState(
            _("This sitting has been opened."), _("Its times can no longer be changed.")
        )
    current.meeting = meeting
    return current


def _require_timetable(meeting: Meeting) -> None:
    """Raise WrongState for a meeting that is over, or has no dates."""
    if meeting.state not in TIMETABLE_STATES:
        raise WrongState(_("The timetable of this meeting can no longer be changed."))
    if meeting.first_day is None:
        raise WrongState(
            _("This meeting has no dates."), _("Enter its first and last day, then add sittings.")
        )


def _require_reason_after_convening(meeting: Meeting, reason: str) -> None:
    if meeting.state != DRAFT:
        require_reason(reason, _("Enter a reason: the timetable has been announced."))


def _check_sitting(sitting: Sitting) -> None:
    """Check the times of a sitting. Raises InvalidInput by field."""
    meeting = sitting.meeting
    faults: dict[str, StrOrPromise] = {}
    if sitting.ends <= sitting.starts:
        faults["ends"] = _("The sitting ends before it starts. Check both times.")
    elif sitting.ends - sitting.starts > MAX_SITTING:
        faults["ends"] = _("A sitting lasts at most 24 hours. Check both times.")
    elif not _is_within(meeting, sitting):
        faults["day"] = _("This day is not a day of the meeting. Select another day.")
    else:
        others = meeting.sittings.exclude(pk=sitting.pk)
        other = others.filter(starts__lt=sitting.ends, ends__gt=sitting.starts).first()
        if other is not None:
            faults["starts"] = _overlap(other)
    if len(sitting.room) > 200:
        faults["room"] = _("The name of the room has more than 200 characters. Shorten it.")
    if faults:
        raise InvalidInput(faults)


def _overlap(other: Sitting) -> StrOrPromise:
    when = times.dated_span(
        other.starts, other.ends, times.zone_or_utc(other.meeting.zone), get_language() or "en"
    )
    return _("Another sitting is at this time: %(when)s. Select another time.") % {"when": when}


def _is_within(meeting: Meeting, sitting: Sitting) -> bool:
    """Whether a sitting begins on one of the days of its meeting; it may end after midnight."""
    assert meeting.first_day is not None and meeting.last_day is not None
    day = times.wall_clock(sitting.starts, meeting.zone)[0]
    return meeting.first_day <= day <= meeting.last_day


def _check_sittings(meeting: Meeting) -> None:
    """Check that all sittings are on the days of the meeting. Raises InvalidInput."""
    sittings = list(meeting.sittings.all())
    if not sittings or meeting.first_day is None:
        if sittings:
            raise InvalidInput(
                {"first_day": _("This meeting has sittings. Remove them before its dates.")}
            )
        return
    if not all(_is_within(meeting, sitting) for sitting in sittings):
        raise InvalidInput(
            {
                "last_day": _(
                    "A sitting is on other days. Select “Move the sittings”, or change it first."
                )
            }
        )


def _move_sittings(meeting: Meeting, former: datetime.date | None) -> None:
    """Move the planned sittings with the first day; they keep their clock times, and so do items of the agenda."""
    if former is None or meeting.first_day is None:
        return
    step = meeting.first_day - former
    zone = times.zone_or_utc(meeting.zone)

    def moved(moment: datetime.datetime) -> datetime.datetime:
        day, time = times.wall_clock(moment, zone)
        return times.moment_in_zone(day + step, time, zone, "first_day")

    _rewrite_times(meeting, moved, meeting.sittings.filter(state=PLANNED))


def _keep_clock_times(
    meeting: Meeting,
    former: str,
    values: MeetingValues,
    old: dict[str, JSON],
    new: dict[str, JSON],
) -> None:
    """Let planned sittings, their items and the deadlines show the same clock times in the new zone."""
    old_zone, new_zone = times.zone_or_utc(former), times.zone_or_utc(meeting.zone)

    def moved(moment: datetime.datetime) -> datetime.datetime:
        return times.moment_in_zone(*times.wall_clock(moment, old_zone), new_zone, "zone")

    _rewrite_times(meeting, moved, meeting.sittings.filter(state=PLANNED))
    deadlines = {
        field: moved(moment)
        for field in ("contributions_due", "registration_closes")
        if field not in values and (moment := getattr(meeting, field)) is not None
    }
    before, after = set_values(meeting, tuple(deadlines), deadlines)
    old |= before
    new |= after


def _rewrite_times(
    meeting: Meeting,
    moved: Callable[[datetime.datetime], datetime.datetime],
    sittings: QuerySet[Sitting],
) -> None:
    """Move sittings and the items that are taken up at them."""
    rows = list(sittings.order_by("starts"))
    items = AgendaItem.objects.filter(meeting=meeting, sitting__in=rows, starts__isnull=False)
    # No two sittings start at one moment, not even in between: the one that leads the way moves first.
    if rows and moved(rows[0].starts) > rows[0].starts:
        rows.reverse()
    for row in [*items, *rows]:
        assert row.starts is not None
        row.starts, row.ends = moved(row.starts), moved(row.ends) if row.ends else None
        if row.ends is not None and row.ends <= row.starts:
            # It lies in the hour that is skipped or repeated when the clocks change.
            raise InvalidInput(
                {"first_day": _("The clocks change during a sitting on these days.")}
            )
        row.save(update_fields=["starts", "ends"])
