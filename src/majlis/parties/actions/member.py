"""Verbs of memberships: who is a member of a body, from when until when."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import Admission, Appointment, User
from majlis.kernel.verbs import Act, verb
from majlis.parties.actions.body import circle_of_body
from majlis.parties.appointments import end_role, find_account, grant_role, lock_row
from majlis.parties.models import Body, MembershipRule, NamedMember, Organisation


def organisation_may_join(organisation: Organisation, body: Body) -> bool:
    """Whether the membership rule of the body lets the organization be a member."""
    if organisation.state == "closed":
        return False
    if body.rule == MembershipRule.KINDS:
        return organisation.kind in body.kinds
    if body.rule == MembershipRule.NAMED:
        return body.named.filter(pk=organisation.pk).exists()
    return True


def individual_may_join(body: Body) -> bool:
    """Whether the membership rule of the body lets a single person be a member.

    The other rules speak of organizations; who takes part in their own name is one of these.
    """
    return body.rule == MembershipRule.INVITED


@verb("parties.admit_member")
def admit_member(
    act: Act,
    target: Body,
    *,
    organisation: Organisation | None = None,
    user: User | None = None,
    name: str = "",
    email: str = "",
    source: str = "",
) -> Body:
    """Make an organization or a person a member from today; again is no change.

    A person is an account, an account known by its ``email``, or a ``concept_name`` where there is none.
    Raises InvalidInput by field, also where the rule of the body forbids it.
    """
    body = lock_row(Body, target)
    kept = circle_of_body(body)
    if organisation is None:
        _admit_person(act, body, user or find_account(email), name.strip(), email.strip(), source)
        return body
    if not organisation_may_join(organisation, body):
        raise InvalidInput(
            {
                "organisation": _(
                    "The membership rule of this body does not admit this organization."
                )
            }
        )
    if body.memberships.filter(organisation=organisation, until__isnull=True).exists():
        act.unchanged()
        return body
    body.memberships.create(organisation=organisation, since=timezone.now().date())
    for role in ("focal_point", "delegate"):
        Admission.objects.get_or_create(circle=kept, role=role, scope=organisation.record)
    act.note(body, new={"member": organisation.pk})
    return body


def _admit_person(
    act: Act, body: Body, user: User | None, name: str, email: str, source: str
) -> None:
    if user is None and not name:
        raise InvalidInput(
            {
                "name": _(
                    "The name is missing: write it, or the address under which the person has an account."
                )
            }
        )
    if not individual_may_join(body):
        raise InvalidInput(
            {
                "name": _(
                    "The membership rule of this body admits organizations only: admit that of the person, or have the rule changed."
                )
            }
        )
    # The history of a body is public, who is a member in their own name is not: so it names nobody.
    admitted: Appointment | NamedMember
    if user is not None:
        held = Appointment.objects.today().filter(role="member", scope=body.record, user=user)
        there = held.exists()
        admitted = grant_role(user, "member", body.record)
    else:
        admitted, made = body.named_members.get_or_create(
            name=name,
            until=None,
            defaults={
                "email": email.lower(),
                "since": timezone.now().date(),
                "source": source.strip(),
            },
        )
        there = not made
    if there:
        act.unchanged()
        return
    act.note(
        admitted,
        record=body.record,
        new={"since": admitted.since.isoformat()},
        reason=source.strip(),
    )


@verb("parties.end_membership")
def end_membership(
    act: Act,
    target: Body,
    *,
    organisation: Organisation | None = None,
    user: User | None = None,
    named: NamedMember | None = None,
) -> Body:
    """End a membership now; that it was stays on record. Raises WrongState where there is none."""
    body = lock_row(Body, target)
    today = timezone.now().date()
    if named is not None:
        if not body.named_members.filter(pk=named.pk, until__isnull=True).update(until=today):
            raise WrongState()
        act.note(named, record=body.record, new={"until": today.isoformat()})
        return body
    if organisation is None:
        held = Appointment.objects.today().filter(role="member", scope=body.record, user=user)
        if user is None or not held:
            raise WrongState()
        for each in held:
            end_role(each)
            act.note(each, record=body.record, new={"until": today.isoformat()})
        return body
    rows = body.memberships.filter(organisation=organisation, until__isnull=True)
    if not rows.update(until=today):
        raise WrongState()
    Admission.objects.filter(circle=circle_of_body(body), scope=organisation.record).delete()
    act.note(body, old={"member": organisation.pk})
    return body
