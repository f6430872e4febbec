"""Every field of a mandate is witnessed by words of the text, on all fictional texts and on the seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.mandates import mandates
from majlis.textkit.model import Text
from majlis.textkit.read import read_file
from majlis.textkit.views import view

TEXTS = Path(__file__).parent / "texts"
FILES = sorted(
    path.relative_to(TEXTS).as_posix()
    for path in TEXTS.rglob("*.txt")
    if path.parent.name != "marked"
)
WORDS = ("action", "occasion", "trigger")


def check(text: Text) -> int:
    """Assert that each witness is a stretch of words that says its field; the number of witnesses."""
    texts = {p.id: p.text for p in view(text, "accept").walk()}
    seen = 0
    found = mandates(text)
    for mandate in found.mandates:
        said = {}
        for field, (start, end) in mandate.witness.items():
            words = texts[mandate.witness_of.get(field, mandate.provision)]
            assert 0 <= start < end <= len(words), (mandate.provision, field)
            said[field] = words[start:end]
            assert said[field].strip(), (mandate.provision, field)
            seen += 1
        for field in WORDS:
            value = getattr(mandate, field)
            assert (said.get(field) or "") == (value or ""), (mandate.provision, field)
        for words in mandate.actor_words:
            assert words and words in said["actors"], mandate.provision
        for field in ("deliverable", "deadline", "recurrence", "recipients", "via"):
            assert (field in said) <= bool(getattr(mandate, field)), (mandate.provision, field)
            assert not getattr(mandate, field) or field in said, (mandate.provision, field)
    for clause in found.clauses:
        for field, (start, end) in clause.witness.items():
            words = texts[clause.provision]
            assert 0 <= start < end <= len(words), (clause.provision, field)
            if field == "occasion":
                assert words[start:end] == clause.occasion
    return seen


@pytest.mark.parametrize("name", FILES)
def test_witnesses_of_a_fictional_text(name: str) -> None:
    language = next((part for part in name.split(".")[1:-1] if len(part) == 2), "en")
    seen = check(read_file(TEXTS / name, language=language))
    assert seen or not name.startswith("mandates/")


def test_witnesses_of_the_seed(shared: Path) -> None:
    assert check(read_file(shared / "seed" / "council-report-wsis-sdg.ar.txt")) > 300


@pytest.mark.parametrize("name", ["akn-itu/dec_5.xml", "akn-itu/res_2.xml"])
def test_witnesses_of_a_converted_text(shared: Path, name: str) -> None:
    assert check(read_file(shared / "samples" / name)) > 20


@pytest.mark.parametrize("letter", "EACFRS")
def test_witnesses_in_six_languages(shared: Path, letter: str) -> None:
    for number in ("2672", "2690"):
        path = shared / "samples" / "akn-un-sc" / f"S_RES_{number}_{letter}.xml"
        assert check(read_file(path)) > 20
