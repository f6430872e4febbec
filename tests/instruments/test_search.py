"""The search of the site finds versions by words and by symbol however written, and stubs by their symbol."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.tasks import default_task_backend
from django.test import Client

from majlis.commons.search.index import index_records
from majlis.commons.search.queries import search
from majlis.commons.search.tasks import refresh
from majlis.instruments.citations import actions
from majlis.instruments.models import Instrument, Version
from majlis.kernel.models import Record
from tests.instruments import parsed_texts, published_texts

pytestmark = pytest.mark.django_db


def found(words: str, language: str = "en") -> list[str]:
    """The addresses that are found by symbol or words, the best first."""
    best = search(AnonymousUser(), words, language).best
    kept = {
        each.pk: each.address for each in Record.objects.filter(pk__in=[b.record for b in best])
    }
    return [kept[each.record] for each in best if each.how in ("symbol", "words")]


def worked() -> None:
    """Have the worker do what was left to it for search."""
    left: Any = default_task_backend
    for each in left.results:
        if each.task == refresh:
            refresh.func(*each.args)


FIRST, SECOND = "texts/resolution-27/2027", "texts/resolution-27/2029"


@pytest.fixture
def two_editions() -> None:
    first = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27 (Port Lira, 2027)")
    )
    published_texts.published_text(
        published_texts.sample_bytes(
            "Resolution 27 (Amended in 2029)", second="to weigh the seaweed"
        ),
        of=first,
    )


@pytest.mark.usefixtures("two_editions")
@pytest.mark.parametrize(
    "words",
    [
        "Resolution 27 (Rev. 2029)",
        "resolution 27 rev 2029",
        "Resolution 27 (Amended in 2029)",
        "القرار 27 (المراجَع في 2029)",
        "第27号决议（2029年，修订版）",
        "Résolution 27 (Rév. 2029)",
        "Резолюция 27 (пересм. 2029)",
        "Resolución 27 (Rev. 2029)",
    ],
)
def test_a_version_is_found_by_its_symbol_however_written(words: str) -> None:
    assert found(words)[:1] == [SECOND]
    assert FIRST not in found(words)


@pytest.mark.usefixtures("two_editions")
def test_without_a_year_both_versions_are_found() -> None:
    for words in ("Resolution 27", "القرار 27", "决议27", "резолюции 27"):
        assert set(found(words)) == {FIRST, SECOND}, words


@pytest.mark.usefixtures("two_editions")
def test_a_version_is_found_by_words_of_any_of_its_languages() -> None:
    assert found("seaweed") == [SECOND]
    version = Instrument.objects.get(slug="resolution-27").versions.get(slug="2027")
    french = "Résolution 27 (Port Lira, 2027)\n\nRegistre des marées\n\nLe Conseil des marées,\n\ndécide\n\n1\tde mesurer la marée deux fois par jour à la jetée."
    published_texts.published_text(french, name="a.fr.txt", version=version)
    assert found("jetées", "fr") == [FIRST]


@pytest.mark.usefixtures("two_editions")
def test_a_stub_is_found_by_its_symbol_until_it_is_a_text_that_is_kept() -> None:
    stub = Instrument.objects.get(held=False)
    worked()
    assert stub.record.address in found("Resolution 3")
    assert stub.record.address in found("القرار 3")
    kept = published_texts.published_text(
        published_texts.sample_bytes("Resolution 4", cites="Decision 9")
    )
    actions.resolve_stub(published_texts.SYSTEM, stub, instrument=kept.instrument)
    assert stub.record.address not in found("Resolution 3")


def test_a_stub_that_is_brought_in_is_found_by_its_version() -> None:
    published_texts.published_text(
        published_texts.sample_bytes("Resolution 5", cites="Resolution 6")
    )
    stub = Instrument.objects.get(held=False)
    worked()
    assert stub.record.address in found("Resolution 6")
    made = published_texts.published_text(
        published_texts.sample_bytes("Resolution 6", cites="Resolution 7")
    )
    assert made.instrument_id == stub.pk
    assert stub.record.address not in found("Resolution 6")
    assert made.record.address in found("Resolution 6")


def test_a_reconstructed_version_is_found_from_the_one_it_was_made_from_only() -> None:
    made = published_texts.published_text(
        published_texts.sample_bytes("Resolution 27 (Port Lira, 2027)")
    )
    assert found("Resolution 27") == found("register of tides") == [FIRST]
    reconstructed = parsed_texts.next_version(
        made, parsed_texts.parse_text("the old harbour seaweed", number="27")
    )
    Version.objects.filter(pk=reconstructed.pk).update(reconstructed_from=made)
    index_records([reconstructed.record])
    assert found("Resolution 27") == [FIRST]
    assert found("seaweed") == []
    Version.objects.filter(pk=reconstructed.pk).update(reconstructed_from=None)
    index_records([reconstructed.record])
    assert len(found("seaweed")) == 1


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Resolution 6"),
        ("fr", "Résolution 6"),
        ("es", "Resolución 6"),
        ("ru", "Резолюция 6"),
        ("ar", "القرار 6"),
        ("zh", "第6号决议"),
    ],
)
def test_a_stub_is_named_in_the_language_of_the_reader(language: str, name: str) -> None:
    published_texts.published_text(
        published_texts.sample_bytes("Resolution 5", cites="Resolution 6 and A/RES/70/125")
    )
    worked()
    page = Client().get(f"/{language}/search/", {"q": "Resolution 6"}).context["page"]
    titles = ["".join(piece.text for piece in hit.title) for hit in page.hits]
    assert (titles[:1], page.hits[0].language) == ([name], language)
    page = Client().get(f"/{language}/search/", {"q": "A/RES/70/125"}).context["page"]
    assert ("".join(piece.text for piece in page.hits[0].title)) == "A/RES/70/125"
