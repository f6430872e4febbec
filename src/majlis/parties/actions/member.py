"""Verbs of the membership of organizations and people in bodies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import Admission, Appointment, User
from majlis.kernel.verbs import Act, verb
from majlis.parties.actions.body import circle_of_body
from majlis.parties.appointments import end_role, find_account, grant_role, lock_row
from majlis.parties.models import Body, MembershipRule, NamedMember, Organisation


def organisation_may_join(organisation: Organisation, body: Body) -> bool:
    """Whether the membership rule of the body admits the organization."""
    if organisation.state == "closed":
        return False
    if body.rule == MembershipRule.KINDS:
        return organisation.kind in body.kinds
    if body.rule == MembershipRule.NAMED:
        return body.named.filter(pk=organisation.pk).exists()
    return True


def individual_may_join(body: Body) -> bool:
    """Whether the membership rule of the body admits individual people.

    The other rules concern organizations; a person who takes part in their own name registers as one.
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
    """Admit an organization or a person as a member from today; a present member changes nothing.

    A person is given as ``user``, by the ``email`` of an account, or by ``name`` if they have no account.
    Raises InvalidInput by field, also if the rule of the body does not admit them.
    """
    body = lock_row(Body, target)
    circle = circle_of_body(body)
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
    body.memberships.create(organisation=organisation, since=clock.now().date())
    for role in ("focal_point", "delegate"):
        Admission.objects.get_or_create(circle=circle, role=role, scope=organisation.record)
    act.note(body, new={"member": organisation.pk})
    return body


def _admit_person(
    act: Act, body: Body, user: User | None, name: str, email: str, source: str
) -> None:
    if user is None and not name:
        raise InvalidInput(
            {"name": _("Enter the name, or the email address of the person’s account.")}
        )
    if not individual_may_join(body):
        raise InvalidInput(
            {
                "name": _(
                    "This body admits organizations only. Admit the person’s organization or "
                    "change the rule."
                )
            }
        )
    # The history of a body is public, but individual memberships are not: the entry names no person.
    admitted: Appointment | NamedMember
    if user is not None:
        held = Appointment.objects.today().filter(role="member", scope=body.record, user=user)
        was_member = held.exists()
        admitted = grant_role(user, "member", body.record)
    else:
        admitted, created = body.named_members.get_or_create(
            name=name,
            until=None,
            defaults={
                "email": email.lower(),
                "since": clock.now().date(),
                "source": source.strip(),
            },
        )
        was_member = not created
    if was_member:
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
    """End a membership now; it stays on record. Raises WrongState if there is none."""
    body = lock_row(Body, target)
    today = clock.now().date()
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
