"""Numbers that Word computes from numbering definitions, in both views of the changes."""

from __future__ import annotations

import pytest

from majlis.textkit.read.docx import read_docx
from majlis.textkit.read.docx.numbering import old_label
from majlis.textkit.read.docx.numfmt import format_number
from tests.textkit.docx_builder import d, docx, i, labels, p, r, tbl, tr, track

FORMATS = {
    "decimal": {1: "1", 12: "12"},
    "decimalZero": {1: "01", 9: "09", 10: "10", 100: "100"},
    "lowerRoman": {4: "iv", 9: "ix", 44: "xliv"},
    "upperRoman": {4: "IV", 1999: "MCMXCIX"},
    "lowerLetter": {1: "a", 26: "z", 27: "aa", 28: "bb", 53: "aaa"},
    "upperLetter": {3: "C", 27: "AA"},
    "ordinal": {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 22: "22nd", 113: "113th"},
    "none": {5: ""},
    "arabicAbjad": {1: "أ", 2: "ب", 3: "ج", 4: "د", 5: "هـ", 6: "و", 10: "ي", 28: "غ", 29: "أأ"},
    "arabicAlpha": {1: "أ", 2: "ب", 3: "ت", 4: "ث", 26: "هـ", 28: "ي"},
    "russianLower": {1: "а", 7: "ж", 10: "к", 26: "ы", 29: "я", 30: "аа"},
    "russianUpper": {2: "Б"},
    "chineseCounting": {1: "一", 10: "十", 11: "十一", 20: "二十", 35: "三十五", 101: "一○一"},
    "chineseCountingThousand": {
        11: "十一",
        100: "一百",
        105: "一百零五",
        110: "一百一十",
        1005: "一千零五",
    },
    "taiwaneseCounting": {12: "十二"},
    "taiwaneseCountingThousand": {20_000: "二萬", 10_001: "一萬零一"},
    "taiwaneseDigital": {10: "一○"},
    "chineseLegalSimplified": {3: "叁", 10: "壹拾"},
    "ideographLegalTraditional": {3: "參", 20: "貳拾"},
    "ideographDigital": {5: "五", 10: "一〇", 23: "二三"},
    "japaneseCounting": {10: "十", 11: "十一", 100: "百", 1000: "千", 105: "百五"},
    "japaneseLegal": {2: "弐"},
    "ideographTraditional": {1: "甲", 10: "癸", 11: "11"},
    "ideographZodiac": {12: "亥", 13: "13"},
    "ideographZodiacTraditional": {1: "甲子", 60: "癸亥", 61: "61"},
    "ideographEnclosedCircle": {1: "㊀", 10: "㊉", 11: "11"},
    "decimalEnclosedCircle": {1: "①", 20: "⑳", 21: "21"},
    "decimalEnclosedCircleChinese": {2: "②"},
    "decimalEnclosedParen": {1: "⑴", 20: "⒇"},
    "decimalEnclosedFullstop": {1: "⒈"},
    "decimalFullWidth": {12: "１２"},
    "hindiNumbers": {10: "١٠"},
    "thaiNumbers": {3: "๓"},
    "hebrew1": {15: "טו", 16: "טז", 21: "כא"},
    "hebrew2": {2: "ב", 22: "ת"},
    "koreanCounting": {11: "십일"},
    "koreanDigital": {10: "일영"},
    "aiueo": {1: "ｱ"},
    "irohaFullWidth": {3: "ハ"},
    "ganada": {2: "나"},
    "chosung": {1: "ㄱ"},
    "chicago": {1: "*", 2: "†", 5: "**"},
    "numberInDash": {3: "- 3 -"},
    "hex": {26: "1A"},
    "cardinalText": {7: "7"},
    "neverHeardOf": {7: "7"},
}


@pytest.mark.parametrize("name", FORMATS)
def test_formats(name: str) -> None:
    assert {value: format_number(value, name) for value in FORMATS[name]} == FORMATS[name]


@pytest.mark.parametrize(
    ("value", "name"),
    [(0, "lowerLetter"), (-3, "lowerRoman"), (10**9, "lowerLetter"), (781, "lowerLetter")],
)
def test_values_without_a_sign_are_digits(value: int, name: str) -> None:
    assert format_number(value, name) == str(value)


def test_custom_formats() -> None:
    assert format_number(7, "custom", "001, 002, 003, ...") == "007"
    assert format_number(7, "custom", "α, β") == "7"


def lvl(
    at: int, fmt: str = "decimal", text: str | None = None, more: str = "", start: int = 1
) -> str:
    shown = f"%{at + 1}." if text is None else text
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/>{more}'
        f'<w:lvlText w:val="{shown}"/></w:lvl>'
    )


def abstract(key: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def num(key: int, abstract_id: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract_id}"/>{overrides}</w:num>'


def override(at: int, start: int | None = None, level: str = "") -> str:
    begin = f'<w:startOverride w:val="{start}"/>' if start is not None else ""
    return f'<w:lvlOverride w:ilvl="{at}">{begin}{level}</w:lvlOverride>'


def style(name: str, ppr: str, based: str = "", kind: str = "paragraph") -> str:
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{on}'
        f"<w:pPr>{ppr}</w:pPr></w:style>"
    )


def numpr(num_id: int | None, level: int | None = None) -> str:
    ilvl = f'<w:ilvl w:val="{level}"/>' if level is not None else ""
    key = f'<w:numId w:val="{num_id}"/>' if num_id is not None else ""
    return f"<w:numPr>{ilvl}{key}</w:numPr>"


OUTLINE = abstract(
    1, lvl(0), lvl(1, text="%1.%2"), lvl(2, "lowerLetter", "(%3)"), lvl(3, "lowerRoman", "%1-%4)")
) + num(1, 1)


def listed(*places: str, numbering: str = OUTLINE, styles: str = "") -> list[str]:
    return labels(
        docx("".join(p("x", num=place) for place in places), numbering=numbering, styles=styles)
    )


def test_levels_restart_after_a_higher_one() -> None:
    assert listed("1:0", "1:1", "1:1", "1:2", "1:0", "1:1", "1:2", "1:2") == [
        "1.", "1.1", "1.2", "(a)", "2.", "2.1", "(a)", "(b)",
    ]  # fmt: skip


def test_a_level_passed_over_counts_as_begun() -> None:
    assert listed("1:1", "1:3", "1:0") == ["1.1", "1-i)", "2."]


def test_empty_paragraphs_are_numbered_but_not_section_ends_and_hidden_ones() -> None:
    body = (
        p("x", num="1")
        + p(num="1")
        + p(num="1", ppr="<w:sectPr/>")
        + p(r("h", "<w:vanish/>"), num="1")
        + p("x", num="1")
    )
    assert labels(docx(body, numbering=OUTLINE)) == ["1.", "2.", "", "", "3."]


def test_num_id_zero_and_unknown_lists_give_no_number() -> None:
    assert listed("1", "0", "77", "1") == ["1.", "", "", "2."]


def test_lists_on_one_definition_share_their_count_unless_overridden() -> None:
    numbering = (
        abstract(1, lvl(0), lvl(1, "lowerLetter", "%2)"))
        + num(1, 1)
        + num(2, 1)
        + num(3, 1, override(0, start=1))
        + num(4, 1, override(0, level=lvl(0, "upperRoman", "%1", start=5)))
    )
    assert listed("1", "2", "3", "3", "1", "4", numbering=numbering) == [
        "1.", "2.", "1.", "2.", "3.", "IV",
    ]  # fmt: skip


def test_start_and_start_override_of_a_deeper_level() -> None:
    numbering = abstract(1, lvl(0, start=4), lvl(1, text="%2)", start=0)) + num(
        1, 1, override(1, start=3)
    )
    assert listed("1", "1:1", "1:1", "1", "1:1", numbering=numbering) == [
        "4.",
        "3)",
        "4)",
        "5.",
        "3)",
    ]


def test_restart_rules() -> None:
    numbering = abstract(
        1,
        lvl(0),
        lvl(1, text="%2)", more='<w:lvlRestart w:val="0"/>'),
        lvl(2, text="%3]", more='<w:lvlRestart w:val="1"/>'),
    ) + num(1, 1)
    assert listed("1", "1:1", "1:2", "1:1", "1:2", "1", "1:1", "1:2", numbering=numbering) == [
        "1.", "1)", "1]", "2)", "2]", "2.", "3)", "1]",
    ]  # fmt: skip


def test_legal_levels_and_formats_of_other_levels() -> None:
    numbering = abstract(
        1,
        lvl(0, "upperRoman", "%1"),
        lvl(1, text="%1.%2"),
        lvl(2, text="%1.%2.%3", more="<w:isLgl/>"),
    ) + num(1, 1)
    assert listed("1", "1", "1:1", "1:2", numbering=numbering) == ["I", "II", "II.1", "2.1.1"]


def test_bullets() -> None:
    numbering = abstract(
        1,
        lvl(0, "bullet", "\uf0b7"),
        lvl(1, "bullet", "o"),
        lvl(2, "bullet", "\uf123"),
        lvl(3, text="%1%4"),
    ) + num(1, 1)
    assert listed("1", "1:1", "1:2", "1:3", numbering=numbering) == ["•", "o", "•", "1"]


def test_labels_of_each_script() -> None:
    numbering = "".join(
        abstract(at, lvl(0, name, text)) + num(at, at)
        for at, (name, text) in enumerate(
            [
                ("arabicAbjad", "%1 )"),
                ("chineseCountingThousand", "（%1）"),
                ("russianLower", "%1)"),
                ("decimalEnclosedCircle", "%1"),
                ("none", "Annex"),
            ],
            1,
        )
    )
    assert listed("1", "1", "2", "3", "4", "5", numbering=numbering) == [
        "أ )", "ب )", "（一）", "а)", "①", "Annex",
    ]  # fmt: skip


def test_a_custom_format_in_alternate_content() -> None:
    formatted = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="wps">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback>'
        '<w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
        '<w:lvlText w:val="[%1]"/></w:lvl>'
    )
    assert listed("1", "1", numbering=abstract(1, formatted) + num(1, 1)) == ["[001]", "[002]"]


def test_numbers_from_styles() -> None:
    numbering = abstract(
        1,
        lvl(0, text="%1", more='<w:pStyle w:val="One"/>'),
        lvl(1, text="%1.%2", more='<w:pStyle w:val="Two"/>'),
    ) + num(1, 1)
    styles = (
        style("One", numpr(1))
        + style("Two", numpr(None, 1), based="One")
        + style("Child", "", based="Two")
        + style("Off", numpr(0), based="One")
    )
    body = (
        p("a", style="One")
        + p("b", style="Two")
        + p("c", style="Child")
        + p("d", style="Off")
        + p("e", style="One", num="0")
        + p("f", style="One", ppr=numpr(None, 1))
        + p("g", style="One")
    )
    assert labels(docx(body, numbering=numbering, styles=styles)) == [
        "1", "1.1", "1.2", "", "", "1.3", "2",
    ]  # fmt: skip


def test_list_styles_link_to_their_definition() -> None:
    numbering = (
        abstract(1, lvl(0, "upperLetter"), more='<w:styleLink w:val="Lst"/>')
        + abstract(2, more='<w:numStyleLink w:val="Lst"/>')
        + abstract(3, more='<w:numStyleLink w:val="Other"/>')
        + abstract(4, more='<w:numStyleLink w:val="Circle"/>')
        + num(1, 1)
        + num(2, 2)
        + num(3, 3)
        + num(4, 4)
    )
    styles = style("Other", numpr(1), kind="numbering") + style(
        "Circle", numpr(4), kind="numbering"
    )
    assert listed("1", "2", "3", "4", numbering=numbering, styles=styles) == ["A.", "B.", "C.", ""]


def test_levels_of_blocks() -> None:
    data = docx(p("a", num="1") + p("b", num="1:2") + p("c"), numbering=OUTLINE)
    assert [block.level for block in read_docx(data).blocks] == [0, 2, None]


def test_boxes_and_notes_count_for_themselves() -> None:
    box = (
        f"<w:r><w:drawing><wps:txbx><w:txbxContent>{p('in', num='1')}</w:txbxContent></wps:txbx>"
        "</w:drawing></w:r>"
    )
    call = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    notes = f'<w:footnote w:id="1">{p("note", num="1")}</w:footnote>'
    body = p("a", box, num="1") + p("b", call, num="1") + tbl(tr(p("c", num="1"))) + p("e", num="1")
    assert labels(docx(body, numbering=OUTLINE, footnotes=notes)) == [
        "1.", "1.", "2.", "1.", "3.", "4.",
    ]  # fmt: skip


def both(body: str, styles: str = "") -> list[tuple[str, str, str]]:
    blocks = read_docx(docx(body, numbering=OUTLINE, styles=styles)).blocks
    return [(block.text, block.label, block.old_label) for block in blocks]


def test_labels_of_inserted_deleted_and_moved_paragraphs() -> None:
    body = (
        p("a", num="1")
        + p(i("b"), num="1", mark="ins")
        + p(d("c"), num="1", mark="del")
        + p("e", num="1")
        + p("f", num="1")
    )
    assert both(body) == [
        ("a", "1.", "1."),
        ("b", "2.", ""),
        ("c", "", "2."),
        ("e", "3.", "3."),
        ("f", "4.", "4."),
    ]
    data = docx(body, numbering=OUTLINE)
    assert labels(data, "accept") == ["1.", "2.", "3.", "4."]
    assert labels(data, "reject") == ["1.", "2.", "3.", "4."]
    plain = read_docx(data, "reject").blocks
    assert [block.old_label for block in plain] == ["1.", "2.", "3.", "4."]


def test_a_joined_paragraph_has_one_number_before_its_first_text() -> None:
    body = p("a", num="1") + p("b", num="1", mark="del") + p("c", num="1") + p("e", num="1")
    assert both(body) == [
        ("a", "1.", "1."),
        ("b", "2.", "2."),
        ("c", "", "3."),
        ("e", "3.", "4."),
    ]


def test_an_inserted_number() -> None:
    inserted = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/>{track("ins")}</w:numPr>'
    assert both(p("a", num="1") + p("b", ppr=inserted) + p("c", num="1")) == [
        ("a", "1.", "1."),
        ("b", "2.", ""),
        ("c", "3.", "2."),
    ]


def test_a_changed_number() -> None:
    change = f'<w:pPrChange w:id="1"><w:pPr>{numpr(1, 1)}</w:pPr></w:pPrChange>'
    assert both(p("a", num="1") + p("b", num="1", ppr=change) + p("c", num="1")) == [
        ("a", "1.", "1."),
        ("b", "2.", "1.1"),
        ("c", "3.", "2."),
    ]


def test_a_number_taken_away() -> None:
    change = f'<w:pPrChange w:id="1"><w:pPr>{numpr(1)}</w:pPr></w:pPrChange>'
    assert both(p("a", ppr=change) + p("b", num="1")) == [("a", "", "1."), ("b", "1.", "2.")]


def test_a_number_that_states_its_old_form() -> None:
    stated = track("numberingChange", attributes='w:original="%1:7:4:)"')
    kept = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/>{stated}</w:numPr>'
    assert both(p("a", ppr=kept)) == [("a", "1.", "g)")]


@pytest.mark.parametrize(
    ("original", "label"),
    [("%1:3:0:.", "3."), ("%1:2:0:.%2:4:2:)", "2.iv)"), ("1)", "1)"), ("%1:1:255:", "")],
)
def test_old_labels(original: str, label: str) -> None:
    assert old_label(original) == label


def test_damaged_definitions_do_no_harm() -> None:
    numbering = (
        '<w:num w:numId="1"/><w:num w:numId="2"><w:abstractNumId w:val="9"/></w:num>'
        '<w:num w:numId="x"/><w:abstractNum/><w:abstractNum w:abstractNumId="3">'
        '<w:lvl w:ilvl="99"/><w:lvl/><w:lvl w:ilvl="0"><w:numFmt/><w:start w:val="99999999999"/>'
        f"</w:lvl></w:abstractNum>{num(3, 3)}"
    )
    assert listed("1", "2", "3", "3:44", "-1", numbering=numbering) == [""] * 5
