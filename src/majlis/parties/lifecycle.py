"""States of registrations, organizations, delegations and successions."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from majlis.kernel.lifecycle import Lifecycle, Transition

UNCONFIRMED, WAITING, ASKED = "unconfirmed", "waiting", "asked"
ADMITTED, REFUSED, WITHDRAWN = "admitted", "refused", "withdrawn"
ACTIVE, DORMANT, CLOSED = "active", "dormant", "closed"
INVITED, CONFIRMED, DECLINED, ENDED = "invited", "confirmed", "declined", "ended"
PROPOSED, ACCEPTED = "proposed", "accepted"

REGISTRATION = Lifecycle(
    "parties.registration",
    {
        UNCONFIRMED: pgettext_lazy("registration", "email address not yet confirmed"),
        WAITING: pgettext_lazy("registration", "awaiting a decision by the secretariat"),
        ASKED: pgettext_lazy("registration", "awaiting a reply from the applicant"),
        ADMITTED: pgettext_lazy("registration", "accepted"),
        REFUSED: pgettext_lazy("registration", "refused"),
        WITHDRAWN: pgettext_lazy("registration", "withdrawn"),
    },
    (
        Transition("parties.confirm_registration_address", (UNCONFIRMED,), WAITING),
        Transition("parties.ask_applicant", (WAITING,), ASKED),
        Transition("parties.resubmit_registration", (ASKED, REFUSED), WAITING),
        Transition("parties.admit_registration", (WAITING, ASKED), ADMITTED),
        Transition("parties.refuse_registration", (WAITING, ASKED), REFUSED),
        Transition("parties.withdraw_registration", (UNCONFIRMED, WAITING, ASKED), WITHDRAWN),
    ),
)
ORGANISATION = Lifecycle(
    "parties.organisation",
    {
        ACTIVE: pgettext_lazy("organization", "active"),
        DORMANT: pgettext_lazy("organization", "inactive"),
        CLOSED: pgettext_lazy("organization", "participation ended"),
    },
    (
        Transition("parties.mark_organisation_dormant", (ACTIVE,), DORMANT),
        Transition("parties.reactivate_organisation", (DORMANT,), ACTIVE),
        Transition("parties.close_organisation", (ACTIVE, DORMANT), CLOSED),
        Transition("parties.reopen_organisation", (CLOSED,), ACTIVE),
    ),
)
DELEGATION = Lifecycle(
    "parties.delegation",
    {
        ASKED: pgettext_lazy("delegation", "awaiting a reply from the focal point"),
        INVITED: pgettext_lazy("delegation", "awaiting a reply from the invited person"),
        CONFIRMED: pgettext_lazy("delegation", "confirmed"),
        DECLINED: pgettext_lazy("delegation", "declined"),
        WITHDRAWN: pgettext_lazy("delegation", "withdrawn"),
        ENDED: pgettext_lazy("delegation", "ended"),
    },
    (
        Transition("parties.confirm_delegate", (ASKED,), CONFIRMED),
        Transition("parties.decline_delegate", (ASKED,), DECLINED),
        Transition("parties.accept_invitation", (INVITED,), CONFIRMED),
        Transition("parties.decline_invitation", (INVITED,), DECLINED),
        Transition("parties.withdraw_delegation", (ASKED, INVITED), WITHDRAWN),
        Transition("parties.end_delegation", (CONFIRMED,), ENDED),
    ),
)
SUCCESSION = Lifecycle(
    "parties.succession",
    {
        PROPOSED: pgettext_lazy("succession", "awaiting a reply from the nominee"),
        ACCEPTED: pgettext_lazy("succession", "accepted"),
        DECLINED: pgettext_lazy("succession", "declined"),
        WITHDRAWN: pgettext_lazy("succession", "withdrawn"),
    },
    (
        Transition("parties.accept_succession", (PROPOSED,), ACCEPTED),
        Transition("parties.decline_succession", (PROPOSED,), DECLINED),
        Transition("parties.withdraw_succession", (PROPOSED,), WITHDRAWN),
    ),
)
