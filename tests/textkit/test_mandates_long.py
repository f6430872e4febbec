"""Long fictional resolutions in six languages: what each field of a mandate must reach, and its JSON.

The tables are those of ``test_mandates_fields``; besides, a row ``Q`` is a mandate that a recital quotes, a row
``C`` a clause.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from majlis.textkit.mandates import Clause, Mandate, MandateList, mandates
from majlis.textkit.read import read_file
from tests.textkit.test_mandates_fields import FIELDS, plain, value

FOLDER = Path(__file__).parent / "texts" / "mandates" / "long"
NAMES = sorted(path.name.removesuffix(".txt") for path in FOLDER.glob("*.txt"))
FLOOR = 0.95  # of what is asked, of who, and of what is found
FIELD_FLOOR = 0.9  # of each field that a table tells
KEYS: dict[str, type | tuple[type, ...]] = {
    "provision": str, "actors": list, "verb": str, "force": str, "action": str,
    "deliverable": (str, type(None)), "recipients": list, "via": list,
    "deadline": (str, type(None)), "occasion": (str, type(None)),
    "recurrence": (str, type(None)), "trigger": (str, type(None)), "cites": list,
    "quoted": bool, "witness": dict,
}  # fmt: skip
CLAUSE_KEYS = {"kind", "provision", "deadline", "occasion", "body"}


@dataclass(frozen=True)
class Found:
    asked: dict[int, list[Mandate]]
    quoted: dict[int, list[Mandate]]
    clauses: dict[int, list[Clause]]


def read(name: str) -> tuple[Found, MandateList]:
    path = FOLDER / f"{name}.txt"
    text = read_file(path)
    lines = [plain(line) for line in path.read_text(encoding="utf-8").splitlines()]
    said = {p.id: plain(p.text) for p in text.walk()}

    def line(provision: str) -> int:
        return next(n for n, whole in enumerate(lines, 1) if whole.endswith(said[provision]))

    whole = mandates(text)
    found = Found({}, {}, {})
    for mandate in whole.mandates:
        kept = found.quoted if mandate.quoted else found.asked
        kept.setdefault(line(mandate.provision), []).append(mandate)
    for clause in whole.clauses:
        found.clauses.setdefault(line(clause.provision), []).append(clause)
    return found, whole


def table(name: str) -> list[tuple[int, str, dict[str, str]]]:
    rows = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    split = [row.split("\t") for row in rows]
    return [
        (int(n), who, dict(f.split("=", 1) for f in rest if "=" in f)) for n, who, *rest in split
    ]


def fits(mandate: Mandate, field: str, wanted: str) -> bool:
    held = value(mandate, field)
    part = field in ("occasion", "trigger") and wanted
    return plain(wanted) in plain(held) if part else wanted == held


def test_there_are_texts_in_six_languages() -> None:
    assert {name.rsplit(".", 1)[1] for name in NAMES} == {"ar", "zh", "en", "fr", "ru", "es"}


@pytest.mark.parametrize("name", NAMES)
def test_mandates_reach_what_is_asked(name: str) -> None:
    found, _ = read(name)
    sure = [row for row in table(name) if row[1] not in ("Q", "C") and not row[1].endswith("?")]
    open_lines = {n for n, who, _ in table(name) if who.endswith("?")}
    wanted: dict[int, list[tuple[str, dict[str, str]]]] = {}
    for line, who, fields in sure:
        wanted.setdefault(line, []).append((who, fields))
    count: Counter[str] = Counter()
    for line, rows in wanted.items():
        held = found.asked.get(line, [])
        count["recalled"] += min(len(held), len(rows))
        for (who, fields), mandate in zip(rows, held, strict=False):
            count["actors"] += "; ".join(mandate.actors) == who
            for field in FIELDS:
                asked = fields.get(field, "")
                if asked != "?" and (asked or value(mandate, field)):
                    count[f"{field} told"] += 1
                    count[field] += fits(mandate, field, asked)
    every = sum(len(held) for line, held in found.asked.items() if line not in open_lines)
    assert len(sure) >= 20
    assert count["recalled"] >= FLOOR * len(sure)
    assert count["recalled"] >= 0.92 * every
    assert count["actors"] >= FLOOR * count["recalled"]
    for field in FIELDS:
        # One miss is allowed where a text has few of a field.
        missed = count[f"{field} told"] - count[field]
        assert missed <= max(1, (1 - FIELD_FLOOR) * count[f"{field} told"]), field


@pytest.mark.parametrize("name", NAMES)
def test_what_recitals_quote(name: str) -> None:
    found, _ = read(name)
    rows = [(line, who, fields) for line, who, fields in table(name) if who == "Q"]
    raw = [row.split("\t") for row in (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines()]
    wanted = {(int(row[0]), row[2]) for row in raw if row[1] == "Q"}
    held = {(n, "; ".join(m.actors)) for n, every in found.quoted.items() for m in every}
    assert rows and held == wanted


@pytest.mark.parametrize("name", NAMES)
def test_clauses_are_told(name: str) -> None:
    found, _ = read(name)
    for line, _, fields in (row for row in table(name) if row[1] == "C"):
        held = [(c.kind, c.deadline) for c in found.clauses.get(line, [])]
        kinds = [(kind, day if "deadline" in fields else None) for kind, day in held]
        assert (fields["kind"], fields.get("deadline")) in kinds, (line, held)


@pytest.mark.parametrize("name", NAMES)
def test_the_json_keeps_the_contract(name: str) -> None:
    _, whole = read(name)
    told = json.loads(json.dumps(whole.as_dict(), ensure_ascii=False))
    assert {"file", "mandates", "clauses"} <= set(told)
    for mandate in told["mandates"]:
        for key, kind in KEYS.items():
            assert isinstance(mandate[key], kind), (name, mandate["provision"], key)
        assert mandate["force"] in ("obliges", "requests", "invites", "encourages")
        spans = mandate["witness"].values()
        assert all(len(span) == 2 and 0 <= span[0] < span[1] for span in spans)
    for clause in told["clauses"]:
        assert CLAUSE_KEYS <= set(clause)
        assert clause["kind"] in ("expiry", "review", "renewal")
