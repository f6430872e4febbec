"""Fictional schemes and matrices for tests, of any size."""

from __future__ import annotations

from majlis.framework.models import Concept, Link, Matrix, Scheme
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.records import create_record


def names(word: str) -> dict[str, dict[str, str]]:
    """A name in six languages, fictional."""
    return {"title": {code: f"{word} ({code})" for code in LANGUAGE_CODES}}


def scheme(key: str, count: int = 1, children: int = 0) -> Scheme:
    """A scheme with so many concepts, each with so many children."""
    made = Scheme.objects.create(
        record=create_record("scheme", f"schemes/{key}", names(key), authentic="en"),
        key=key,
        source="a fictional list",
    )
    for number in range(1, count + 1):
        top = concept(made, f"{key[0].upper()}{number}", position=number * 100)
        for child in range(1, children + 1):
            concept(made, f"{top.code}.{child}", top, position=number * 100 + child)
    return made


def concept(of: Scheme, code: str, parent: Concept | None = None, position: int = 0) -> Concept:
    """A concept of a scheme."""
    return Concept.objects.create(
        record=create_record("concept", f"concepts/{of.key}/{code}", names(code), authentic="en"),
        scheme=of,
        code=code,
        parent=parent,
        position=position,
        source="a fictional list",
    )


def matrix(rows: int = 1, columns: int = 1, targets: int = 2, key: str = "grid") -> Matrix:
    """A matrix of so many rows and columns, without cells."""
    lines, goals = scheme(f"lines-{key}", rows), scheme(f"goals-{key}", columns, targets)
    return Matrix.objects.create(
        record=create_record("matrix", f"matrices/{key}", names(key)),
        key=key,
        rows=lines,
        rows_take="leaves",
        columns=goals,
        columns_take="tops",
        source="a fictional list",
    )


def link(
    of: Matrix, row: int = 1, column: int = 1, state: str = "accepted", named: int = 1
) -> Link:
    """A cell of a matrix that names so many targets."""
    line = Concept.objects.get(scheme=of.rows, code=f"L{row}")
    goal = Concept.objects.get(scheme=of.columns, code=f"G{column}")
    made = Link.objects.create(
        record=create_record("link", f"{of.record.address}/{line.code}/{goal.code}"),
        matrix=of,
        row=line,
        column=goal,
        state=state,
        source="a fictional list",
        agreement="both",
    )
    made.targets.set(Concept.objects.filter(parent=goal).order_by("position")[:named])
    return made
