"""What is typed in a form about an answer is kept: on a mistake, and when the session ends."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from majlis.commons.drafts.models import Draft
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.mandates import models as m
from majlis.mandates.deliverables import actions as deliverables_actions
from majlis.mandates.deliverables import overdue
from majlis.mandates.statements import actions
from tests.mandates import factories
from tests.support.forms import opened
from tests.support.parties import body
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
WORDS = "The lamps are lit each night."
Case = tuple[str, dict[str, str], str]


@pytest.fixture
def owner() -> User:
    lead = body("keepers")
    factories.entity("Keeper", body=lead)
    return person(("chair", lead.record))


def at(it: m.Mandate, page: str) -> str:
    return f"/en/mandates/{it.slug}/{page}"


def response(it: m.Mandate) -> Case:
    who = f"a{factories.entity('Keeper').pk}"
    return (
        at(it, "responses/publish_response/"),
        {"who": who, "text": WORDS, "language": "en"},
        "date",
    )


def a_response_corrected(it: m.Mandate) -> Case:
    of = actions.publish_response(
        SYSTEM, it, entity=factories.entity("Keeper"), language="en", text="Lit."
    )
    page = at(it, f"responses/correct_response/{of.pk}/")
    return page, {"text": WORDS, "language": "en", "reason": "A slip."}, "date"


def evaluation(it: m.Mandate) -> Case:
    return at(it, "evaluations/add_evaluation/"), {"own": "on", "text": WORDS, "language": "en", "year": "2030"}, "year"  # fmt: skip


def statement(it: m.Mandate) -> Case:
    given = {"text": WORDS, "language": "en", "state": "under_way", "period_from": "2030"}
    return at(it, "statements/add/"), given, "period_from"


def a_statement_corrected(it: m.Mandate) -> Case:
    actions.publish_statement(
        SYSTEM, it, language="en", text="Lit.", state="under_way", period_from="2030"
    )
    m.Statement.objects.update(entity=factories.entity("Keeper"))
    given = {"text": WORDS, "state": "under_way", "period_from": "2031", "why": "A slip."}
    return at(it, "statements/1/correct_statement/"), given, "period_from"


def lateness(it: m.Mandate) -> Case:
    one = deliverables_actions.add_deliverable(
        SYSTEM, it, kind="report", due="2020-05-01", language="en"
    )
    overdue.notify_overdue(SYSTEM, one)
    day = (timezone.localdate() + datetime.timedelta(days=90)).isoformat()
    page = at(it, f"deliverables/{one.ordinal}/explain_delay/")
    return page, {"answer": WORDS, "expected": day, "language": "en"}, "expected"


CASES = [response, a_response_corrected, evaluation, statement, a_statement_corrected, lateness]


@pytest.mark.parametrize("case", CASES)
def test_nothing_typed_is_lost_on_a_mistake_or_with_the_session(
    case: Callable[[m.Mandate], Case], owner: User
) -> None:
    it = factories.mandate(lead=factories.entity("Keeper"))
    page, given, mistaken = case(it)
    client = Client()
    client.force_login(owner)
    hidden = opened(client, page)
    wrong = client.post(page, hidden | given | {mistaken: "soon"})
    assert wrong.status_code == 422
    assert WORDS in wrong.content.decode() and "soon" in wrong.content.decode()
    client.logout()
    lost = client.post(page, hidden | given)
    assert lost.status_code == 302 and "sign-in" in lost["Location"]
    (back,) = parse_qs(urlsplit(lost["Location"]).query)["next"]
    assert back == page
    assert Draft.objects.count() == 1
    client.force_login(owner)
    hidden = opened(client, back)
    text = client.get(back).content.decode()
    assert WORDS in text and "This is your draft" in text
    mine = client.get("/en/drafts/").content.decode()
    assert page in mine
    sent = client.post(back, hidden | given)
    assert sent.status_code == 302, sent.content.decode()[-2000:]
    assert not Draft.objects.exists()
