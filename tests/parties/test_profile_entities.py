"""The table of whom texts ask: each name that the engine finds is one row, in six languages."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

import majlis
from majlis.framework.profile_reader import read_table
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.parties import stakeholder_kinds
from majlis.textkit.lexicon import lexicon

WSIS = Path(majlis.__path__[0]) / "profiles" / "wsis"
SORTS = {"body", "office", "group", "organisation", "other"}
COLUMNS = (
    *("key", "lexicon", "sort", "body", "organisation", "kinds", "parent"),
    *(*LANGUAGE_CODES, "verified", "source", "note"),
)
ROWS = read_table(WSIS / "actors.tsv", COLUMNS)
OF = " @ "
SCRIPT = {
    "ar": "ARABIC",
    "zh": "CJK",
    "ru": "CYRILLIC",
    "en": "LATIN",
    "fr": "LATIN",
    "es": "LATIN",
}
LEVEL = "(?:yes|partly|no)"


def several(cell: str) -> list[str]:
    return cell.split(" | ") if cell else []


def test_each_name_of_the_lexicon_is_one_row() -> None:
    named = [name for row in ROWS for name in several(row["lexicon"])]
    known = lexicon("en").table("actors")
    assert sorted(name for name in named if OF not in name) == sorted(known)
    # Some mean another in each house: there the row says whose.
    bodies = {row["code"] for row in read_table(WSIS / "bodies.tsv", ("code",))}
    for name, _of, body in (each.partition(OF) for each in named if OF in each):
        assert name in known
        assert body in bodies


def test_keys_are_slugs_and_parents_lead_up() -> None:
    parents = {row["key"]: row["parent"] for row in ROWS}
    assert len(parents) == len(ROWS)
    assert all(re.fullmatch("[a-z0-9]+(?:-[a-z0-9]+)*", key) for key in parents)
    for key in parents:
        above = [key]
        while parents[above[-1]]:
            above.append(parents[above[-1]])
            assert len(set(above)) == len(above), above


@pytest.mark.parametrize(("column", "file"), [("body", "bodies"), ("organisation", "agencies")])
def test_a_code_is_one_of_its_table_and_has_its_names(column: str, file: str) -> None:
    table = {
        row["code"]: row for row in read_table(WSIS / f"{file}.tsv", ("code", *LANGUAGE_CODES))
    }
    coded = [row for row in ROWS if row[column]]
    assert coded and len({row[column] for row in coded}) == len(coded)
    for row in coded:
        other = table[row[column]]
        assert [row[code] for code in LANGUAGE_CODES] == [other[code] for code in LANGUAGE_CODES], (
            row["key"]
        )


def test_every_body_of_the_process_can_be_asked() -> None:
    bodies = {row["code"] for row in read_table(WSIS / "bodies.tsv", ("code",))}
    assert bodies == {row["body"] for row in ROWS if row["body"]}


def test_a_group_consists_of_kinds_that_there_are() -> None:
    known = set(stakeholder_kinds.kinds_table())
    for row in ROWS:
        assert row["sort"] in SORTS
        assert set(several(row["kinds"])) <= known, row["key"]
        assert row["sort"] == "group" or not row["kinds"], row["key"]


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_names_are_there_in_the_script_of_the_language(language: str) -> None:
    for row in ROWS:
        letters = [each for each in row[language] if each.isalpha()]
        assert letters and row[language] == row[language].strip(), row["key"]
        assert all(unicodedata.name(each).startswith(SCRIPT[language]) for each in letters)


def test_each_row_says_how_sure_its_names_are_and_whence() -> None:
    said = re.compile(rf"{LEVEL}(?: (?:{'|'.join(LANGUAGE_CODES)})={LEVEL})*")
    assert all(said.fullmatch(row["verified"]) and row["source"] for row in ROWS)
