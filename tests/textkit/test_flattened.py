"""Whole texts into which tracked changes were flattened, and texts that were not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majlis.textkit.flattened import decode, detect_flattened
from majlis.textkit.ids import assign_ids
from majlis.textkit.model import Block, Comment, Provision, Revision, Run, Text
from majlis.textkit.read.plain import read_plain
from majlis.textkit.structure import build
from majlis.textkit.views import view

TEXTS = Path(__file__).parent / "texts"


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
    assert len(notes) == 1 and "was probably inserted" in notes[0]
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
    assert old.by_id()["instructs__para_3"].text.endswith("in one place;")


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


def test_slips_of_the_pen_in_a_long_text_do_not_make_it_a_flattened_one() -> None:
    lines = [f"{n}.\tThe lamp of pier {n} burns at dusk;" for n in range(1, 2001)]
    slips = [f"{line},;" if place % 600 == 7 else line for place, line in enumerate(lines)]
    blocks = [Block((Run(line),)) for line in slips]
    assert not detect_flattened(blocks, "en")
    assert detect_flattened(blocks[:700] + [Block((Run("The bells ring,;"),))] * 3, "en")


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
