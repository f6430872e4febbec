"""Lists of several levels in the scripts of the six languages, as Word prints their numbers."""

from __future__ import annotations

import pytest

from majlis.textkit.read import read_bytes
from tests.textkit.docx_builder import docx, labels, p, r
from tests.textkit.test_read_docx_numbers import abstract, lvl, num, override

LEVELS = ["1:0", "1:1", "1:1", "1:2", "1:0", "1:1"]
LEGAL = "<w:isLgl/>"
LISTS = {
    # name: the levels, their labels
    "abjad under Arabic-Indic digits": (
        [lvl(0, "hindiNumbers", "%1-"), lvl(1, "arabicAbjad", "%2)"), lvl(2, "arabicAlpha")],
        ["١-", "أ)", "ب)", "أ.", "٢-", "أ)"],
    ),
    "Arabic-Indic digits of several levels": (
        [
            lvl(0, "hindiNumbers", "%1"),
            lvl(1, "hindiNumbers", "%1.%2"),
            lvl(2, "hindiNumbers", "%1.%2.%3", LEGAL),
        ],
        ["١", "١.١", "١.٢", "1.2.1", "٢", "٢.١"],
    ),
    "hijai over abjad, upper level first and last": (
        [
            lvl(0, "arabicAlpha", "%1"),
            lvl(1, "arabicAbjad", "%2/%1"),
            lvl(2, "decimal", "%1-%2-%3"),
        ],
        ["أ", "أ/أ", "ب/أ", "أ-ب-1", "ب", "أ/ب"],
    ),
    "Russian letters": (
        [
            lvl(0, "russianUpper", "%1."),
            lvl(1, "russianLower", "%2)"),
            lvl(2, "russianLower", "%1.%3"),
        ],
        ["А.", "а)", "б)", "А.а", "Б.", "а)"],
    ),
    "Chinese counting under stems": (
        [
            lvl(0, "ideographTraditional", "%1、"),
            lvl(1, "chineseCounting", "（%2）"),
            lvl(2, "chineseCountingThousand", "%1%2.%3", LEGAL),
        ],
        ["甲、", "（一）", "（二）", "12.1", "乙、", "（一）"],
    ),
    "from the tenth on": (
        [
            lvl(0, "chineseCounting", "第%1条", start=10),
            lvl(1, "russianLower", "%2)", start=9),
            lvl(2, "hindiNumbers", "%3)", start=19),
        ],
        ["第十条", "и)", "к)", "١٩)", "第十一条", "и)"],
    ),
    "never restarted, restarted by the first level alone": (
        [
            lvl(0, "hindiNumbers", "%1"),
            lvl(1, "arabicAbjad", "%2", '<w:lvlRestart w:val="0"/>'),
            lvl(2, "russianLower", "%3", '<w:lvlRestart w:val="1"/>'),
        ],
        ["١", "أ", "ب", "а", "٢", "ج"],
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists(name: str) -> None:
    levels, wanted = LISTS[name]
    body = "".join(p("x", num=place, ppr="<w:bidi/>") for place in LEVELS)
    assert labels(docx(body, numbering=abstract(1, *levels) + num(1, 1))) == wanted


@pytest.mark.parametrize("name", ["arabicAbjad", "russianUpper", "ideographTraditional"])
def test_a_list_begun_anew_counts_in_its_own_script(name: str) -> None:
    numbering = abstract(1, lvl(0, name, "%1")) + num(1, 1) + num(2, 1, override(0, start=3))
    once = labels(docx(3 * p("x", num="1") + p("x", num="2"), numbering=numbering))
    assert once[3] == once[2] != once[0]


@pytest.mark.parametrize("suffix", ["tab", "space", "nothing"])
def test_what_follows_a_number_is_no_part_of_it(suffix: str) -> None:
    level = lvl(0, "arabicAbjad", "%1)", f'<w:suff w:val="{suffix}"/>')
    data = docx(p("x", num="1"), numbering=abstract(1, level) + num(1, 1))
    assert labels(data) == ["أ)"]


def test_an_arabic_list_is_read_right_to_left_with_its_values() -> None:
    levels = (lvl(0, "hindiNumbers", "%1-"), lvl(1, "arabicAbjad", "%2 )"))
    body = p(r("إن المؤتمر،", "<w:rtl/>"), ppr="<w:bidi/>") + "".join(
        p(r(words, "<w:rtl/>"), num=f"1:{level}", ppr="<w:bidi/>")
        for level, words in (
            (0, "يقرر أن يرعى حدائق المد:"),
            (1, "صيانة البوابات؛"),
            (1, "عد الطيور؛"),
            (0, "يدعو الحراس إلى النظر في ذلك."),
        )
    )
    text = read_bytes(docx(body, numbering=abstract(1, *levels) + num(1, 1)))
    assert text.direction == "rtl"
    assert [(q.label, q.number, q.text) for q in text.walk()][1:] == [
        ("١-", "1", "يقرر أن يرعى حدائق المد:"),
        ("أ )", "a", "صيانة البوابات؛"),
        ("ب )", "b", "عد الطيور؛"),
        ("٢-", "2", "يدعو الحراس إلى النظر في ذلك."),
    ]
    assert [text.parents()[q.id] is None for q in text.walk()] == [True, True, False, False, True]
