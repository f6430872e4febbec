"""What lists read of a mandate follows from its texts, leads and clauses."""

from __future__ import annotations

import pytest

from majlis.instruments.lifecycle import PROPOSED
from majlis.instruments.withdrawals import actions as texts
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access, Circle
from majlis.mandates.core.rows import mandate_rows, with_row_data
from majlis.mandates.core.status import refresh_status
from majlis.mandates.models import Clause, Mandate
from tests.mandates import factories

pytestmark = pytest.mark.django_db


def test_only_a_version_in_force_binds() -> None:
    assert factories.mandate(factories.text()).legal_status == "in_force"
    assert factories.mandate(factories.text(PROPOSED)).legal_status == "if_adopted"
    assert factories.mandate(factories.text("not_adopted")).legal_status == "past"


def test_what_the_version_in_force_leaves_out_is_past() -> None:
    first = factories.text()
    left_out, kept = factories.mandate(first, number=3), factories.mandate(first)
    second = factories.text(of=first)
    factories.mandate(second, of=kept, force="obliges")
    refresh_status([left_out.pk])
    left_out.refresh_from_db()
    assert (left_out.legal_status, kept.legal_status) == ("past", "in_force")
    kept.refresh_from_db()
    assert kept.force == "obliges"
    assert kept.source is not None
    assert kept.source.version == second


def test_a_proposed_version_changes_nothing_of_what_binds() -> None:
    first = factories.text()
    it = factories.mandate(first)
    factories.mandate(factories.text(PROPOSED, of=first), of=it, force="invites")
    it.refresh_from_db()
    assert (it.legal_status, it.force) == ("in_force", "requests")


def test_it_ends_by_the_first_clause_of_its_text_or_its_own() -> None:
    version = factories.text()
    it, other = factories.mandate(version), factories.mandate(version, number=3)
    provision = factories.operative(version, 1)
    common = {"version": version, "provision": provision, "kind": "expiry", "language": "en"}
    Clause.objects.create(**common, deadline="2031-12-31")
    Clause.objects.create(**common, deadline="2029", mandate=it)
    refresh_status([it.pk, other.pk])
    ends = dict(Mandate.objects.values_list("pk", "expires"))
    assert ends == {it.pk: "2029", other.pk: "2031-12-31"}


def test_who_may_see_the_text_may_see_its_mandates() -> None:
    version = factories.text()
    it = factories.mandate(version)
    circle = Circle.objects.create(code="test")
    version.record.access, version.record.circle = Access.MEMBERS, circle
    version.record.save()
    refresh_status([it.pk])
    it.record.refresh_from_db()
    assert it.record.access == Access.MEMBERS


def test_settling_many_takes_as_many_queries_as_settling_one(
    django_assert_num_queries: object,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    version = factories.text()
    keys = [factories.mandate(version, number=n).pk for n in (1, 2, 3)]
    with CaptureQueriesContext(connection) as one:
        refresh_status(keys[:1])
    with CaptureQueriesContext(connection) as three:
        refresh_status(keys)
    assert len(one) == len(three)


def test_a_list_says_who_is_asked_in_one_query(django_assert_num_queries: object) -> None:
    factories.mandate(lead=factories.entity("Keeper"))
    with django_assert_num_queries(1):  # type: ignore[operator]
        (line,) = mandate_rows(with_row_data(Mandate.objects.order_by("number"), "ar"))
        assert [each.called for each in line.entities_with_role("asked")] == ["Keeper"]  # type: ignore[attr-defined]
        assert line.lead is not None
        assert line.text.startswith("Requests the Keeper")
        assert line.version.instrument.slug


def test_a_version_that_was_withdrawn_gives_way_and_closes_nothing() -> None:
    open_one = factories.text(PROPOSED)
    it = factories.mandate(open_one)
    wrong = factories.text(PROPOSED, of=open_one)
    factories.mandate(wrong, of=it, force="obliges")
    texts.withdraw_version(Actor.as_system("tests"), wrong, reason="Published wrongly.")
    it.refresh_from_db()
    assert it.source is not None and it.source.version == open_one
    assert (it.legal_status, it.record.access) == ("if_adopted", Access.PUBLIC)
    alone = factories.text()
    past = factories.mandate(alone)
    texts.withdraw_version(Actor.as_system("tests"), alone, reason="Published wrongly.")
    past.refresh_from_db()
    assert past.legal_status == "past"
