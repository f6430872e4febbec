"""What is typed in a form about an answer is kept: on a mistake, when the session ends, and in another window."""

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
        at(it, "statements/add/?do=respond"),
        {"who": who, "text": WORDS, "language": "en"},
        "date",
    )


def a_response_corrected(it: m.Mandate) -> Case:
    of = actions.publish_response(
        SYSTEM, it, entity=factories.entity("Keeper"), language="en", text="Lit."
    )
    page = at(it, f"statements/add/?do=respond&of={of.pk}")
    return page, {"text": WORDS, "language": "en", "why": "A slip."}, "date"


def evaluation(it: m.Mandate) -> Case:
    return at(it, "evaluations/"), {"own": "on", "text": WORDS, "language": "en", "year": "2030"}, "year"  # fmt: skip


def statement(it: m.Mandate) -> Case:
    given = {"text": WORDS, "language": "en", "state": "under_way", "period_from": "2030"}
    return at(it, "statements/add/"), given, "period_from"


def a_statement_corrected(it: m.Mandate) -> Case:
    actions.publish_statement(
        SYSTEM, it, language="en", text="Lit.", state="under_way", period_from="2030"
    )
    m.Statement.objects.update(entity=factories.entity("Keeper"))
    given = {"text": WORDS, "state": "under_way", "period_from": "2031", "why": "A slip."}
    return at(it, "statements/1/"), given, "period_from"


def lateness(it: m.Mandate) -> Case:
    one = deliverables_actions.add_deliverable(
        SYSTEM, it, kind="report", due="2020-05-01", language="en"
    )
    overdue.notify_overdue(SYSTEM, one)
    day = (timezone.localdate() + datetime.timedelta(days=90)).isoformat()
    page = at(it, f"deliverables/{one.ordinal}/?do=late")
    return page, {"answer": WORDS, "expected": day, "language": "en"}, "expected"


CASES = [response, a_response_corrected, evaluation, statement, a_statement_corrected, lateness]


def opened(client: Client, page: str) -> tuple[str, dict[str, str]]:
    """A page with its form as words, and what its hidden fields send."""
    answer = client.get(page)
    assert answer.status_code == 200
    context = answer.context
    hidden = dict(context["drafted"].hidden) | {"press": "do"}
    if "seen" in context["form"].fields:
        hidden["seen"] = context["form"]["seen"].value()
    return answer.content.decode(), hidden


@pytest.mark.parametrize("case", CASES)
def test_nothing_typed_is_lost_on_a_mistake_or_with_the_session(
    case: Callable[[m.Mandate], Case], owner: User
) -> None:
    it = factories.mandate(lead=factories.entity("Keeper"))
    page, given, mistaken = case(it)
    client = Client()
    client.force_login(owner)
    _text, hidden = opened(client, page)
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
    text, hidden = opened(client, back)
    assert WORDS in text and "This is your draft" in text
    mine = client.get("/en/drafts/").content.decode()
    assert page.replace("&", "&amp;") in mine
    sent = client.post(back, hidden | given)
    assert sent.status_code == 302, sent.content.decode()[-2000:]
    assert not Draft.objects.exists()


def test_two_windows_with_drafts_of_one_form_are_compared(owner: User) -> None:
    it = factories.mandate(lead=factories.entity("Keeper"))
    page, given, _mistaken = response(it)
    client = Client()
    client.force_login(owner)
    _text, hidden = opened(client, page)
    for words in (WORDS, "The lamps are out."):
        kept = client.post("/en/drafts/save/", hidden | given | {"text": words})
        assert kept.status_code == 302 and kept["Location"].startswith(f"{page}&draft=")
    first, second = Draft.objects.order_by("pk")
    text, _hidden = opened(client, page)
    assert f"{page}&draft={second.pk}&beside={first.pk}".replace("&", "&amp;") in text
    both = client.get(f"{page}&draft={second.pk}&beside={first.pk}").content.decode()
    assert WORDS in both and "The lamps are out." in both
    fresh = client.get(f"{page}&draft=new").content.decode()
    assert WORDS not in fresh
