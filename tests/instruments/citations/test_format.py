"""Names of provisions in the reader's language: their numbers as the reader writes them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from majlis.instruments.citations import format
from majlis.instruments.models import Provision, ProvisionWording
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.look.bidi import foreign_part, parts_of
from majlis.look.languages import direction_of

type Link = tuple[Provision, ProvisionWording | None]


def chain(language: str, *steps: tuple[str, str, str]) -> list[Link]:
    """Provisions from the top: (kind, label, number) each; of a heading the label is its text."""
    return [
        (
            Provision(kind=kind, eid=f"para_{n}"),
            ProvisionWording(
                language=language,
                label="" if kind == "heading" else label,
                number=number,
                text=label if kind == "heading" else "Words",
            ),
        )
        for n, (kind, label, number) in enumerate(steps)
    ]


def printed(path: Sequence[int], language: str) -> str:
    """A decimal as texts of a language print it."""
    levels = [str(level) for level in path]
    return ".".join(levels[::-1] if direction_of(language) == "rtl" else levels)


@given(
    text=st.sampled_from(LANGUAGE_CODES),
    reader=st.sampled_from(LANGUAGE_CODES),
    path=st.lists(st.integers(1, 40), min_size=1, max_size=3),
)
def test_a_decimal_is_shown_once_and_in_the_direction_of_the_reader(
    text: str, reader: str, path: list[int]
) -> None:
    steps = [
        ("paragraph", printed(path[:depth], text), ".".join(map(str, path[:depth])))
        for depth in range(1, len(path) + 1)
    ]
    with translation.override(reader):
        name = format.provision_reference(chain(text, *steps))
        assert name == format.numbered_name("paragraph", printed(path, reader))
        assert name == format.provision_name(*chain(text, *steps)[-1])


@pytest.mark.parametrize(
    ("language", "reader", "label", "number", "shown"),
    [
        ("ar", "en", "14.3", "3.14", "3.14"),
        ("ar", "ar", "14.3", "3.14", "14.3"),
        ("en", "ar", "3.14", "3.14", "14.3"),
        ("ar", "ar", "3.14", "3.14", "3.14"),  # a text that prints its decimals from the left
        ("ar", "fr", "أ )", "a", "(a)"),
        ("ar", "zh", "5 مكرراً", "5bis", "5 bis"),
        ("ru", "en", "в)", "c", "(c)"),
        ("zh", "en", "（三）", "3", "(3)"),
        ("zh", "en", "十二、", "12", "12"),
        ("zh", "zh", "十二、", "12", "十二"),
        ("en", "ru", "(a)", "a", "(a)"),
        ("en", "ar", "2.", "2", "2"),
        ("ar", "en", "—", "", "—"),
    ],
)
def test_a_number_is_normalised_for_readers_of_other_languages(
    language: str, reader: str, label: str, number: str, shown: str
) -> None:
    with translation.override(reader):
        assert format.number_for_reader(label, number, language) == shown


def test_points_of_a_decimal_follow_it() -> None:
    steps = (("paragraph", "3", "3"), ("paragraph", "14.3", "3.14"), ("paragraph", "أ )", "a"))
    with translation.override("en"):
        assert format.provision_reference(chain("ar", *steps)) == "paragraph 3.14 (a)"


def test_a_number_after_a_heading_of_another_language_stands_in_the_line_of_the_reader() -> None:
    steps = (("heading", "تكلف الأمين العام", ""), ("operative", "أ )", "a"))
    with translation.override("en"):
        name = format.provision_reference(chain("ar", *steps))
    assert name.endswith(" (a)") and "تكلف الأمين العام" in name
    with translation.override("ar"):
        assert format.provision_reference(chain("ar", *steps)) == "تكلف الأمين العام أ )"


def test_from_right_to_left_a_number_stays_after_its_heading() -> None:
    steps = (("heading", "instructs the Secretary-General", ""), ("operative", "2", "2"))
    with translation.override("ar"):
        name = format.provision_reference(chain("en", *steps))
    assert parts_of(name) == (("instructs the Secretary-General 2", "en"),)


def test_from_right_to_left_the_brackets_stay_at_a_foreign_label() -> None:
    with translation.override("ar"):
        label = foreign_part("Port Lira, 2027", "en", "ar")
        name = format.symbol_with_label("A/RES/41", label)
        own = format.symbol_with_label("القرار 41", label)
    assert parts_of(name) == (("A/RES/41 (Port Lira, 2027)", "en"),)
    assert ("Port Lira, 2027", "en") in parts_of(own)


@pytest.mark.parametrize(
    ("symbol", "name"),
    [
        ("Draft Resolution 16", "Projet de résolution 16"),
        ("Resolution 16", "Résolution 16"),
        ("Resolution", "Resolution"),
        ("Draft 16", "Draft 16"),
    ],
)
def test_a_symbol_of_a_kind_and_a_number_is_in_the_reader_s_language(
    symbol: str, name: str
) -> None:
    assert format.localized_symbol(symbol, "fr") == name
