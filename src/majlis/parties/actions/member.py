"""Verbs of memberships: who is a member of a body, from when until when."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel.audit import personal
from majlis.kernel.errors import Faulty, WrongState
from majlis.kernel.models import Admission, Appointment, User
from majlis.kernel.verbs import Act, verb
from majlis.parties.actions.body import circle_of
from majlis.parties.models import Body, Organisation, Rule
from majlis.parties.people import appoint, locked, relieve


def may_be_member(organisation: Organisation, body: Body) -> bool:
    """Whether the membership rule of the body lets the organization be a member."""
    if organisation.state == "closed":
        return False
    if body.rule == Rule.KINDS:
        return organisation.kind in body.kinds
    if body.rule == Rule.NAMED:
        return body.named.filter(pk=organisation.pk).exists()
    return True


@verb("parties.admit_member")
def admit_member(
    act: Act, target: Body, *, organisation: Organisation | None = None, user: User | None = None
) -> Body:
    """Make an organization, or a person, a member from today. Raises Faulty where the rule forbids it."""
    body = locked(Body, target)
    kept = circle_of(body)
    if organisation is None:
        if user is None:
            raise Faulty(
                {"organisation": _("Nobody is named: choose an organization or a person.")}
            )
        appoint(user, "member", body.record)
        act.note(body, new={"member": personal(str(user), user)})
        return body
    if not may_be_member(organisation, body):
        raise Faulty(
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


@verb("parties.end_membership")
def end_membership(
    act: Act, target: Body, *, organisation: Organisation | None = None, user: User | None = None
) -> Body:
    """End a membership now. Raises WrongState where there is none."""
    body = locked(Body, target)
    if organisation is None:
        held = Appointment.objects.today().filter(role="member", scope=body.record, user=user)
        if user is None or not held:
            raise WrongState()
        for each in held:
            relieve(each)
        act.note(body, old={"member": personal(str(user), user)})
        return body
    rows = body.memberships.filter(organisation=organisation, until__isnull=True)
    if not rows.update(until=timezone.now().date()):
        raise WrongState()
    Admission.objects.filter(circle=circle_of(body), scope=organisation.record).delete()
    act.note(body, old={"member": organisation.pk})
    return body
