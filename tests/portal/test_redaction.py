"""The emptying of personal values on pages: one proposes, a second confirms or declines."""

from __future__ import annotations

import re
from typing import Any

import html5lib
import pytest
from django.test import Client

from majlis.commons.notices import todo
from majlis.commons.notices.models import Notice, Preference, Subscription
from majlis.kernel import actions
from majlis.kernel.actor import Actor
from majlis.kernel.audit import personal_reference
from majlis.kernel.models import AuditEntry, PersonalDatum, Record, Redaction, User
from tests.commons.helpers import client_for, make_record
from tests.support.languages import TWO_SCRIPTS
from tests.support.markup import compact
from tests.support.parties import organisation
from tests.support.people import person

pytestmark = pytest.mark.django_db


def write_personal_values(record: Record, *names: str) -> list[PersonalDatum]:
    """Personal values in the history of a record."""
    made = []
    for name in names:
        new = {"member": personal_reference(name), "place": "Ormesia"}
        AuditEntry.objects.create(verb="parties.admit_member", record=record, new=new)
        made.append(PersonalDatum.objects.get(pk=new["member"]["personal"]))  # type: ignore[index]
    return made


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.content[:300]
    return compact(answer.content.decode())


def propose(record: Record, first: User, *names: str) -> Redaction:
    data = write_personal_values(record, *names)
    return actions.propose_redaction(Actor(user=first), data, reason="Asked for.", record=record)


def todo_addresses(user: User) -> list[str]:
    """The addresses of what is asked of a person."""
    return [each.url for each in todo.todo_items(User.objects.get(pk=user.pk))]


def test_the_whole_path_from_a_proposal_to_an_emptied_history() -> None:
    record, first, second = make_record(), person("secretariat"), person("administrator")
    amal, badr = write_personal_values(record, "Amal Fictional", "Badr Fictional")
    one, two = client_for(first), client_for(second)
    form = f"/en/{record.address}/history/redact/"

    text = page(one, form)
    for told in ("Amal Fictional", "Badr Fictional", "Member admitted", "Member"):
        assert told in text
    answer = one.post(form, {"values": [str(amal.pk)], "reason": "Asked for by the person."})
    assert (answer.status_code, answer["Location"]) == (302, "/en/redactions/")
    amal.refresh_from_db()
    assert amal.value == "Amal Fictional"

    # It waits: for the second person, not for the first, and cannot be proposed twice.
    assert "/en/redactions/" in todo_addresses(second)
    assert "/en/redactions/" not in todo_addresses(first)
    assert "another person must confirm" in page(one, "/en/redactions/")
    assert "1 proposal to erase personal data" in page(two, "/en/notices/todo/")
    text = page(one, form)
    assert "1 item is already in a pending proposal." in text
    assert f'value="{amal.pk}"' not in text and f'value="{badr.pk}"' in text

    redaction = Redaction.objects.get()
    own = f"/en/redactions/{redaction.pk}/"
    assert own in page(two, "/en/redactions/")
    text = page(two, own)
    for told in ("Amal Fictional", "Asked for by the person.", first.name, "Member admitted"):
        assert told in text
    assert "Amal Fictional" in page(two, f"{own}decide/")
    assert "Badr Fictional" not in text
    answer = two.post(f"{own}decide/", {"decision": "empty", "reason": ""})
    assert (answer.status_code, answer["Location"]) == (302, own)

    for data in (amal, badr):
        data.refresh_from_db()
    assert (amal.value, badr.value) == ("", "Badr Fictional")
    text = page(two, own)
    assert "1 item of personal data was erased." in text and "Amal Fictional" not in text
    assert todo_addresses(second) == []
    history = f"/en/{record.address}/history/"
    assert "Badr Fictional" in page(two, history)
    text = page(Client(), history)
    assert "Amal Fictional" not in text and "Badr Fictional" not in text
    for told in ("(erased)", "Asked for by the person.", first.name, second.name):
        assert told in text
    assert two.post(f"{own}decide/", {"decision": "empty", "reason": ""}).status_code == 409


def test_who_proposed_sees_it_and_cannot_decide() -> None:
    record, first = make_record(), person("administrator", "secretariat")
    redaction = propose(record, first, "Amal Fictional")
    own, client = f"/en/redactions/{redaction.pk}/", client_for(first)
    text = page(client, own)
    assert (
        "Another person must confirm or decline your proposal." in text
        and f"{own}decide/" not in text
    )
    for decision in ("empty", "keep"):
        sent = {"decision": decision, "reason": "I say so."}
        answer = client.post(f"{own}decide/", sent)
        assert answer.status_code == 403
    assert Redaction.objects.waiting().count() == 1
    assert PersonalDatum.objects.get().value == "Amal Fictional"


def test_the_second_person_declines_with_a_reason_and_the_first_is_told() -> None:
    first, second = person("secretariat"), person("secretariat")
    redaction = propose(make_record(), first, "Amal Fictional")
    own, client = f"/en/redactions/{redaction.pk}/", client_for(second)
    answer = client.post(f"{own}decide/", {"decision": "keep", "reason": " "})
    text = compact(answer.content.decode())
    assert answer.status_code == 422
    assert "Enter the reason for declining." in text and "<title>Error:" in text
    assert re.search(r'value="keep"[^>]* checked', text)
    sent = {"decision": "keep", "reason": "Still needed."}
    assert client.post(f"{own}decide/", sent).status_code == 302
    assert "Still needed." in page(client, own) and "Still needed." in page(client_for(first), own)
    told = Notice.objects.get(user=first, event__kind="kernel.decline_redaction")
    assert told.event.values == {"redaction": redaction.pk}
    assert "declined the proposal to erase personal data" in page(client_for(first), "/en/notices/")
    assert not Notice.objects.filter(user=second).exists()


def test_who_proposed_withdraws_on_the_page_and_the_history_tells_it() -> None:
    record, first, second = make_record(), person("secretariat"), person("administrator")
    redaction = propose(record, first, "Amal Fictional")
    Subscription.objects.create(user=second, queue="redactions")
    own, one, two = f"/en/redactions/{redaction.pk}/", client_for(first), client_for(second)
    assert "Withdraw proposal" in page(one, own)
    assert "Withdraw proposal" not in page(two, own)
    assert two.post(f"{own}withdraw/", {"reason": ""}).status_code == 403

    typed = {"reason": "Amal Fictional changed her mind."}
    answer = one.post(f"{own}withdraw/", typed)
    text = compact(answer.content.decode())
    assert answer.status_code == 422
    assert "The reason is retained." in text and f"{typed['reason']}</textarea>" in text

    answer = one.post(f"{own}withdraw/", {"reason": "It was the wrong record."})
    assert (answer.status_code, answer["Location"]) == (302, own)
    for client in (one, two):
        text = page(client, own)
        assert "Withdrawn" in text and "It was the wrong record." in text
        assert f"{own}decide/" not in text and f"{own}withdraw/" not in text
        assert own not in page(client, "/en/redactions/")
    assert todo_addresses(second) == []
    assert PersonalDatum.objects.get().value == "Amal Fictional"
    text = page(Client(), f"/en/{record.address}/history/")
    for told in ("Proposal to erase personal data withdrawn", "It was the wrong record."):
        assert told in text
    assert "Amal Fictional" not in text
    assert "withdrew the proposal to erase personal data" in page(two, "/en/notices/")
    assert one.post(f"{own}withdraw/", {}).status_code == 409
    assert two.post(f"{own}decide/", {"decision": "empty"}).status_code == 409
    # The values can be proposed again.
    assert 'name="values"' in page(one, f"/en/{record.address}/history/redact/")


def test_who_follows_what_waits_is_told_of_a_proposal() -> None:
    first, second = person("secretariat"), person("administrator")
    for user in (second, outsider := person()):
        Preference.objects.create(user=user)
        Subscription.objects.create(user=user, queue="redactions")
    redaction = propose(make_record(), first, "Amal Fictional")
    text = page(client_for(second), "/en/notices/")
    assert "proposed to erase personal data" in text and f"/en/redactions/{redaction.pk}/" in text
    assert not Notice.objects.filter(user=outsider).exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "is blank"),
        ({"reason": " "}, "“Reason for erasure” is blank."),
        ({"reason": "Amal Fictional asked."}, "The reason is retained."),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(typed: Any, said: str) -> None:
    record = make_record()
    (datum, other) = write_personal_values(record, "Amal Fictional", "Badr Fictional")
    sent = {"values": [str(datum.pk)], "reason": "Typed words.", **typed}
    if not typed:
        sent["values"] = []
    client = client_for(person("secretariat"))
    answer = client.post(f"/en/{record.address}/history/redact/", sent)
    text = compact(answer.content.decode())
    assert answer.status_code == 422
    assert said in text and "<title>Error:" in text and 'class="errors"' in text
    assert f"{sent['reason'].strip()}</textarea>" in text
    if typed:
        assert re.search(rf'value="{datum.pk}"[^>]* checked', text)
    assert not re.search(rf'value="{other.pk}"[^>]* checked', text)
    assert not Redaction.objects.exists()


def test_only_values_of_this_history_can_be_chosen() -> None:
    record = make_record()
    write_personal_values(record, "Amal Fictional")
    (foreign,) = write_personal_values(make_record(private_to=person()), "Badr Fictional")
    client = client_for(person("secretariat"))
    sent = {"values": [str(foreign.pk)], "reason": "Asked for."}
    answer = client.post(f"/en/{record.address}/history/redact/", sent)
    assert answer.status_code == 422
    assert "Badr Fictional" not in compact(answer.content.decode())
    assert not Redaction.objects.exists()


def test_nobody_else_sees_the_pages() -> None:
    record = make_record()
    redaction = propose(record, person("secretariat"), "Amal Fictional")
    paths = (
        f"/en/{record.address}/history/redact/",
        "/en/redactions/",
        f"/en/redactions/{redaction.pk}/",
        f"/en/redactions/{redaction.pk}/decide/",
    )
    focal = person()
    organisation(focal)
    for path in paths:
        for answer in (Client().get(path), Client().post(path, {"decision": "empty"})):
            assert answer.status_code == 403
        assert "/account/sign-in/" in Client().get(path).content.decode()
        for user in (focal, person("moderator"), person(("secretariat", make_record()))):
            client = client_for(user)
            assert client.get(path).status_code == 403
            assert client.post(path, {"decision": "empty"}).status_code == 403
            assert "Amal" not in compact(client.get(path).content.decode())
    assert Redaction.objects.waiting().count() == 1


def test_a_proposal_about_what_one_may_not_see_is_not_there() -> None:
    owner, other = person("secretariat"), person("secretariat")
    secret = make_record(private_to=owner)
    redaction = propose(secret, owner, "Amal Fictional")
    client = client_for(other)
    assert client.get(f"/en/{secret.address}/history/redact/").status_code == 404
    assert client.get(f"/en/redactions/{redaction.pk}/").status_code == 404
    decide = f"/en/redactions/{redaction.pk}/decide/"
    assert client.post(decide, {"decision": "empty"}).status_code == 404
    assert str(redaction.pk) not in re.findall(
        r"/redactions/(\d+)/", page(client, "/en/redactions/")
    )
    assert todo_addresses(other) == []
    assert client.get(f"/en/redactions/{'9' * 30}/").status_code == 404


def test_a_history_without_personal_values_says_so() -> None:
    record = make_record()
    AuditEntry.objects.create(verb="test.done", record=record, new={"place": "Ormesia"})
    text = page(client_for(person("secretariat")), f"/en/{record.address}/history/redact/")
    assert "No personal data to erase in this history." in text and "<textarea" not in text


@pytest.mark.parametrize("language", TWO_SCRIPTS)
def test_pages_are_valid_light_and_do_not_ask_for_each_value(
    language: str, django_assert_max_num_queries: Any
) -> None:
    record, first = make_record(), person("secretariat")
    redaction = propose(record, first, *(f"Name {number}" for number in range(30)))
    write_personal_values(record, *(f"Other {number}" for number in range(30)))
    client = client_for(person("administrator", language=language))
    for path in (
        f"{record.address}/history/",
        f"{record.address}/history/redact/",
        "redactions/",
        f"redactions/{redaction.pk}/",
    ):
        with django_assert_max_num_queries(12):
            text = page(client, f"/{language}/{path}")
        html5lib.HTMLParser(strict=True).parse(text)
