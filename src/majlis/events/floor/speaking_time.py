"""How long somebody has spoken and may speak, and whose time it is: pure functions."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import pgettext_lazy

from majlis.events.models import Capacity, MeetingRules, SpeakingTurn, TurnState


class SpeakerGroup(models.TextChoices):
    """Whose time a speech takes."""

    MEMBERS = "members", pgettext_lazy("speaking time", "Members")
    OBSERVERS = "observers", pgettext_lazy("speaking time", "Observers")
    CHAIR = "chair", pgettext_lazy("speaking time", "Chair and secretariat")


GROUP_OF_CAPACITY = {
    Capacity.MEMBER: SpeakerGroup.MEMBERS,
    Capacity.OBSERVER: SpeakerGroup.OBSERVERS,
    Capacity.EXPERT: SpeakerGroup.OBSERVERS,
    Capacity.CHAIR: SpeakerGroup.CHAIR,
    Capacity.SECRETARIAT: SpeakerGroup.CHAIR,
}


def speaker_group(capacity: str) -> SpeakerGroup:
    """Whose time somebody in this capacity takes."""
    return GROUP_OF_CAPACITY[Capacity(capacity)]


def allotted_seconds(capacity: str, rules: MeetingRules) -> int:
    """How long a turn lasts, in seconds; 0, no limit, for the chair and the secretariat."""
    group = speaker_group(capacity)
    if group == SpeakerGroup.CHAIR:
        return 0
    return rules.member_seconds if group == SpeakerGroup.MEMBERS else rules.observer_seconds


def is_running(turn: SpeakingTurn) -> bool:
    """Whether somebody speaks and the clock runs."""
    return turn.state == TurnState.SPEAKING and turn.began_at is not None


def time_spoken(turn: SpeakingTurn, now: datetime) -> timedelta:
    """What was spoken in a turn until now."""
    if not is_running(turn):
        return turn.used
    assert turn.began_at is not None
    return turn.used + max(timedelta(), now - turn.began_at)


def clock_text(time: timedelta) -> str:
    """A length of time as the clock of a speaker shows it: minutes and seconds, whole seconds only: ``2:14``."""
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    return f"{minutes}:{seconds:02}"
