"""How sites print a resolution as HTML: sections, spans, custom elements, breaks, tables, lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

from majlis.textkit.model import Provision, Text
from majlis.textkit.numbering import parse_label

_MAIN = re.compile(r"\d+(?:\.| -) ?")
_SECOND = re.compile(r"(?:\([a-z]\)|[a-z]\)|\([\u0621-\u064a]\)) ?(?<!\(i\) )(?<!(?<!\()i\) )")
_THIRD = re.compile(r"(?:\(i+\)|i+\)|’\d‘|[\u3220-\u3229]) ?")


@dataclass
class Place:
    """A paragraph of a text: its number, its words, and the points under it."""

    label: str
    words: str
    below: list[Place] = field(default_factory=list)


@dataclass
class Sample:
    """A text by its parts."""

    title: str
    formula: str
    recitals: list[str]
    places: list[Place]
    after: list[str]


def sample(paragraphs: Sequence[tuple[str, str]]) -> Sample:
    """The parts of marked paragraphs; their numbers decide what stands under what."""
    made = Sample("", "", [], [], [])
    for mark, text in paragraphs:
        if mark == "T":
            made.title = text
        elif mark == "F":
            made.formula = text
        elif mark == "P":
            made.recitals.append(text)
        elif mark == "X":
            made.after.append(text)
        else:
            level, end = _level(text)
            place = Place(text[:end].strip(), text[end:])
            holder = made.places
            for _ in range(level):
                holder = holder[-1].below
            holder.append(place)
    return made


def _level(text: str) -> tuple[int, int]:
    for level, pattern in enumerate((_MAIN, _THIRD, _SECOND)):
        if found := pattern.match(text):
            return (0, 2, 1)[level], found.end()
    raise ValueError(text)


def shape(places: Sequence[Place]) -> list[tuple[str, str, list[object]]]:
    """Numbers, words and what stands below, for a comparison."""
    return [(_number(p.label), squeezed(p.words), list(shape(p.below))) for p in places]


def _number(label: str) -> str:
    found = parse_label(label + "\t")
    return found.number if found else ""


def squeezed(text: str) -> str:
    """Words without blanks."""
    return re.sub(r"[\s\u00a0]+", "", text)


def read_shape(text: Text) -> list[tuple[str, str, list[object]]]:
    """The same of the operative part of a text that was read."""

    def below(provisions: Sequence[Provision]) -> list[tuple[str, str, list[object]]]:
        return [
            (p.number, squeezed(p.text), list(below(p.children)))
            for p in provisions
            if p.kind == "operative"
        ]

    return below(text.provisions)


def _em(words: str) -> str:
    first, _, rest = words.partition(" ")
    return f"<em>{escape(first)}</em> {escape(rest)}" if rest else escape(words)


def sections(s: Sample) -> str:
    """Akoma Ntoso as sections, the words in spans."""

    def one(place: Place, name: str) -> str:
        num = f'<span class="akn-num">{escape(place.label)}</span> '
        p = f'<span class="akn-p">{_em(place.words)}</span>'
        if not place.below:
            inner = f'<span class="akn-content">{p}</span>'
        else:
            points = "".join(one(b, "point") for b in place.below)
            inner = (
                f'<section class="akn-list"><span class="akn-intro">{p}</span>{points}</section>'
            )
        return f'<section class="akn-{name}" id="x">{num}{inner}</section>\n'

    return (
        '<div class="akoma-ntoso"><article class="akn-statement">'
        f'<section class="akn-preface"><span class="akn-longTitle"><span class="akn-p">'
        f'<span class="akn-docTitle">{escape(s.title)}</span></span></span></section>'
        f'<section class="akn-preamble"><span class="akn-formula"><span class="akn-p">{escape(s.formula)}'
        '</span></span><section class="akn-recitals">'
        + "".join(
            f'<section class="akn-recital"><span class="akn-p">{_em(r)}</span></section>'
            for r in s.recitals
        )
        + '</section></section><section class="akn-mainBody">'
        + "".join(one(p, "paragraph") for p in s.places)
        + '</section><section class="akn-conclusions">'
        + "".join(f'<span class="akn-p">{escape(a)}</span>' for a in s.after)
        + "</section></article></div>"
    )


def spans(s: Sample) -> str:
    """Akoma Ntoso with nothing but spans, in an element of its own name."""
    page = re.sub(r"<(/?)(?:section|article|div)\b", r"<\1span", sections(s))
    return f"<la-akoma-ntoso>{page}</la-akoma-ntoso>"


def lists_of_blocks(s: Sample) -> str:
    """Akoma Ntoso whose points are lists of blocks."""

    def one(place: Place, name: str) -> str:
        num = f'<span class="akn-num">{escape(place.label)}</span>'
        p = f'<span class="akn-p">{escape(place.words)}</span>'
        if place.below:
            items = "".join(one(b, "item") for b in place.below)
            intro = f'<span class="akn-listIntroduction">{escape(place.words)}</span>'
            p = f'<span class="akn-blockList" data-eid="l">{intro}{items}</span>'
        if name == "paragraph":
            p = f'<span class="akn-content">{p}</span>'
        return f'<span class="akn-{name}">{num}{p}</span>'

    return (
        f'<la-akoma-ntoso frbr-expression-uri="/akn/un/x"><h1>{escape(s.title)}</h1>'
        f'<span class="akn-preamble"><span class="akn-p">{escape(s.formula)}</span>'
        + "".join(f'<span class="akn-citation">{_em(r)}</span>' for r in s.recitals)
        + '</span><span class="akn-body"><span class="akn-container">'
        + "".join(one(p, "paragraph") for p in s.places)
        + "</span></span></la-akoma-ntoso>"
    )


def custom(s: Sample) -> str:
    """Elements that are named as those of Akoma Ntoso."""
    page = re.sub(
        r'<(?:section|article|span|div) class="akn-(\w+)"[^>]*>', r"<akn-\1>", sections(s)
    )
    out: list[str] = []
    names: list[str] = []
    for piece in re.split(r"(<[^>]+>)", page):
        if found := re.fullmatch(r"<(akn-\w+|em|div)[^>]*>", piece):
            names.append(found[1])
        elif piece.startswith("</"):
            piece = f"</{names.pop()}>"
        out.append(piece)
    return "".join(out)


def styled(s: Sample) -> str:
    """Spans that a style makes blocks."""

    def one(place: Place, depth: int) -> str:
        num = f'<span class="n">{escape(place.label)}</span>&nbsp;'
        inner = "".join(one(b, depth + 1) for b in place.below)
        return (
            f'<span style="display: block; margin-left: {depth * 2}em">{num}'
            f"<span>{_em(place.words)}</span>{inner}</span>"
        )

    lines = [s.title, s.formula, *s.recitals]
    return (
        "".join(f'<span style="display:block">{escape(line)}</span>' for line in lines)
        + "".join(one(p, 0) for p in s.places)
        + "".join(f'<span style="display:block">{escape(a)}</span>' for a in s.after)
    )


def style_sheet(s: Sample) -> str:
    """Spans that a rule of the page makes blocks."""
    page = styled(s)
    page = re.sub(r'style="display: ?block[^"]*"', 'class="line"', page)
    return f"<style>body {{margin: 0}} .menu, span.line {{ color: #333; display: block }}</style>{page}"


def _flat(s: Sample) -> list[tuple[int, str, str]]:
    out: list[tuple[int, str, str]] = []

    def walk(places: Sequence[Place], depth: int) -> None:
        for place in places:
            out.append((depth, place.label, place.words))
            walk(place.below, depth + 1)

    walk(s.places, 0)
    return out


def breaks(s: Sample) -> str:
    """Lines that end in a break."""
    lines = [s.title, s.formula, *s.recitals]
    lines += [f"{label} {words}" for _, label, words in _flat(s)] + s.after
    return f"<p>{'<br>'.join(escape(line) for line in lines)}</p>"


def double_breaks(s: Sample) -> str:
    """Paragraphs that two breaks part, in the body itself, points set off by blanks."""
    lines = [f"<b>{escape(s.title)}</b>", *(escape(x) for x in (s.formula, *s.recitals))]
    lines += [
        "&nbsp;&nbsp;&nbsp;&nbsp;" * d + f"{escape(label)}&nbsp;&nbsp;{_em(words)}"
        for d, label, words in _flat(s)
    ]
    return "<br>\n<br>\n".join(lines + [escape(a) for a in s.after])


def divisions(s: Sample) -> str:
    """A number in a division of its own, the words in the next."""
    lines = "".join(f"<div>{escape(x)}</div>" for x in (s.title, s.formula, *s.recitals))
    return (
        f"<div class=wrap>{lines}"
        + "".join(
            f'<div class="row"><div class="num">{escape(label)}</div><div class="txt">{_em(words)}</div></div>'
            for _, label, words in _flat(s)
        )
        + "".join(f"<div>{escape(a)}</div>" for a in s.after)
        + "</div>"
    )


def table(s: Sample) -> str:
    """A table that lays the page out: numbers at the left, points one column farther."""
    rows = [f"<tr><td colspan=4>{escape(x)}</td></tr>" for x in (s.title, s.formula, *s.recitals)]
    for depth, label, words in _flat(s):
        empty = "<td>&nbsp;</td>" * depth
        rows.append(f"<tr>{empty}<td>{escape(label)}</td><td>{_em(words)}</td></tr>")
    return f"<table>{''.join(rows)}</table>" + "".join(f"<p>{escape(a)}</p>" for a in s.after)


def layout_table(s: Sample) -> str:
    """Paragraphs in one cell of a table, the menu in another."""
    lines = [s.title, s.formula, *s.recitals]
    lines += [f"{label} {words}" for _, label, words in _flat(s)] + s.after
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    menu = "<a href=/>Home</a><br><a href=/a>Index</a>"
    return (
        f"<table width=100%><tr><td>{menu}</td><td><table><tr><td>{body}</td></tr></table>"
        "</td></tr></table>"
    )


def definitions(s: Sample) -> str:
    """A list of definitions: numbers are what is defined."""

    def many(places: Sequence[Place]) -> str:
        return (
            "<dl>"
            + "".join(
                f"<dt>{escape(p.label)}</dt><dd>{_em(p.words)}{many(p.below) if p.below else ''}</dd>"
                for p in places
            )
            + "</dl>"
        )

    lines = "".join(f"<p>{escape(x)}</p>" for x in (s.title, s.formula, *s.recitals))
    return lines + many(s.places) + "".join(f"<p>{escape(a)}</p>" for a in s.after)


def list_items(s: Sample) -> str:
    """Items of lists without marks, each with its number in a span."""

    def many(places: Sequence[Place]) -> str:
        return (
            '<ul class="akn-list" style="list-style-type:none">'
            + "".join(
                f'<li class="akn-item"><span class="akn-num">{escape(p.label)}</span>'
                f"<p>{_em(p.words)}</p>{many(p.below) if p.below else ''}</li>"
                for p in places
            )
            + "</ul>"
        )

    lines = "".join(f"<p>{escape(x)}</p>" for x in (s.title, s.formula, *s.recitals))
    return lines + many(s.places) + "".join(f"<p>{escape(a)}</p>" for a in s.after)


def preformatted(s: Sample) -> str:
    """Lines as a typewriter wrote them."""
    lines = [s.title, s.formula, *s.recitals]
    lines += [f"{label} {words}" for _, label, words in _flat(s)] + s.after
    out: list[str] = []
    for line in lines:
        width = 36 if re.search("[\u4e00-\u9fff]", line) else 72
        if width == 36:
            out += [line[at : at + 36] for at in range(0, len(line), 36)]
        else:
            import textwrap

            out += textwrap.wrap(line, width)
        out.append("")
    return f"<pre>{escape(chr(10).join(out))}</pre>"


def numbers_as_headings(s: Sample) -> str:
    """Numbers without stops in headings, words in paragraphs of divisions, subparagraphs."""

    def one(place: Place, name: str) -> str:
        below = "".join(one(b, "subparagraph") for b in place.below)
        return (
            f'<div class="akn-{name}" data-eId="p"><h4><span class="akn-num">{escape(place.label)}</span></h4>'
            f'<div class="akn-content"><p class="akn-p">{_em(place.words)}</p></div>{below}</div>'
        )

    recitals = "".join(f'<p class="akn-recital"><span>{_em(r)}</span></p>' for r in s.recitals)
    return (
        f'<div class="akn-akomaNtoso"><div class="akn-preface"><p class="akn-p">{escape(s.title)}</p></div>'
        f'<div class="akn-preamble"><p class="akn-p">{escape(s.formula)}</p>{recitals}</div>'
        f'<div class="akn-body">{"".join(one(p, "paragraph") for p in s.places)}</div></div>'
    )


def bold_breaks(s: Sample) -> str:
    """Breaks in cells of a table of one row, numbers in bold, verbs in italics."""
    lines = [
        f"<font size=4>{escape(s.title)}</font>",
        *(escape(x) for x in (s.formula, *s.recitals)),
    ]
    lines += [f"<b>{escape(label)}</b> {_em(words)}" for _, label, words in _flat(s)]
    return f"<center><table><tr><td>{'<br/>'.join(lines)}</td></tr></table></center>"


def raw_elements(s: Sample) -> str:
    """Akoma Ntoso itself, pasted into a page."""

    def one(place: Place, name: str) -> str:
        below = "".join(one(b, "point") for b in place.below)
        words = f"<p>{escape(place.words)}</p>"
        inner = (
            f"<list><intro>{words}</intro>{below}</list>"
            if below
            else f"<content>{words}</content>"
        )
        return f"<{name}><num>{escape(place.label)}</num>{inner}</{name}>"

    recitals = "".join(f"<recital><p>{_em(r)}</p></recital>" for r in s.recitals)
    return (
        f"<statement><preface><longTitle><p>{escape(s.title)}</p></longTitle></preface><preamble>"
        f"<formula><p>{escape(s.formula)}</p></formula><recitals>{recitals}</recitals></preamble><mainBody>"
        f"{''.join(one(p, 'paragraph') for p in s.places)}</mainBody></statement>"
    )


def wide_cells(s: Sample) -> str:
    """Rows of a table: the number and the words of paragraphs, points in tables of their own."""

    def many(places: Sequence[Place]) -> str:
        return (
            '<table border="0" cellpadding="3"><tbody>'
            + "".join(
                f'<tr valign="top"><td width="5%"><p>{escape(p.label)}</p></td><td><p>{_em(p.words)}</p>'
                f"{many(p.below) if p.below else ''}</td></tr>"
                for p in places
            )
            + "</tbody></table>"
        )

    lines = "".join(f"<p>{escape(x)}</p>" for x in (s.title, s.formula, *s.recitals))
    return lines + many(s.places)


PAGES: dict[str, Callable[[Sample], str]] = {
    made.__name__: made
    for made in (
        sections, spans, lists_of_blocks, custom, styled, style_sheet, breaks, double_breaks,
        divisions, table, layout_table, definitions, list_items, preformatted, numbers_as_headings,
        bold_breaks, raw_elements, wide_cells,
    )
}  # fmt: skip
