"""A small world with a row of everything, for tests of pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.parties.actions import alias, delegation, member, succession
from majlis.parties.actions import office as office_actions
from majlis.parties.actions import organisation as organisation_actions
from majlis.parties.actions import registration as registration_actions
from majlis.parties.mail import make_token
from majlis.parties.models import Body, Delegation, Office, Organisation, Registration, Succession
from tests.support.parties import SYSTEM, body, organisation, registration
from tests.support.people import person


@dataclass
class SampleData:
    """One of each thing, and the people who look at them."""

    focal: User
    office: User
    applicant: User
    asker: User
    mine: Organisation
    closed: Organisation
    sent: Registration
    unconfirmed: Registration
    asked: Delegation
    invited: Delegation
    named: Succession
    council: Body
    seat: Office
    tokens: dict[str, str] = field(default_factory=dict)


def make_sample_data() -> SampleData:
    """Make it."""
    focal, office, applicant, asker = (
        person(),
        person("secretariat"),
        person(),
        person(name="<b>Asker</b>"),
    )
    mine = organisation(focal, names={"en": "Reading & <i>Writing</i>", "ar": "القراءة"})
    closed = organisation()
    organisation_actions.close_organisation(SYSTEM, closed, reason="Dissolved.")
    sent = registration(applicant, names={"en": "Waiting <b>Society</b>", "zh": "虚构协会"})
    registration_actions.ask_applicant(
        Actor(user=office), sent, reason="which_name", words="<script>x</script>"
    )
    asked = delegation.request_delegation(Actor(user=asker), mine)
    invited = delegation.invite_delegate(Actor(user=focal), mine, email="invited@example.org")
    named = succession.name_successor(Actor(user=focal), mine, email="heir@example.org")
    council = body(parent=body("above"), verified="no en=yes", established="1999-05")
    alias.add_alias(SYSTEM, council, label="Former Council", since="1990", until="1999")
    member.admit_member(SYSTEM, council, organisation=mine)
    member.admit_member(SYSTEM, council, user=person())
    member.admit_member(SYSTEM, council, name="N. <b>Single</b>", source="Decision")
    seat = office_actions.make_office(SYSTEM, council, words={"en": "Chair"}, is_chair=True)
    office_actions.record_holder(SYSTEM, seat, name="A. Fictional", since="1999")
    person(("chair", council.record))
    unconfirmed = registration()
    made = SampleData(
        focal, office, applicant, asker, mine, closed, sent, unconfirmed, asked, invited, named,
        council, seat,
    )  # fmt: skip
    made.tokens = {
        "registration": make_token("registration", unconfirmed),
        "delegation": make_token("delegation", invited),
        "succession": make_token("succession", named),
    }
    return made


def add_rows(made: SampleData, times: int = 4) -> None:
    """More rows of everything that is shown in lists."""
    for number in range(times):
        other = organisation(names={"en": f"Society {number}", "fr": f"Société {number}"})
        registration(made.applicant)
        registration(names={"ru": f"Общество {number}"}, authentic="ru")
        delegation.request_delegation(Actor(user=person()), made.mine)
        member.admit_member(SYSTEM, made.council, organisation=other)
        member.admit_member(SYSTEM, made.council, user=person())
        member.admit_member(SYSTEM, made.council, name=f"Single {number}")
        body(parent=made.council)
        member.admit_member(SYSTEM, body(), organisation=made.mine)
        alias.add_alias(SYSTEM, made.council, label=f"Alias {number}")
        seat = office_actions.make_office(SYSTEM, made.council, words={"en": f"Office {number}"})
        for year in (2001, 2005):
            office_actions.record_holder(SYSTEM, seat, name=f"Fictional {number}", since=str(year))
        person(("chair", made.council.record))
    for _number in range(3):
        registration_actions.resubmit_registration(
            Actor(user=made.applicant), made.sent, _register_again()
        )
        made.sent.refresh_from_db()
        registration_actions.ask_applicant(Actor(user=made.office), made.sent, words="Once more?")


def _register_again() -> Any:
    from tests.support.parties import answers

    return answers()
