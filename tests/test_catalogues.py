"""The interface is complete in six languages: words, placeholders, markup, plural forms."""

from __future__ import annotations

import io
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
import catalogues


@cache
def messages(language: str) -> list[tuple[str, Any]]:
    """Every message of every room in a language."""
    paths = {room: catalogues.path_of(room, language) for room in catalogues.rooms()}
    return [
        (room, message)
        for room, path in paths.items()
        if path.exists()
        for message in read_po(io.BytesIO(path.read_bytes()), locale=language)
        if message.id
    ]


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


# Signs that a writer of the language does not set so: a tanwin on the alif, the comma of another script,
# a plain space before a French colon, a thousands comma where a space that never breaks stands.
SLIPS = {
    "ar": r"\u064b|[\u0621-\u064a][,;?]|\d,\d{3}",
    "zh": r"[\u4e00-\u9fff](?:[,:;?!](?!\w)| ?\((?!http))",
    "fr": r"[\w»](?: ?[!?;]| ?:)(?:\s|$)|\d,\d{3}",
    "ru": r"\d,\d{3}",
    "es": r"\d,\d{3}",
}


@pytest.mark.parametrize("language", SLIPS)
def test_signs_are_set_as_the_language_sets_them(language: str) -> None:
    wrong = []
    for room, message in messages(language):
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        wrong += [f"{room}: {each}" for each in said if re.search(SLIPS[language], each)]
    assert wrong == []


# An English string with the term says one of these in the other languages (as patterns of words).
TERMS = {
    "focal point": (
        "جه[ةات]+ (?:ال)?اتصال",
        "联系人",
        "coordonnateur",
        "координатор",
        "coordinador",
    ),
    "moderator": ("مدير(?:ي)? (?:ال)?نقاش", "主持人", "modérateur", "модератор", "moderador"),
    "delegate": ("مندوب", "代表", "délégué", "делегат", "delegad[oa]"),
    "secretariat": ("الأمانة", "秘书处", "secrétariat", "секретариат", "secretaría"),
    "action line": (
        "خط(?:وط)? (?:ال)?عمل",
        "行动方面",
        "grande(?:s)? orientation",
        "направлени\\w+ деятельности",
        "línea(?:s)? de acción",
    ),
    "mandate": ("ولاية|ولايات|ولايتان|الولاية", "任务授权", "mandat", "мандат", "mandato"),
    "matrix": ("مصفوفة", "矩阵", "matrice", "матриц", "matriz"),
    "e-mail address": (
        "عن(?:وان|اوين) (?:بريد|البريد)|عنوانا للبريد",
        "电子邮件地址",
        "adresse(?:s)? électronique",
        "адрес\\w* электронной почты",
        "(?:direcci(?:ón|ones) de correo|correo) electrónico",
    ),
    "(?<!on )(?<!closing )record(?!s? (?:the|a|an|another|its|until|that|one|it|says)| of a meeting)": (
        "سجل",
        "记录",
        "fiche",
        "запис",
        "registro",
    ),
}


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_said_in_one_way(term: str) -> None:
    word = re.compile(rf"\b{term}s?\b", re.IGNORECASE)
    told = []
    for language, said in zip(("ar", "zh", "fr", "ru", "es"), TERMS[term], strict=True):
        way = re.compile(said, re.IGNORECASE)
        for room, message in messages(language):
            english = message.id if isinstance(message.id, tuple | list) else (message.id,)
            if any(word.search(catalogues.PLACEHOLDER.sub("", each)) for each in english):
                words = [message.string] if isinstance(message.string, str) else message.string
                told += [f"{language}: {room}: {each}" for each in words if not way.search(each)]
    assert told == []


# What is wrong in print, by language: signs that the United Nations does not use in it.
PRINT = {
    "ar": r"[\u0600-\u06ff]\s?[,;?]",
    "zh": r"[\u3400-\u9fff][,:;?!()]|[,:;?!()][\u3400-\u9fff]|[\u3400-\u9fff] +[A-Za-z0-9]|[A-Za-z0-9] +[\u3400-\u9fff]|[：，。；、！？（）]\s|\s[：，。；、！？（）]|:\s|语言",
    "fr": r"[^\u00a0\u202f](?:[;?!»]|:(?!//))|«[^\u00a0\u202f]|[\"'“”]",
    "ru": r"[ёЁ\"“”]",
    "es": r"[\"“”]",
}
LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")


@pytest.mark.parametrize("language", PRINT)
def test_the_signs_are_those_of_the_language(language: str) -> None:
    wrong = re.compile(PRINT[language])
    told = []
    for room, message in messages(language):
        words = [message.string] if isinstance(message.string, str) else message.string
        told += [f"{room}: {each}" for each in words if wrong.search(LINK.sub("", each))]
    assert told == []


# A colon that a template sets itself, and a blank after a string that ends with one: French sets no such colon,
# and in Chinese no such blank. `{% colon %}`, `{% named %}` and `{% gap %}` know what each language sets.
COLON = re.compile(
    r"(?:%\}|\}\}|>):\s"
    r"|(?::\"(?: context \"[^\"]*\")? %\}|:\{% endblocktranslate %\})(?:</\w+>)* "
)
TRANSLATED = re.compile(r"\{% blocktranslate.*?%\}(.*?)(?=\{% endblocktranslate %\})", re.DOTALL)


def colons(text: str) -> list[str]:
    """Where a template sets a colon, or a blank after one, for all languages alike."""
    spoken = TRANSLATED.sub(lambda found: ":" if found[1].rstrip().endswith(":") else "", text)
    return [spoken[max(0, found.start() - 40) : found.end()] for found in COLON.finditer(spoken)]


def test_templates_leave_colons_to_the_language() -> None:
    for bad in (
        '{% translate "You read:" %} {{ languages }}',
        '<strong>{% translate "You read:" %}</strong> <bdi>',
        "{% blocktranslate %}{{ n }} more:{% endblocktranslate %} {{ url }}",
        "{{ label }}: {{ value }}",
        '<span class="vh">: {{ name }}</span>',
        '{% translate "deleted" %}: </span>',
    ):
        assert colons(bad), bad
    for good in (
        '{% translate "You read:" %}{% gap %}{{ languages }}',
        "{% blocktranslate %}{{ label }}: {{ value }}{% endblocktranslate %} {{ more }}",
        '{% translate "Open this link:" %}\n\n{{ link }}',
    ):
        assert not colons(good), good
    paths = [each for end in ("html", "txt") for each in catalogues.SOURCE.rglob(f"*.{end}")]
    assert len(paths) > 100
    assert [fault for path in paths for fault in colons(path.read_text(encoding="utf-8"))] == []


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


def test_no_catalogue_lies_where_no_room_is(capsys: pytest.CaptureFixture[str]) -> None:
    lying = {path.parents[2] for path in catalogues.SOURCE.rglob("django.po")}
    assert lying <= {catalogues.SOURCE / room / "locale" for room in catalogues.rooms()}
    assert catalogues.main(["extract", "comments"]) == 2
    assert "no such room" in capsys.readouterr().out
