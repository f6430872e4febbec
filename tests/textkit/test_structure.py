"""Structure: nothing is lost, order is kept, ids speak the same in every language."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majlis.textkit.mandates import mandates
from majlis.textkit.model import LANGUAGES, Block, Provision, Revision, Run, Text, view_runs
from majlis.textkit.read.plain import read_plain
from majlis.textkit.structure import build

TEXTS = Path(__file__).parent / "texts"


def text_of(name: str, language: str) -> Text:
    source = (TEXTS / f"{name}.{language}.txt").read_text(encoding="utf-8")
    blocks, notes = read_plain(source)
    return build(blocks, language, notes=notes)


def plain(words: str) -> str:
    return re.sub(r"\W", "", words)


LINES = st.sampled_from(
    [
        "The General Assembly,",
        "Recalling its resolutions on the tides,",
        "considering",
        "resolves",
        "instructs the Secretary-General",
        "1. Requests the wardens to look at the gate;",
        "2. Decides to close the gate.",
        "Requests the wardens to mend the gate:",
        "(a) With wood;",
        "(i) Of oak;",
        "a) that the tide is high;",
        "1 to mend the lamp;",
        "2.1 The Group met.",
        "2 Recommendations",
        "Annex II",
        "Annex",
        "Terms of reference of the group",
        "71st plenary meeting",
        "A garden",
        "- a plant",
        "RESOLUTION 12 (NEW HARBOUR, 2031)",
        "91/12. Gardens",
        "1 A/91/70.",
        "ADD",
        "2030 was a dry year.",
    ]
)


@settings(deadline=None, max_examples=120)
@given(st.lists(LINES, max_size=25))
def test_every_line_is_kept_once_and_in_order(lines: list[str]) -> None:
    blocks, _ = read_plain("\n".join(lines))
    found = build(blocks, "en")
    assert [plain(p.label + p.text) for p in found.walk()] == [plain(line) for line in lines]
    ids = [p.id for p in found.walk()]
    assert len(ids) == len(set(ids))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=40), max_size=12), st.sampled_from(LANGUAGES))
def test_any_lines_are_kept(lines: list[str], language: str) -> None:
    blocks = [Block((Run(line),)) for line in lines]
    found = build(blocks, language)
    assert plain("".join(p.label + p.text for p in found.walk())) == plain("".join(lines))


@settings(deadline=None, max_examples=80)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["1.\t", "2.\t", "Requests ", "the gate", " and lamp", ";", "(a) ", "3"]
            ),
            st.sampled_from([None, "inserted", "deleted"]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_both_views_of_a_changed_paragraph_stay_exact(pieces: list[tuple[str, str | None]]) -> None:
    runs = tuple(Run(t, revision=Revision(op) if op else None) for t, op in pieces)  # type: ignore[arg-type]
    found = build([Block(runs)], "en")
    for view in ("accept", "reject"):
        words = "".join(run.text for run in view_runs(runs, view))  # type: ignore[arg-type]
        shown = ""
        for p in found.walk():
            label = p.label
            if view == "reject" and p.old_label is not None:
                label = p.old_label
            if view == "reject" and p.change == "inserted":
                label = ""
            if view == "accept" and p.change == "deleted":
                label = ""
            shown += label + "".join(run.text for run in view_runs(p.runs, view))  # type: ignore[arg-type]
        assert plain(shown) == plain(words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["un", "itu", "report"])
def test_parallel_texts_have_the_same_shape(name: str, language: str) -> None:
    def shape(provisions: tuple[Provision, ...]) -> list[object]:
        return [(p.kind, shape(p.children)) for p in provisions]

    assert shape(text_of(name, language).provisions) == shape(text_of(name, "en").provisions)


@pytest.mark.parametrize("language", LANGUAGES)
def test_front_matter_of_a_resolution(language: str) -> None:
    text = text_of("un", language)
    assert (text.kind, text.body, text.symbol) == ("resolution", "General Assembly", "A/RES/91/407")
    assert text.date == "2037-03-09"
    assert text.title and not text.title.startswith("91")


@pytest.mark.parametrize("language", LANGUAGES)
def test_itu_headings_carry_the_verb(language: str) -> None:
    text = text_of("itu", language)
    headings = [p for p in text.walk() if p.kind == "heading"]
    assert len(headings) == 8
    assert all(h.verb and h.children for h in headings)
    assert [p.kind for p in headings[0].children] == ["preambular"] * 2
    assert {p.verb for h in headings for p in h.walk()} == {h.verb for h in headings}
    assert text.parts[1].kind == "terms of reference"


QUOTED = """RESOLUTION 9 (NEW HARBOUR, 2031)
On lamps
The Conference of the Harbour Union,
considering
a) that lamps give light;
b) that Resolution 3 states that lamps give light and requests:
requests the Council:
'1' to keep the lamps;
'2' to mend the lamps,
invites the members:
to buy oil;
c) that oil is dear,
resolves
1 that lamps be lit;
instructs the Council
to light them.
"""


def test_a_quoted_heading_is_no_heading() -> None:
    blocks, _ = read_plain(QUOTED)
    text = build(blocks, "en")
    assert [p.text for p in text.walk() if p.kind == "heading"] == [
        "considering",
        "resolves",
        "instructs the Council",
    ]
    recital = text.by_id()["considering__recital_b"]
    assert [p.kind for p in recital.walk()] == ["preambular"] * 6
    assert "considering__recital_c" in text.by_id()


def test_reversed_decimals_are_set_right_only_where_the_list_shows_it() -> None:
    blocks, _ = read_plain("1\tمقدمة\n1.1\tاجتمع الفريق.\n2.1\tنظر الفريق.\n3.1\tقرر الفريق.")
    assert [p.number for p in build(blocks, "ar").walk()] == ["1", "1.1", "1.2", "1.3"]
    blocks, _ = read_plain("1\tمقدمة\n1.1\tاجتمع الفريق.\n1.2\tنظر الفريق.\n1.3\tقرر الفريق.")
    assert [p.number for p in build(blocks, "ar").walk()] == ["1", "1.1", "1.2", "1.3"]


def test_points_printed_beside_their_lead_are_put_under_it() -> None:
    lines = "Report of the Group\n1.\tThe Group agreed on the following:\n2.\tto mend the gate.\n3.\tto paint it."
    blocks, _ = read_plain(lines)
    text = build(blocks, "en")
    parents = text.parents()
    lead = next(p for p in text.walk() if p.number == "1")
    assert [parents[p.id] for p in text.walk() if p.number in ("2", "3")] == [lead.id] * 2
    assert [n.kind for n in text.notes if n.kind == "inferred"] == ["inferred", "inferred"]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            "1 Work\n1.1 The Group agreed on the following:\n1.2 to mend the gate.\n1.3 to paint it.",
        ),
        (
            "ar",
            (
                "1\tالعمل\n1.1\tاتفق الفريق على ما يلي:\n2.1\tدعوة الأمانة إلى إصلاح البوابة.\n"
                "3.1\tدعوة الأمانة إلى طلائها."
            ),
        ),
    ],
)
def test_decimals_stay_where_their_numbers_put_them(language: str, lines: str) -> None:
    """Beside the paragraph that governs them, which still says who is asked."""
    blocks, _ = read_plain(lines)
    text = build(blocks, language)
    parents = text.parents()
    points = [p for p in text.walk() if p.number in ("1.1", "1.2", "1.3")]
    assert len(points) == 3 and {parents[p.id] for p in points} == {"sec_1"}
    asked = {m.provision for m in mandates(replace(text, kind="report")).mandates}
    assert {p.id for p in points[1:]} <= asked


def test_several_annexes() -> None:
    lines = "On gates\nThe Council,\nRecalling gates,\n1. Decides on gates.\nAnnex I\nList\n1. Oak.\nAnnex II\nMap\n1. North."
    blocks, _ = read_plain(lines)
    text = build(blocks, "en")
    assert [(p.id, p.number) for p in text.provisions if p.kind == "annex"] == [
        ("annex_1", "1"),
        ("annex_2", "2"),
    ]
    assert [part.root for part in text.parts] == ["", "annex_1", "annex_2"]


def test_a_report_that_annexes_a_resolution_with_its_own_annex() -> None:
    lines = (
        "Report of the Chair\n1 Work\n1.1 The Group met.\nAnnex A\nRESOLUTION 4 (2031)\nOn lamps\n"
        "The Council,\nrecalling\na) lamps,\nresolves\n1 to light them,\ninstructs the Chair\nto report.\n"
        "Annex\nTerms of reference of the Group\na) to look;\nb) to tell."
    )
    blocks, _ = read_plain(lines)
    text = build(blocks, "en")
    assert [(part.root, part.kind) for part in text.parts] == [
        ("", "report"),
        ("annex_a", "resolution"),
        ("annex_a__annex", "terms of reference"),
    ]


def kinds(source: str, language: str = "en") -> list[tuple[str, str]]:
    text = build(read_plain(source)[0], language)
    return [(p.kind, p.id) for p in text.walk()]


def test_one_or_two_numbered_paragraphs_are_a_resolution() -> None:
    two = "1. Decides to shut the gate;\n2. Requests the wardens to:\n(a) Report;\n(b) Rest."
    assert kinds(two) == [
        ("operative", name) for name in ("para_1", "para_2", "para_2__point_a", "para_2__point_b")
    ]
    assert kinds("1. Decides to shut the gate.") == [("operative", "para_1")]
    # without numbers only a title can say that it is one
    assert [kind for kind, _ in kinds("Draft resolution on the gate\nDecides to shut it.")] == [
        "title",
        "operative",
    ]
    assert {kind for kind, _ in kinds("1. Decides to shut the gate.\n2. Wardens rest.")} == {
        "paragraph"
    }
    # an agenda is none
    for agenda, language in (
        ("1. Reports\n2. Notes", "en"),
        ("1. 通过议程。\n2. 选举主席。\n3. 审议报告。\n4. 通过报告。", "zh"),
    ):
        assert "operative" not in {kind for kind, _ in kinds(agenda, language)}


def test_a_decision_says_its_meeting_then_acts() -> None:
    source = (
        "{}. Report of the wardens\n{} the Economic and Social Council took note of the report.\n"
        "{}. Seats\n{} the Economic and Social Council, on the advice of the wardens:\n"
        "(a) Elected the following harbours:\nFog End\nPort Salt\n(b) Took note of the rest."
    ).format("2033/11", "At its 5th meeting, on 3 May 2033,", "2033/12", "At its 5th meeting,")
    text = build(read_plain(source)[0], "en")
    assert [(p.kind, p.number) for p in text.walk()] == [
        ("title", "2033/11"),
        ("operative", ""),
        ("title", "2033/12"),
        ("formula", ""),
        ("operative", "a"),
        ("operative", ""),
        ("operative", ""),
        ("operative", "b"),
    ]


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("78/123. On gates", "78/123"),
        ("2033/9. On gates", "2033/9"),
        ("ES-10/21. On gates", "ES-10/21"),
        ("45/201 B. On gates", "45/201 B"),
        ("9712 (XLVII). On gates", "9712 (XLVII)"),
        ("9514 A (XLV). On gates", "9514 A (XLV)"),
    ],
)
def test_the_number_before_a_title(title: str, number: str) -> None:
    text = build(read_plain(f"{title}\nThe General Assembly,\nNotes the gate.")[0], "en")
    assert (text.symbol, text.title) == (number, "On gates")


def test_titles_whose_brackets_end_in_an_abbreviation() -> None:
    source = (
        "РЕЗОЛЮЦИЯ 7 (Пересм. Топь, 2033 г.)\nОхрана ворот\n(Залив, 2025 г.; Топь, 2033 г.)\n"
        "Всемирная ассамблея (Топь, 2033 г.),\nучитывая\nпогоду,\nрешает\nзакрыть ворота."
    )
    assert [kind for kind, _ in kinds(source, "ru")][:4] == ["title"] * 3 + ["formula"]


def test_an_arabic_recital_that_names_a_body_is_no_formula() -> None:
    source = "إن المجلس،\nإذ يضع في اعتباره\nأن المجلس نظر في التقرير،\nيقرر\nأن يغلق الباب."
    assert [kind for kind, _ in kinds(source, "ar")] == [
        "formula",
        *("heading", "preambular"),
        *("heading", "operative"),
    ]


def test_a_title_repeated_at_the_head_of_a_page_is_furniture() -> None:
    source = (
        "7/1. Gates\nThe General Assembly,\nNoting rain,\n1. Decides to wait:\n(a) At night;\n"
        "2/4\nGates\nA/RES/7/1\n(b) In fog;\nGates\n2. Thanks the sun."
    )
    assert [kind for kind, _ in kinds(source)][3:] == [
        *("operative", "operative", "front", "front", "front", "operative"),
        *("heading", "operative"),
    ]
