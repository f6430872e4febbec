"""Related pairs on pages: who judges, what leaves the list, what stays closed."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.utils import translation

from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused, WrongState
from majlis.kernel.models import Access, AuditEntry, Circle, User
from majlis.kernel.verbs import VERBS
from majlis.mandates.models import RelatedPair
from majlis.mandates.similarity import actions
from majlis.mandates.similarity.tables import related_section
from tests.mandates import factories
from tests.support.forms import opened
from tests.support.parties import body, organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
SAID = {"judgement": "same", "reason": "Both want the tide reported."}


def pair(**values: Any) -> RelatedPair:
    one, two = factories.mandate(), factories.mandate()
    return RelatedPair.objects.create(
        first=one, second=two, **({"score": 0.8, "method": "meaning-1"} | values)
    )


def judged(of: RelatedPair, judgement: str = "same") -> RelatedPair:
    return actions.judge_pair(
        Actor(user=person("secretariat")), of, judgement=judgement, reason="So."
    )


def close(of: RelatedPair) -> None:
    record = of.second.record
    record.access, record.circle = Access.MEMBERS, Circle.objects.create(code="test")
    record.save()


@pytest.mark.parametrize("verb", ["judge_pair", "rejudge_pair"])
def test_who_judges(verb: str) -> None:
    it = pair()
    council, other = body(), body()
    it.second.instrument.body = council
    it.second.instrument.save()
    delegate = person()
    organisation(delegate)
    if verb == "rejudge_pair":
        judged(it)
    refused: dict[str, User | None] = {
        "nobody": None,
        "somebody": person(),
        "who speaks for an organization": delegate,
        "the chair of another body": person(("chair", other.record)),
        "a moderator": person("moderator"),
        "a closed account": person("secretariat", is_active=False),
    }
    granted = {
        "the secretariat": person("secretariat"),
        "the chair of a body that asks": person(("chair", council.record)),
        "the secretariat of a body that asks": person(("secretariat", council.record)),
    }
    do = VERBS[f"mandates.{verb}"]
    check_permissions(
        f"mandates.{verb}", it, granted=granted, refused=refused, do=lambda who: do(who, it, **SAID)
    )
    close(it)
    assert not RelatedPair.objects.get(pk=it.pk).second.record.is_visible_to(
        granted["the secretariat"]
    )
    with pytest.raises(Refused):
        do(Actor(user=granted["the secretariat"]), it, **SAID)


def test_a_judgement_is_told_in_the_history_of_both() -> None:
    it = judged(pair())
    told = AuditEntry.objects.filter(verb="mandates.judge_pair")
    assert {each.record_id for each in told} == {it.first_id, it.second_id}
    assert (it.state, it.judgement, it.language) == ("judged", "same", "en")


def test_no_judgement_without_a_reason_or_of_no_kind() -> None:
    officer, it = Actor(user=person("secretariat")), pair()
    for wrong in ({"reason": "  "}, {"judgement": "overlap"}):
        with pytest.raises(InvalidInput):
            actions.judge_pair(officer, it, **(SAID | wrong))
    it.refresh_from_db()
    assert it.state == "proposed"


def test_of_two_who_judge_at_once_one_is_told(client: Client) -> None:
    it, officer = pair(), person("secretariat")
    client.force_login(officer)
    address = f"/en/mandates/related/{it.pk}/"
    assert f"{address}judge/" in client.get(address).content.decode()
    judged(RelatedPair.objects.get(pk=it.pk), "repeated")
    late = client.post(f"{address}judge/", SAID)
    assert late.status_code == 409 and SAID["reason"] in late.content.decode()
    it.refresh_from_db()
    assert it.judgement == "repeated"
    anew = f"{address}judge-anew/"
    assert anew in client.get(address).content.decode()
    hidden = opened(client, anew)
    assert client.post(anew, hidden | SAID).status_code == 302
    late = client.post(anew, hidden | SAID | {"reason": "Neither does."})
    assert late.status_code == 409
    it.refresh_from_db()
    assert (it.judgement, it.reason) == ("same", SAID["reason"])
    with pytest.raises(WrongState):
        actions.judge_pair(Actor(user=officer), RelatedPair.objects.get(pk=it.pk), **SAID)


def test_a_judgement_sent_half_keeps_what_was_typed(client: Client) -> None:
    it = pair()
    client.force_login(person("secretariat"))
    answer = client.post(
        f"/en/mandates/related/{it.pk}/judge/",
        {"judgement": "same", "reason": "", "place": "The north."},
    )
    assert answer.status_code == 422
    assert "The north." in answer.content.decode()


def test_complementary_and_unrelated_ones_leave_the_list(client: Client) -> None:
    kept, gone, unrelated, new = pair(), pair(), pair(), pair()
    judged(kept, "repeated")
    judged(gone, "complementary")
    judged(unrelated, "unrelated")
    page = client.get("/en/mandates/related/").content.decode()
    assert "2 pairs" in page
    assert kept.first.slug in page
    assert new.first.slug in page
    assert gone.first.slug not in page
    assert unrelated.first.slug not in page
    assert "found automatically, not yet assessed" in page
    assert (
        gone.first.slug in client.get("/en/mandates/related/?state=complementary").content.decode()
    )
    only = client.get("/en/mandates/related/?state=proposed").content.decode()
    assert "1 pair<" in only
    assert kept.first.slug not in only


def test_the_list_is_found_by_who_is_asked_and_taken_away(client: Client) -> None:
    it = pair()
    other = RelatedPair.objects.create(
        first=factories.mandate(asked="Pilots"),
        second=factories.mandate(),
        score=0.7,
        method="words-1",
    )
    address = "/en/mandates/related/?entity=pilots"
    page = client.get(address).content.decode()
    assert other.first.slug in page
    assert it.first.slug not in page
    answer = client.get(f"{address}&download=csv")
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row["first"] for row in rows] == [other.first.slug]


@pytest.mark.parametrize("query", ["entity=nobody", "state=alike"])
def test_a_value_that_there_is_not_finds_no_pair_and_says_so(client: Client, query: str) -> None:
    it = pair()
    address = f"/en/mandates/related/?{query}"
    page = client.get(address).content.decode()
    assert it.first.slug not in page and "No matching pairs." in page
    told = page.partition("<main")[2].partition("</form>")[0]
    assert query.partition("=")[2] in told and "is not on the list" in told
    answer = client.get(f"{address}&download=csv").getvalue().decode("utf-8-sig")
    assert list(csv.DictReader(io.StringIO(answer))) == []


def test_what_is_closed_is_in_no_list_and_on_no_page(client: Client) -> None:
    it = pair()
    close(it)
    assert it.first.slug not in client.get("/en/mandates/related/").content.decode()
    assert client.get(f"/en/mandates/related/{it.pk}/").status_code == 404
    assert (
        it.first.slug not in client.get("/en/mandates/related/?download=json").getvalue().decode()
    )
    request = RequestFactory().get("/")
    request.user = person()
    assert related_section(request, it.first) == {"related": []}


def test_pages_cost_as_many_queries_whatever_they_show(
    client: Client, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    found = [pair() for _n in range(4)]
    judged(found[0])
    with django_assert_max_num_queries(12):
        client.get("/ar/mandates/related/")
    with django_assert_max_num_queries(12):
        client.get(f"/ar/mandates/related/{found[0].pk}/?beside=en")
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with translation.override("en"), django_assert_num_queries(1):
        (shown,) = related_section(request, found[0].second)["related"]
    assert (shown["slug"], shown["said"]) == (found[0].first.slug, "the same")
