"""The verbs of the parties, one subject a file: the only code that changes anything."""

from __future__ import annotations

from majlis.parties.actions.alias import add_alias, end_alias
from majlis.parties.actions.body import change_body, load_body
from majlis.parties.actions.delegation import (
    accept_invitation,
    ask_to_be_delegate,
    confirm_delegate,
    decline_delegate,
    decline_invitation,
    end_delegation,
    invite_delegate,
    withdraw_delegation,
)
from majlis.parties.actions.member import admit_member, end_membership, may_be_person
from majlis.parties.actions.office import (
    change_office,
    correct_holding,
    end_holding,
    end_office,
    make_office,
    record_holder,
)
from majlis.parties.actions.organisation import (
    ask_sign_of_life,
    change_organisation,
    close,
    put_to_sleep,
    reopen,
    wake,
)
from majlis.parties.actions.registration import (
    admit,
    ask_applicant,
    confirm_address,
    hold_evidence,
    refuse,
    register,
    send_again,
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
    "admit",
    "admit_member",
    "ask_applicant",
    "ask_sign_of_life",
    "ask_to_be_delegate",
    "change_body",
    "change_office",
    "change_organisation",
    "close",
    "confirm_address",
    "confirm_delegate",
    "correct_holding",
    "decline_delegate",
    "decline_invitation",
    "decline_succession",
    "end_alias",
    "end_delegation",
    "end_holding",
    "end_membership",
    "end_office",
    "hold_evidence",
    "invite_delegate",
    "load_body",
    "make_office",
    "may_be_person",
    "name_successor",
    "put_to_sleep",
    "record_holder",
    "refuse",
    "register",
    "reopen",
    "send_again",
    "wake",
    "withdraw_delegation",
    "withdraw_registration",
    "withdraw_succession",
]
