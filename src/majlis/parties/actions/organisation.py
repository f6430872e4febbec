"""Verbs of organizations: changes of their data, dormancy, closing and reopening."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.editing import note_changes, set_values
from majlis.kernel.errors import InvalidInput, Refused, StrOrPromise
from majlis.kernel.lifecycle import StateChange
from majlis.kernel.models import WordingStatus
from majlis.kernel.names import NAME_FAULT, is_valid_name
from majlis.kernel.records import correct_texts
from majlis.kernel.verbs import Act, may, verb
from majlis.parties import areas, stakeholder_kinds
from majlis.parties.appointments import end_all_roles, lock_row
from majlis.parties.lifecycle import (
    ACTIVE,
    ASKED,
    CLOSED,
    CONFIRMED,
    DORMANT,
    ENDED,
    INVITED,
    PROPOSED,
    WITHDRAWN,
)
from majlis.parties.lifecycle import ORGANISATION as LIFE
from majlis.parties.models import Organisation

EDITABLE_FIELDS = ("form", "kind", "area", "website", "languages")


@verb("parties.change_organisation")
def change_organisation(
    act: Act,
    /,
    target: Organisation,
    *,
    words: Mapping[str, Mapping[str, str]],
    **values: str | list[str],
) -> Organisation:
    """Change the data of an organization; ``words`` is field -> language -> text.

    The original name keeps its language. Raises InvalidInput by field; Refused if the kind changes and
    the actor does not belong to the secretariat.
    """
    organisation = lock_row(Organisation, target)
    _check_changes(act, organisation, words, values)
    old, new = correct_texts(organisation.record, words)
    changed = set_values(organisation, EDITABLE_FIELDS, values)
    organisation.save()
    note_changes(act, organisation, old | changed[0], new | changed[1])
    return organisation


def _check_changes(
    act: Act,
    organisation: Organisation,
    words: Mapping[str, Mapping[str, str]],
    values: Mapping[str, str | list[str]],
) -> None:
    unknown = set(values) - set(EDITABLE_FIELDS)
    if unknown:
        raise TypeError(f"unknown fields of an organization: {sorted(unknown)}")
    if values.get("kind", organisation.kind) != organisation.kind and not may(
        act.actor, "parties.change_kind", organisation
    ):
        raise Refused()
    faults: dict[str, StrOrPromise] = {}
    if values.get("kind", organisation.kind) not in stakeholder_kinds.kinds_table():
        faults["kind"] = _("Select a kind of organization.")
    if not areas.is_known_area(str(values.get("area", ""))):
        faults["area"] = _("Select a country or area from the list.")
    original = organisation.record.wordings.filter(
        field="title", status=WordingStatus.AUTHENTIC
    ).first()
    if original and not words.get("title", {}).get(original.language, original.text).strip():
        faults["name"] = _("Enter the name in the selected language.")
    names = (
        text.strip() for field in ("title", "short_name") for text in words.get(field, {}).values()
    )
    if not all(map(is_valid_name, names)):
        faults["name"] = NAME_FAULT
    if faults:
        raise InvalidInput(faults)


@verb("parties.request_activity_confirmation")
def request_activity_confirmation(act: Act, target: Organisation) -> Organisation:
    """Ask the focal point whether the organization still takes part; an open question changes nothing."""
    organisation = lock_row(Organisation, target)
    if organisation.asked_at is not None or organisation.state != ACTIVE:
        act.unchanged()
        return organisation
    organisation.asked_at = clock.now()
    organisation.save(update_fields=["asked_at"])
    act.note(organisation, new={"asked_at": organisation.asked_at.isoformat()})
    return organisation


@verb("parties.mark_organisation_dormant")
def mark_organisation_dormant(act: Act, organisation: Organisation) -> Organisation:
    """Mark an organization as dormant; it keeps all its data. Raises WrongState unless it is active."""
    act.note(organisation, **LIFE.move(organisation, "parties.mark_organisation_dormant"))
    return organisation


@verb("parties.reactivate_organisation")
def reactivate_organisation(act: Act, target: Organisation) -> Organisation:
    """Confirm activity: a dormant organization becomes active, and an open question is answered."""
    organisation = lock_row(Organisation, target)
    if organisation.state == CLOSED or (
        organisation.state == ACTIVE and organisation.asked_at is None
    ):
        act.unchanged()
        return organisation
    moved = StateChange(old={}, new={})
    if organisation.state == DORMANT:
        moved = LIFE.move(organisation, "parties.reactivate_organisation")
    organisation.asked_at, organisation.woken_at = None, clock.now()
    organisation.save(update_fields=["asked_at", "woken_at"])
    act.note(organisation, old=moved["old"], new=moved["new"] | {"asked_at": None})
    return organisation


@verb("parties.close_organisation")
def close_organisation(act: Act, organisation: Organisation, *, reason: str) -> Organisation:
    """Close an organization: its people lose their roles, its records stay.

    Raises InvalidInput without a reason, WrongState if it is closed already.
    """
    if not reason.strip():
        raise InvalidInput({"reason": _("Enter the reason for ending participation.")})
    moved = LIFE.move(organisation, "parties.close_organisation")
    ended = [
        *end_all_roles("focal_point", organisation.record),
        *end_all_roles("delegate", organisation.record),
    ]
    now = clock.now()
    organisation.delegations.filter(state=CONFIRMED).update(state=ENDED, settled_at=now)
    organisation.delegations.filter(state__in=(ASKED, INVITED)).update(
        state=WITHDRAWN, settled_at=now
    )
    organisation.successions.filter(state=PROPOSED).update(state=WITHDRAWN, settled_at=now)
    organisation.memberships.filter(until__isnull=True).update(until=now.date())
    act.note(
        organisation,
        old=moved["old"] | {"appointments": [each.pk for each in ended]},
        new=moved["new"],
        reason=reason.strip(),
    )
    return organisation


@verb("parties.reopen_organisation")
def reopen_organisation(act: Act, organisation: Organisation, *, reason: str) -> Organisation:
    """Reopen a closed organization, which then needs a focal point. Raises InvalidInput, WrongState."""
    if not reason.strip():
        raise InvalidInput({"reason": _("Enter the reason for resuming participation.")})
    act.note(
        organisation,
        **LIFE.move(organisation, "parties.reopen_organisation"),
        reason=reason.strip(),
    )
    return organisation
