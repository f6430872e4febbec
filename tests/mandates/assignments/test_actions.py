"""One lead at most, any number of contributors: since when, by what act; and who may say so."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from majlis.commons.notices.models import Notice
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import User
from majlis.mandates.assignments import actions
from majlis.mandates.models import Assignment, Mandate
from tests.mandates import factories
from tests.support.parties import body, organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")
BY = {"words": "By the text itself"}


def of_a_body() -> tuple[Mandate, dict[str, User]]:
    """A mandate of a body's text, led by an organization; and those who have to do with it."""
    council, other = body(), body()
    it = factories.mandate()
    it.instrument.body = council
    it.instrument.save()
    speaker, stranger = person(), person()
    lead = factories.entity("Reading Rooms Unit", organisation=organisation(speaker))
    organisation(stranger)
    actions.add_assignment(SYSTEM, it, entity=lead, **BY)
    it = Mandate.objects.get(pk=it.pk)
    return it, {
        "the secretariat": person("secretariat"),
        "the chair of its body": person(("chair", council.record)),
        "the secretariat of its body": person(("secretariat", council.record)),
        "the owner": speaker,
        "who speaks for another organization": stranger,
        "the chair of another body": person(("chair", other.record)),
        "somebody": person(),
        "a moderator": person("moderator"),
        "a closed account": person("secretariat", is_active=False),
    }


def parted(people: dict[str, User], *granted: str) -> dict[str, Any]:
    """Who may, and who may not, nobody among the latter."""
    return {
        "granted": {name: people[name] for name in granted},
        "refused": {name: who for name, who in people.items() if name not in granted}
        | {"nobody": None},
    }


OFFICE = ("the secretariat", "the chair of its body", "the secretariat of its body")


def test_who_may_say_who_leads() -> None:
    it, people = of_a_body()
    office = parted(people, *OFFICE)
    check_permissions(
        "mandates.add_assignment",
        it,
        **office,
        do=lambda who: actions.add_assignment(who, it, entity=factories.entity("New Unit"), **BY),
    )
    check_permissions(
        "mandates.propose_contributor",
        it,
        **parted(people, *OFFICE, "the owner"),
        do=lambda who: actions.propose_contributor(who, it, entity=factories.entity("Helper")),
    )
    proposed = Assignment.objects.get(entity=factories.entity("Helper"))
    check_permissions(
        "mandates.confirm_assignment",
        proposed,
        **office,
        do=lambda who: actions.confirm_assignment(who, proposed),
    )
    check_permissions(
        "mandates.change_assignment",
        proposed,
        **office,
        do=lambda who: actions.change_assignment(
            who, proposed, since="2030", words="A letter", reason="A slip."
        ),
    )
    check_permissions(
        "mandates.end_assignment",
        proposed,
        **office,
        do=lambda who: actions.end_assignment(who, proposed, until="2031", reason="It is done."),
    )
    other = actions.propose_contributor(SYSTEM, it, entity=factories.entity("Another"))
    check_permissions(
        "mandates.decline_assignment",
        other,
        **office,
        do=lambda who: actions.decline_assignment(who, other, reason="Not asked."),
    )


def test_the_owner_proposes_and_it_counts_once_it_is_confirmed() -> None:
    it, people = of_a_body()
    who = Actor(user=people["the owner"])
    helper = actions.propose_contributor(
        who, it, entity=factories.entity("Helper"), words="A letter"
    )
    assert helper.state == "proposed"
    assert helper.part == "contributor"


def test_a_new_lead_ends_the_former() -> None:
    it = factories.mandate()
    first = actions.add_assignment(SYSTEM, it, entity=factories.entity("First"), since="2030", **BY)
    second = actions.add_assignment(
        SYSTEM, it, entity=factories.entity("Second"), since="2031-02", **BY
    )
    first.refresh_from_db()
    it.refresh_from_db()
    assert (first.state, first.until) == ("ended", "2031-02")
    assert it.lead == second.entity
    actions.end_assignment(SYSTEM, second, until="2032", reason="It is no more.")
    it.refresh_from_db()
    assert it.lead is None


def test_a_lead_that_is_only_proposed_ends_nobody_until_it_is_confirmed() -> None:
    it = factories.mandate()
    first = actions.add_assignment(SYSTEM, it, entity=factories.entity("First"), **BY)
    second = actions.add_assignment(SYSTEM, it, entity=factories.entity("Second"), confirmed=False)
    it.refresh_from_db()
    assert it.lead == first.entity
    actions.confirm_assignment(SYSTEM, second)
    it.refresh_from_db()
    first.refresh_from_db()
    assert (it.lead, first.state) == (second.entity, "ended")
    with pytest.raises(WrongState):
        actions.confirm_assignment(SYSTEM, second)


def test_two_leads_cannot_be_even_where_both_were_written_at_once() -> None:
    it = factories.mandate()
    actions.add_assignment(SYSTEM, it, entity=factories.entity("First"), **BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            mandate=it, entity=factories.entity("Second"), part="lead", state="confirmed"
        )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"since": "soon", "words": "A letter"}, "since"),
        ({}, "by"),
        ({"part": "boss", "words": "A letter"}, "part"),
    ],
)
def test_what_is_wrong_is_said_by_field(values: Any, field: str) -> None:
    with pytest.raises(InvalidInput) as fault:
        actions.add_assignment(
            SYSTEM, factories.mandate(), entity=factories.entity("First"), **values
        )
    assert set(fault.value.faults) == {field}


def test_nobody_is_named_twice_in_one_part() -> None:
    it = factories.mandate()
    actions.add_assignment(SYSTEM, it, entity=factories.entity("First"), **BY)
    with pytest.raises(InvalidInput):
        actions.add_assignment(SYSTEM, it, entity=factories.entity("First"), **BY)


def test_an_end_before_the_beginning_is_refused_and_changes_nothing() -> None:
    it = factories.mandate()
    first = actions.add_assignment(SYSTEM, it, entity=factories.entity("First"), since="2030", **BY)
    with pytest.raises(InvalidInput):
        actions.end_assignment(SYSTEM, first, until="2029-12", reason="A slip.")
    first.refresh_from_db()
    assert (first.state, first.until) == ("confirmed", "")


def test_who_speaks_for_whom_is_named_is_told_of_it_whether_they_follow_or_not() -> None:
    speaks, other = person(), person()
    network = factories.entity("Network", organisation=organisation(speaks))
    it = factories.mandate(asked="Keeper")
    named = actions.add_assignment(SYSTEM, it, entity=network, record=it.record, confirmed=False)
    actions.confirm_assignment(SYSTEM, named)
    told = Notice.objects.filter(user=speaks).values_list("event__kind", flat=True)
    assert {"mandates.add_assignment", "mandates.confirm_assignment"} <= set(told)
    assert not Notice.objects.filter(user=other).exists()
