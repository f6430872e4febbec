"""An end is an act with words; what was ended may be taken up again, and keeps what it had."""

from __future__ import annotations

from typing import Any

import pytest

from majlis.kernel.actor import Actor as Doer
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry
from majlis.mandates import actions
from majlis.mandates.models import Alias, Clause, Mandate
from tests.mandates import made
from tests.mandates.test_assignment import of_a_body, parted
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
SYSTEM = Doer.as_system("tests")
SAID: dict[str, Any] = {"text": "All lamps were lit.", "language": "en", "words": "3rd meeting"}


@pytest.mark.parametrize("verb", ["complete", "merge", "replace", "pause", "lapse", "revive"])
def test_only_the_secretariat_ends_and_revives(verb: str) -> None:
    it, people = of_a_body()
    more: dict[str, Any] = {"into": made.mandate()} if verb in ("merge", "replace") else {}
    if verb == "revive":
        actions.pause(SYSTEM, it, **SAID)
    check_permissions(
        f"mandates.{verb}",
        it,
        **parted(people, "the secretariat"),
        do=lambda who: getattr(actions, verb)(who, it, **SAID, **more),
    )


def test_only_the_secretariat_says_what_other_registries_call_it() -> None:
    it, people = of_a_body()
    who = parted(people, "the secretariat")
    check_permissions(
        "mandates.add_alias",
        it,
        **who,
        do=lambda doer: actions.add_alias(doer, it, registry="Tides", value="T 7"),
    )
    alias = Alias.objects.get()
    check_permissions(
        "mandates.withdraw_alias",
        alias,
        **who,
        do=lambda doer: actions.withdraw_alias(doer, alias, reason="Another one's."),
    )
    assert not Alias.objects.exists()


@pytest.mark.parametrize("verb", ["complete", "merge", "replace", "lapse"])
def test_an_end_needs_the_act_by_which_it_ended(verb: str) -> None:
    it = made.mandate()
    more: dict[str, Any] = {"into": made.mandate()} if verb in ("merge", "replace") else {}
    with pytest.raises(InvalidInput) as fault:
        getattr(actions, verb)(SYSTEM, it, text="Done.", language="en", **more)
    assert set(fault.value.faults) == {"by"}
    it.refresh_from_db()
    assert it.life == "active"


def test_an_end_needs_words() -> None:
    with pytest.raises(InvalidInput) as fault:
        actions.complete(SYSTEM, made.mandate(), text=" ", language="en", words="A letter")
    assert set(fault.value.faults) == {"text"}


def test_it_is_merged_into_another_one_that_stands() -> None:
    it, other = made.mandate(), made.mandate()
    for wrong in (None, it):
        with pytest.raises(InvalidInput):
            actions.merge(SYSTEM, it, into=wrong, **SAID)
    made_end = actions.merge(SYSTEM, it, into=other, **SAID)
    assert made_end.into == other
    with pytest.raises(InvalidInput):  # in a circle nobody would find what stands
        actions.merge(SYSTEM, other, into=it, **SAID)


def test_it_lapses_by_a_clause_of_its_own_text() -> None:
    it, other = made.mandate(), made.mandate()
    clauses = [
        Clause.objects.create(
            version=each.asking.version,  # type: ignore[union-attr]
            provision=each.asking.provision,  # type: ignore[union-attr]
            kind="expiry",
            language="en",
            deadline="2029",
        )
        for each in (it, other)
    ]
    with pytest.raises(InvalidInput):
        actions.lapse(SYSTEM, it, text="It ended.", language="en", clause=clauses[1])
    ended = actions.lapse(SYSTEM, it, text="It ended.", language="en", clause=clauses[0])
    assert ended.clause == clauses[0]


def test_what_is_taken_up_again_keeps_its_number_and_its_versions() -> None:
    it = made.mandate(lead=made.actor("Keeper"))
    number, askings = it.number, it.askings.count()
    actions.complete(SYSTEM, it, **SAID)
    with pytest.raises(WrongState):
        actions.pause(SYSTEM, it, **SAID)
    actions.revive(SYSTEM, it, text="The lamps went out.", language="en")
    it = Mandate.objects.get(pk=it.pk)
    assert (it.life, it.number, it.askings.count()) == ("active", number, askings)
    assert it.lead is not None
    assert [each.kind for each in it.endings.all()] == ["complete", "revive"]


def test_the_history_says_what_was_said() -> None:
    it = made.mandate()
    actions.complete(SYSTEM, it, **SAID)
    entry = AuditEntry.objects.get(verb="mandates.complete")
    assert entry.record == it.record
    assert (entry.old, entry.new["life"]) == ({"life": "active"}, "completed")
    assert entry.new["text"] == SAID["text"]


def test_a_number_of_another_registry_is_that_of_one_mandate() -> None:
    actions.add_alias(SYSTEM, made.mandate(), registry="Tides", value="T 7")
    with pytest.raises(InvalidInput):
        actions.add_alias(SYSTEM, made.mandate(), registry=" Tides", value="T  7")
