"""What a person is told of a difference: its kind, both provisions, and what either side alone has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from majlis.textkit.align import Difference, align
from majlis.textkit.model import Provision, Run, Text
from tests.textkit import council
from tests.textkit.akn_styles import CODES
from tests.textkit.test_align import rebuilt

# The words of a deadline in paragraph 7 of "almire".
DEADLINE = {
    "en": ", by 1 September 2041 and every three months thereafter",
    "fr": ", le 1er septembre 2041 au plus tard, puis tous les trois mois",
    "es": ", a más tardar el 1 de septiembre de 2041 y posteriormente cada tres meses",
    "ru": " к 1 сентября 2041 года и далее каждые три месяца представлять",
    "zh": "在2041年9月1日前并在其后每三个月",
    "ar": "، بحلول 1 أيلول/سبتمبر 2041 وكل ثلاثة أشهر بعد ذلك",
}
# Each language beside the next one, so that each is once the spoilt side and once the other.
BESIDE = list(zip(CODES, (*list(CODES)[1:], next(iter(CODES))), strict=True))


def said_anew(name: str, whole: str, spoilt: str, change: Text) -> list[Difference]:
    """The differences that only the spoilt text has."""
    beside = council.read(name, whole, "plain")
    before = align(beside, council.read(name, spoilt, "plain")).differences
    return [d for d in align(beside, change).differences if d not in before]


def with_words(name: str, language: str, block: str, old: str, new: str) -> Text:
    place = council.places(name, language, "plain")[block]

    def change(provision: Provision, _: int) -> list[Provision]:
        if provision.id != place:
            return [provision]
        assert old in provision.text, (language, provision.text)
        return [replace(provision, runs=(Run(provision.text.replace(old, new)),))]

    return rebuilt(council.read(name, language, "plain"), change)


def without(name: str, language: str, block: str) -> Text:
    place = council.places(name, language, "plain")[block]
    return rebuilt(council.read(name, language, "plain"), lambda p, _: [p] * (p.id != place))


@pytest.mark.parametrize(("whole", "spoilt"), BESIDE)
@pytest.mark.parametrize(
    ("kind", "name", "block", "old", "new", "only_a", "only_b"),
    [
        ("date", "vardania", "1", "2042", "2043", ["2042-07-31"], ["2043-07-31"]),
        ("date", "vardania", "1", "31", "30", ["2042-07-31"], ["2042-07-30"]),
        ("number", "almire", "4c", "48", "84", ["48"], ["84"]),
        ("number", "orun", "2", "140", "410", ["140"], ["410"]),
        ("citation", "almire", "4a", "2866", "2868", ["2866 (2039)"], ["2868 (2039)"]),
        ("citation", "vardania", "p3", "S/2040/118", "S/2040/181", ["S/2040/118"], ["S/2040/181"]),
    ],
)
def test_a_changed_value(
    kind: str,
    name: str,
    block: str,
    old: str,
    new: str,
    only_a: list[str],
    only_b: list[str],
    whole: str,
    spoilt: str,
) -> None:
    changed = with_words(name, spoilt, block, old, new)
    places = [council.places(name, side, "plain")[block] for side in (whole, spoilt)]
    [found] = said_anew(name, whole, spoilt, changed)
    assert (found.kind, [found.a, found.b]) == (kind, places)
    assert found.detail == {"a": only_a, "b": only_b}
    assert only_a[0] in found.message and only_b[0] in found.message


@pytest.mark.parametrize(("whole", "spoilt"), BESIDE)
def test_a_missing_deadline(whole: str, spoilt: str) -> None:
    changed = with_words("almire", spoilt, "7", DEADLINE[spoilt], "")
    places = [council.places("almire", side, "plain")["7"] for side in (whole, spoilt)]
    found = said_anew("almire", whole, spoilt, changed)
    assert [(d.kind, [d.a, d.b]) for d in found if d.kind == "date"] == [("date", places)]
    assert found[0].detail == {"a": ["2041-09-01"], "b": []}
    assert "only the first has 2041-09-01" in found[0].message


@pytest.mark.parametrize(("whole", "spoilt"), BESIDE)
@pytest.mark.parametrize(
    ("name", "block", "before"),
    [("tessal", "2b", "2a"), ("orun", "3c", "3bii"), ("orun", "2", "1"), ("almire", "3", "2")],
)
def test_a_missing_provision(name: str, block: str, before: str, whole: str, spoilt: str) -> None:
    if block == "3c" and "ar" in (whole, spoilt):
        pytest.skip("in Arabic the points are in the words of the paragraph")
    place = council.places(name, whole, "plain")
    found = said_anew(name, whole, spoilt, without(name, spoilt, block))
    # Where something else is missing or joined already, its neighbours may be told of in another way.
    missing = [d for d in found if d.kind not in ("structure", "label")]
    assert [(d.kind, d.a, d.b) for d in missing] == [("missing", place[block], None)]
    stands = council.places(name, spoilt, "plain")[before]
    assert missing[0].message.endswith(f"its place would be after {stands}.")
