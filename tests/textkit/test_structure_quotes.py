"""Headings that a text of ITU style quotes from another resolution are none of its own."""

from __future__ import annotations

import pytest

from majlis.textkit.model import Text
from majlis.textkit.read.plain import read_plain
from majlis.textkit.structure import build

LEAD = (
    "RESOLUTION 44 (Rev. Kelpton, 2030)\nTidal bells\n"
    "The Plenipotentiary Conference of the Bell Union (Kelpton, 2030),\n"
)
OWN = "resolves\n1 to ring bells until 2034;\ninstructs the Secretary-General\n1 to report."
SAYS = "b) that Resolution 12 (Rev. Sandville, 2026) instructed the Council as follows:\n"


def read(source: str, language: str = "en") -> Text:
    return build(read_plain(source)[0], language)


def headings(text: Text) -> list[str]:
    return [p.text for p in text.walk() if p.kind == "heading"]


@pytest.mark.parametrize("marks", ['""', "“”", "«»", "  "])
@pytest.mark.parametrize("labels", [("1 ", "2 "), ("’1‘ ", "’2‘ ")])
def test_a_quotation_in_the_last_recitals(marks: str, labels: tuple[str, str]) -> None:
    opening, closing = marks
    text = read(
        f"{LEAD}considering\na) that bells ring;\n{SAYS}{opening}instructs the Council\n"
        f"{labels[0]}to set up a group;\n{labels[1]}to report{closing},\nc) that the tide is late,\n{OWN}"
    )
    assert headings(text) == ["considering", "resolves", "instructs the Secretary-General"]
    recitals = next(p for p in text.walk() if p.text == "considering").children
    assert [p.number for p in recitals] == ["a", "b", "c"]
    assert {p.kind for r in recitals for p in r.walk()} == {"preambular"}
    (quoted,) = recitals[1].children
    assert [p.number for p in quoted.children] == ["1", "2"]


def test_a_quotation_that_is_the_last_item_of_its_list() -> None:
    for recitals in ("", "noting\nthat harbours differ,\n"):
        text = read(
            f"{LEAD}considering\na) that bells ring;\n{SAYS}“instructs the Council\n1 to report;\n"
            f"invites members\n1 to sing”,\n{recitals}{OWN}"
        )
        assert headings(text)[-2:] == ["resolves", "instructs the Secretary-General"]
        assert sum(p.kind == "heading" for p in text.walk()) == (4 if recitals else 3)


def test_a_quotation_without_marks_goes_on_to_the_next_recitals() -> None:
    text = read(
        f"{LEAD}recalling\nResolution 12 (Rev. Sandville, 2026), which\nresolves\n1 to meet;\n"
        f"instructs the Council\n1 to report;\nconsidering further\nthat bells stop,\n{OWN}"
    )
    assert headings(text) == [
        "recalling",
        "considering further",
        "resolves",
        "instructs the Secretary-General",
    ]


@pytest.mark.parametrize(
    ("language", "source", "own"),
    [
        (
            "fr",
            (
                "RÉSOLUTION 44 (Rév. Kelpton, 2030)\nCloches\n"
                "La Conférence de plénipotentiaires de l'Union des cloches (Kelpton, 2030),\n"
                "considérant\na) que les cloches sonnent;\nb) que la Résolution 12 dispose ce qui suit:\n"
                "«charge le Conseil\n1 de créer un groupe;\n2 de faire rapport»,\n"
                "décide\n1 de poursuivre;\ncharge le Secrétaire général\n1 de faire rapport."
            ),
            ["considérant", "décide", "charge le Secrétaire général"],
        ),
        (
            "ar",
            (
                "القرار 44 (المراجَع في كلبتون، 2030)\nالأجراس\n"
                "إن مؤتمر المندوبين المفوضين لاتحاد الأجراس (كلبتون، 2030)،\n"
                "إذ يضع في اعتباره\nأ ) أن الأجراس تدق؛\nب) أن القرار 12 ينص على ما يلي:\n"
                '"يكلف المجلس\n1 بإنشاء فريق؛\n2 بتقديم تقرير"،\n'
                "يقرر\n1 مواصلة البرنامج،\nيكلف الأمين العام\n1 بتقديم تقرير."
            ),
            ["إذ يضع في اعتباره", "يقرر", "يكلف الأمين العام"],
        ),
    ],
)
def test_quotations_in_other_scripts(language: str, source: str, own: list[str]) -> None:
    assert headings(read(source, language)) == own


def test_a_mark_that_is_never_closed_hides_nothing() -> None:
    text = read(f'{LEAD}considering\na) that "bells ring;\n"noting\nthat they stop,\n{OWN}')
    assert headings(text)[-2:] == ["resolves", "instructs the Secretary-General"]


def test_an_own_heading_after_a_recital_that_names_a_resolution() -> None:
    text = read(f"{LEAD}recalling\na) Resolution 12 (Rev. Sandville, 2026);\nb) its bells\n{OWN}")
    assert headings(text) == ["recalling", "resolves", "instructs the Secretary-General"]
