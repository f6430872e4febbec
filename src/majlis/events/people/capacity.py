"""In which capacity a person may take part in the meetings of a body."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from majlis.events.core.members import member_organisations
from majlis.events.models import Capacity
from majlis.kernel import clock
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.models import Reader, User
from majlis.parties.models import Body, Organisation

# What nobody but the chair and the secretariat of the body enters, unless the person holds the role.
ROLES_OF_CAPACITIES = {Capacity.CHAIR: "chair", Capacity.SECRETARIAT: "secretariat"}
FAULTS = {
    Capacity.MEMBER: _(
        "This organization or person is not a member of the body today. Select “observer”."
    ),
    Capacity.CHAIR: _("This person does not hold the office of chair. Select another capacity."),
    Capacity.SECRETARIAT: _(
        "This person does not belong to the secretariat. Select another capacity."
    ),
    Capacity.EXPERT: _("Experts are registered by the secretariat. Select another capacity."),
}


def is_individual_member(body: Body, user: Reader | None, email: str = "") -> bool:
    """Whether a person is an individual member of a body today: by appointment, or by name and address."""
    if user is not None and user.is_authenticated:
        if user.holds("member", body.record):
            return True
        email = user.email
    if not email:
        return False
    day = clock.today()
    named = body.named_members.filter(email__iexact=email, since__lte=day)
    return named.filter(Q(until__isnull=True) | Q(until__gte=day)).exists()


def holds_capacity(body: Body, user: Reader | None, capacity: str) -> bool:
    """Whether a person holds the role of a capacity today: chair or secretariat of the body, or of the site."""
    role = ROLES_OF_CAPACITIES.get(Capacity(capacity))
    if role is None or user is None or not user.is_authenticated:
        return False
    return user.holds(role, body.record) or (role == "secretariat" and user.holds(role))


def capacity_fault(
    body: Body,
    capacity: str,
    *,
    user: User | None,
    email: str = "",
    organisation: Organisation | None = None,
    by_officer: bool = False,
) -> StrOrPromise | None:
    """Why a person may not take part in this capacity; None if they may.

    A member is of an organization that is a member of the body today, or a member themself, also where
    an officer enters it. Chair and secretariat hold these roles or are entered by an officer
    (``by_officer``), experts are entered by an officer; anybody may be an observer.
    """
    if capacity == Capacity.OBSERVER:
        return None
    if capacity == Capacity.MEMBER:
        is_member = (
            organisation is not None
            and member_organisations(body).filter(pk=organisation.pk).exists()
        ) or is_individual_member(body, user, email)
        return None if is_member else FAULTS[Capacity.MEMBER]
    if by_officer or holds_capacity(body, user, capacity):
        return None
    return FAULTS[Capacity(capacity)]


def offered_capacities(body: Body, user: Reader, *, by_officer: bool) -> list[Capacity]:
    """The capacities that a form offers: those of officers only to officers, and to whom holds the role."""
    return [
        capacity
        for capacity in Capacity
        if capacity in (Capacity.MEMBER, Capacity.OBSERVER)
        or by_officer
        or holds_capacity(body, user, capacity)
    ]
