"""Texts of conventions, agencies and regional organizations: whom they ask, what, for whom and by when.

The rules were made with those of ``bodies``; the tables of ``bodies_unseen`` were made before the engine
read the texts, and no rule was made for them.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from majlis.textkit.mandates import mandates
from majlis.textkit.model import LANGUAGES
from majlis.textkit.read import read_bytes

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
import textkit_mandates as bench

FLOORS = {"bodies": (0.98, 0.98, 0.98), "bodies_unseen": (0.95, 0.95, 0.92)}
PREAMBLE = "Decision 9/CP.41\nLamps\nThe Conference of the Parties,\nRecalling decision 1/CP.16,\n"


def _counts(kind: str) -> Counter[str]:
    whole: Counter[str] = Counter()
    for language in LANGUAGES:
        whole += bench.count(sorted((bench.TEXTS / kind).glob(f"*.{language}.txt")))
    return whole


@pytest.mark.parametrize("kind", FLOORS)
def test_mandates_and_addressees_are_found(kind: str) -> None:
    found, right, addressed = FLOORS[kind]
    counts = _counts(kind)
    assert counts["mandate right"] >= found * counts["mandate of"]
    assert counts["mandate right"] >= right * counts["mandate got"]
    assert counts["actors right"] >= addressed * counts["actors of"]


@pytest.mark.parametrize("kind", FLOORS)
@pytest.mark.parametrize("field", ["deadline", "occasion", "recipients", "via"])
def test_fields_are_right(kind: str, field: str) -> None:
    counts = _counts(kind)
    assert counts[f"{field} right"] >= 0.85 * counts[f"{field} of"]
    assert counts[f"{field} right"] >= 0.85 * counts[f"{field} got"]


def _asked(words: str, language: str = "en", before: str = PREAMBLE) -> list[tuple[object, ...]]:
    found = mandates(read_bytes(f"{before}{words}\n".encode(), language=language, name="x.txt"))
    return [(m.actors, m.deliverable, m.deadline) for m in found.mandates]


@pytest.mark.parametrize(
    "words",
    [
        (
            "1. Requests that the actions of the secretariat called for in this decision be undertaken"
            " subject to the availability of financial resources;"
        ),
        "1. Takes note of the activities to be undertaken by the secretariat referred to in paragraph 3;",
        "1. Decides:\n(a) To take note of the report;\n(b) To welcome the work of the panel;",
    ],
)
def test_what_asks_nothing(words: str) -> None:
    assert _asked(words) == []


def test_a_condition_before_points_is_no_action() -> None:
    words = (
        "1. Requests the Executive Secretary, subject to the availability of resources:\n"
        "(a) To prepare a report;\n(b) To convene a workshop;"
    )
    assert _asked(words) == [
        (("Executive Secretary",), "report", None),
        (("Executive Secretary",), "meeting", None),
    ]


def test_points_that_are_things_are_no_mandates() -> None:
    words = "1. Requests Parties to include the following information:\n(a) 2031;\n(b) Quantity of lamps;"
    assert [actors for actors, _, _ in _asked(words)] == [("Parties",)]


@pytest.mark.parametrize(
    ("session", "deadline"),
    [
        ("at its fourth session (November 2032)", "2032-11"),
        ("at its fourth session (Port Lira, 8-19 November 2032)", "2032-11-19"),
        ("at its March 2033 session", "2033-03"),
        ("at its fourth session", None),
    ],
)
def test_a_session_has_the_month_beside_it(session: str, deadline: str | None) -> None:
    words = f"1. Requests the secretariat to report to the Adaptation Committee {session};"
    assert _asked(words) == [(("Secretariat",), "report", deadline)]


@pytest.mark.parametrize(
    ("lead", "points"),
    [
        ("The Fifteenth Meeting of the Parties,\nRecalling lamps,\nDecides:", "1. To request"),
        ("The Fifteenth Meeting of the Parties decides:", "1. To request"),
        ("The Fifteenth Meeting of the Parties decided in Dec. XV/4:", "1. To request"),
        ("The Parties decide:", "1. To request"),
        ("The Executive Board, having considered the report, decided:", "(1) to request"),
        ("The Governing Body:", "(a) requested"),
    ],
)
def test_points_of_a_line_in_which_a_body_decides(lead: str, points: str) -> None:
    words = f"{lead}\n{points} the Executive Secretary to prepare a report;"
    found = _asked(words, before="Decision XV/4: Lamps\n")
    assert found == [(("Executive Secretary",), "report", None)]


@pytest.mark.parametrize(
    ("language", "words", "actors"),
    [
        (
            "fr",
            (
                "1. Prie le Directeur exécutif du Programme des Nations Unies pour l'environnement et la"
                " Secrétaire exécutive de la Convention de coopérer;"
            ),
            (
                "Executive Director of the United Nations Environment Programme",
                "Executive Secretary",
            ),
        ),
        (
            "es",
            (
                "1. Pide al Director General de la Organización Mundial de la Salud y al Consejo"
                " Ejecutivo que creen un fondo;"
            ),
            ("Director-General of the World Health Organization", "Executive Board"),
        ),
        (
            "ru",
            "1. просит Генерального директора и Исполнительный совет создать фонд;",
            ("Director-General", "Executive Board"),
        ),
        ("zh", "1. 请联合国环境规划署执行主任和各缔约方开展合作；", None),
        (
            "ar",
            "1- يطلب إلى المدير العام والمجلس التنفيذي إنشاء صندوق؛",
            ("Director-General", "Executive Board"),
        ),
    ],
)
def test_titles_are_what_the_text_says(
    language: str, words: str, actors: tuple[str, ...] | None
) -> None:
    expected = actors or (
        "Executive Director of the United Nations Environment Programme",
        "Parties",
    )
    formula = {
        "fr": "Décision 9/CP.41\nLampes\nLa Conférence des Parties,\n",
        "es": "Decisión 9/CP.41\nLámparas\nLa Conferencia de las Partes,\n",
        "ru": "Решение 9/CP.41\nЛампы\nКонференция Сторон,\n",
        "zh": "第9/CP.41号决定\n灯\n缔约方会议，\n",
        "ar": "المقرر 9/م أ-41\nمصابيح\nإن مؤتمر الأطراف،\n",
    }
    assert [actors for actors, _, _ in _asked(words, language, formula[language])] == [expected]


@pytest.mark.parametrize(
    ("words", "actors"),
    [
        (
            "Parties, observers and other stakeholders",
            ("Parties", "observers", "Stakeholders"),
        ),
        (
            "international, regional and national partners",
            ("international, regional and national partners",),
        ),
        (
            "the Lamp Board of the Union and the panel of keepers",
            ("Lamp Board of the Union", "panel of keepers"),
        ),
        (
            "the Special Committee on Peace, Tides and Trade",
            ("Special Committee on Peace, Tides and Trade",),
        ),
        (
            "Parties, United Nations agencies and other relevant organizations",
            ("Parties", "United Nations system", "International organizations"),
        ),
    ],
)
def test_a_list_has_all_its_names(words: str, actors: tuple[str, ...]) -> None:
    assert [found for found, _, _ in _asked(f"1. Invites {words} to help;")] == [actors]
