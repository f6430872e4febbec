"""A recital that tells what another instrument asks, with its items, stays one recital."""

from __future__ import annotations

import pytest

from majlis.textkit.model import Text
from majlis.textkit.read import read_file

TEXTS = {
    "en": (
        "RESOLUTION 12 (Port Sel, 2030)",
        "The ITU Council,",
        "considering",
        "that Resolution 7 (Port Sel, 2028) provides for new lamps, and requests the Council:",
        "to count the lamps;",
        "that Resolution 8 (Port Sel, 2028) instructs the Secretary-General:",
        "to light the lamps,",
        "resolves",
        "to keep the lamps,",
        "instructs the Secretary-General",
        "to clean the lamps.",
    ),
    "fr": (
        "RÉSOLUTION 12 (Port-Sel, 2030)",
        "Le Conseil de l'UIT,",
        "considérant",
        "que la Résolution 7 (Port-Sel, 2028) prévoit de nouvelles lampes, et prie le Conseil:",
        "de compter les lampes;",
        "que la Résolution 8 (Port-Sel, 2028) charge le Secrétaire général:",
        "d'allumer les lampes,",
        "décide",
        "de garder les lampes,",
        "charge le Secrétaire général",
        "de nettoyer les lampes.",
    ),
    "es": (
        "RESOLUCIÓN 12 (Puerto Sal, 2030)",
        "El Consejo de la UIT,",
        "considerando",
        "que la Resolución 7 (Puerto Sal, 2028) prevé nuevas lámparas, y pide al Consejo:",
        "que cuente las lámparas;",
        "que la Resolución 8 (Puerto Sal, 2028) encarga al Secretario General:",
        "que encienda las lámparas,",
        "resuelve",
        "conservar las lámparas,",
        "encarga al Secretario General",
        "que limpie las lámparas.",
    ),
    "ru": (
        "РЕЗОЛЮЦИЯ 12 (Порт-Соль, 2030 г.)",
        "Совет МСЭ,",
        "учитывая,",
        "что Резолюция 7 (Порт-Соль, 2028 г.) предусматривает новые лампы, и предлагает Совету:",
        "сосчитать лампы;",
        "что Резолюция 8 (Порт-Соль, 2028 г.) поручает Генеральному секретарю:",
        "зажечь лампы,",
        "решает,",
        "что следует сохранить лампы,",
        "поручает Генеральному секретарю",
        "очистить лампы.",
    ),
}
LABELS = ("", "", "", "a)\t", "'1'\t", "b)\t", "'1'\t", "", "1\t", "", "1\t")


@pytest.fixture(params=TEXTS)
def text(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Text:
    language: str = request.param
    lines = (f"{label}{line}\n" for label, line in zip(LABELS, TEXTS[language], strict=True))
    path = tmp_path_factory.mktemp("recitals") / f"text.{language}.txt"
    path.write_text("".join(lines), encoding="utf-8")
    return read_file(path, language=language)


def test_the_recital_is_not_cut_before_its_second_verb(text: Text) -> None:
    headings = [p for p in text.walk() if p.kind == "heading"]
    assert headings[0].id == "considering"
    assert len(headings) == 3
    recitals = headings[0].children
    assert [p.number for p in recitals] == ["a", "b"]
    assert all(p.text.endswith(":") for p in recitals)
    assert [child.number for p in recitals for child in p.children] == ["1", "1"]
    assert {child.kind for p in recitals for child in p.children} == {"preambular"}
