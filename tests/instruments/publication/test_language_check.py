"""A language of a version: where it differs is shown before it is published and told after; what the pages cost."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from majlis.instruments.models import Import
from majlis.instruments.publication import language_check
from majlis.kernel.models import StoredFile
from tests.instruments.imports.test_views import (
    HERE,
    SAMPLES,
    brought,
    page,
    publish,
    signed_in,
)
from tests.support.people import person
from tests.support.queries import MAX_QUERIES_SIGNED_IN

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Client:
    return signed_in("secretariat")


def language(officer: Client) -> Import:
    """The resolution of the lighthouses in English, brought in beside the Arabic one."""
    first = SAMPLES / "lighthouses.2031.ar.txt"
    publish(officer, brought(officer, first.name, first.read_bytes()))
    other = SAMPLES / "lighthouses-resolution-27.2031.en.txt"
    return brought(officer, other.name, other.read_bytes())


def told(said: str) -> list[str]:
    """What a page says of each difference between languages, without where it leads."""
    found = re.findall(r'<span class="quiet">(English / .*?)</li>', said, re.DOTALL)
    return [" ".join(html.unescape(re.sub("<[^>]+>", " ", each)).split()) for each in found]


def test_where_a_language_differs_is_shown_before_as_it_is_told_after(officer: Client) -> None:
    imported = language(officer)
    before = page(officer, imported)
    assert "Differences between languages" in before
    version = imported.destinations.get(root="").version
    publish(officer, imported)
    after = officer.get(version.get_absolute_url() + "?differ=all").content.decode()
    assert 0 < version.differences.count() <= language_check.MOST_SHOWN
    assert told(before) == told(after)
    assert "Differences between languages" not in page(officer, imported)


def test_of_many_differences_the_first_are_shown_and_a_long_text_is_not_compared(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = language(officer)
    monkeypatch.setattr(language_check, "MOST_SHOWN", 1)
    said = page(officer, imported)
    assert len(told(said)) == 1
    assert "Shown: the first 1 of" in said
    monkeypatch.setattr(language_check, "MOST_PROVISIONS", 3)
    said = page(officer, imported)
    assert told(said) == []
    assert "its language versions will be compared on publication" in said


def test_another_language_is_aligned_and_its_differences_are_told(officer: Client) -> None:
    first = SAMPLES / "lighthouses.2031.ar.txt"
    publish(officer, brought(officer, first.name, first.read_bytes()))
    other = SAMPLES / "lighthouses-resolution-27.2031.en.txt"
    imported = brought(officer, other.name, other.read_bytes())
    row = imported.destinations.get(root="")
    assert row.published_as == "language"
    resolution = row.version
    assert "27" in resolution.instrument.symbol
    answer = publish(officer, imported)
    text = resolution.get_absolute_url()
    assert f'href="{text}"' in officer.get(answer["Location"]).content.decode()
    assert set(resolution.languages.values_list("language", flat=True)) == {"ar", "en"}
    assert resolution.differences.exists()
    assert "differ" in officer.get(text).content.decode().lower()


def test_the_list_and_a_preview_of_three_texts_cost_few_queries(officer: Client) -> None:
    path = SAMPLES / "lighthouses.2031.ar.txt"
    imported = brought(officer, path.name, path.read_bytes())
    for n in range(60):
        file = StoredFile.objects.create(sha256=f"{n:064}", size=1, media_type="text/plain")
        Import.objects.create(file=file, name=f"{n}.txt", user=person())
    publish(officer, imported)
    other = SAMPLES / "lighthouses-resolution-27.2031.en.txt"
    language = brought(officer, other.name, other.read_bytes())
    again = brought(officer, "x.txt", path.read_bytes().replace("فبراير".encode(), b"x") + b"\n")
    for address in (
        HERE,
        imported.get_absolute_url(),
        f"{imported.get_absolute_url()}progress/",
        language.get_absolute_url(),
        again.get_absolute_url(),
        f"{HERE}{again.pk}/destination/?text=annex_a",
    ):
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(address).status_code == 200
        assert len(queries) <= MAX_QUERIES_SIGNED_IN, (address, [each["sql"] for each in queries])
