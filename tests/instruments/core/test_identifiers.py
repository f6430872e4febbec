"""Symbols as they are written in a sentence, whatever capitals a title prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from majlis.instruments.core.identifiers import in_sentence_case, split_symbol, with_label
from majlis.instruments.models import ProvisionWording
from tests.instruments import published_texts
from tests.support.people import person

SAMPLES = Path(__file__).resolve().parents[3] / "samples"


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("RESOLUTION 27 (Amended in 2031)", "Resolution 27 (Amended in 2031)"),
        ("RESOLUTION 2 (REV. DUBAI, 2018)", "Resolution 2 (Rev. Dubai, 2018)"),
        ("DECISION 12 (AMENDED IN 2031)", "Decision 12 (Amended in 2031)"),
        ("RÉSOLUTION 941 (RÉV. NOUVEAU-PORT, 2034)", "Résolution 941 (Rév. Nouveau-Port, 2034)"),
        ("RESOLUCIÓN 941 (REV. PUERTO NUEVO, 2034)", "Resolución 941 (Rev. Puerto Nuevo, 2034)"),
        (
            "РЕЗОЛЮЦИЯ 941 (ПЕРЕСМ. НОВАЯ ГАВАНЬ, 2034 г.)",
            "Резолюция 941 (Пересм. Новая Гавань, 2034 г.)",
        ),
        ("WTDC RESOLUTION 36", "WTDC Resolution 36"),
    ],
)
def test_capitals_of_a_title_are_none_of_the_symbol(printed: str, written: str) -> None:
    assert in_sentence_case(printed) == written
    assert split_symbol(printed) == split_symbol(written)


@pytest.mark.parametrize(
    "symbol",
    ["A/RES/70/1", "S/RES/2672 (2023)", "Resolution COM5/1", "القرار 27", "第27号决议", "", "ITU"],
)
def test_other_symbols_are_unchanged(symbol: str) -> None:
    assert in_sentence_case(symbol) == symbol


@pytest.mark.parametrize(
    "symbol",
    ["Decision 13 (2026)", "Решение 13 (2026 г.)", "第13号决定（2026年）", "المقرر 13 (2026)"],
)
def test_a_year_alone_is_part_of_the_symbol(symbol: str) -> None:
    assert split_symbol(symbol) == (symbol, "")


def test_another_label_keeps_the_printed_symbol() -> None:
    assert with_label("RESOLUTION 27 (REV. 2031)", "Rev. 2029") == "RESOLUTION 27 (Rev. 2029)"
    assert with_label("RESOLUTION 27 (REV. 2031)", "") == "RESOLUTION 27"
    assert with_label("RESOLUTION 27", "Rev. 2029") == "RESOLUTION 27"


@pytest.mark.django_db
def test_pages_show_the_symbol_so_and_the_wording_stays() -> None:
    words = (SAMPLES / "lighthouses-resolution-27.2031.en.txt").read_text("utf-8")
    version = published_texts.published_text(words)
    text = version.instrument
    assert text.symbol == "Resolution 27"
    assert ProvisionWording.objects.filter(text__startswith="RESOLUTION 27").exists()
    officer = Client()
    officer.force_login(person("secretariat"))
    for url in ("/en/texts/", f"{text.get_absolute_url()}change/"):
        page = officer.get(url).content.decode()
        assert "RESOLUTION 27" not in page, url
    page = officer.get(version.get_absolute_url()).content.decode()
    assert "Resolution 27 (Amended in 2031)" in page
    assert page.count("RESOLUTION 27") == 1  # the wording
