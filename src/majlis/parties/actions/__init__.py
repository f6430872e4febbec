"""The verbs of the parties, one subject a file: the only code that changes anything."""

from __future__ import annotations

from majlis.parties.actions.alias import add_alias, end_alias
from majlis.parties.actions.body import change_body, load_body
from majlis.parties.actions.delegation import (
    accept_invitation,
    confirm_delegate,
    decline_delegate,
    decline_invitation,
    end_delegation,
    invite_delegate,
    request_delegation,
    withdraw_delegation,
)
from majlis.parties.actions.member import admit_member, end_membership, individual_may_join
from majlis.parties.actions.office import (
    change_office,
    correct_holding,
    end_holding,
    end_office,
    make_office,
    record_holder,
)
from majlis.parties.actions.organisation import (
    change_organisation,
    close_organisation,
    mark_organisation_dormant,
    reactivate_organisation,
    reopen_organisation,
    request_activity_confirmation,
)
from majlis.parties.actions.registration import (
    admit_registration,
    ask_applicant,
    confirm_registration_address,
    refuse_registration,
    resubmit_registration,
    submit_registration,
    upload_evidence,
    withdraw_registration,
)
from majlis.parties.actions.succession import (
    accept_succession,
    decline_succession,
    name_successor,
    withdraw_succession,
)

__all__ = [
    "accept_invitation",
    "accept_succession",
    "add_alias",
    "admit_member",
    "admit_registration",
    "ask_applicant",
    "change_body",
    "change_office",
    "change_organisation",
    "close_organisation",
    "confirm_delegate",
    "confirm_registration_address",
    "correct_holding",
    "decline_delegate",
    "decline_invitation",
    "decline_succession",
    "end_alias",
    "end_delegation",
    "end_holding",
    "end_membership",
    "end_office",
    "individual_may_join",
    "invite_delegate",
    "load_body",
    "make_office",
    "mark_organisation_dormant",
    "name_successor",
    "reactivate_organisation",
    "record_holder",
    "refuse_registration",
    "reopen_organisation",
    "request_activity_confirmation",
    "request_delegation",
    "resubmit_registration",
    "submit_registration",
    "upload_evidence",
    "withdraw_delegation",
    "withdraw_registration",
    "withdraw_succession",
]
