"""What lists read of a mandate follows from its texts, leads and clauses."""

from __future__ import annotations

import pytest

from majlis.instruments.lifecycle import PROPOSED
from majlis.instruments.withdrawals import actions as texts
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access, Circle
from majlis.mandates.models import Clause, Mandate
from majlis.mandates.queries.lines import lines, with_lines
from majlis.mandates.settling import settle
from tests.mandates import made

pytestmark = pytest.mark.django_db


def test_only_a_version_in_force_binds() -> None:
    assert made.mandate(made.text()).standing == "binds"
    assert made.mandate(made.text(PROPOSED)).standing == "would"
    assert made.mandate(made.text("not_adopted")).standing == "past"


def test_what_the_version_in_force_leaves_out_is_past() -> None:
    first = made.text()
    left_out, kept = made.mandate(first, number=3), made.mandate(first)
    second = made.text(of=first)
    made.mandate(second, of=kept, force="obliges")
    settle([left_out.pk])
    left_out.refresh_from_db()
    assert (left_out.standing, kept.standing) == ("past", "binds")
    kept.refresh_from_db()
    assert kept.force == "obliges"
    assert kept.asking is not None
    assert kept.asking.version == second


def test_a_proposed_version_changes_nothing_of_what_binds() -> None:
    first = made.text()
    it = made.mandate(first)
    made.mandate(made.text(PROPOSED, of=first), of=it, force="invites")
    it.refresh_from_db()
    assert (it.standing, it.force) == ("binds", "requests")


def test_it_ends_by_the_first_clause_of_its_text_or_its_own() -> None:
    version = made.text()
    it, other = made.mandate(version), made.mandate(version, number=3)
    provision = made.operative(version, 1)
    common = {"version": version, "provision": provision, "kind": "expiry", "language": "en"}
    Clause.objects.create(**common, deadline="2031-12-31")
    Clause.objects.create(**common, deadline="2029", mandate=it)
    settle([it.pk, other.pk])
    ends = dict(Mandate.objects.values_list("pk", "expires"))
    assert ends == {it.pk: "2029", other.pk: "2031-12-31"}


def test_who_may_see_the_text_may_see_its_mandates() -> None:
    version = made.text()
    it = made.mandate(version)
    circle = Circle.objects.create(code="test")
    version.record.access, version.record.circle = Access.MEMBERS, circle
    version.record.save()
    settle([it.pk])
    it.record.refresh_from_db()
    assert it.record.access == Access.MEMBERS


def test_settling_many_takes_as_many_queries_as_settling_one(
    django_assert_num_queries: object,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    version = made.text()
    keys = [made.mandate(version, number=n).pk for n in (1, 2, 3)]
    with CaptureQueriesContext(connection) as one:
        settle(keys[:1])
    with CaptureQueriesContext(connection) as three:
        settle(keys)
    assert len(one) == len(three)


def test_a_list_says_who_is_asked_in_one_query(django_assert_num_queries: object) -> None:
    made.mandate(lead=made.actor("Keeper"))
    with django_assert_num_queries(1):  # type: ignore[operator]
        (line,) = lines(with_lines(Mandate.objects.order_by("number"), "ar"))
        assert [each.called for each in line.actors("asked")] == ["Keeper"]  # type: ignore[attr-defined]
        assert line.lead is not None
        assert line.text.startswith("Requests the Keeper")
        assert line.version.instrument.slug


def test_a_version_that_was_withdrawn_gives_way_and_closes_nothing() -> None:
    open_one = made.text(PROPOSED)
    it = made.mandate(open_one)
    wrong = made.text(PROPOSED, of=open_one)
    made.mandate(wrong, of=it, force="obliges")
    texts.withdraw_version(Actor.as_system("tests"), wrong, reason="Published wrongly.")
    it.refresh_from_db()
    assert it.asking is not None and it.asking.version == open_one
    assert (it.standing, it.record.access) == ("would", Access.PUBLIC)
    alone = made.text()
    past = made.mandate(alone)
    texts.withdraw_version(Actor.as_system("tests"), alone, reason="Published wrongly.")
    past.refresh_from_db()
    assert past.standing == "past"
