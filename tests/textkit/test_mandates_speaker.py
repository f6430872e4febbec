"""Who decides where no body of the lexicon speaks: whom the formula names, if it names one surely."""

from __future__ import annotations

import pytest

from majlis.textkit.mandates import mandates
from majlis.textkit.model import Block, Run
from majlis.textkit.structure import build

SPEAKING = [
    ("ar", "إن مؤتمر الأطراف،", "إن المجلس،", "إذ يشير إلى قراره السابق،", "1 - يقرر إبقاء السجل مفتوحاً."),
    ("en", "The Conference of the Parties,", "The Council,", "Recalling its resolution,", "1. Decides to keep the register open."),
    ("es", "La Conferencia de las Partes,", "El Consejo,", "Recordando su resolución,", "1. Decide mantener abierto el registro."),
    ("fr", "La Conférence des Parties,", "Le Conseil,", "Rappelant sa résolution,", "1. Décide de garder le registre ouvert."),
    ("ru", "Конференция Сторон,", "Совет,", "ссылаясь на свою резолюцию,", "1. постановляет вести реестр открыто."),
    ("zh", "缔约方大会，", "理事会，", "回顾其决议，", "1. 决定保持名册开放。"),
]  # fmt: skip


def _decided(language: str, *lines: str) -> dict[str, object]:
    blocks = [Block((Run(line),), line=at) for at, line in enumerate(lines, 1)]
    (found,) = mandates(build(blocks, language)).as_dict()["mandates"]
    return found


@pytest.mark.parametrize(("language", "known", "short", "recital", "decides"), SPEAKING)
def test_the_formula_names_who_decides(
    language: str, known: str, short: str, recital: str, decides: str
) -> None:
    found = _decided(language, known, recital, decides)
    assert found["actors"] == ["Conference of the Parties"]
    assert found["witness_of"] == {"actors": "formula"}
    start, end = found["witness"]["actors"]  # type: ignore[index]
    assert known[start:end] in known and end > start
    # a name that many organisations share tells nobody
    assert _decided(language, short, recital, decides)["actors"] == []
