"""Models of parties, one subject per file."""

from __future__ import annotations

from majlis.parties.models.body import (
    Body,
    BodyAlias,
    Holding,
    Membership,
    MembershipRule,
    NamedMember,
    Office,
)
from majlis.parties.models.delegation import Delegation, LinkSubject, Succession
from majlis.parties.models.organisation import Organisation, ParticipationForm
from majlis.parties.models.registration import Exchange, Registration

__all__ = [
    "Body",
    "BodyAlias",
    "Delegation",
    "Exchange",
    "Holding",
    "LinkSubject",
    "Membership",
    "MembershipRule",
    "NamedMember",
    "Office",
    "Organisation",
    "ParticipationForm",
    "Registration",
    "Succession",
]
