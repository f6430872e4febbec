"""What is done in a quick way gives what the plain way gives."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majlis.textkit.dates import find_dates, first_full_date
from majlis.textkit.flattened.signs import _CLEAN
from majlis.textkit.ids import assign_ids
from majlis.textkit.lexicon import Dispatch, fold, lexicon
from majlis.textkit.lexicon.folding import _DROPPED, _SAME, fold_form
from majlis.textkit.lexicon.shared import shared_starts
from majlis.textkit.model import LANGUAGES, Provision, Revision, Run
from majlis.textkit.numbering import to_european

MARKED = Path(__file__).parent / "texts" / "marked"


def lines(language: str) -> list[str]:
    """The paragraphs of the fictional texts of a language, folded."""
    return [
        fold(line.partition("\t")[2]).text
        for path in sorted(MARKED.glob(f"*.{language}.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def forms(language: str) -> list[tuple[str, str]]:
    """The folded forms of the opening verbs with their groups, the longer ones first."""
    data = lexicon(language).data
    found = [(form, f"p_{key}") for key, own in data["preambular"].items() for form in own]
    found += [(form, f"o_{key}") for key, own in data["operative"].items() for form in own["forms"]]
    folded = [(fold_form(form, language), name) for form, name in found]
    return sorted(folded, key=lambda entry: len(entry[0]), reverse=True)


@given(st.text(st.one_of(st.sampled_from([chr(code) for code in _SAME]), st.characters())))
def test_folding_replaces_each_variant(text: str) -> None:
    assert fold(text).text == _DROPPED.sub("", text.translate(_SAME))


def test_no_variant_stands_for_another() -> None:
    assert not {ord(letter) for letter in _SAME.values()} & set(_SAME)


@given(st.text("0189٠٩۰۹０９aب."))
def test_european_digits(text: str) -> None:
    assert to_european(text) == "".join(str(int(c)) if c.isdecimal() else c for c in text)


@given(st.text(",،，;；؛ \n\ta1_é"))
def test_the_marks_of_flattened_changes(text: str) -> None:
    plain = re.search(r"[,،，]\s?[;；؛]|[;；؛]\s?[,،，]|[;؛][^\W\d_]", text)
    assert bool(_CLEAN.search(text)) == bool(plain)


def beginnings(language: str) -> list[tuple[str, int]]:
    """Lines, with the places where a form may begin: their starts, and of the words in them one of each six letters."""
    found = dict.fromkeys((line, 0) for line in lines(language))
    within = {
        line[match.end() : match.end() + 6]: (line, match.end())
        for line in lines(language)
        for match in re.finditer(r"[\s,،，]+", line[:120])
    }
    return [*found, *within.values()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_is_found_by_its_letters_as_by_trying_all(language: str) -> None:
    entries = forms(language)
    border = "" if language == "zh" else r"(?!\w)"
    body = "|".join(f"(?P<{name}__{n}>{form})" for n, (form, name) in enumerate(entries))
    every = re.compile(f"(?:{body}){border}", re.IGNORECASE)
    quick = Dispatch(entries, border)
    hits = 0
    for line, place in beginnings(language):
        slow, found = every.match(line, place), quick.match(line, place)
        assert (slow is None) == (found is None), line[place:]
        if slow and found:
            hits += 1
            assert found.span() == slow.span()
            assert (found.lastgroup or "").split("__")[0] == (slow.lastgroup or "").split("__")[0]
    assert hits > 50


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_begins_where_one_of_all_does(language: str) -> None:
    actors = [
        fold_form(form, language)
        for names in lexicon(language).table("actors").values()
        for form in names
    ]
    every = re.compile("|".join(f"(?:{form})" for form in actors), re.IGNORECASE)
    quick = re.compile(shared_starts(actors), re.IGNORECASE)
    hits = 0
    for line in lines(language):
        slow, found = every.search(line), quick.search(line)
        assert (slow and slow.start()) == (found and found.start()), line
        hits += slow is not None
    assert hits > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_full_date_is_the_first_that_all_dates_show(language: str) -> None:
    hits = 0
    for line in lines(language):
        full = [date.value for date in find_dates(line, language) if len(date.value) == 10]
        assert first_full_date(line, language) == (full[0] if full else "")
        hits += bool(full)
    assert hits > 5


def test_a_provision_keeps_all_but_its_id() -> None:
    whole = Provision(
        id="",
        kind="operative",
        runs=(Run("Asks the gardener"),),
        label="1.",
        number="1",
        old_label="2.",
        old_number="2",
        old_id="para_2",
        verb="Asks",
        old_verb="Begs",
        old_parent="sec_a",
        change="changed",
        mark=Revision("inserted"),
        inferred=True,
        children=(Provision(id="", kind="operative", label="a)", number="a"),),
    )
    assert all(getattr(whole, field.name) for field in fields(whole)[1:])  # a new field is set too
    [named] = assign_ids([whole])
    assert named.id == "para_1"
    assert named.children[0].id == "para_1__point_a"
    for field in fields(whole):
        if field.name in ("id", "children"):
            continue
        assert getattr(named, field.name) == getattr(whole, field.name)
