"""Verbs that tie a session to the meeting that it is: the meeting dates all that waits for the session.

A meeting is tied when it is convened: to the session of its body and year that waits for it, else to a new
one. Its dates are those of the session from then on. A draft dates nothing, and a cancelled meeting leaves its
session without a date. An officer chooses another session where the choice was wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from majlis.events.lifecycle import CANCELLED, DRAFT
from majlis.events.models import Meeting
from majlis.kernel.actor import Actor
from majlis.kernel.editing import FieldValue, audit_values, changed_values, require_reason
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import lock_existing, lock_mandates
from majlis.mandates.deliverables.steps import (
    OCCASION_FIELDS,
    add_occasion,
    is_used,
    save_session,
    waiting_mandates,
)
from majlis.mandates.models import Entity, Occasion
from majlis.parties.models import Body
from majlis.parties.models.body import is_after

NOT_DATING = (DRAFT, CANCELLED)
"""States in which a meeting dates no session."""
_NUMBER = re.compile(r"[0-9]+")


def dates_sessions(meeting: Meeting) -> bool:
    """Whether a meeting is in a state in which it dates a session, and has dates."""
    return meeting.state not in NOT_DATING and meeting.first_day is not None


def entity_of_body(body: Body) -> Entity | None:
    """The entity of the register that a body is; None where it has none."""
    return Entity.objects.filter(body=body).first()


def numbers_in(label: str, year: int) -> set[int]:
    """The numbers in the label of a session, apart from its year: 41 in "41st meeting"."""
    return {int(each) for each in _NUMBER.findall(label)} - {year}


def is_on(occasion: Occasion, meeting: Meeting) -> bool:
    """Whether the dates of a session and of a meeting can be the same, as far as those of the session are known."""
    assert meeting.first_day is not None and meeting.last_day is not None
    first, last = meeting.first_day.isoformat(), meeting.last_day.isoformat()
    return not is_after(occasion.date, last) and not is_after(
        first, occasion.until or occasion.date
    )


def fitting_session[S: Occasion](meeting: Meeting, sessions: Iterable[S]) -> S | None:
    """The one of some untied sessions that a dated meeting is; None where all are others.

    They must be of its year. One whose label has its number comes first, then one on its dates, then one
    that waits for a date. A session with another number, or on other dates, is another meeting.
    """
    assert meeting.first_day is not None
    year = meeting.first_day.year

    def rank(session: S) -> int | None:
        numbers = numbers_in(session.label, session.year)
        if meeting.number is not None and meeting.number in numbers:
            return 0
        if numbers or not is_on(session, meeting):
            return None
        return 1 if session.date else 2 if not session.label else 3

    ranked = [
        (place, session.date or "9", session.label, session.pk, session)
        for session in sessions
        if session.year == year and (place := rank(session)) is not None
    ]
    return min(ranked)[-1] if ranked else None


def untied_sessions(entity: Entity) -> list[Occasion]:
    """The sessions of an entity that are no meeting of this site yet."""
    return list(entity.occasions.filter(meeting=None).order_by("year", "date", "label", "pk"))


def _new_session(meeting: Meeting, entity: Entity) -> Occasion:
    """A new session for a meeting; its label is the number of the meeting, else its first day."""
    assert meeting.first_day is not None
    year, taken = meeting.first_day.year, entity.occasions.all()
    number, day = str(meeting.number or ""), meeting.first_day.isoformat()
    labels = [each for each in (number, day, f"{day} {meeting.pk}") if each]
    label = next(each for each in labels if not taken.filter(year=year, label=each).exists())
    system = Actor.as_system("meetings")
    return add_occasion(system, entity, year=year, label=label)


@verb("mandates.tie_meeting")
def tie_meeting(
    act: Act,
    meeting: Meeting,
    /,
    *,
    occasion: Occasion | None = None,
    new: bool = False,
    reason: str = "",
) -> Occasion:
    """Tie a meeting to a session of its body, which gets its dates; tied already, the session gets the present dates.

    ``occasion``: the session; without it the one that it is tied to, else the one that fits, else a new
    one. ``new``: a new session in any case. The session to which the meeting was tied before loses its
    dates, or is deleted if it was created for the meeting and nothing refers to it. Raises InvalidInput
    for a session of another entity, or that is another meeting, and without the ``reason`` for moving a
    date; WrongState for a meeting that dates nothing.
    """
    locked: Meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if locked.state in NOT_DATING:
        raise WrongState(
            _("Only a meeting that has been convened sets the dates of a session."),
            _("Convene the meeting first."),
        )
    if locked.first_day is None or locked.last_day is None:
        raise WrongState(_("The meeting has no dates yet."), _("Enter its dates first."))
    entity = entity_of_body(locked.body)
    if entity is None:
        raise WrongState(
            _("The body of the meeting is not linked to an entity of the register."),
            _("Link the entity to the body first."),
        )
    current: Occasion | None = Occasion.objects.filter(meeting=locked).first()
    moves = new or (occasion is not None and occasion != current)
    if moves and (new or current is not None or (occasion is not None and occasion.date)):
        require_reason(reason, _("Enter the reason for changing the date."))
    if occasion is not None or new:
        session = _lock_session(occasion or _new_session(locked, entity), current)
    else:
        session = _lock_fitting_session(locked, entity, current)
    if session.entity_id != entity.pk:
        raise InvalidInput({"occasion": _("Select a session of the body of the meeting.")})
    if session.meeting_id not in (None, locked.pk):
        raise InvalidInput(
            {"occasion": _("This session is another meeting. Select another session.")}
        )
    if current is not None and current.pk != session.pk:
        _release(act, lock_existing(current), reason)
    values: dict[str, FieldValue] = {
        "meeting": locked,
        "date": locked.first_day.isoformat(),
        "until": locked.last_day.isoformat(),
    }
    # ``changed_values`` would read the meeting of the session.
    changes = changed_values(session, ("date", "until"), values)
    if session.meeting_id != locked.pk:
        changes["meeting"] = locked
    elif (label := _numbered_label(session, locked)) != session.label:
        changes["label"] = label
    save_session(act, session, changes, reason)
    return session


def _numbered_label(session: Occasion, meeting: Meeting) -> str:
    """The label of a session that is a meeting: the present number of the meeting where it was its number before."""
    label = str(meeting.number or "")
    if not session.label.isdecimal() or not label:
        return session.label
    taken = session.entity.occasions.filter(year=session.year, label=label)
    return session.label if taken.exclude(pk=session.pk).exists() else label


def _lock_session(session: Occasion, current: Occasion | None) -> Occasion:
    """Lock a session, after the mandates that wait for it and for the ``current`` one."""
    affected = [session] if current is None else [session, current]
    lock_mandates({key for each in affected for key in waiting_mandates(each)})
    return lock_existing(session)


def _lock_fitting_session(meeting: Meeting, entity: Entity, current: Occasion | None) -> Occasion:
    """The session that a meeting is, locked; it is chosen again where another meeting took it meanwhile."""
    while True:
        chosen = current or fitting_session(meeting, untied_sessions(entity))
        session = _lock_session(chosen or _new_session(meeting, entity), current)
        if session.meeting_id in (None, meeting.pk):
            return session


def _release(act: Act, session: Occasion, reason: str) -> None:
    """Untie a locked session; it waits for a date again, or is deleted if it was created for the meeting and is not used."""
    save_session(act, session, {"meeting": None, "date": "", "until": ""}, reason)
    typed = session.names or session.source or not is_created_label(session)
    if not typed and not is_used(session):
        key = {"occasion": session.pk}
        act.note(session.entity, old=key | audit_values(session, OCCASION_FIELDS), reason=reason)
        session.delete()


def is_created_label(session: Occasion) -> bool:
    """Whether the label of a session can be one that was created for a meeting: a number, or a day."""
    return bool(re.fullmatch(r"[0-9]+|[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]+)?", session.label))


@verb("mandates.untie_meeting")
def untie_meeting(act: Act, occasion: Occasion, /, *, reason: str) -> Occasion:
    """Untie a session from its meeting: it waits for a date again, and can be corrected by hand.

    Raises InvalidInput without a reason, WrongState for a session that is no meeting of this site.
    """
    require_reason(reason)
    lock_mandates(waiting_mandates(occasion))
    locked = lock_existing(occasion)
    if locked.meeting_id is None:
        raise WrongState(_("This session is not linked to a meeting."))
    save_session(act, locked, {"meeting": None, "date": "", "until": ""}, reason)
    return locked


def follow_meeting(meeting: Meeting, *, may_tie: bool) -> None:
    """Let the register follow a meeting that was created, changed, convened or cancelled.

    ``may_tie``: it is tied if it was not; otherwise only the session to which it is tied follows, so that
    what an officer untied stays so.
    """
    system = Actor.as_system("meetings")
    session = Occasion.objects.filter(meeting=meeting).first()
    if session is not None and meeting.state == CANCELLED:
        untie_meeting(system, session, reason=str(_("The meeting was cancelled.")))
    elif meeting.state in NOT_DATING or meeting.first_day is None:
        return
    elif session is not None:
        dates = (meeting.first_day.isoformat(), (meeting.last_day or meeting.first_day).isoformat())
        label = _numbered_label(session, meeting)
        if (session.date, session.until, session.label) != (*dates, label):
            tie_meeting(system, meeting)
    elif may_tie and entity_of_body(meeting.body) is not None:
        tie_meeting(system, meeting)
