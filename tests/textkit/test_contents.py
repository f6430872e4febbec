"""Tables of contents: front matter, whatever their lines seem to be."""

from __future__ import annotations

import pytest

from majlis.textkit.model import Block, Run, Text
from majlis.textkit.read import read_bytes
from majlis.textkit.structure import build
from majlis.textkit.structure.contents import heads_contents, is_entry
from tests.textkit.docx_builder import docx, p

# Title, heading of the contents, three entries with the annex as the last, and the annex in the text.
WORDS = {
    "en": ("Report of the Lamp Group", "Contents", ("Introduction", "Lamps", "Annex"), "The lamps are lit at night."),
    "fr": ("Rapport du Groupe des lampes", "Table des matières", ("Introduction", "Lampes", "Annexe"), "Les lampes sont allumées la nuit."),
    "es": ("Informe del Grupo de las Lámparas", "Índice", ("Introducción", "Lámparas", "Anexo"), "Las lámparas se encienden de noche."),
    "ru": ("Доклад Группы по лампам", "Содержание", ("Введение", "Лампы", "Приложение"), "Лампы зажигают ночью, и они горят до утра."),
    "ar": ("تقرير فريق المصابيح", "المحتويات", ("مقدمة", "المصابيح", "المرفق"), "تضاء المصابيح ليلا في كل ميناء من الموانئ."),
    "zh": ("灯具组的报告", "目 录", ("导言", "灯具", "附件"), "每个港口的灯具夜间点亮，直到早晨。"),
}  # fmt: skip
PAGES = (1, 6, 67)


def _report(language: str, between: str) -> Text:
    """A report with a table of contents; ``between`` stands before the numbers of its pages."""
    title, contents, names, words = WORDS[language]
    entries = [f"{n}. {name}" for n, name in enumerate(names[:-1], 1)] + [names[-1]]
    lines = [title, contents]
    lines += [f"{entry}{between}{page}" for entry, page in zip(entries, PAGES, strict=True)]
    lines += [entries[0], words, entries[1], words, names[-1], words]
    return read_bytes("\n\n".join(lines).encode(), language=language, name="report.txt")


@pytest.mark.parametrize("between", ["\t", " ", " ........ ", " . . . . . . "])
@pytest.mark.parametrize("language", WORDS)
def test_a_table_of_contents_is_front_matter(language: str, between: str) -> None:
    text = _report(language, between)
    front = [each.text for each in text.walk() if each.kind == "front"]
    assert front[0] == WORDS[language][1]
    assert [each.split()[-1] for each in front[1:]] == [str(page) for page in PAGES]
    assert text.kind == "report"
    annexes = [each.text for each in text.walk() if each.kind == "annex"]
    assert annexes == [WORDS[language][2][2]]


@pytest.mark.parametrize("language", WORDS)
def test_the_reader_says_that_a_table_of_contents_was_set_apart(language: str) -> None:
    notes = [note.message for note in _report(language, "\t").notes]
    assert notes == ["Lines set apart as a table of contents: 4."]


def test_an_index_line_of_an_annex_begins_no_second_text() -> None:
    text = read_bytes(
        b"Report of the Lamp Group\n\nIndex\n\nI. Introduction 1\n\nII. Lamps 6\n\nAnnex 67\n\n"
        b"Glossary 71\n\nI. Introduction\n\nThe Group met twice.\n\nII. Lamps\n\nAll are lit.\n\n"
        b"Glossary\n\nA lamp gives light.\n",
        name="report.txt",
    )
    assert text.parts == ()
    assert "annex" not in {each.kind for each in text.walk()}


def test_a_long_entry_goes_on_in_the_next_line() -> None:
    text = read_bytes(
        b"Report of the Lamp Group\n\nContents\n\n1. Introduction\t1\n\n2. Lamps of the outer harbour\n\n"
        b"and of the islands\t6\n\n3. Wells\t9\n\n1. Introduction\n\nThe Group met twice.\n\n"
        b"2. Lamps of the outer harbour and of the islands\n\nAll are lit.\n\n3. Wells\n\nTwo are dry.\n",
        name="report.txt",
    )
    kinds = [each.kind for each in text.walk()]
    assert kinds[:6] == ["title", "front", "front", "front", "front", "front"]
    assert "front" not in kinds[6:]


def test_headings_under_contents_without_page_numbers_stay_headings() -> None:
    """Nothing but a page number, or the same words further down, shows an entry."""
    text = read_bytes(
        b"Report of the Lamp Group\n\nContents\n\nPhase 1\n\nThe lamps are counted in the first year.\n\n"
        b"Phase 2\n\nThe lamps are lit in the second year.\n",
        name="report.txt",
    )
    assert "front" not in {each.kind for each in text.walk()}


def test_styles_of_a_word_file_show_its_contents_and_its_title() -> None:
    body = (
        p("BACKGROUND REPORT", ppr='<w:outlineLvl w:val="0"/>')
        + p("THE LAMP GROUP", ppr='<w:outlineLvl w:val="0"/>')
        + p("June 2035")
        + p("Index")
        + p("I.", "<w:r><w:tab/></w:r>", "Introduction", "<w:r><w:tab/></w:r>", "1")
        + p("Box 1: Lamps (old ones)", "<w:r><w:tab/></w:r>", "6")
        + p("II.", "<w:r><w:tab/></w:r>", "Wells", "<w:r><w:tab/></w:r>", "9")
        + p("Annex", "<w:r><w:tab/></w:r>", "67")
        + p("I. Introduction", ppr='<w:outlineLvl w:val="0"/>')
        + p("1. The Group met twice in the harbour and once on the islands.")
        + p("II. Wells", ppr='<w:outlineLvl w:val="0"/>')
        + p("2. Two wells are dry, and three of them were closed by the Group.")
    )
    text = read_bytes(docx(body))
    assert (text.kind, text.title) == ("report", "BACKGROUND REPORT THE LAMP GROUP")
    kinds = [each.kind for each in text.walk()]
    assert kinds[:9] == ["title"] * 2 + ["front"] * 6 + ["heading"]
    assert text.parts == ()


def test_a_contents_style_needs_no_page_number() -> None:
    blocks = [Block((Run(words),), style="toc 1") for words in ("Introduction", "Lamps", "Wells")]
    text = build([*blocks, Block((Run("The lamps are lit."),))], "en")
    assert [each.kind for each in text.walk()] == ["front"] * 3 + ["paragraph"]


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("Introduction\t12", True),
        ("Introduction ...... 12", True),
        ("Introduction ...... 1–6 12", True),
        ("Resolution 12", False),
        ("In the year ... 2035", False),
    ],
)
def test_a_leader_shows_an_entry(line: str, entry: bool) -> None:
    assert is_entry(line) is entry


@pytest.mark.parametrize("language", WORDS)
def test_the_heading_of_a_table_of_contents_is_known(language: str) -> None:
    assert heads_contents(WORDS[language][1], language)
    assert not heads_contents(WORDS[language][0], language)
