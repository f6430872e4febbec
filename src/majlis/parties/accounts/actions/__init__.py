"""The verbs of the accounts."""

from __future__ import annotations

from majlis.kernel.verbs import VERBS
from majlis.parties.accounts.actions.keys import renew_seals
from majlis.parties.accounts.actions.own_data import (
    ask_for_erasure,
    erase_own_data,
    export_own_data,
)
from majlis.parties.accounts.actions.own_sign_in import set_own_sign_in, withdraw_own_sign_in
from majlis.parties.accounts.actions.people import (
    add_person,
    become_first_administrator,
    change_profile,
    close_account,
    offer_first_administrator,
    reopen_account,
    sign_out_everywhere,
)
from majlis.parties.accounts.actions.roles import Post, appoint, end_appointment
from majlis.parties.accounts.actions.second_step import reset_second_step

__all__ = [
    "VERBS",
    "Post",
    "add_person",
    "appoint",
    "ask_for_erasure",
    "become_first_administrator",
    "change_profile",
    "close_account",
    "end_appointment",
    "erase_own_data",
    "export_own_data",
    "offer_first_administrator",
    "renew_seals",
    "reopen_account",
    "reset_second_step",
    "set_own_sign_in",
    "sign_out_everywhere",
    "withdraw_own_sign_in",
]
