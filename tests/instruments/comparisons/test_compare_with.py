"""Any two versions compared: from the page of a text, by symbol or address; and what anybody may have done of it."""

from __future__ import annotations

import dataclasses
import html

import pytest
from django.test import Client
from django.utils import translation

from majlis.instruments.citations.names import comparison_url
from majlis.instruments.comparisons import views
from majlis.instruments.models import Comparison, Version
from majlis.instruments.series import actions
from tests.instruments import published_texts
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> list[Version]:
    """Two texts that have nothing to do with one another, the later first."""
    return [
        published_texts.published_text(
            published_texts.sample_bytes(f"Resolution {number} (Port Lira, {year})", second=second),
            name=f"{number}.txt",
        )
        for number, year, second in ((27, 2027, "to wait for the tide"), (9, 2021, "to wait"))
    ]


def between(old: Version, new: Version, form: str = "") -> str:
    with translation.override("en"):
        return f"{comparison_url(old, new)}{form}"


def test_another_text_is_named_and_compared_the_earlier_one_first(two: list[Version]) -> None:
    later, earlier = two
    said = Client().get(later.get_absolute_url()).content.decode()
    where = f"/en/texts/{later.instrument.slug}/{later.slug}/compare/"
    assert f'href="{where}?in=en"' in said
    for words in ("Resolution 9", "القرار 9", earlier.instrument.get_absolute_url()):
        answer = Client().get(where, {"text": words, "in": "en"})
        assert answer.url == f"{between(earlier, later)}?in=en", words
    arabic = Client().get(where.replace("/en/", "/ar/"), {"text": "القرار 9", "in": "xx"})
    assert arabic.url == between(earlier, later).replace("/en/", "/ar/")
    assert Client().get(answer.url).status_code == 200


def test_a_text_that_is_not_here_is_refused_in_words(two: list[Version]) -> None:
    where = f"/en/texts/{two[0].instrument.slug}/{two[0].slug}/compare/"
    assert Client().get(where).status_code == 200
    for words in ("Resolution 99", "", "\x00", "<b>"):
        answer = Client().get(where, {"text": words})
        assert answer.status_code == 422, words
    answer = Client().get(where, {"text": "Resolution 99"})
    assert "No text found. Enter a text’s symbol or the address" in html.unescape(
        answer.content.decode()
    )
    assert 'value="Resolution 99"' in answer.content.decode()
    assert Client().get(where.replace(two[0].slug, "never")).status_code == 404


def test_nothing_is_kept_of_a_pair_that_has_nothing_in_common(two: list[Version]) -> None:
    later, earlier = two
    assert Client().get(between(earlier, later)).status_code == 200
    assert not Comparison.objects.exists()
    series = actions.create_series(published_texts.SYSTEM, titles={"en": "Tides"})
    for each in two:
        actions.set_series(published_texts.SYSTEM, each.instrument, series=series)
    Comparison.objects.all().delete()
    assert Client().get(between(earlier, later)).status_code == 200
    assert Comparison.objects.count() == 1


@pytest.mark.parametrize("form", ["", "changes.en.docx", "changes.en.json"])
def test_somebody_who_asks_for_very_many_is_told_to_wait(
    two: list[Version], monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(
        views, "COMPARISON_LIMIT", dataclasses.replace(views.COMPARISON_LIMIT, times=2)
    )
    for _time in range(2):
        assert Client().get(between(*two, form)).status_code == 200
    answer = Client().get(between(*two, form))
    assert answer.status_code == 429
    assert "Try again in" in answer.content.decode()
    member = Client()
    member.force_login(person("delegate"))
    assert member.get(between(*two, form)).status_code == 200


def test_what_was_compared_once_is_shown_to_everybody(
    two: list[Version], monkeypatch: pytest.MonkeyPatch
) -> None:
    again = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27 (Port Lira, 2029)", second="to go"),
        name="c.txt",
        of=two[0],
    )
    monkeypatch.setattr(
        views, "COMPARISON_LIMIT", dataclasses.replace(views.COMPARISON_LIMIT, times=1)
    )
    for _time in range(3):
        assert Client().get(between(two[0], again)).status_code == 200
