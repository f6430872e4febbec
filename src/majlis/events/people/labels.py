"""Names of what participants are counted and listed by, as nouns for heads of tables and choices."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.functional import lazy
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.events.lifecycle import PARTICIPANT
from majlis.events.models import AttendanceMode, Capacity, Gender, Participant
from majlis.look import formats
from majlis.look.parts import StrOrPromise

CAPACITIES: dict[str, StrOrPromise] = {
    Capacity.CHAIR.value: pgettext_lazy("participants", "Chair"),
    Capacity.MEMBER.value: pgettext_lazy("participants", "Members"),
    Capacity.OBSERVER.value: pgettext_lazy("participants", "Observers"),
    Capacity.EXPERT.value: pgettext_lazy("participants", "Invited experts"),
    Capacity.SECRETARIAT.value: pgettext_lazy("participants", "Secretariat"),
}
MODES: dict[str, StrOrPromise] = {
    AttendanceMode.ROOM.value: pgettext_lazy("participants", "In the room"),
    AttendanceMode.REMOTE.value: pgettext_lazy("participants", "Remotely"),
}
NOT_STATED = pgettext_lazy("participants", "Not stated")
NO_ORGANISATION = pgettext_lazy("participants", "No organization")
ALL = pgettext_lazy("participants", "All")
GENDERS: dict[str, StrOrPromise] = {
    Gender.WOMAN.value: pgettext_lazy("participants", "Women"),
    Gender.MAN.value: pgettext_lazy("participants", "Men"),
    Gender.OTHER.value: pgettext_lazy("participants", "Other"),
}
STATES = PARTICIPANT.choices
NO_NAME = pgettext_lazy("participant", "Name not recorded")


def participant_name(participant: Participant) -> StrOrPromise:
    """The name of a participant; a text that says so where it was erased."""
    return participant.name or NO_NAME


def listing(names: Iterable[StrOrPromise]) -> str:
    """Names as a list in the language of the page."""
    return formats.list_separator(get_language() or "en").join(str(each) for each in names)


def _consent_hint(listed: Collection[str]) -> str:
    if not listed:
        return gettext("Without consent, a person is counted and not named.")
    capacities = listing(each.label for each in Capacity if each.value in listed)
    return gettext(
        "The body’s rules name these capacities: %(capacities)s. Others are named only with consent."
    ) % {"capacities": capacities}


consent_hint = lazy(_consent_hint, str)
"""What becomes of a person who does not consent to be named: ``consent_hint(listed)``."""

METHOD = _("Registered and confirmed by %(moment)s; each person once.")
PRESENT = _("Present: at least one sitting.")
METHODS: dict[str, StrOrPromise] = {
    "capacity": _("By the capacity stated in the registration."),
    "mode": _("By the way of taking part stated in the registration."),
    "kind": _("By the kind of the organization that each person represents."),
    "region": _("By country or area of the organization, in M49 regions of the United Nations."),
    "gender": _("As each person declared it; not combined with other figures."),
}
"""How each breakdown counts, after what all have in common."""
TITLES: dict[str, StrOrPromise] = {
    "capacity": pgettext_lazy("meeting", "By capacity"),
    "mode": _("By way of taking part"),
    "kind": _("By kind of organization"),
    "region": pgettext_lazy("meeting", "By region"),
    "gender": _("By gender, as declared"),
}
HEADS: dict[str, StrOrPromise] = {
    "capacity": pgettext_lazy("participant", "Capacity"),
    "mode": _("Way of taking part"),
    "kind": _("Kind of organization"),
    "region": pgettext_lazy("geography", "Region"),
    "gender": pgettext_lazy("participant", "Gender"),
}
"""The heads of the columns that name the groups."""
