"""Names of speakers as everybody may read them."""

from __future__ import annotations

from django.utils.translation import get_language

from majlis.events.models import Capacity, MeetingRules, Participant
from majlis.kernel.models.wording import LocalizedText
from majlis.parties.models import ParticipationForm


def is_named(participant: Participant, rules: MeetingRules) -> bool:
    """Whether a participant may be named: by the rules of the body, or by consent."""
    return bool(participant.name) and (participant.capacity in rules.listed or participant.listed)


def speaker_name(
    participant: Participant, rules: MeetingRules, language: str | None = None
) -> LocalizedText:
    """The delegation of a speaker: the organization, else the person if they may be named, else the capacity.

    The organization of one person is that person. Needs no query if the wordings were prefetched.
    """
    code = language or get_language() or "en"
    organisation = participant.organisation
    named = is_named(participant, rules)
    if organisation is not None:
        is_person = organisation.form != ParticipationForm.ORGANISATION
        if named or not is_person:
            return organisation.say("title", code)
    if named:
        return LocalizedText(participant.name, "", "")
    return LocalizedText(str(Capacity(participant.capacity).label), code, "")


def person_name(participant: Participant, rules: MeetingRules) -> str:
    """The person who speaks for an organization, if they may be named; empty otherwise."""
    organisation = participant.organisation
    if organisation is None or not is_named(participant, rules):
        return ""
    return participant.name
