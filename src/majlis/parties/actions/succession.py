"""Verbs of successions: the role of the focal point passes to a successor who accepts it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.audit import personal_reference
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.json_types import JSON
from majlis.kernel.models import Appointment, User
from majlis.kernel.verbs import Act, verb
from majlis.parties import mail
from majlis.parties.appointments import (
    Linked,
    end_role,
    grant_role,
    lock_row,
    same_address,
    subject_of,
)
from majlis.parties.lifecycle import CLOSED, PROPOSED
from majlis.parties.lifecycle import SUCCESSION as LIFE
from majlis.parties.models import Delegation, Organisation, Succession


@verb("parties.name_successor")
def name_successor(
    act: Act, target: Organisation, *, email: str, name: str = "", reason: str = ""
) -> Succession:
    """Nominate a successor of the focal point, who accepts by a mailed link.

    The focal point does so, or the secretariat, with a reason, if the focal point cannot. Raises
    InvalidInput by field, WrongState if the organization is closed.
    """
    organisation = lock_row(Organisation, target)
    if organisation.state == CLOSED:
        raise WrongState()
    user = act.actor.user
    own = user is not None and user.holds("focal_point", organisation.record)
    faults = {}
    try:
        validate_email(email.strip())
    except ValidationError:
        faults["email"] = _("Invalid email address. Enter an address such as name@example.org.")
    if own and user is not None and same_address(user.email, email):
        faults["email"] = _("This is your own address. Enter another person’s address.")
    if not own and not reason.strip():
        faults["reason"] = _("Enter the reason why the focal point cannot nominate a successor.")
    if not faults and organisation.successions.filter(state=PROPOSED).exists():
        faults["email"] = _(
            "A nomination is pending. Wait for the reply or withdraw the nomination."
        )
    if faults:
        raise InvalidInput(faults)
    succession = organisation.successions.create(
        named_by=user, email=email.strip().lower(), name=name.strip(), reason=reason.strip()
    )
    send_invitation("successor", "succession", succession, act.actor.language)
    act.note(
        succession, record=organisation.record, reason=reason.strip(), new=_audit_values(succession)
    )
    return succession


def _audit_values(succession: Succession) -> dict[str, JSON]:
    subject = User.objects.filter(email__iexact=succession.email).first()
    return {"successor": personal_reference(succession.email, subject), "state": succession.state}


def send_invitation(
    template: str, kind: str, invitation: Delegation | Succession, language: str
) -> None:
    """Mail an invitation, in the language of the person's account, else in ``language``.

    It does not hold the name that was typed, because the person has not accepted anything yet.
    """
    account = User.objects.filter(email__iexact=invitation.email).first()
    mail_language = account.language if account else language
    mail.enqueue_mail(
        template,
        invitation.email,
        mail_language,
        organisation=invitation.organisation.say("title", mail_language).text,
        link=mail.page_url(
            "parties:invitation", mail_language, kind, mail.make_token(kind, invitation)
        ),
    )


@verb("parties.accept_succession")
def accept_succession(act: Act, target: Linked[Succession]) -> Succession:
    """Accept the role of focal point, which the predecessors lose. Raises WrongState if it is answered.

    If a focal point made the nomination, only that one loses the role; otherwise all focal points do.
    """
    lock_row(Organisation, subject_of(target).organisation)
    succession = lock_row(Succession, subject_of(target))
    moved = LIFE.move(succession, "parties.accept_succession")
    organisation = succession.organisation
    user = act.actor.user
    assert user is not None, "the rule admits signed-in users only"
    held = Appointment.objects.today().filter(role="focal_point", scope=organisation.record)
    own = held.filter(user=succession.named_by)
    for each in own if own.exists() else held:
        if each.user_id != user.pk:
            end_role(each)
    grant_role(user, "focal_point", organisation.record)
    succession.successor, succession.settled_at = user, clock.now()
    succession.save(update_fields=["successor", "settled_at"])
    act.note(
        succession,
        record=organisation.record,
        old=moved["old"],
        new=moved["new"] | {"focal_point": personal_reference(str(user), user)},
    )
    return succession


def _settle(act: Act, succession: Succession) -> Succession:
    lock_row(Organisation, succession.organisation)
    moved = LIFE.move(succession, act.verb)
    succession.settled_at = clock.now()
    succession.save(update_fields=["settled_at"])
    act.note(succession, record=succession.organisation.record, **moved)
    return succession


@verb("parties.decline_succession")
def decline_succession(act: Act, target: Linked[Succession]) -> Succession:
    """Decline the role of focal point. Raises WrongState if the nomination is answered or withdrawn."""
    return _settle(act, subject_of(target))


@verb("parties.withdraw_succession")
def withdraw_succession(act: Act, succession: Succession) -> Succession:
    """Withdraw the nomination of a successor before it is answered. Raises WrongState."""
    return _settle(act, succession)
