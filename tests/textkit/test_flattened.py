"""Texts into which tracked changes were flattened: numbers, doubled words, inserted tails and blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majlis.textkit.flattened import Reading, decode, decode_numbers, detect_flattened
from majlis.textkit.flattened.numbers import Evidence
from majlis.textkit.flattened.words import doubled_mark, doubled_prepositions, doubled_verbs, glued
from majlis.textkit.ids import assign_ids
from majlis.textkit.model import Block, Comment, Provision, Revision, Run, Text
from majlis.textkit.read.plain import read_plain
from majlis.textkit.structure import build
from majlis.textkit.views import view

TEXTS = Path(__file__).parent / "texts"

Numbers = list[tuple[int | None, int | None]]


def pairs(readings: list[Reading]) -> Numbers:
    return [(reading.new, reading.old) for reading in readings]


# Numbers -----------------------------------------------------------------------------------------


@given(st.integers(1, 120), st.sampled_from(("{}", "{}.", "({})", "{})", "{} -")))
def test_a_clean_list_is_untouched(length: int, form: str) -> None:
    readings = decode_numbers([form.format(n) for n in range(1, length + 1)])
    assert pairs(readings) == [(n, n) for n in range(1, length + 1)]
    assert all(r.certain and not r.inferred for r in readings)


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        # two items put before the last two
        ("1 2 3 4 35 46", [(1, 1), (2, 2), (3, None), (4, None), (5, 3), (6, 4)]),
        # an item struck out
        ("1 2 32 43 54", [(1, 1), (None, 2), (2, 3), (3, 4), (4, 5)]),
        # the new number written first, once
        ("1 2 32 34 45", [(1, 1), (2, None), (3, 2), (4, 3), (5, 4)]),
        # beyond nine, where a token has more than one split
        ("1 2 3 4 5 6 7 8 9 910 1011 1112",
         [*[(n, n) for n in range(1, 9)], (9, None), (10, 9), (11, 10), (12, 11)]),
        # added and struck-out items side by side
        ("1 12 23 4 3 45", [(1, None), (2, 1), (3, 2), (4, None), (None, 3), (5, 4)]),
        # a list that goes on from another
        ("7 8 89 910", [(7, 7), (8, None), (9, 8), (10, 9)]),
        # Eastern digits
        ("١ ٢ ٢٣ ٣٤", [(1, 1), (2, None), (3, 2), (4, 3)]),
        # two lists side by side
        ("1 2 3 1 2", [(1, 1), (2, 2), (3, 3), (1, 1), (2, 2)]),
    ],
)  # fmt: skip
def test_readings_of_whole_lists(tokens: str, expected: Numbers) -> None:
    assert pairs(decode_numbers(tokens.split())) == expected


def test_words_decide_which_item_keeps_the_old_number() -> None:
    tokens = ["1", "2", "3", "34"]
    by_numbers = decode_numbers(tokens)
    assert pairs(by_numbers) == [(1, 1), (2, 2), (3, None), (4, 3)]
    assert not by_numbers[2].certain
    amended = decode_numbers(tokens, ["", "", "amended"])
    assert pairs(amended) == [(1, 1), (2, None), (3, 2), (4, 3)]
    new = decode_numbers(tokens, ["new", "", ""])
    assert pairs(new) == [(1, None), (2, 1), (3, 2), (4, 3)]
    old = decode_numbers(["1", "2", "32", "43"], ["", "old"])
    assert pairs(old) == [(1, 1), (None, 2), (2, 3), (3, 4)]


def test_what_no_reading_explains_is_left_and_not_certain() -> None:
    for tokens in (["1", "2", "5"], ["1", "2", "4", "5"], ["3", "2", "1"]):
        readings = decode_numbers(tokens)
        assert pairs(readings)[:2] == [(int(t), int(t)) for t in tokens[:2]]
        assert not any(reading.inferred for reading in readings)
    assert all(reading.unread for reading in decode_numbers(["1", "2", "5"]))


def test_gaps_in_the_old_numbers_fall_back_to_the_simple_rule() -> None:
    readings = decode_numbers(["1", "2", "53", "74", "9"])
    assert pairs(readings) == [(1, 1), (2, 2), (3, 5), (4, 7), (None, 9)]
    assert not any(reading.certain for reading in readings)


def test_what_is_no_number_is_passed_over() -> None:
    readings = decode_numbers(["1.", "2.10", "b)", "", "2."])
    assert pairs(readings) == [(1, 1), (None, None), (None, None), (None, None), (2, 2)]
    assert decode_numbers([]) == []


@dataclass(frozen=True)
class Change:
    op: str
    new_first: bool


def printed(changes: list[Change]) -> Iterator[tuple[str, int | None, int | None, Evidence]]:
    """The numbers of a list as a converter that flattens prints them, and what is true of them."""
    new = old = 0
    for change in changes:
        if change.op == "inserted":
            new += 1
            yield str(new), new, None, "new"
        elif change.op == "deleted":
            old += 1
            yield str(old), None, old, "old"
        else:
            new, old = new + 1, old + 1
            both = f"{new}{old}" if change.new_first else f"{old}{new}"
            yield both if old != new else str(new), new, old, "amended"


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.builds(
            Change, st.sampled_from(("kept", "kept", "kept", "inserted", "deleted")), st.booleans()
        ),
        min_size=1,
        max_size=25,
    )
)
def test_any_renumbering_is_read_back_with_the_words_as_witness(changes: list[Change]) -> None:
    rows = list(printed(changes))
    readings = decode_numbers([row[0] for row in rows], [row[3] for row in rows])
    assert pairs(readings) == [(new, old) for _, new, old, _ in rows]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.builds(Change, st.sampled_from(("kept", "kept", "inserted", "deleted")), st.booleans()),
        min_size=1,
        max_size=25,
    )
)
def test_a_reading_never_leaves_a_gap(changes: list[Change]) -> None:
    readings = decode_numbers([row[0] for row in printed(changes)])
    if not any(reading.inferred for reading in readings):
        return
    for numbers in ([r.new for r in readings if r.new], [r.old for r in readings if r.old]):
        assert numbers == list(range(1, len(numbers) + 1))


# Words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "language", "old", "new"),
    [
        ("encourages invites Member States", "en", "encourages ", "invites "),
        ("Requests Urges the wardens to open the gate;", "en", "Requests ", "Urges "),
        ("يشجع يدعو الدول الأعضاء", "ar", "يشجع ", "يدعو "),
        ("prie charge le Secrétaire général", "fr", "prie ", "charge "),
    ],
)
def test_two_verbs_in_a_row(words: str, language: str, old: str, new: str) -> None:
    sign = doubled_verbs(words, language)
    assert sign is not None
    assert [(e.op, words[e.start : e.end]) for e in sign.edits] == [
        ("deleted", old),
        ("inserted", new),
    ]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("requests and urges the wardens", "en"),
        ("Requests, urges and invites the wardens", "en"),
        ("Urges States to mend the wall", "en"),
        ("Calls upon Member States", "en"),
        ("Decides to invite the wardens", "en"),
        ("تعيد تأكيد دور المراقبين", "ar"),
        ("يقرر أن يدعو المراقبين", "ar"),
        ("决定邀请看守人", "zh"),
        ("the gate", "en"),
        ("", "en"),
    ],
)
def test_verbs_that_may_stand_together(words: str, language: str) -> None:
    assert doubled_verbs(words, language) is None


def test_two_marks_mean_by_place() -> None:
    ended = doubled_mark("a lamp,;", last=False)
    assert ended is not None
    assert [(e.op, e.start) for e in ended.edits] == [("deleted", 6), ("inserted", 7)]
    ends = doubled_mark("a lamp;,", last=True)
    assert ends is not None
    assert [(e.op, e.start) for e in ends.edits] == [("deleted", 6), ("inserted", 7)]
    assert doubled_mark("مصباح،؛", last=False) is not None
    assert doubled_mark("lamps, etc.;", last=False) is None
    assert doubled_mark("a lamp;", last=False) is None


def test_a_glued_clause_needs_two_clauses() -> None:
    words = "to keep the old lamp;to mend the new lamp;"
    assert glued(words) == words.index(";") + 1
    assert glued("a;b") is None
    assert glued("to keep the lamp; to mend the new lamp;") is None


def test_prepositions_in_a_row() -> None:
    assert [
        (e.op, e.end - e.start)
        for sign in doubled_prepositions("على إلى رعاية المنارات؛", "ar")
        for e in sign.edits
    ] == [("deleted", 4), ("inserted", 4)]
    assert doubled_prepositions("من بين المنارات، ومن على السد؛", "ar") == []
    assert doubled_prepositions("to on the lamps", "zh") == []


# Whole texts -------------------------------------------------------------------------------------

FLAT = """القرار 941 (المعدَّل في 2034)
دور الاتحاد في رعاية المنارات
إن مجلس الاتحاد الدولي للاتصالات،
إذ يشير إلى
 أ )	القرار 812 بشأن المصابيح؛
ب)	القرار 813 بشأن البوابات،؛
ج)	القرار 814 بشأن الأجراس،
يقرر
1	أن يمسك السجل،؛
2	فتح السجل أمام الموانئ:
 أ )	باللغات الست؛
ب)	مجاناً،
يكلف فريق المصابيح
1	بتنظيم حلقة عمل؛
2	النظر في حال الأجراس،
يكلف الأمين العام
1	بنشر السجل؛
2	بجمع أسماء الموانئ الكبرى؛
3	بصيانة الأجراس، والحراسة بما فيها الحراسة ليلاً مع بين الموانئ الصغيرة؛
34	بطباعة الخرائط؛
5	بتقديم كشف ختامي؛
4	بتقديم كشف كل سنة؛
56	بحفظ البذور،
يشجع يدعو الدول الأعضاء
1	إلى رعاية المنارات الجديدة؛
2	على إلى المشاركة في المنتدى؛
32	إلى تسجيل كل مصباح في السجل المفتوح؛على إرسال قائمة المصابيح إلى الأمانة؛
34	إلى جمع التبرعات بما في ذلك على تقديم هبات للصندوق؛
45	على إلى حراسة البوابات.
"""
NEW = """القرار 941 (المعدَّل في 2034)
دور الاتحاد في رعاية المنارات
إن مجلس الاتحاد الدولي للاتصالات،
إذ يشير إلى
 أ )	القرار 812 بشأن المصابيح؛
ب)	القرار 813 بشأن البوابات؛
ج)	القرار 814 بشأن الأجراس،
يقرر
1	أن يمسك السجل؛
2	فتح السجل أمام الموانئ:
 أ )	باللغات الست؛
ب)	مجاناً،
يكلف فريق المصابيح
1	بتنظيم حلقة عمل؛
2	النظر في حال الأجراس،
يكلف الأمين العام
1	بنشر السجل؛
2	بجمع أسماء الموانئ الكبرى؛
3	بصيانة الأجراس، بما فيها الحراسة ليلاً بين الموانئ الصغيرة؛
4	بطباعة الخرائط؛
5	بتقديم كشف ختامي؛
6	بحفظ البذور،
يدعو الدول الأعضاء
1	إلى رعاية المنارات الجديدة؛
2	إلى المشاركة في المنتدى؛
3	إلى تسجيل كل مصباح في السجل المفتوح؛
4	إلى جمع التبرعات بما في ذلك تقديم هبات للصندوق؛
5	إلى حراسة البوابات.
"""
OLD = """القرار 941 (المعدَّل في 2034)
دور الاتحاد في رعاية المنارات
إن مجلس الاتحاد الدولي للاتصالات،
إذ يشير إلى
 أ )	القرار 812 بشأن المصابيح؛
ب)	القرار 813 بشأن البوابات،
يقرر
1	أن يمسك السجل،
يكلف الأمين العام
1	بنشر السجل؛
2	بصيانة الأجراس، والحراسة ليلاً مع الموانئ الصغيرة؛
3	بطباعة الخرائط؛
4	بتقديم كشف كل سنة؛
5	بحفظ البذور،
يشجع الدول الأعضاء
1	على المشاركة في المنتدى؛
2	على إرسال قائمة المصابيح إلى الأمانة؛
3	على تقديم هبات للصندوق؛
4	على حراسة البوابات.
"""
ENGLISH = """RESOLUTION 941 (REV. NEW HARBOUR, 2034)
Care of lighthouses (fictional)
The ITU Council,
recalling
a)	Resolution 812 on lamps,;
b)	Resolution 813 on gates,
instructs the Secretary-General
1	to print the register;
2	to print the maps;
23	to mend the bells;
34	to keep the seeds of all islands in one place;to send the seeds of all islands to the ports;
encourages invites Member States
1	to mind the lamps;
2	to give money.
"""


def read(source: str, language: str) -> Text:
    blocks, notes = read_plain(source)
    return build(blocks, language, notes=notes)


def shown(text: Text) -> list[tuple[str, str, str]]:
    return [(p.kind, p.number, p.text) for p in text.walk()]


@pytest.fixture(scope="module")
def text() -> Text:
    return decode(read(FLAT, "ar"))


def test_a_flattened_text_is_seen_as_one() -> None:
    assert detect_flattened(read(FLAT, "ar"))
    blocks, _ = read_plain(FLAT)
    assert detect_flattened(blocks, "ar")
    assert not detect_flattened(read(NEW, "ar"))
    assert not detect_flattened(read(OLD, "ar"))


def test_accept_is_the_new_text(text: Text) -> None:
    assert shown(view(text, "accept")) == shown(read(NEW, "ar"))


def test_reject_is_the_old_text(text: Text) -> None:
    assert shown(view(text, "reject")) == shown(read(OLD, "ar"))


def test_labels_and_numbers_of_both_times(text: Text) -> None:
    items = [p for p in text.walk() if p.id.startswith("instructs_2__")]
    assert [(p.label, p.number, p.old_label, p.old_number, p.change) for p in items] == [
        ("1", "1", None, None, None),
        ("2", "2", None, None, "inserted"),
        ("3", "3", "2", "2", "changed"),
        ("4", "4", "3", "3", None),
        ("5", "5", None, None, "inserted"),
        ("", "", "4", "4", "deleted"),
        ("6", "6", "5", "5", None),
    ]
    assert [p.inferred for p in items] == [False, *[True] * 6]
    assert [p.id.rpartition("__para_")[2] for p in items] == [
        "1",
        "2",
        "3",
        "4",
        "5",
        "4__old",
        "6",
    ]


def test_the_new_verb_governs(text: Text) -> None:
    heading = text.by_id()["invites"]
    assert {p.verb for p in heading.walk()} == {"يدعو"}


def test_every_inference_has_its_note_and_reason(text: Text) -> None:
    noted = {note.provision for note in text.notes if note.kind == "inferred"}
    for p in text.walk():
        own = any(run.revision for run in p.runs) or p.old_number is not None
        above = [q.id for q in text.walk() if p in q.walk()]
        if own:
            assert noted & set(above), p.id
            assert p.inferred
        assert all(r.revision is None or r.revision.inferred for r in p.runs)
    assert all(len(note.message) > 12 for note in text.notes if note.provision)


def test_the_added_block_is_marked_as_not_certain(text: Text) -> None:
    notes = [note.message for note in text.notes if note.provision == "instructs"]
    assert len(notes) == 1 and "not certain" in notes[0]
    assert {p.change for p in text.by_id()["instructs"].walk()} == {"inserted"}


def test_a_block_without_an_added_tail_before_it_is_only_doubted() -> None:
    source = FLAT.replace("السجل،؛", "السجل؛")
    decoded = decode(read(source, "ar"))
    assert {p.change for p in decoded.by_id()["instructs"].walk()} == {None}
    assert [n.kind for n in decoded.notes if n.provision == "instructs"] == ["doubt"]


def test_english_too() -> None:
    decoded = decode(read(ENGLISH, "en"))
    new, old = view(decoded, "accept"), view(decoded, "reject")
    numbers = [(p.number, p.old_number, p.change) for p in decoded.walk() if p.kind == "operative"]
    assert numbers == [
        ("1", None, None),
        ("2", None, "inserted"),
        ("3", "2", None),
        ("4", "3", "changed"),
        ("1", None, None),
        ("2", None, None),
    ]
    assert [p.text for p in new.walk() if p.kind == "preambular"] == [
        "Resolution 812 on lamps;",
        "Resolution 813 on gates,",
    ]
    assert [p.text for p in old.walk() if p.kind == "preambular"] == ["Resolution 812 on lamps,"]
    assert [p.text for p in old.walk() if p.kind == "heading"][-1] == "encourages Member States"
    assert new.by_id()["invites"].text == "invites Member States"
    assert new.by_id()["instructs__para_4"].text.endswith("to the ports;")
    assert old.by_id()["instructs__para_4"].text.endswith("in one place;")


def test_what_points_to_a_provision_follows_its_new_id() -> None:
    flat = read(FLAT, "ar")
    target = next(p for p in flat.walk() if p.label == "34")
    decoded = decode(
        Text(
            flat.provisions,
            "ar",
            comments=(Comment("why", provision=target.id), Comment("no place")),
            notes=flat.notes,
        )
    )
    assert decoded.comments[0].provision in decoded.by_id()
    assert decoded.by_id()[decoded.comments[0].provision].text == target.text
    assert decoded.comments[1].provision == ""


def test_decoding_twice_changes_nothing(text: Text) -> None:
    assert decode(text) is text


# Texts that were not flattened -----------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(TEXTS.glob("*.txt")), ids=lambda path: path.stem)
def test_our_clean_texts_come_back_as_they_are(path: Path) -> None:
    clean = read(path.read_text(encoding="utf-8"), path.stem.rpartition(".")[2])
    assert not detect_flattened(clean)
    assert decode(clean) is clean


def _item(number: int, words: str, form: str, children: tuple[Provision, ...] = ()) -> Provision:
    return Provision(
        "", "operative", (Run(words),), form.format(number), str(number), children=children
    )


WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "gate",
            "to",
            "mend",
            "على",
            "إلى",
            "المنارات",
            "в",
            "порту",
            "des",
            "lampes",
            "灯塔",
            "2030",
            "12",
        ]
    ),
    min_size=1,
    max_size=9,
).map(" ".join)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.lists(WORDS, min_size=1, max_size=14), min_size=1, max_size=5),
    st.sampled_from(("{}", "{}.", "{})")),
    st.sampled_from(("en", "fr", "ru", "es", "zh", "ar")),
)
def test_clean_lists_come_back_as_they_are(
    lists: list[list[str]], form: str, language: str
) -> None:
    provisions = assign_ids(
        (
            Provision(
                "",
                "heading",
                (Run("resolves"),),
                verb="resolves",
                children=tuple(
                    _item(n, f"{words}{';' if n < len(rows) else ','}", form)
                    for n, words in enumerate(rows, 1)
                ),
            )
            for rows in lists
        ),
        language,
    )
    clean = Text(provisions, language)
    assert decode(clean) is clean


def test_one_sign_alone_is_a_slip() -> None:
    def of(*items: tuple[str, str]) -> Text:
        made = (Provision("", "operative", (Run(t),), label, label) for label, t in items)
        return Text(assign_ids(made), "en")

    for slip in (
        of(("1", "to mend the gate,;"), ("2", "to mend the bell.")),
        of(("1", "to mend the gate;"), ("2", "to mend the bell;"), ("23", "to sing.")),
        of(("1", "Requests Urges the wardens to sing;"), ("2", "Decides to sing.")),
        of(("1", "to mend the old gate now;to mend the old bell now;"), ("2", "to sing.")),
    ):
        assert decode(slip) is slip


def test_recorded_changes_are_never_decoded() -> None:
    flat = read(FLAT, "ar")
    first = flat.provisions[0]
    run = Run("x", revision=Revision("inserted", "A. Warden", "2034-01-01T00:00:00Z"))
    first = Provision(first.id, first.kind, (*first.runs, run))
    recorded = Text((first, *flat.provisions[1:]), "ar")
    assert detect_flattened(recorded)
    assert decode(recorded) is recorded


def test_blocks_with_typed_numbers() -> None:
    lines = ["1\ta gate;", "2\ta bell;", "23\ta lamp;", "34\ta wall;", "45\ta book."]
    assert detect_flattened([Block((Run(line),)) for line in lines])
    assert not detect_flattened([Block((Run(line),)) for line in lines[:2]])


@settings(deadline=None, max_examples=120)
@given(st.lists(st.sampled_from(FLAT.splitlines() + ENGLISH.splitlines()), max_size=30))
def test_whatever_is_decoded_loses_no_word(lines: list[str]) -> None:
    flat = read("\n".join(lines), "ar")
    decoded = decode(flat)
    assert [p.text for p in decoded.walk()] == [p.text for p in flat.walk()]
    assert [p.kind for p in decoded.walk()] == [p.kind for p in flat.walk()]
    ids = [p.id for p in decoded.walk()]
    assert len(ids) == len(set(ids))
    assert all(p.inferred for p in decoded.walk() if p.change is not None)
    for side in ("accept", "reject"):
        assert all(run.revision is None for p in view(decoded, side).walk() for run in p.runs)
