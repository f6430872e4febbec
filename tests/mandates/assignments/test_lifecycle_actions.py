"""An end is an act with words; what was ended may be taken up again, and keeps what it had."""

from __future__ import annotations

from typing import Any

import pytest

from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry
from majlis.kernel.verbs import VERBS
from majlis.mandates.assignments import lifecycle_actions
from majlis.mandates.models import Alias, Clause, Mandate
from tests.mandates import factories
from tests.mandates.assignments.test_actions import of_a_body, parted
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")
SAID: dict[str, Any] = {"text": "All lamps were lit.", "language": "en", "words": "3rd meeting"}


@pytest.mark.parametrize(
    "verb",
    [
        "complete_mandate",
        "merge_mandate",
        "replace_mandate",
        "pause_mandate",
        "lapse_mandate",
        "revive_mandate",
    ],
)
def test_only_the_secretariat_ends_and_revives(verb: str) -> None:
    it, people = of_a_body()
    more: dict[str, Any] = (
        {"into": factories.mandate()} if verb in ("merge_mandate", "replace_mandate") else {}
    )
    if verb == "revive_mandate":
        lifecycle_actions.pause_mandate(SYSTEM, it, **SAID)
    check_permissions(
        f"mandates.{verb}",
        it,
        **parted(people, "the secretariat"),
        do=lambda who: VERBS[f"mandates.{verb}"](who, it, **SAID, **more),
    )


def test_only_the_secretariat_says_what_other_registries_call_it() -> None:
    it, people = of_a_body()
    who = parted(people, "the secretariat")
    check_permissions(
        "mandates.add_alias",
        it,
        **who,
        do=lambda doer: lifecycle_actions.add_alias(doer, it, registry="Tides", value="T 7"),
    )
    alias = Alias.objects.get()
    check_permissions(
        "mandates.withdraw_alias",
        alias,
        **who,
        do=lambda doer: lifecycle_actions.withdraw_alias(doer, alias, reason="Another one's."),
    )
    assert not Alias.objects.exists()


@pytest.mark.parametrize(
    "verb", ["complete_mandate", "merge_mandate", "replace_mandate", "lapse_mandate"]
)
def test_an_end_needs_the_act_by_which_it_ended(verb: str) -> None:
    it = factories.mandate()
    more: dict[str, Any] = (
        {"into": factories.mandate()} if verb in ("merge_mandate", "replace_mandate") else {}
    )
    with pytest.raises(InvalidInput) as fault:
        VERBS[f"mandates.{verb}"](SYSTEM, it, text="Done.", language="en", **more)
    assert set(fault.value.faults) == {"by"}
    it.refresh_from_db()
    assert it.lifecycle_state == "active"


def test_an_end_needs_words() -> None:
    with pytest.raises(InvalidInput) as fault:
        lifecycle_actions.complete_mandate(
            SYSTEM, factories.mandate(), text=" ", language="en", words="A letter"
        )
    assert set(fault.value.faults) == {"text"}


def test_it_is_merged_into_another_one_that_stands() -> None:
    it, other = factories.mandate(), factories.mandate()
    for wrong in (None, it):
        with pytest.raises(InvalidInput):
            lifecycle_actions.merge_mandate(SYSTEM, it, into=wrong, **SAID)
    made_end = lifecycle_actions.merge_mandate(SYSTEM, it, into=other, **SAID)
    assert made_end.into == other
    with pytest.raises(InvalidInput):  # in a circle nobody would find what stands
        lifecycle_actions.merge_mandate(SYSTEM, other, into=it, **SAID)


def test_it_lapses_by_a_clause_of_its_own_text() -> None:
    it, other = factories.mandate(), factories.mandate()
    clauses = [
        Clause.objects.create(
            version=each.source.version,  # type: ignore[union-attr]
            provision=each.source.provision,  # type: ignore[union-attr]
            kind="expiry",
            language="en",
            deadline="2029",
        )
        for each in (it, other)
    ]
    with pytest.raises(InvalidInput):
        lifecycle_actions.lapse_mandate(
            SYSTEM, it, text="It ended.", language="en", clause=clauses[1]
        )
    ended = lifecycle_actions.lapse_mandate(
        SYSTEM, it, text="It ended.", language="en", clause=clauses[0]
    )
    assert ended.clause == clauses[0]


def test_what_is_taken_up_again_keeps_its_number_and_its_versions() -> None:
    it = factories.mandate(lead=factories.entity("Keeper"))
    number, sources = it.number, it.sources.count()
    lifecycle_actions.complete_mandate(SYSTEM, it, **SAID)
    with pytest.raises(WrongState):
        lifecycle_actions.pause_mandate(SYSTEM, it, **SAID)
    lifecycle_actions.revive_mandate(SYSTEM, it, text="The lamps went out.", language="en")
    it = Mandate.objects.get(pk=it.pk)
    assert (it.lifecycle_state, it.number, it.sources.count()) == ("active", number, sources)
    assert it.lead is not None
    assert [each.kind for each in it.lifecycle_events.all()] == [
        "complete",
        "revive",
    ]


def test_the_history_says_what_was_said() -> None:
    it = factories.mandate()
    lifecycle_actions.complete_mandate(SYSTEM, it, **SAID)
    entry = AuditEntry.objects.get(verb="mandates.complete_mandate")
    assert entry.record == it.record
    assert (entry.old, entry.new["lifecycle_state"]) == ({"lifecycle_state": "active"}, "completed")
    assert entry.new["text"] == SAID["text"]


def test_a_number_of_another_registry_is_that_of_one_mandate() -> None:
    lifecycle_actions.add_alias(SYSTEM, factories.mandate(), registry="Tides", value="T 7")
    with pytest.raises(InvalidInput):
        lifecycle_actions.add_alias(SYSTEM, factories.mandate(), registry=" Tides", value="T  7")
