"""Tables of the parties, one subject a file."""

from __future__ import annotations

from majlis.parties.models.body import (
    Body,
    BodyAlias,
    Holding,
    Membership,
    NamedMember,
    Office,
    Rule,
)
from majlis.parties.models.delegation import Delegation, Succession
from majlis.parties.models.organisation import Form, Organisation
from majlis.parties.models.registration import Exchange, Registration

__all__ = [
    "Body",
    "BodyAlias",
    "Delegation",
    "Exchange",
    "Form",
    "Holding",
    "Membership",
    "NamedMember",
    "Office",
    "Organisation",
    "Registration",
    "Rule",
    "Succession",
]
