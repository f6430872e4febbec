"""The interface is complete in six languages: words, placeholders, markup, plural forms."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
import catalogues


@pytest.mark.parametrize("room", catalogues.rooms())
def test_the_catalogues_of_the_room_are_complete(room: str) -> None:
    assert catalogues.faults(room) == [], f"run: python tools/catalogues.py extract {room}"


def test_all_rooms_say_the_same_in_the_same_way() -> None:
    assert catalogues.clashes() == [], "choose one translation, or give the strings a context"


def test_two_rooms_that_say_the_same_differently_are_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def entry(room: str, text: str) -> None:
        path = tmp_path / room / "locale/fr/LC_MESSAGES/django.po"
        path.parent.mkdir(parents=True)
        path.write_text(f'msgid ""\nmsgstr "Language: fr\\n"\n\n{text}\n', encoding="utf-8")
        (tmp_path / room / "apps.py").touch()

    monkeypatch.setattr(catalogues, "SOURCE", tmp_path)
    entry("one", 'msgid "Search"\nmsgstr "Recherche"')
    entry("two", 'msgctxt "button"\nmsgid "Search"\nmsgstr "Rechercher"')
    assert catalogues.clashes() == []
    entry("three", 'msgid "Search"\nmsgstr "Rechercher"')
    (clash,) = catalogues.clashes()
    assert "one: 'Recherche'; three: 'Rechercher'" in clash


def test_the_check_sees_what_is_missing_and_what_is_broken(tmp_path: Path) -> None:
    class Message:
        fuzzy = False

        def __init__(self, string: object) -> None:
            self.string = string

    broken = catalogues._faults
    assert broken(None, "Save", "fr") == ["is not in the catalogue"]
    assert broken(Message(""), "Save", "fr") == ["has no words"]
    assert broken(Message("%(x)s"), "Save %(count)s", "fr")
    assert broken(Message("Garder"), "Save %(count)s", "fr")
    assert broken(Message("Garder <b>"), "Save <em>", "fr") == ["markup differs"]
    assert broken(Message(("un", "deux")), ("one", "many"), "ar") == ["has 2 plural forms, not 6"]
    assert broken(
        Message(("", "صف", "صفان", "%(n)s", "%(n)s", "%(n)s")), ("%(n)s row", "%(n)s rows"), "ar"
    )
    assert not broken(Message("Garder"), "Save", "fr")
