"""The history of a record: who may read it, and what of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import gettext, override, pgettext

from majlis.kernel import actions
from majlis.kernel.actor import Actor
from majlis.kernel.audit import personal_keys, personal_reference
from majlis.kernel.models import AuditEntry, PersonalDatum, Record, Redaction, User
from majlis.kit import trails
from majlis.parties.accounts import personal_data
from majlis.portal import queries
from tests.commons.helpers import client_for, make_record
from tests.support.languages import TWO_SCRIPTS
from tests.support.parties import admitted
from tests.support.people import person

pytestmark = pytest.mark.django_db


def write_entry(
    record: Record, name: str = "Amal Fictional", subject: User | None = None
) -> AuditEntry:
    """An entry with a personal value and one that is not."""
    new = {"member": personal_reference(name, subject), "place": "Ormesia"}
    return AuditEntry.objects.create(verb="parties.admit_member", record=record, new=new)


def redact_entry(entry: AuditEntry, reason: str = "Asked for by the person.") -> tuple[User, User]:
    """Empty the personal values of an entry, by two people."""
    first, second = person("secretariat"), person("administrator")
    data = PersonalDatum.objects.filter(pk__in=list(personal_keys(entry.new)))
    redaction = actions.propose_redaction(
        Actor(user=first), data, reason=reason, record=entry.record
    )
    actions.confirm_redaction(Actor(user=second), redaction)
    return first, second


def history(record: Record, user: User | None = None, language: str = "en", query: str = "") -> Any:
    return client_for(user).get(f"/{language}/{record.address}/history/{query}")


def test_the_history_of_a_private_record_is_hidden_from_strangers() -> None:
    owner = person()
    secret = make_record(private_to=owner)
    write_entry(secret, subject=owner)
    assert "Amal Fictional" in history(secret, owner).content.decode()
    for stranger in (None, person(), person("administrator"), person(("delegate", make_record()))):
        answer = history(secret, stranger)
        assert answer.status_code == 404
        for hidden in ("Amal Fictional", "Ormesia", str(secret)):
            assert hidden not in answer.content.decode()


def test_for_what_a_role_was_given_is_shown_as_links_in_two_queries(
    django_assert_num_queries: Any,
) -> None:
    records, who = [make_record() for _each in range(3)], person("secretariat")
    secret = make_record(private_to=person())
    for each in [*records, secret]:
        AuditEntry.objects.create(
            verb="accounts.appoint_person", record=records[0], new={"scope": each.address}
        )
    text = history(records[0], who).content.decode()
    assert all(f'/{each.address}/">{each}</a></ins>' in text for each in records)
    assert f">{secret}</a>" not in text
    with django_assert_num_queries(2):
        queries.records_at({each.address for each in records}, who)
    with django_assert_num_queries(0):
        queries.records_at(set(), who)


def test_who_did_it_what_changed_and_why_the_latest_first() -> None:
    record, who = make_record(), person(name="Badr Fictional")
    AuditEntry.objects.create(
        verb="framework.correct_label",
        record=record,
        actor=who,
        old={"title": "Old words"},
        new={"title": "New words"},
        reason="A slip <of the pen>.",
    )
    AuditEntry.objects.create(verb="parties.admit_member", record=record, system="the loader")
    AuditEntry.objects.create(
        verb="parties.admit_member", record=make_record(), new={"place": "Elsewhere"}
    )
    text = history(record).content.decode()
    told = ("Member admitted", "Majlis (automatic)", "Badr Fictional", "Old words", "New words")
    places = [text.index(each) for each in told]
    assert places == sorted(places)
    assert "A slip &lt;of the pen&gt;." in text
    assert text.count('<time datetime="') == 2
    assert "Elsewhere" not in text


def test_a_long_history_is_cut_into_pages() -> None:
    record = make_record()
    for number in range(26):
        AuditEntry.objects.create(verb="test.done", record=record, new={"n": f"turn-{number}."})
    first, second = (history(record, query=each).content.decode() for each in ("", "?page=2"))
    assert "turn-25." in first and "turn-0." not in first
    assert "turn-0." in second and "turn-1." not in second
    assert history(record, query="?page=x").status_code == 200


@pytest.mark.parametrize("language", TWO_SCRIPTS)
def test_what_was_emptied_is_not_shown_but_that_it_was_why_and_by_whom(language: str) -> None:
    record = make_record()
    first, second = redact_entry(write_entry(record))
    text = history(record, language=language).content.decode()
    assert "Amal Fictional" not in text
    assert "Ormesia" in text
    for told in ("Asked for by the person.", first.name, second.name):
        assert told in text
    with override(language):
        assert f"<bdi>{pgettext('history', 'Member')}</bdi>" in text
        erased = pgettext("personal data", "(erased)")
        assert erased in text and (language == "en" or erased != "(erased)")
        for words in ("Personal data erased", "Erasure of personal data proposed"):
            assert gettext(words) in text
            assert language == "en" or gettext(words) != words


def test_an_erasure_by_the_person_is_told_in_words() -> None:
    record, who = make_record(), person()
    entry = write_entry(record, subject=who)
    personal_data.erase_personal_values(who, Any)
    text = history(record).content.decode()
    assert "Amal Fictional" not in text
    assert "Erased at the request of the person concerned." in text
    assert Redaction.objects.get().reason not in text
    assert entry.new["member"] != "Amal Fictional"


def test_a_proposal_that_was_declined_is_told_and_the_value_stays() -> None:
    record = make_record()
    entry = write_entry(record)
    data = PersonalDatum.objects.filter(pk__in=list(personal_keys(entry.new)))
    redaction = actions.propose_redaction(
        Actor(user=person("secretariat")), data, reason="Asked.", record=record
    )
    actions.decline_redaction(
        Actor(user=person("administrator")), redaction, reason="An act in office."
    )
    text = history(record, person("secretariat")).content.decode()
    assert "Amal Fictional" in text and "(erased)" not in text
    assert "Erasure of personal data declined" in text and "An act in office." in text


def test_only_who_may_is_led_to_the_emptying() -> None:
    record = make_record()
    link = f'href="/en/{record.address}/history/redact/"'
    for user, led in (
        (None, False),
        (person(), False),
        (person("moderator"), False),
        (person("secretariat"), True),
        (person("administrator"), True),
    ):
        assert (link in history(record, user).content.decode()) is led


def test_there_is_no_history_of_nothing() -> None:
    assert Client().get("/en/history/").status_code == 404
    assert Client().get("/en/subjects/none/history/").status_code == 404


def test_the_breadcrumbs_are_those_of_the_page_of_the_record() -> None:
    organisation = admitted(person())
    trail = history(organisation.record).context["trail"]
    assert [link.label for link in trail] == [
        *(link.label for link in trails.trail_to(organisation)),
        "History",
    ]
    assert [link.label for link in history(make_record()).context["trail"]][1:] == ["History"]
