"""Who follows a text hears what is taken back of it, and that it is there again; who did not see it hears nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from majlis.commons.notices.models import Event, Notice, Subscription
from majlis.commons.notices.queries import notices_of
from majlis.commons.notices.sentences import event_sentence
from majlis.instruments.models import Version
from majlis.instruments.withdrawals import actions
from majlis.kernel.models import Record, User
from majlis.kernel.records import get_or_create_circle
from tests.instruments import published_texts
from tests.instruments.stored_texts import SYSTEM, stored_version
from tests.support.people import person

pytestmark = pytest.mark.django_db


def address(of: Version) -> str:
    return f"/en/texts/{of.instrument.slug}/{of.slug}/"


def follower(of: Record | None = None, **fields: Any) -> User:
    who = person()
    Subscription.objects.create(user=who, record=of, **fields)
    return who


def heard(who: User) -> list[tuple[str, str]]:
    marks = dict.fromkeys(map(ord, "\u2068\u2069"))
    with override("en"):
        rows = [event_sentence(each.event) for each in notices_of(who).order_by("pk")]
    return [(each.words.translate(marks), each.url) for each in rows]


def test_who_follows_a_text_hears_that_a_version_was_withdrawn_and_is_back() -> None:
    first = stored_version(date="2030")
    wrong = stored_version(first.instrument, "wait", date="2031")
    who, bystander = follower(first.instrument.record), follower(stored_version().instrument.record)
    actions.withdraw_version(SYSTEM, wrong, reason="A secret reason.")
    assert heard(who) == [
        (
            "Version withdrawn because it was published in error: Lights of the coast.",
            address(wrong),
        )
    ]
    actions.restore_version(SYSTEM, Version.objects.get(pk=wrong.pk))
    words, url = heard(who)[1]
    assert words.startswith("Withdrawn version restored: ")
    assert words.endswith("Lights of the coast.") and url == address(wrong)
    assert heard(bystander) == []


def test_who_follows_a_text_that_is_withdrawn_whole_is_told_its_address_and_no_title() -> None:
    wrong = stored_version()
    who = follower(wrong.instrument.record)
    actions.withdraw_version(SYSTEM, wrong, reason="Wrong.")
    (words, url) = heard(who)[0]
    assert wrong.record.address in words and "Lights" not in words
    assert url == address(wrong)
    feed = Client().get("/en/feed.atom").content.decode()
    assert "Lights of the coast" not in feed


def test_who_did_not_see_a_closed_version_hears_nothing_of_its_withdrawal() -> None:
    wrong, member = stored_version(), person("moderator")
    text = wrong.instrument.record
    group = get_or_create_circle("some", {"user": member})
    Record.objects.filter(pk__in=[wrong.pk, text.pk]).update(access="group", circle=group)
    who = follower(text)
    Subscription.objects.create(user=member, record=text)
    actions.withdraw_version(SYSTEM, Version.objects.get(pk=wrong.pk), reason="Wrong.")
    assert not Notice.objects.filter(user=who).exists()
    assert len(heard(member)) == 1
    assert not Event.objects.public().exists()


def test_who_follows_a_text_hears_that_a_language_was_withdrawn() -> None:
    made = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27 (Port Lira, 2027)")
    )
    words = "Résolution 27 (Port Lira, 2027)\n\nRegistre des marées\n\nLe Conseil des marées,\n\ndécide\n\n1\tde mesurer la marée."
    published_texts.published_text(words, name="a.fr.txt", version=made)
    who = follower(made.instrument.record)
    actions.withdraw_language(SYSTEM, made, language="fr", reason="Wrong.")
    assert [each for each, _url in heard(who)] == [
        (
            "Text of Register of tides in one language withdrawn because it was published "
            "in error: French."
        )
    ]
