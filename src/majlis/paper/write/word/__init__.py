"""Documents as Word files, written part by part: each element has to be ours to be right from right to left."""

from __future__ import annotations

from majlis.paper.blocks import Chart, Document
from majlis.paper.plan import placed
from majlis.paper.write.typeset import chart_pictures
from majlis.paper.write.word.body import Body
from majlis.paper.write.word.package import Package
from majlis.paper.write.word.parts import core, footer, footnotes, header, settings
from majlis.paper.write.word.styles import styles


def write(document: Document) -> bytes:
    """The whole file. The same document gives the same bytes."""
    package = Package()
    charts = [place.block for place in placed(document) if isinstance(place.block, Chart)]
    pictures = iter(chart_pictures(charts, document.language))
    body = Body(document, package, pictures)
    # the body is written first: it finds the footnotes, the lists and the links
    package.part("document", body.whole())
    package.part("styles", styles(document.language))
    package.part("numbering", body.numbering.whole())
    package.part("settings", settings(document))
    package.part("footnotes", footnotes(document, body.footnotes))
    package.part("header", header(document))
    package.part("footer", footer(document))
    return package.whole(core(document))
