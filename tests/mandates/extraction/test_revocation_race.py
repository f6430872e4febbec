"""While a mandate is taken back, somebody else writes of it: one after the other, each told in words."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from majlis.kernel.actor import Actor
from majlis.kernel.errors import WrongState
from majlis.mandates.assignments import lifecycle_actions
from majlis.mandates.deliverables import actions
from majlis.mandates.extraction import actions as extraction_actions
from majlis.mandates.extraction import revocation
from majlis.mandates.models import (
    Deliverable,
    Mandate,
    MandateSource,
    RelatedPair,
    ReviewItem,
    Submission,
)
from majlis.mandates.reviews import actions as reviews_actions
from majlis.mandates.similarity import actions as similarity_actions
from tests.mandates import factories
from tests.support.people import person

SYSTEM = Actor.as_system("tests")
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def during(
    monkeypatch: pytest.MonkeyPatch, mandate: Mandate, write: Callable[[], Any]
) -> BaseException | None:
    """``write`` once it is known that nothing hangs on the mandate, and before it is gone; what it raised."""
    source = MandateSource.objects.get(mandate=mandate)
    looked, wrote = threading.Event(), threading.Event()
    fell: dict[str, BaseException] = {}
    before = revocation.dependents

    def slowly(it: Mandate) -> list[str]:
        found = before(it)
        looked.set()
        wrote.wait(1)
        return found

    def run(name: str, what: Callable[[], Any]) -> None:
        try:
            what()
        except Exception as fault:  # noqa: BLE001 - given back
            fell[name] = fault
        finally:
            connection.close()

    def meanwhile() -> None:
        looked.wait(10)
        with transaction.atomic():
            write()
            wrote.set()

    monkeypatch.setattr(revocation, "dependents", slowly)

    def take() -> None:
        revocation.revoke_acceptance(SYSTEM, source, reason="It asks nothing")

    both = (("take", take), ("write", meanwhile))
    threads = [threading.Thread(target=run, args=each) for each in both]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert "take" not in fell, fell["take"]
    assert not Mandate.objects.filter(pk=mandate.pk).exists()
    return fell.get("write")


def test_who_answers_it_is_told_that_it_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    mandate = factories.mandate()
    due = actions.add_deliverable(SYSTEM, mandate, kind="report", due="2030-01-01")
    Deliverable.objects.filter(pk=due.pk).update(scheduled=True)
    said = {"link": "https://example.org/", "title": "Report contribution", "language": "en"}
    fault = during(monkeypatch, mandate, lambda: actions.submit_document(SYSTEM, due, **said))
    assert isinstance(fault, WrongState) and "has been withdrawn" in str(fault.what)
    assert not Submission.objects.exists()


def test_who_corrects_what_was_read_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    mandate = factories.mandate()
    source = MandateSource.objects.get(mandate=mandate)
    values = {"force": "invites", "kind": "report", "verb": "Requests", "action": "to report"}
    fault = during(
        monkeypatch,
        mandate,
        lambda: extraction_actions.correct_source(SYSTEM, source, values=values, reason="Misread"),
    )
    assert isinstance(fault, WrongState)


def test_a_review_set_takes_in_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    gone, stays = factories.mandate(), factories.mandate()
    review = reviews_actions.create_review_set(SYSTEM, None, title="Set due date", language="en")
    fault = during(
        monkeypatch,
        gone,
        lambda: reviews_actions.add_review_items(SYSTEM, review, mandates=[gone, stays]),
    )
    assert fault is None
    assert [each.mandate for each in ReviewItem.objects.all()] == [stays]


def test_who_judges_a_pair_of_it_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    gone, stays = factories.mandate(), factories.mandate()
    officer = Actor(user=person("secretariat"))
    pair = RelatedPair.objects.create(first=gone, second=stays, score=0.9)
    judged = {"judgement": "same", "reason": "The same words"}
    fault = during(
        monkeypatch, gone, lambda: similarity_actions.judge_pair(officer, pair, **judged)
    )
    assert isinstance(fault, WrongState) and not RelatedPair.objects.exists()


def test_who_notes_its_number_elsewhere_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    mandate = factories.mandate()
    fault = during(
        monkeypatch,
        mandate,
        lambda: lifecycle_actions.add_alias(
            SYSTEM, mandate, registry="Of the United Nations", value="7"
        ),
    )
    assert isinstance(fault, WrongState)
