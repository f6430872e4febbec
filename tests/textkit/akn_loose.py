"""Akoma Ntoso of looser styles: containers by name, lists with an intro, parts that end too early or late.

Each style takes the rows of a marked text, ``(class, label, words)``, and gives the file.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from majlis.textkit.numbering import readings
from tests.textkit.foreign_akn import NS

Row = tuple[str, str, str]
_MAIN = frozenset({"1"})
_FIRST = frozenset({"(a)", "a)", "(أ)", "(一)"})


def clean(rows: list[Row], code: str) -> bytes:
    """A paragraph for each operative one, its points in lists, and what follows in the conclusions."""
    first, begin, end = _zones(rows)
    while rows[begin - 1][0] == "X":
        begin -= 1
    body, run = "", list[Row]()
    for row in [*rows[begin : end + 1], ("", "", "")]:
        if row[0] == "O":
            run.append(row)
            continue
        body, run = body + _nested(run), []
        if row[0]:
            body += f"<hcontainer name='line'>{_content(row, '')}</hcontainer>"
    return _file(
        f"<preface>{_lines(rows[: first - 1])}</preface>"
        f"<preamble><formula name='enacting'>{_lines(rows[first - 1 : first])}</formula>"
        f"<container name='recitals'>{_lines(rows[first:begin])}</container></preamble>"
        f"<mainBody>{body}</mainBody><conclusions>{_lines(rows[end + 1 :])}</conclusions>",
        code,
    )


def loose(rows: list[Row], code: str) -> bytes:
    """The last recital in the body, whose paragraphs have no numbers; points in one flat list."""
    first, begin, end = _zones(rows)
    body = ""
    points = ""
    for row in reversed(rows[begin - 1 : end + 1]):
        if row[0] == "O" and row[1] and _series(row) not in _MAIN:
            points = f"<point><num>{escape(row[1])}</num>{_content(row, '')}</point>{points}"
            continue
        under, points = (f"<list>{points}</list>" if points else ""), ""
        printed = "" if _series(row) in _MAIN else row[1]
        body = f"<paragraph>{_content(row, printed)}{under}</paragraph>{body}"
    return _file(
        f"<preface><container name='front'>{_lines(rows[: first - 1])}</container></preface>"
        f"<preamble><container name='preamble'>{_lines(rows[first - 1 : begin - 1])}</container></preamble>"
        f"<mainBody><container name='body'>{body}</container></mainBody>"
        f"<conclusions><container name='annex'>{_lines(rows[end + 1 :])}</container></conclusions>",
        code,
    )


def flat(rows: list[Row], code: str) -> bytes:
    """All in the main body, cover too; the container of the preamble holds the first operative one."""
    first, begin, _ = _zones(rows)
    after = begin + 1
    return _file(
        f"<mainBody><container name='preface'>{_lines(rows[: first - 1])}</container>"
        f"<container name='preamble'>{_lines(rows[first - 1 : first])}{_numbered(rows[first:after])}</container>"
        f"<container name='body'>{_numbered(rows[after:])}</container></mainBody>",
        code,
    )


STYLES = (clean, loose, flat)


def _zones(rows: list[Row]) -> tuple[int, int, int]:
    """The first recital, the first and the last operative paragraph."""
    kinds = [row[0] for row in rows]
    return kinds.index("P"), kinds.index("O"), len(kinds) - 1 - kinds[::-1].index("O")


def _series(row: Row) -> str:
    found = readings(row[1] + "\t") if row[1] else ()
    return found[0].series if found else ""


def _file(inside: str, code: str) -> bytes:
    root = (
        f"<akomaNtoso xmlns='{NS}'><statement name='resolution'><meta><identification source='#x'>"
    )
    language = f"<FRBRExpression><FRBRlanguage language='{code}'/></FRBRExpression>"
    tail = "</statement></akomaNtoso>"
    return f"{root}{language}</identification></meta>{inside}{tail}".encode()


def _lines(rows: list[Row]) -> str:
    return "".join(f"<p>{_said(row[1], row[2])}</p>" for row in rows)


def _numbered(rows: list[Row]) -> str:
    numbers = (f"<num>{escape(row[1])}</num>" if row[1] else "" for row in rows)
    return "".join(
        f"<paragraph>{number}{_content(row, '')}</paragraph>"
        for number, row in zip(numbers, rows, strict=True)
    )


def _content(row: Row, printed: str) -> str:
    return f"<content><p>{_said(printed, row[2])}</p></content>"


def _said(label: str, words: str) -> str:
    return escape(f"{label} {words}".strip())


def _nested(rows: list[Row]) -> str:
    """Paragraphs with their points, of two levels by their labels, in lists with an intro."""
    depths = [0 if (s := _series(row)) in _MAIN else 1 if s in _FIRST else 2 for row in rows]
    return "".join(_branch(rows, depths, i, "paragraph") for i, d in enumerate(depths) if d == 0)


def _branch(rows: list[Row], depths: list[int], at: int, tag: str) -> str:
    end = next((i for i in range(at + 1, len(rows)) if depths[i] <= depths[at]), len(rows))
    row = rows[at]
    number = f"<num>{escape(row[1])}</num>" if row[1] else ""
    below = range(at + 1, end)
    nearest = min((depths[i] for i in below), default=0)
    points = "".join(_branch(rows, depths, i, "point") for i in below if depths[i] == nearest)
    if not points:
        return f"<{tag}>{number}{_content(row, '')}</{tag}>"
    intro = f"<intro><p>{escape(row[2])}</p></intro>"
    return f"<{tag}>{number}<list>{intro}{points}</list></{tag}>"
