"""The milestones of the profile: complete, in six languages, each with its source."""

from __future__ import annotations

from pathlib import Path

import pytest

import majlis
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.parties.models.body import is_after, is_partial_date
from majlis.portal.calendar.milestones import (
    MilestoneKind,
    Verification,
    milestones,
    read_milestones,
)


def test_each_milestone_has_what_a_page_says_of_it() -> None:
    rows = milestones()
    assert len(rows) == 73
    assert len({each.code for each in rows}) == 73
    for each in rows:
        assert is_partial_date(each.date), each.code
        assert not each.until or is_partial_date(each.until), each.code
        assert not is_after(each.date, each.until), each.code
        assert all(each.title(code) for code in LANGUAGE_CODES), each.code
        assert each.source, each.code
        assert not each.place_names or each.country, each.code


def test_the_titles_are_in_the_script_of_their_language() -> None:
    for each in milestones():
        assert any("\u0600" <= letter <= "\u06ff" for letter in each.title("ar")), each.code
        assert any("\u4e00" <= letter <= "\u9fff" for letter in each.title("zh")), each.code
        assert any("\u0400" <= letter <= "\u04ff" for letter in each.title("ru")), each.code
        for code in ("en", "fr", "es"):
            assert each.title(code).isprintable(), each.code


def test_the_bodies_of_milestones_are_those_of_the_profile() -> None:
    folder = Path(majlis.__path__[0]) / "profiles" / "wsis"
    lines = (folder / "bodies.tsv").read_text(encoding="utf-8").splitlines()
    slugs = {line.partition("\t")[0] for line in lines}
    assert {each.body for each in milestones()} - {""} <= slugs


def test_a_profile_without_milestones_has_none(tmp_path: Path) -> None:
    assert read_milestones(tmp_path) == ()


def test_a_milestone_may_have_no_place_and_a_month_only(tmp_path: Path) -> None:
    head = [
        "code",
        "date",
        "until",
        "kind",
        "body",
        "place",
        "ar",
        "zh",
        "en",
        "fr",
        "ru",
        "es",
        "verified",
        "source",
        "note",
    ]
    row = ["m1", "2030-05", "", "event", "", "", *"abcdef", "partly", "a page", ""]
    table = "\n".join("\t".join(cells) for cells in (head, row))
    (tmp_path / "milestones.tsv").write_text(table, encoding="utf-8")
    (milestone,) = read_milestones(tmp_path)
    assert milestone.date == "2030-05"
    assert (milestone.kind, milestone.verified) == (MilestoneKind.EVENT, Verification.PARTLY)
    assert (milestone.place("en"), milestone.country) == ("", "")
    row[3] = "feast"
    other = tmp_path / "other"
    other.mkdir()
    table = "\n".join("\t".join(cells) for cells in (head, row))
    (other / "milestones.tsv").write_text(table, encoding="utf-8")
    with pytest.raises(ValueError, match="feast"):
        read_milestones(other)
