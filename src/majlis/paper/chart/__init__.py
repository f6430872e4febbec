"""Charts drawn: data to shapes and labels, once for every form of print."""

from majlis.paper.chart.draw import draw
from majlis.paper.chart.shapes import Drawing, Label, Shape
from majlis.paper.chart.svg import shapes_svg, whole_svg

__all__ = ["Drawing", "Label", "Shape", "draw", "shapes_svg", "whole_svg"]
