"""A text of 700 provisions opens in 60 kB, and each further part of it comes in 40 kB."""

from __future__ import annotations

import gzip
import random
import re
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from majlis.instruments.models import LanguageVersion, ProvisionWording, Version
from majlis.look import stylesheet
from tests.instruments import parsed_texts

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SAMPLES = Path(__file__).resolve().parents[3] / "samples"
PROVISIONS = 700
FIRST, FURTHER = 60_000, 40_000


@cache
def words(name: str) -> list[str]:
    """The words of a sample."""
    return (SAMPLES / name).read_text(encoding="utf-8").split()


def long(name: str) -> list[str]:
    """Paragraphs as long as those of resolutions, each of which cites another text."""
    chance = random.Random(7)
    return [
        " ".join(chance.choice(words(name)) for _ in range(chance.randint(25, 90)))
        + f" (A/RES/70/{number % 90})"
        for number in range(PROVISIONS)
    ]


@pytest.fixture
def version() -> Version:
    """The same in Arabic and, put beside it without aligning, in English."""
    made = parsed_texts.first_version(
        parsed_texts.numbered_text(long("lighthouses.2031.ar.txt"), "ar")
    )
    english = long("lighthouses-resolution-27.2031.en.txt")
    LanguageVersion.objects.create(version=made, language="en", status="translated")
    ProvisionWording.objects.bulk_create(
        ProvisionWording(provision=row, language="en", status="translated", text=text)
        for row, text in zip(made.provisions.order_by("position"), english, strict=True)
    )
    return made


def packed(content: bytes) -> int:
    """Bytes over the line."""
    return len(gzip.compress(content, 6))


def asked_for(page: str) -> int:
    """What the browser fetches beside the page."""
    found = set(re.findall(r'(?:<script src|<link rel="(?:stylesheet|icon)" href)="([^"]+)"', page))
    assert any("parts.js" in each for each in found)
    total = packed(stylesheet.joined_css().encode())
    for each in found - {"/static/look/look.css"}:
        where = finders.find(each.removeprefix("/static/"))
        assert isinstance(where, str)
        total += packed(Path(where).read_bytes())
    return total


def test_a_long_text_is_light_and_whole(version: Version) -> None:
    for query in ("?in=ar", "?in=en&beside=ar"):
        where = version.get_absolute_url() + query
        answer = Client().get(where)
        page = answer.content.decode()
        assert packed(answer.content) + asked_for(page) <= FIRST
        seen = re.findall(r'class="prov[^"]*" id="([^"]+)"', page)
        assert len(seen) < PROVISIONS / 3
        while found := re.search(r'rel="next" href="([^"]+)"', page):
            following = found[1].replace("&amp;", "&")
            answer = Client().get(following, headers={"X-Part": "1"})
            assert packed(answer.content) <= FURTHER
            page = answer.content.decode()
            seen += re.findall(r'class="prov[^"]*" id="([^"]+)"', page)
        assert len(seen) == len(set(seen)) == PROVISIONS
