"""Who follows a text, its body or its series hears of it, once, in their language; the rest do not."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.utils.translation import override

from majlis.commons.notices import todo
from majlis.commons.notices.models import Event, Notice, Subscription
from majlis.commons.notices.sentences import event_sentence
from majlis.instruments.acts import actions as acts_actions
from majlis.instruments.imports import actions as imports_actions
from majlis.instruments.imports import publish
from majlis.instruments.imports.read import read_file
from majlis.instruments.models import Version
from majlis.instruments.series import actions
from majlis.instruments.tags import actions as tags_actions
from majlis.kernel.models import Record, User
from majlis.kernel.records import get_or_create_circle
from tests.commons.helpers import client_for
from tests.framework import factories
from tests.instruments.stored_texts import SYSTEM, sample_text, stored_version
from tests.support.parties import body
from tests.support.people import person

pytestmark = pytest.mark.django_db
FILE = b"Resolution 5\n\nThe Council of Tides,\n\nNoting the tide,\n\n1. Decides to wait."


def follower(of: Record | None = None, **fields: Any) -> User:
    found = person()
    Subscription.objects.create(user=found, record=of, **fields)
    return found


def heard(who: User) -> list[str]:
    found = Notice.objects.filter(user=who).select_related("event").order_by("pk")
    marks = dict.fromkeys(map(ord, "\u2068\u2069"))
    return [event_sentence(each.event).words.translate(marks) for each in found]


@pytest.fixture
def kept() -> Version:
    made = stored_version(
        state="proposed", body=body(words={"title": {"en": "Council of Tides"}}, authentic="en")
    )
    series = actions.create_series(SYSTEM, titles={"en": "Lights"})
    actions.set_series(SYSTEM, made.instrument, series=series)
    return made


def test_who_follows_the_text_its_body_its_series_or_all_texts_hears_once(kept: Version) -> None:
    text = kept.instrument
    assert text.body is not None and text.series is not None
    ones = [kept.record, text.record, text.body.record, text.series.record]
    people = [follower(each) for each in ones]
    people += [follower(kind="instrument"), follower(kind="version")]
    Subscription.objects.create(user=people[0], record=text.record)
    bystander = follower(stored_version().instrument.record)
    acts_actions.adopt_version(SYSTEM, kept, deciding={"kind": "adopts", "words": "4th meeting"})
    with override("en"):
        for each in people:
            assert heard(each) == ["Status of Lights of the coast: adopted."]
        assert heard(bystander) == []


def test_each_version_that_changes_says_its_own_state(kept: Version) -> None:
    old = stored_version(kept.instrument, "report twice", state="in_force")
    who = follower(kept.instrument.record)
    acts_actions.adopt_version(SYSTEM, kept)
    acts_actions.bring_version_into_force(SYSTEM, kept)
    with override("en"):
        assert [each.rpartition(": ")[2] for each in heard(who)] == [
            "adopted.",
            "in force.",
            "superseded.",
        ]
    assert old.instrument == kept.instrument


def test_an_act_is_told_when_it_is_noted_corrected_and_withdrawn(kept: Version) -> None:
    who = follower(kept.instrument.record)
    act = acts_actions.record_act(SYSTEM, kept, kind="endorses", words="4th meeting")
    acts_actions.correct_act(SYSTEM, act, reason="A slip.", words="5th meeting")
    acts_actions.withdraw_act(SYSTEM, act, reason="It did not.")
    with override("en"):
        assert [each.partition(" Lights")[0] for each in heard(who)] == [
            "Decision on",
            "Record of a decision on",
            "Record of a decision on",
        ]
        assert heard(who)[0].endswith(": endorsement.")


def test_publishing_tells_of_versions_and_languages_and_of_nothing_else(kept: Version) -> None:
    who = follower(kept.instrument.record)
    beside = follower(kind="version")
    first = read_file(
        SYSTEM, imports_actions.upload_import(SYSTEM, name="a.txt", stream=io.BytesIO(FILE))
    )
    publish.publish_import(SYSTEM, first)
    data = sample_text("5", "wait").title.encode() + b"\n\n1. Decide de esperar."
    other = read_file(
        SYSTEM, imports_actions.upload_import(SYSTEM, name="b.txt", stream=io.BytesIO(data))
    )
    imports_actions.set_import_language(SYSTEM, other, language="es")
    other.refresh_from_db()
    publish.set_destination(
        SYSTEM, other, root="", published_as="language", version=kept, instrument=kept.instrument
    )
    publish.publish_import(SYSTEM, other)
    with override("en"):
        assert heard(who) == ["Also in Spanish: Lights of the coast."]
        assert [each.partition(":")[0] for each in heard(beside)] == [
            "New version",
            "Also in Spanish",
        ]
    kinds = Event.objects.filter(kind="instruments.publish_import").values_list(
        "record__kind", flat=True
    )
    assert set(kinds) == {"version"}


def test_what_is_not_public_is_told_to_nobody_who_may_not_see_it(kept: Version) -> None:
    who = follower(kept.instrument.record)
    Record.objects.filter(pk=kept.pk).update(
        access="private", circle=get_or_create_circle("test:closed", {"user": person()})
    )
    acts_actions.adopt_version(SYSTEM, Version.objects.get(pk=kept.pk))
    assert heard(who) == []
    assert "Lights of the coast" not in client_for().get("/en/feed.atom").content.decode()


def test_what_waits_is_asked_of_the_secretariat_only() -> None:
    officer = person("secretariat")
    read_file(SYSTEM, imports_actions.upload_import(SYSTEM, name="a.txt", stream=io.BytesIO(FILE)))
    imports_actions.upload_import(SYSTEM, name="b.txt", stream=io.BytesIO(FILE + b"\n"))
    read_file(
        SYSTEM,
        imports_actions.upload_import(SYSTEM, name="c.pdf", stream=io.BytesIO(b"%PDF-1.7 no")),
    )
    text = stored_version().instrument
    concept = factories.concept(factories.scheme("lines"), "x1")
    tags_actions.propose_tag(SYSTEM, text, concept=concept)
    with override("en"):
        found = {each.url: (str(each.sentence), each.count) for each in todo.todo_items(officer)}
    assert found == {
        "/en/texts/imports/?state=read": ("1 imported file to check and publish", 1),
        "/en/texts/imports/?state=waiting": ("1 imported file being processed", 1),
        "/en/texts/imports/?state=unreadable": ("1 imported file that could not be processed", 1),
        "/en/texts/concepts/": ("1 concept proposed for a text", 1),
    }
    client = client_for(officer)
    assert all(client.get(url).status_code == 200 for url in found)
    assert todo.todo_items(person("moderator")) == []
