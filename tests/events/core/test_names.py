"""Names of meetings and sittings."""

from __future__ import annotations

import pytest

from majlis.events.core import names
from majlis.kernel.models import Wording
from tests.events import factories

pytestmark = pytest.mark.django_db


def test_ordinal_numerals() -> None:
    assert [names.ordinal(n, "en") for n in (11, 12, 13, 21, 22, 23, 40, 111)] == [
        "11th",
        "12th",
        "13th",
        "21st",
        "22nd",
        "23rd",
        "40th",
        "111th",
    ]
    assert [names.ordinal(41, code) for code in ("ar", "zh", "fr", "ru", "es")] == [
        "41",
        "41",
        "41e",
        "41-е",
        "41.ª",
    ]


def test_a_meeting_without_a_title_is_named_by_its_body_and_number() -> None:
    meeting = factories.meeting(number=5)
    Wording.objects.filter(record=meeting.record, field="title").delete()
    body = meeting.body.say("title", "en").text
    assert names.meeting_name(meeting, "en").text == f"{body}, fifth meeting"
    assert names.numbered_name(meeting.body, 41, "en") == f"{body}, 41st meeting"
    assert names.numbered_name(meeting.body, None, "en") == f"{body}, meeting"


def test_a_title_takes_precedence() -> None:
    meeting = factories.meeting(number=5)
    assert names.meeting_name(meeting).text == "Meeting 5 of a fictional group"


def test_a_meeting_is_named_in_the_languages_in_which_its_body_has_a_name() -> None:
    assert set(names.numbered_titles(factories.body(), 3)) == {"ar", "en"}
    # In another language, the name of the body is marked with its own.
    assert "\u2068" not in names.numbered_name(factories.body(), 3, "fr")


def test_sittings_are_named_by_their_order_day_and_time() -> None:
    meeting = factories.meeting()
    second = factories.sitting(meeting, hour=14)
    first = factories.sitting(meeting, hour=9)
    assert names.sitting_numbers([second, first]) == {first.pk: 1, second.pk: 2}
    assert names.sitting_name(second) == "Second sitting, 24 February 2027, 15:00–17:00 UTC+1"
    assert names.sitting_name(first, 12).startswith("12th sitting, ")
