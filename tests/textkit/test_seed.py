"""The seed: an Arabic report with an annexed resolution whose tracked changes were flattened.

No sentence of it stands here: numbers, ids, counts and single words are checked.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from majlis.textkit.flattened import decode, detect_flattened
from majlis.textkit.lexicon import fold
from majlis.textkit.model import Provision, Text, as_dict
from majlis.textkit.read import read_file
from majlis.textkit.views import view

NAME = "council-report-wsis-sdg.ar.txt"


@pytest.fixture(scope="module")
def seed(shared: Path) -> Path:
    path = shared / "seed" / NAME
    if not path.is_file():
        pytest.skip("the seed text is not in the domain pack")
    return path


@pytest.fixture(scope="module")
def text(seed: Path) -> Text:
    return read_file(seed)


@pytest.fixture(scope="module")
def new(seed: Path) -> Text:
    return read_file(seed, view="accept")


@pytest.fixture(scope="module")
def old(seed: Path) -> Text:
    return read_file(seed, view="reject")


def numbers(text: Text, root: str) -> list[str]:
    """The numbers of the items straight under a provision; empty where it is not there."""
    found = text.by_id().get(root)
    return [child.number for child in found.children if child.label] if found else []


def under(text: Text, root: str) -> list[Provision]:
    return list(text.by_id()[root].walk())


def letters(last: str) -> list[str]:
    return [chr(code) for code in range(ord("a"), ord(last) + 1)]


def count(last: int) -> list[str]:
    return [str(n) for n in range(1, last + 1)]


def test_language_and_kinds(text: Text) -> None:
    assert (text.language, text.direction, text.kind) == ("ar", "rtl", "report")
    assert [(part.root, part.kind) for part in text.parts] == [
        ("", "report"),
        ("annex_a", "resolution"),
        ("annex_a__annex", "terms of reference"),
    ]
    resolution = text.parts[1]
    assert resolution.body == "ITU Council"
    assert "1332" in resolution.symbol and "2024" in resolution.symbol


def test_debris_is_gone_and_noted(text: Text, seed: Path) -> None:
    everything = "\n".join(p.text for p in text.walk())
    for debris in ("[bookmark", "lt_pId", "_Hlk", "_Toc", "footnoteRef", "\u0640\u0640", "))"):
        assert debris not in everything
    assert "(GDC)" in everything and "(UNGIS)" in everything
    raw = seed.read_text(encoding="utf-8")
    markers = len(re.findall(r"\[bookmark: [^\]]*\]", raw))
    repairs = [note for note in text.notes if note.kind == "repair"]
    taken = sum(
        int(found[1])
        for note in repairs
        if "bookmark" in note.message and (found := re.search(r": (\d+)$", note.message))
    )
    assert taken == markers == 67
    assert {n.line for n in repairs if "bracket" in n.message} == {28, 35, 39}


def test_no_word_is_lost(text: Text, seed: Path) -> None:
    """Every word of the file is in a provision or a label, in order, save debris and labels."""
    raw = re.sub(r"\[bookmark: [^\]]*\]|\[footnoteRef:\d+\]\d?", "", seed.read_text("utf-8"))
    words = re.findall(r"\w+", fold(raw).text)
    kept = re.findall(r"\w+", fold(" ".join(f"{p.label} {p.text}" for p in text.walk())).text)
    assert abs(len(words) - len(kept)) < 40
    assert set(words) - set(kept) <= {w for w in words if w.isdigit()}


def test_report_paragraphs_in_order_with_their_true_numbers(text: Text) -> None:
    dotted = [p.number for p in text.walk() if p.kind == "paragraph" and "." in p.number]
    second = [f"2.{n}" for n in range(1, 11)] + [f"2.10.{n}" for n in (1, 2, 3)]
    second += [f"2.{n}" for n in range(11, 15)]
    third = [f"3.{n}" for n in range(1, 16)] + ["3.15.1", "3.15.2"]
    assert dotted == second + third
    parents = text.parents()
    by_number = {p.number: p.id for p in text.walk() if "." in p.number}
    for child, parent in (("2.10.1", "2.10"), ("2.10.3", "2.10"), ("3.15.2", "3.15")):
        assert parents[by_number[child]] == by_number[parent]
    sections = [p.number for p in text.provisions if p.label]
    assert sections == ["1", "2", "3"]
    assert numbers(text, "sec_1") == letters("e")


def test_the_labels_stay_as_printed(text: Text) -> None:
    labels = {p.number: p.label for p in text.walk() if "." in p.number}
    assert labels["2.1"].startswith("1.2") and labels["2.14"].startswith("14.2")
    assert labels["3.15.2"].startswith("2.15.3")


def test_titles_over_two_lines_are_one(text: Text) -> None:
    titles = [p for p in text.walk() if p.kind == "title"]
    assert [p.id for p in titles] == [
        "title",
        "title_2",
        "annex_a__title",
        "annex_a__title_2",
        "annex_a__annex__title",
    ]
    assert titles[0].text.count("(CWG-WSIS&SDG)") == 1
    assert titles[3].text.rstrip().endswith("2030")


def test_the_resolution_has_a_preamble_and_an_operative_part(new: Text) -> None:
    headings = [p.id for p in new.by_id()["annex_a"].children if p.kind == "heading"]
    assert headings == [
        f"annex_a__{name}"
        for name in (
            "recalling",
            "considering",
            "recognizing",
            "noting",
            "decides",
            "instructs",
            "instructs_2",
            "instructs_3",
            "invites",
        )
    ]
    kinds = [p.kind for p in new.by_id()["annex_a"].children]
    assert kinds.index("formula") < kinds.index("heading")
    for name, last in (
        ("recalling", "l"),
        ("considering", "h"),
        ("recognizing", "i"),
        ("noting", "b"),
    ):
        assert numbers(new, f"annex_a__{name}") == letters(last)
        assert {p.kind for p in under(new, f"annex_a__{name}")} <= {
            "heading",
            "preambular",
            "footnote",
        }
    for name in headings[4:]:
        assert {p.kind for p in under(new, name)} == {"heading", "operative"}


def test_nothing_quoted_in_recital_g_is_an_operative_heading(text: Text) -> None:
    quoted = under(text, "annex_a__considering__recital_g")
    assert {p.kind for p in quoted} == {"preambular"}
    asking = [p for p in quoted if p.text.rstrip().endswith(":") and len(p.text) < 40]
    assert len(asking) == 2  # requests the Council; invites the members
    points = [p.number for p in quoted if p.label and p.number.isdigit()]
    assert points == count(5)
    assert sum(p.label == "-" for p in quoted) == 3


def test_the_footnote_stands_by_its_recital(text: Text) -> None:
    notes = [p for p in text.walk() if p.kind == "footnote"]
    assert len(notes) == 1
    assert text.parents()[notes[0].id] == "annex_a__considering__recital_h"
    for name in ("ICANN", "RIR", "IETF", "ISOC", "W3C"):
        assert name in notes[0].text
        assert name not in text.by_id()["annex_a__considering__recital_h"].text


def test_terms_of_reference(text: Text) -> None:
    assert text.by_id()["annex_a__annex"].kind == "annex"
    assert numbers(text, "annex_a__annex") == letters("h")
    assert all(p.change is None and not p.inferred for p in under(text, "annex_a__annex"))


# The flattened revision ----------------------------------------------------------------------


def test_numbers_of_the_new_text(new: Text) -> None:
    assert numbers(new, "annex_a__decides") == count(6)
    assert numbers(new, "annex_a__decides__para_6") == ["a", "b"]
    assert numbers(new, "annex_a__instructs") == count(5)
    assert numbers(new, "annex_a__instructs_2") == count(14)
    assert numbers(new, "annex_a__instructs_3") == count(5)
    assert numbers(new, "annex_a__invites") == count(7)


def test_numbers_of_the_old_text(old: Text) -> None:
    assert numbers(old, "annex_a__recalling") == letters("k")
    assert numbers(old, "annex_a__recognizing") == letters("d")
    assert numbers(old, "annex_a__decides") == count(4)
    assert numbers(old, "annex_a__instructs") == count(12)
    assert numbers(old, "annex_a__instructs_2") == count(5)
    assert "annex_a__instructs_3" not in old.by_id()
    assert "annex_a__invites" not in old.by_id()
    assert numbers(old, "annex_a__encourages") == count(6)


def test_old_and_new_numbers_stand_side_by_side(text: Text) -> None:
    def table(root: str) -> list[tuple[str, str | None, str | None]]:
        return [(p.number, p.old_number, p.change) for p in text.by_id()[root].children]

    assert table("annex_a__instructs_2") == [
        ("1", None, None),
        ("2", None, None),
        ("3", None, None),
        ("4", None, "inserted"),
        ("5", None, "inserted"),
        ("6", "4", "changed"),
        ("7", "5", None),
        ("8", "6", None),
        ("9", None, "inserted"),
        ("", "7", "deleted"),
        ("10", "8", None),
        ("11", "9", None),
        ("12", "10", None),
        ("13", "11", None),
        ("14", "12", None),
    ]
    assert table("annex_a__invites") == [
        ("1", None, "inserted"),
        ("2", "1", "changed"),
        ("3", "2", "changed"),
        ("4", "3", "changed"),
        ("5", "4", "changed"),
        ("6", "5", "changed"),
        ("7", "6", "changed"),
    ]


def test_what_was_added_and_struck_out(text: Text) -> None:
    added = {p.id for p in text.walk() if p.change == "inserted"}
    block = {p.id for p in under(text, "annex_a__instructs")}
    assert added - block == {
        "annex_a__recalling__recital_l",
        *(f"annex_a__recognizing__recital_{letter}" for letter in "efghi"),
        "annex_a__recognizing__recital_h__point_1",
        "annex_a__recognizing__recital_h__point_2",
        "annex_a__decides__para_5",
        "annex_a__decides__para_6",
        "annex_a__decides__para_6__point_a",
        "annex_a__decides__para_6__point_b",
        "annex_a__instructs_2__para_4",
        "annex_a__instructs_2__para_5",
        "annex_a__instructs_2__para_9",
        "annex_a__invites__para_1",
    }
    assert block <= added and len(block) == 6
    struck = [p for p in text.walk() if p.change == "deleted"]
    assert [(p.id, p.label, p.old_label) for p in struck] == [
        ("annex_a__instructs_2__para_7__old", "", "7")
    ]


def words(text: Text, root: str, start: int = 0, stop: int | None = None) -> list[str]:
    return re.findall(r"\w+", fold(text.by_id()[root].text).text)[start:stop]


def folded(*forms: str) -> list[str]:
    return [fold(form).text for form in forms]


def test_doubled_words_are_told_apart(text: Text, new: Text, old: Text) -> None:
    members, before = "annex_a__invites", "annex_a__encourages"
    assert text.by_id()[members].old_id == before
    assert words(new, members, 0, 1) == folded("يدعو")
    assert words(old, before, 0, 1) == folded("يشجع")
    assert {p.verb for p in under(new, members)} == {"يدعو"}
    assert {p.verb for p in under(old, before)} == {"يشجع"}
    for n in range(2, 8):
        assert words(new, f"{members}__para_{n}", 0, 1) == folded("إلى")
        assert words(old, f"{before}__para_{n - 1}", 0, 1) == folded("على")
    both = folded("والعمل", "بين")
    summit = words(new, "annex_a__instructs_2__para_6")
    assert [word in summit for word in both] == [False, True]
    summit = words(old, "annex_a__instructs__para_4")
    assert [word in summit for word in both] == [True, False]


def test_a_replaced_sentence_is_whole_in_each_view(text: Text, new: Text, old: Text) -> None:
    item = text.by_id()["annex_a__invites__para_3"]
    assert item.old_id == "annex_a__encourages__para_2"
    assert [run.revision and run.revision.op for run in item.runs] == ["inserted", "deleted"]
    after, before = new.by_id()[item.id].text, old.by_id()[item.old_id].text
    assert item.text == after + before
    assert after.count("؛") == before.count("؛") == 1


def test_the_ends_of_lists(new: Text, old: Text) -> None:
    for item in (
        "annex_a__recalling__recital_k",
        "annex_a__recognizing__recital_d",
        "annex_a__decides__para_4",
    ):
        assert new.by_id()[item].text.endswith("؛")
        assert old.by_id()[item].text.endswith("،")
    assert not [p.id for v in (new, old) for p in v.walk() if re.search("[،؛]{2}", p.text)]


def test_all_that_is_inferred_is_marked_and_explained(text: Text) -> None:
    explained = {note.provision for note in text.notes if note.kind == "inferred"}
    parents = text.parents()
    for p in text.walk():
        revised = [run for run in p.runs if run.revision]
        assert all(run.revision and run.revision.inferred for run in revised)
        if not revised and p.old_number is None:
            continue
        assert p.inferred
        above: str | None = p.id
        while above and above not in explained:
            above = parents[above]
        assert above, p.id
    rows = {row["id"]: row for row in as_dict(text)["provisions"]}
    assert rows["annex_a__instructs_2__para_8"]["old_number"] == "6"
    assert rows["annex_a__instructs_2__para_8"]["inferred"] is True
    assert rows["annex_a__instructs_3__para_1"]["inferred"] is False


def test_what_is_not_certain_says_so(text: Text) -> None:
    block = [n.message for n in text.notes if n.provision == "annex_a__instructs"]
    assert len(block) == 1 and "was probably inserted" in block[0]
    doubts = [note for note in text.notes if note.kind == "doubt"]
    assert all(note.provision.startswith("annex_a__considering__recital_g") for note in doubts)


def test_nothing_else_is_touched(text: Text) -> None:
    touched = {p.id for p in text.walk() if p.change or p.old_number is not None}
    # 22 added, 1 struck out, 14 renumbered, 1 heading, 3 ends of lists
    assert len(touched) == 41
    assert all(identity.startswith("annex_a__") for identity in touched)


def test_the_views_are_those_of_the_text(text: Text, new: Text, old: Text) -> None:
    assert new == view(text, "accept")
    assert old == view(text, "reject")
    assert not detect_flattened(new)
    assert not detect_flattened(old)
    assert decode(text) is text
    assert decode(new) is new and decode(old) is old
