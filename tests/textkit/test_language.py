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
def test_another_language_of_the_same_script_is_refused(language: str) -> None:
    assumed, words = OTHERS[language]
    with pytest.raises(TextError, match=f"“{language}”.*--language"):
        read_bytes((words * 3).encode())
    assert read_bytes((words * 3).encode(), language=assumed).language == assumed


@pytest.mark.parametrize("language", ["fa", "ja"])
def test_a_line_of_another_language_is_read_with_a_note(language: str) -> None:
    assumed, words = OTHERS[language]
    found, doubt = detect(words[:30])
    assert found == assumed
    assert f"“{language}”" in doubt
    assert "--language" in doubt
    assert [
        note.kind for note in read_bytes(words[:30].encode()).notes if note.message == doubt
    ] == ["language"]


def test_arabic_typed_with_the_letters_of_another_keyboard_is_arabic() -> None:
    typed = (SIX["ar"] * 5).replace("ي", "\u06cc").replace("ك", "\u06a9")
    assert detect(typed)[0] == "ar"


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("Greek", "Το Συμβούλιο αποφασίζει ότι οι φύλακες ανάβουν τα φανάρια."),
        ("Devanagari", "परिषद निर्णय करती है कि रखवाले शाम को तट के दीप जलाएँगे।"),
        ("Hangul", "이사회는 관리인들이 해질녘에 해안의 등불을 켜야 한다고 결정한다."),
        ("Hebrew", "המועצה מחליטה כי השומרים ידליקו את פנסי החוף עם רדת החשכה."),
    ],
)
def test_another_script_is_refused(script: str, words: str) -> None:
    with pytest.raises(TextError, match=f"in {script} script"):
        detect(words)
    assert detect(SIX["en"] * 5 + words[:60]) == ("en", "")


@pytest.mark.parametrize("first", SIX)
@pytest.mark.parametrize("second", SIX)
def test_two_languages_in_one_text_are_refused(first: str, second: str) -> None:
    both = "\n".join([SIX[first]] * 20 + [SIX[second]] * 20)
    if first == second:
        assert detect(both) == (first, "")
        return
    with pytest.raises(TextError, match="The text is in two languages") as caught:
        detect(both)
    assert f"“{first}”" in str(caught.value)
    assert f"“{second}”" in str(caught.value)


def test_a_few_paragraphs_of_another_language_do_not_refuse_a_text() -> None:
    for first, second in [("en", "fr"), ("ar", "en"), ("zh", "en"), ("ru", "es")]:
        assert detect("\n".join([SIX[first]] * 30 + [SIX[second]] * 4))[0] == first


def test_a_foreign_name_in_a_text_makes_it_no_other_language() -> None:
    assert detect(SIX["ru"] * 3 + " Київ.") == ("ru", "")
    assert detect(SIX["ar"] * 3 + " گچ.") == ("ar", "")


def test_another_language_in_latin_letters_is_refused() -> None:
    words = (
        "O Conselho decide que os faroleiros acendam as lâmpadas da costa ao anoitecer e solicita que "
        "apresentem um relatório todos os anos. Todos os Estados devem enviar óleo e ajudar quem não o tem."
    )
    with pytest.raises(TextError, match="“pt”"):
        detect(words)
