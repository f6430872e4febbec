"""A drawing as SVG: presentation attributes only, so that the strictest policy of a site lets it pass."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from majlis.paper.chart.measure import FONT
from majlis.paper.chart.shapes import Bar, Drawing, Label, Mark, Shape, Stroke
from majlis.paper.style import colour, style

_PATTERNS = {
    "hatch": '<path d="M-1 1l2 -2M0 6l6 -6M5 7l2 -2" stroke="{0}" stroke-width="1.2"/>',
    "cross": '<path d="M0 6l6 -6M0 0l6 6" stroke="{0}" stroke-width="0.8"/>',
    "lines": '<path d="M0 1.5h6M0 4.5h6" stroke="{0}" stroke-width="1.2"/>',
}


def whole_svg(drawing: Drawing, name: str, described_by: str, right_to_left: bool) -> str:
    """A drawing with its words, as an element for a page. ``name`` is the start of the ids inside."""
    words = "".join(_label(label, right_to_left) for label in drawing.labels)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby={quoteattr(described_by)} '
        f'viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}" color="{colour("ink")}">'
        f'{_shapes(drawing, name)}<g fill="currentColor" font-size="{_n(FONT)}">{words}</g></svg>'
    )


def shapes_svg(drawing: Drawing) -> str:
    """A drawing without its words, as a file."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(drawing.width)}" '
        f'height="{_n(drawing.height)}" viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}" '
        f'color="{colour("ink")}">{_shapes(drawing, "s")}</svg>'
    )


def _shapes(drawing: Drawing, name: str) -> str:
    used = sorted({shape.series for shape in drawing.shapes if isinstance(shape, Bar)})
    patterns = "".join(_pattern(name, place) for place in used)
    defs = f"<defs>{patterns}</defs>" if patterns else ""
    return defs + "".join(_shape(shape, name) for shape in drawing.shapes)


def _look(place: int) -> dict[str, Any]:
    found: dict[str, Any] = style()["series"][place]
    return found


def _pattern(name: str, place: int) -> str:
    look = _look(place)
    if look["fill"] not in _PATTERNS:
        return ""
    return (
        f'<pattern id="{name}-fill-{place}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="{colour("sheet")}"/>'
        f"{_PATTERNS[look['fill']].format(look['colour'])}</pattern>"
    )


def _shape(shape: Shape, name: str) -> str:
    if isinstance(shape, Bar):
        look = _look(shape.series)
        fills = {"solid": look["colour"], "tint": colour("tint")}
        fill = fills.get(look["fill"], f"url(#{name}-fill-{shape.series})")
        return (
            f'<rect x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" '
            f'height="{_n(shape.height)}" fill="{fill}" stroke="{look["colour"]}"/>'
        )
    return _stroke(shape) if isinstance(shape, Stroke) else _mark(shape)


def _stroke(shape: Stroke) -> str:
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
    if shape.series is None:
        ink = "currentColor" if shape.strong else colour("rule")
        return f'<polyline points="{points}" fill="none" stroke="{ink}"/>'
    look = _look(shape.series)
    dash = f' stroke-dasharray="{look["dash"]}"' if look["dash"] else ""
    return f'<polyline points="{points}" fill="none" stroke="{look["colour"]}" stroke-width="2"{dash}/>'


def _mark(shape: Mark) -> str:
    look, x, y = _look(shape.series), shape.x, shape.y
    ink = look["colour"]
    ways = {
        "square": f"M{_n(x - 4)} {_n(y - 4)}h8v8h-8z",
        "triangle": f"M{_n(x)} {_n(y - 5)}l5 9h-10z",
        "diamond": f"M{_n(x)} {_n(y - 5.5)}l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
        "plus": f"M{_n(x - 5)} {_n(y)}h10M{_n(x)} {_n(y - 5)}v10",
    }
    if look["mark"] in ways:
        return f'<path d="{ways[look["mark"]]}" fill="{ink}" stroke="{ink}"/>'
    fill = colour("sheet") if look["mark"] == "ring" else ink
    return (
        f'<circle cx="{_n(x)}" cy="{_n(y)}" r="4" fill="{fill}" stroke="{ink}" stroke-width="1.5"/>'
    )


def _label(label: Label, right_to_left: bool) -> str:
    anchors = {"left": "start", "middle": "middle", "right": "end"}
    if right_to_left:
        anchors |= {"left": "end", "right": "start"}
    turned = ' direction="rtl"' if right_to_left else ""
    return (
        f'<text x="{_n(label.x)}" y="{_n(label.y)}" text-anchor="{anchors[label.anchor]}" '
        f'dominant-baseline="central"{turned}>{escape(label.text)}</text>'
    )


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
