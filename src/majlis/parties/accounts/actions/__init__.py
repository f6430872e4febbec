"""The verbs of the accounts."""

from __future__ import annotations

from majlis.kernel.verbs import VERBS
from majlis.parties.accounts.actions.encryption import reencrypt_secrets
from majlis.parties.accounts.actions.own_sign_in import set_own_sign_in, withdraw_own_sign_in
from majlis.parties.accounts.actions.people import (
    add_person,
    become_first_administrator,
    change_profile,
    close_account,
    end_sessions,
    offer_first_administrator,
    reopen_account,
)
from majlis.parties.accounts.actions.personal_data import (
    erase_own_data,
    export_own_data,
    request_erasure,
)
from majlis.parties.accounts.actions.roles import RoleInScope, appoint_person, end_appointment
from majlis.parties.accounts.actions.second_step import reset_second_step

__all__ = [
    "VERBS",
    "RoleInScope",
    "add_person",
    "appoint_person",
    "become_first_administrator",
    "change_profile",
    "close_account",
    "end_appointment",
    "end_sessions",
    "erase_own_data",
    "export_own_data",
    "offer_first_administrator",
    "reencrypt_secrets",
    "reopen_account",
    "request_erasure",
    "reset_second_step",
    "set_own_sign_in",
    "withdraw_own_sign_in",
]
