"""The data of the WSIS profile, and what the reader says of a profile that is wrong."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from majlis.framework.process_name import process_brief, process_name
from majlis.framework.profile_reader import (
    MARKS,
    PROFILES_FOLDER,
    Profile,
    ProfileError,
    TableRow,
    parse_verification,
    read_profile,
    read_table,
    selected_codes,
)
from majlis.kernel.languages import LANGUAGE_CODES

WSIS = PROFILES_FOLDER / "wsis"


@pytest.fixture(scope="module")
def wsis() -> Profile:
    return read_profile("wsis")


@pytest.mark.parametrize("path", sorted(WSIS.glob("*.tsv")), ids=lambda path: path.stem)
def test_every_row_says_source_and_mark_and_has_no_stray_spaces(path: Path) -> None:
    rows = read_table(path, ("source", "verified"))
    assert rows
    for row in rows:
        parse_verification(row)
        for column, value in row.values.items():
            assert value == value.strip(), f"{path.name}, row {row.number}, {column}"


@pytest.mark.parametrize("name", sorted(path.stem for path in WSIS.glob("*.tsv")))
def test_what_is_marked_verified_names_where_it_was_read(name: str) -> None:
    for row in read_table(WSIS / f"{name}.tsv", ("source", "verified")):
        if "yes" in row["verified"]:
            assert "unverified" not in row["source"]


def test_all_names_are_there_in_six_languages(wsis: Profile) -> None:
    for scheme in wsis.schemes:
        for concept in scheme.concepts:
            assert set(concept.labels) == set(LANGUAGE_CODES), f"{scheme.key} {concept.code}"


def test_names_are_in_the_writing_of_their_language(wsis: Profile) -> None:
    writings = {"ar": ("\u0600", "\u06ff"), "ru": ("\u0400", "\u04ff"), "zh": ("\u4e00", "\u9fff")}
    for scheme in wsis.schemes:
        for concept in scheme.concepts:
            for language, (first, last) in writings.items():
                words = concept.labels[language]
                assert any(first <= letter <= last for letter in words), (concept.code, language)


def test_there_are_no_tanwin_marks_on_the_alif(wsis: Profile) -> None:
    for scheme in wsis.schemes:
        for concept in scheme.concepts:
            assert "\u064b" not in concept.labels["ar"], concept.code


def link_counts(wsis: Profile, key: str) -> tuple[int, int]:
    scheme = next(each for each in wsis.schemes if each.key == key)
    return len(selected_codes(scheme, "tops")), len(scheme.concepts)


def test_the_schemes_are_whole(wsis: Profile) -> None:
    assert link_counts(wsis, "action-lines") == (11, 19)
    assert link_counts(wsis, "sdg") == (17, 17 + 169)
    assert link_counts(wsis, "gdc") == (5, 5)
    assert link_counts(wsis, "strategic-goals") == (2, 2)
    assert link_counts(wsis, "regions") == (6, 6)


def test_the_eight_applications_stand_under_c7(wsis: Profile) -> None:
    lines = next(each for each in wsis.schemes if each.key == "action-lines")
    assert sum(each.parent == "C7" for each in lines.concepts) == 8


def test_targets_are_ours_and_goals_are_not(wsis: Profile) -> None:
    sdg = next(each for each in wsis.schemes if each.key == "sdg")
    for each in sdg.concepts:
        assert each.official == (not each.parent), each.code
        assert each.parent == "" or each.code.startswith(f"{each.parent}.")


def test_areas_have_the_letters_of_iso_and_stand_in_a_region(wsis: Profile) -> None:
    areas = [
        each
        for scheme in wsis.schemes
        if scheme.key == "m49"
        for each in scheme.concepts
        if each.kind == "area"
    ]
    assert len(areas) == 248
    for letters, length in (("alpha2", 2), ("alpha3", 3)):
        values = [each.notations[letters] for each in areas]
        assert len(set(values)) == len(values)
        assert all(len(value) == length and value.isupper() for value in values)
    assert all(len(each.code) == 3 and each.code.isdigit() for each in areas)
    assert all(each.parent for each in areas)


def test_the_matrix_has_eighteen_lines_and_seventeen_goals(wsis: Profile) -> None:
    by_key = {each.key: each for each in wsis.schemes}
    matrix = next(each for each in wsis.matrices if each.key == "wsis-sdg")
    assert len(selected_codes(by_key[matrix.rows], matrix.rows_take)) == 18
    assert len(selected_codes(by_key[matrix.columns], matrix.columns_take)) == 17
    found = Counter((each.state, each.agreement) for each in matrix.links)
    assert found == {
        ("accepted", "both"): 121,
        ("accepted", "app"): 6,
        ("proposed", "second-list"): 9,
    }
    assert not any(each.rationale for each in matrix.links)


def test_the_compact_matrix_only_proposes(wsis: Profile) -> None:
    matrix = next(each for each in wsis.matrices if each.key == "wsis-gdc")
    assert {each.state for each in matrix.links} == {"proposed"}
    assert {each.verified for each in matrix.links} == {"no"}


def test_facilitators_keep_role_list_and_dates(wsis: Profile) -> None:
    assert wsis.facilitation is not None
    rows = wsis.facilitation.rows
    own = {each.line: each.role for each in rows if each.list == "itu-self-description"}
    assert own == {
        **dict.fromkeys(("C2", "C5", "C6"), "facilitator"),
        **dict.fromkeys(("C1", "C3", "C4", "C7", "C11"), "co-facilitator"),
        **dict.fromkeys(("C8", "C9"), "partner"),
    }
    assert {each.since for each in rows if each.list == "tunis-annex-2005"} == {"2005-11-18"}


def test_bodies_have_parents_names_in_six_languages_and_known_aliases() -> None:
    bodies = read_table(
        WSIS / "bodies.tsv", ("code", "parent", *LANGUAGE_CODES, "source", "verified")
    )
    codes = [each["code"] for each in bodies]
    assert len(set(codes)) == len(codes)
    for each in bodies:
        assert each["parent"] in ("", *codes)
        assert all(each[language] for language in LANGUAGE_CODES), each["code"]
    aliases = read_table(WSIS / "body_aliases.tsv", ("body", "alias", "source", "verified"))
    assert {each["body"] for each in aliases} <= set(codes)
    former = {each["alias"] for each in aliases if each["body"] == "cwg-wsis-sdg"}
    assert former == {"WG-WSIS", "CWG-WSIS", "CWG-WSIS&SDG"}


# A profile that is wrong.

HEAD = """
key = "small"
[title]
{titles}
[[scheme]]
key = "colours"
file = "colours.tsv"
source = "a fictional list"
verified = "no"
[scheme.title]
{titles}
"""
COLUMNS = "code\tparent\tar\tzh\ten\tfr\tru\tes\tverified\tsource\tnote"


def write_profile(folder: Path, *rows: str, head: str = HEAD) -> Path:
    place = folder / "small"
    place.mkdir()
    titles = "\n".join(f'{code} = "title {code}"' for code in LANGUAGE_CODES)
    (place / "profile.toml").write_text(head.replace("{titles}", titles), encoding="utf-8")
    (place / "colours.tsv").write_text("\n".join([COLUMNS, *rows]) + "\n", encoding="utf-8")
    return folder


def concept_row(code: str, parent: str = "", mark: str = "no", source: str = "a list") -> str:
    return "\t".join(
        [code, parent, *(f"{code} {each}" for each in LANGUAGE_CODES), mark, source, ""]
    )


def test_a_small_profile_is_read(tmp_path: Path) -> None:
    read = read_profile(
        "small",
        write_profile(tmp_path, concept_row("red"), concept_row("rose", "red", "no en=yes")),
    )
    assert [each.code for each in read.schemes[0].concepts] == ["red", "rose"]
    assert read.schemes[0].concepts[1].verified.of("en") == "yes"
    assert read.schemes[0].concepts[1].verified.of("fr") == "no"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            (concept_row("red"), concept_row("red")),
            "row 3: the code red is also in an earlier row",
        ),
        ((concept_row("rose", "red"),), "row 2: the parent red is not in an earlier row"),
        ((concept_row("red", mark="perhaps"),), "row 2: verified begins with 'perhaps'"),
        ((concept_row("red", mark="no de=yes"),), "row 2: verified contains 'de=yes'"),
        ((concept_row("red", source=""),), "row 2: enter a value in the column source"),
        ((concept_row("red/pink"),), "row 2: a code must have at least one character and no /"),
        (("red\tonly",), "row 2: has 2 columns, but the header has 11"),
    ],
)
def test_a_fault_names_file_and_row(tmp_path: Path, rows: tuple[str, ...], words: str) -> None:
    with pytest.raises(ProfileError, match="colours.tsv, ") as caught:
        read_profile("small", write_profile(tmp_path, *rows))
    assert words in str(caught.value)


def test_a_missing_title_and_a_missing_file_are_named(tmp_path: Path) -> None:
    write_profile(tmp_path, concept_row("red"), head=HEAD.replace("{titles}", 'en = "Title"'))
    with pytest.raises(ProfileError, match="enter the title in ar, zh, fr, ru, es"):
        read_profile("small", tmp_path)
    with pytest.raises(ProfileError, match=r"other/profile\.toml: cannot be read"):
        read_profile("other", tmp_path)


@given(
    st.lists(st.tuples(st.sampled_from(LANGUAGE_CODES), st.sampled_from(MARKS))),
    st.sampled_from(MARKS),
)
def test_marks_are_read_as_they_are_written(pairs: list[tuple[str, str]], mark: str) -> None:
    languages = dict(pairs)
    written = " ".join([mark, *(f"{code}={each}" for code, each in languages.items())])
    read = parse_verification(TableRow({"verified": written}, "x.tsv", 2))
    assert all(read.of(code) == languages.get(code, mark) for code in LANGUAGE_CODES)


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_the_process_has_a_name_and_a_brief_one_in_each_language(language: str) -> None:
    with override(language):
        assert 0 < len(process_brief()) < len(process_name())
