"""The language of a text: one of the six, or a line that says what it looks like instead."""

from __future__ import annotations

import pytest

from majlis.textkit.errors import TextError
from majlis.textkit.language import detect
from majlis.textkit.read import read_bytes

SIX = {
    "en": "The Council decides that the lamps on the shore shall be lit by the keepers at dusk.",
    "fr": "Le Conseil décide que les lampes du rivage seront allumées par les gardiens dans la soirée.",
    "es": "El Consejo decide que los fareros enciendan las lámparas de la costa al caer la noche.",
    "ru": "Совет постановляет, что смотрители зажигают фонари на берегу с наступлением темноты.",
    "zh": "理事会决定由守灯人在黄昏时点亮岸边的灯。",
    "ar": "يقرر المجلس أن يضيء الحراس مصابيح الشاطئ عند الغسق.",
}
BULGARIAN = (
    "Съветът решава пазачите да палят фенерите на брега, когато падне мрак, и да изпращат масло. "
    "Всички държави трябва да помагат на пазачите и да представят доклад всяка година."
)
# of the same scripts, none of the six
OTHERS = {
    "fa": (
        "ar",
        "شورا تصمیم می‌گیرد که نگهبانان چراغ‌های ساحل را هنگام غروب روشن کنند و گزارش دهند.",
    ),
    "ur": (
        "ar",
        "کونسل فیصلہ کرتی ہے کہ نگہبان شام کو ساحل کے چراغ روشن کریں گے اور رپورٹ پیش کریں گے۔",
    ),
    "uk": ("ru", "Рада вирішує, що наглядачі запалюють ліхтарі на березі з настанням темряви."),
    "bg": ("ru", BULGARIAN),
    "ja": ("zh", "理事会は、守り手が夕暮れに岸辺の灯をともすことを決定し、毎年の報告を要請する。"),
}


@pytest.mark.parametrize("language", SIX)
def test_the_six_are_known_without_a_doubt(language: str) -> None:
    assert detect(SIX[language]) == (language, "")
    assert detect(SIX[language] * 20) == (language, "")


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_of_the_same_script_is_read_with_a_note(language: str) -> None:
    assumed, words = OTHERS[language]
    found, doubt = detect(words)
    assert found == assumed
    assert f"'{language}'" in doubt
    assert "--language" in doubt
    assert [note.kind for note in read_bytes(words.encode()).notes if note.message == doubt] == [
        "language"
    ]
    assert not any(
        note.message == doubt for note in read_bytes(words.encode(), language=assumed).notes
    )


def test_a_foreign_name_in_a_text_makes_it_no_other_language() -> None:
    assert detect(SIX["ru"] * 3 + " Київ.") == ("ru", "")
    assert detect(SIX["ar"] * 3 + " گچ.") == ("ar", "")


def test_another_language_in_latin_letters_is_refused() -> None:
    words = (
        "O Conselho decide que os faroleiros acendam as lâmpadas da costa ao anoitecer e solicita que "
        "apresentem um relatório todos os anos. Todos os Estados devem enviar óleo e ajudar quem não o tem."
    )
    with pytest.raises(TextError, match="'pt'"):
        detect(words)
