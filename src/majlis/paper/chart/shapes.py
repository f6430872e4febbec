"""What a drawing is made of. Units are those of the drawing, x to the right and y downwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

type Anchor = Literal["left", "middle", "right"]
_MIRRORED: dict[Anchor, Anchor] = {"left": "right", "middle": "middle", "right": "left"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle filled as the series of a place is."""

    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points; ``series`` is None for axes (``strong``) and grid lines."""

    points: tuple[tuple[float, float], ...]
    series: int | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a series at a point."""

    x: float
    y: float
    series: int


type Shape = Bar | Stroke | Mark


@dataclass(frozen=True, slots=True)
class Label:
    """Words: ``y`` is their middle, ``x`` the side or middle that ``anchor`` names."""

    x: float
    y: float
    text: str
    anchor: Anchor = "middle"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes below labels."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    labels: tuple[Label, ...]

    def mirrored(self) -> Drawing:
        """The drawing for readers from right to left."""
        return Drawing(
            self.width,
            self.height,
            tuple(_mirrored(shape, self.width) for shape in self.shapes),
            tuple(
                replace(label, x=self.width - label.x, anchor=_MIRRORED[label.anchor])
                for label in self.labels
            ),
        )


def _mirrored(shape: Shape, width: float) -> Shape:
    if isinstance(shape, Bar):
        return replace(shape, x=width - shape.x - shape.width)
    if isinstance(shape, Stroke):
        return replace(shape, points=tuple((width - x, y) for x, y in shape.points))
    return replace(shape, x=width - shape.x)
