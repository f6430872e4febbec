"""What the engine says is said in the reader's language: each of its sentences is in the catalogue of the room."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.utils import translation

import majlis.textkit
from majlis.instruments import engine_messages
from majlis.instruments.imports import preview, read, reader_pool, working_copy
from majlis.instruments.imports.forms import CorrectionForm
from majlis.instruments.models import Provision
from majlis.instruments.provisions import tables
from majlis.kernel import limited_process
from majlis.mandates.similarity import draft_reader

ENGINE = Path(majlis.textkit.__file__).parent
# What the pages of imports never ask of the engine. Comparing has no words of its own.
ELSEWHERE = ("amend/", "mandates/", "write/", "align/differences.py", "align/figures.py")
SENTENCE = re.compile(r"[a-z]{2,} [a-z({'\"]|^an? [A-Za-z]")
CODE = re.compile(r"[<>\\=]|^\s")
# Literals that look like sentences and are none, or are never said to who brings a file in through a page.
NOT_SAID = {
    # Only a program asks for what there is none of: forms offer what there is.
    "There is no correction '{}'.",
    "There is no kind '{}'.",
    "There is no change '{}'.",
    "Use one of {}.",
    "a label counts from 1",
    # Files are read from what is kept, never from a folder.
    "{} is a folder, not a file.",
    "Name the files in it.",
    "The file cannot be opened: {}.",
    "unknown reason",
    "Check the name and the rights.",
    # Put together before they are said: see `TOGETHER`.
    "{}{} {}",
    "{}, by {}",
    "{} because {}.{}",
    "{} by {}",
    "tracked changes to formatting only: {}",
    "Marked as inserted",
    "Marked as deleted",
    "Marked as renumbered",
    "inserted and deleted",
    # Kinds, styles and shapes of the reader.
    "heading {}",
    "plain open",
    "draft resolution",
}
TOGETHER = {
    "2 times: spaces around a paragraph inserted by Ines, 2031-05-17": 3,
    "a paragraph mark in a table inserted and deleted by an unknown author": 3,
    "an empty paragraph moved by Dara": 2,
    "tracked changes to formatting only: 7, by Ines, Dara": 1,
    (
        "Marked as inserted because 4 is the next new number, and no old number "
        "remains. An alternative reading is possible."
    ): 2,
    "Marked as renumbered because 34 is old number 3 followed by new number 4.": 2,
    "Marked as deleted because 7 does not follow 9 and is taken as an old number.": 2,
    "Number 5 is left as printed because the numbers are not consecutive.": 2,
    "Two whole clauses are joined at a semicolon: the new one first.": 2,
    (
        "The file is a PDF file and cannot be processed. Save the original "
        "document as .docx, or copy the text into a .txt file."
    ): 3,
    "The file contains 1,000,001 lines; the limit is 1,000,000. Split it into smaller files.": 2,
}


@cache
def literals(source: str) -> list[str]:
    """Every string of some code that is no docstring, no pattern and no part of another; ``{}`` for what is put in."""
    return list(_literals(ast.parse(source)))


def _literals(tree: ast.AST) -> Iterator[str]:
    passed: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            passed.update(part for part in node.values if isinstance(part, ast.Constant))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
            passed.update(ast.walk(node))
    for node in ast.walk(tree):
        if node in passed:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def said() -> Iterator[tuple[str, str]]:
    """The file and the words of each sentence of the engine."""
    for path in sorted(ENGINE.rglob("*.py")):
        name = path.relative_to(ENGINE).as_posix()
        if name.startswith(ELSEWHERE):
            continue
        for words in literals(path.read_text("utf-8")):
            if SENTENCE.search(words) and not CODE.search(words):
                yield name, words


def bare(template: str) -> str:
    return re.sub(r"\{\w*\}", "{}", template)


KNOWN = {bare(each) for each in (*engine_messages.MESSAGES, *engine_messages.MESSAGES_ON_PAGES)}


def test_every_sentence_of_the_engine_is_in_the_catalogue() -> None:
    found = list(said())
    assert len(found) > 100, "the engine is not read any more"
    missing = [(name, words) for name, words in found if bare(words) not in KNOWN | NOT_SAID]
    assert missing == [], "add these to majlis/instruments/spoken.py"


def test_no_sentence_is_kept_that_the_engine_does_not_say() -> None:
    told = {bare(words) for _name, words in said()}
    sources = [
        *ENGINE.rglob("*.py"),
        *(
            Path(each.__file__)
            for each in (reader_pool, read, working_copy, limited_process, draft_reader)
        ),
    ]
    inner = {words for path in sources for words in literals(path.read_text("utf-8"))}
    put_together = re.compile(
        r"^Marked as (inserted|deleted|renumbered) because \{\}\.|^\{\} times: |^\{\} (inserted|deleted|moved)|"
        r" in a table$|^tracked changes to formatting only: "
    )
    unsaid = {each for each in KNOWN - told - inner if not put_together.search(each)}
    assert unsaid == set()


def test_a_new_sentence_would_be_found() -> None:
    source = (
        'raise TextError(f"The tide {n} is too high.", "Wait for the ebb.")\n"""A docstring."""'
    )
    assert literals(source) == ["The tide {} is too high.", "Wait for the ebb."]


class Marked(dict[str, int]):
    """Counts what is looked up in the catalogue."""

    def look(self, words: str) -> str:
        self[words] = self.get(words, 0) + 1
        return f"«{words}»"


@pytest.mark.parametrize("words", TOGETHER)
def test_sentences_that_are_put_together_are_taken_apart(
    words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = Marked()
    monkeypatch.setattr(engine_messages, "_", looked.look)
    found = engine_messages.translate_message(words)
    assert sum(looked.values()) == TOGETHER[words], looked
    assert found.startswith("«")
    assert found.endswith("»")


def test_what_the_page_offers_is_not_said_as_an_option_of_a_command() -> None:
    with translation.override("en"):
        told = engine_messages.translate_message(
            "The language appears to be “de”, which is not one of ar, zh, en, fr, ru, es. "
            "To process the file anyway, select one of the six languages with --language."
        )
    assert told == (
        "The language appears to be “de”, not one of the six official languages. "
        "Select one of the six official languages to process the file anyway."
    )
    assert not any(
        "--" in each
        for each in (*engine_messages.MESSAGES, *engine_messages.MESSAGES_ON_PAGES.values())
    )


def test_sentences_follow_one_another_as_in_the_language() -> None:
    known = "There is no lexicon for the language 'de'."
    for more in ("Use one of ar, zh, en, fr, ru, es.", "Nothing that the engine says."):
        joined = {}
        for code in ("en", "zh"):
            with translation.override(code):
                first, rest = (
                    engine_messages.translate_message(known),
                    engine_messages.translate_message(more),
                )
                joined[code] = engine_messages.translate_message(f"{known} {more}").removeprefix(
                    first
                )
                joined[code] = joined[code].removesuffix(rest)
        assert joined == {"en": " ", "zh": ""}


def test_other_words_stay_as_they_are() -> None:
    for words in ("", "Nothing that the engine says.", "{", "{what}"):
        assert engine_messages.translate_message(words) == words


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "الصياغة"),
        ("zh", "措辞"),
        ("fr", "Libellé"),
        ("ru", "Формулировка"),
        ("es", "Texto"),
    ],
)
def test_the_words_of_a_provision_are_no_words_of_a_search(language: str, text: str) -> None:
    """What a provision says, in a field, a column and what is given back, is not a list of words."""
    with translation.override(language):
        search = translation.pgettext("filter", "Search words")
        assert str(CorrectionForm.base_fields["words"].label) == text != search
        assert preview.typed_values({"words": "x"}) == {text: "x"}
        columns = [each.label for each in tables.history_table([], Provision()).columns]
    assert text in [str(each) for each in columns]
