"""Crafted files of any size, which a reader could need more than linear time for.

``FAMILIES`` has the families by name, ``<format> <what>``; ``crafted_file(name, size)`` makes one file
of about so many bytes. The size of a Word file is that of its XML.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{WORDS}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = "docx small parts"
_OWN = "https://majlis.example/ns/1"
_AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


@dataclass(frozen=True, slots=True)
class Family:
    """Files of ``lead``, then ``unit`` again and again (``{i}`` is its number), then ``end``.

    For what nests, ``middle`` and ``close``, as often as ``unit``, come after the units. In a Word
    file, these make the part ``part``; ``parts`` are its other parts.
    """

    suffix: str
    unit: str
    lead: str = ""
    end: str = ""
    close: str = ""
    middle: str = ""
    part: str = "document"
    parts: tuple[tuple[str, str], ...] = ()


def families() -> list[str]:
    """The names of all families."""
    return [*FAMILIES, PARTS]


def crafted_file(name: str, size: int) -> tuple[str, bytes]:
    """The suffix and the content of a file of a family, of about ``size`` bytes."""
    if name == PARTS:
        return ".docx", small_parts(size)
    family = FAMILIES[name]
    inner = family.lead + repeated(family, size) + family.end
    if family.suffix == ".docx":
        return ".docx", word_file({**dict(family.parts), family.part: inner})
    if family.suffix == ".html":
        return ".html", f"<html><body>{inner}</body></html>".encode()
    if family.suffix == ".xml" and not inner.startswith("<akomaNtoso"):
        return ".xml", akn_file(inner)
    return family.suffix, inner.encode()


def repeated(family: Family, size: int) -> str:
    """The unit of a family as often as it goes into ``size`` bytes."""
    counted = (family.unit + family.close).replace("{i}", "99999")
    count = max(1, size // len(counted.encode()))
    return times(family.unit, count) + family.middle + times(family.close, count)


def times(unit: str, count: int) -> str:
    """A unit so often, each with its number where it has one."""
    if "{i}" not in unit:
        return unit * count
    return "".join(unit.replace("{i}", str(at)) for at in range(1, count + 1))


def akn_file(body: str) -> bytes:
    """An Akoma Ntoso file; ``body`` is the main body, or all elements of a statement."""
    inside = body if body.startswith("<preamble") else f"<mainBody>{body}</mainBody>"
    return (
        f'<akomaNtoso xmlns="{_AKN}"><statement name="resolution">{inside}</statement></akomaNtoso>'
    ).encode()


def word_file(parts: dict[str, str], named: tuple[tuple[str, str], ...] = ()) -> bytes:
    """A Word file of the inner XML of its parts (document, styles, footnotes, ...).

    ``named``: more relations by their kind, to parts of the package that hold ``<a/>``.
    """
    others = [name for name in parts if name != "document"]
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
            for name, kind in [("document", "document.main"), *((name, name) for name in others)]
        )
        + "</Types>",
        "_rels/.rels": relations((f"{_OFFICE}/officeDocument", "word/document.xml"), *named),
        "word/_rels/document.xml.rels": relations(
            *((f"{_OFFICE}/{name}", f"{name}.xml") for name in others),
            *((kind, f"/{target}") for kind, target in named),
        ),
        **{target: "<a/>" for _, target in named},
    }
    for name, inner in {"document": "<w:p/>", **parts}.items():
        inside = f"<w:body>{inner}</w:body>" if name == "document" else inner
        files[f"word/{name}.xml"] = f"<w:{name} {_NAMESPACES}>{inside}</w:{name}>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    """The XML of relations by their type."""
    inner = "".join(
        f'<Relationship Id="r{at}" Type="{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def small_parts(size: int) -> bytes:
    """A Word file of many small parts that nothing refers to."""
    data = io.BytesIO(word_file({"document": _par(_run("a"))}))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as package:
        for at in range(size // 100):
            package.writestr(f"word/part{at}.xml", "<a/>" + " " * 96)
    return data.getvalue()


def _run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t>{text}</w:t></w:r>"


def _par(content: str, properties: str = "") -> str:
    return f"<w:p>{properties}{content}</w:p>"


def _track(kind: str, content: str) -> str:
    return f'<w:{kind} w:id="{{i}}" w:author="A" w:date="2026-03-02T09:30:00Z">{content}</w:{kind}>'


def _field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _level(at: int) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:lvlText w:val="%{at + 1}."/></w:lvl>'
    )


_NUMBERING = (
    "<w:abstractNum w:abstractNumId='1'>" + "".join(map(_level, range(9))) + "</w:abstractNum>"
    "<w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>"
)
_NUMBERED = '<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
_FOOTNOTES = "".join(
    f'<w:footnote w:id="{at}">{_par(_run("a"))}</w:footnote>' for at in range(10_000)
)
_CALLS = "".join(
    _par(_run("a") + f'<w:r><w:footnoteReference w:id="{at}"/></w:r>') for at in range(3000)
)
_FIRST = "The Conference decides on gates.\n\n"

_MARKDOWN = {
    "quote marks": Family(".md", "> ", end="a"),
    "quote marks tight": Family(".md", ">", end="a"),
    "quote lines": Family(".md", "> a\n"),
    "nested quotes": Family(".md", "> " * 100 + "a\n"),
    "quote then lazy": Family(".md", "> a\nb\n"),
    "bullets": Family(".md", "- abc\n"),
    "bullets in a line": Family(".md", "- ", end="a"),
    "stars in a line": Family(".md", "* ", end="a"),
    "numbers in a line": Family(".md", "1. ", end="a"),
    "numbers": Family(".md", "{i}. a\n"),
    "ones": Family(".md", "1. a\n"),
    "nested bullets": Family(".md", "".join("  " * level + "- a\n" for level in range(40))),
    "bullets and paragraphs": Family(".md", "- a\n\n  b\n\n"),
    "stars": Family(".md", "*", end="a"),
    "stars and words": Family(".md", "*a "),
    "stars closing": Family(".md", "a* "),
    "stars both": Family(".md", "*a*"),
    "stars doubled": Family(".md", "**a *b "),
    "stars opening and closing": Family(".md", "*a ", close="b* "),
    "stars after letters": Family(".md", "a**b"),
    "underscores": Family(".md", "_", end="a"),
    "underscores and words": Family(".md", "_a "),
    "underscores inside": Family(".md", "a_b"),
    "tildes": Family(".md", "~~a "),
    "single tildes": Family(".md", "~", lead="a "),
    "brackets": Family(".md", "["),
    "brackets and words": Family(".md", "[a "),
    "brackets closed": Family(".md", "[", close="]"),
    "closing brackets": Family(".md", "]"),
    "empty links": Family(".md", "[a]()"),
    "links": Family(".md", "[a](b) "),
    "open links": Family(".md", "[a]("),
    "open links nested": Family(".md", "[a](<b"),
    "links with titles open": Family(".md", '[a](b "'),
    "references": Family(".md", "[a][b] "),
    "images": Family(".md", "a ![a](b) "),
    "images open": Family(".md", "!["),
    "images nested": Family(".md", "![", close="](a)", end="b"),
    "targets escaped": Family(".md", "[](\\)"),
    "targets escaped apart": Family(".md", "[](\\)(" + "a" * 500 + ")"),
    "backslashes in a target": Family(".md", "\\", lead="[a]("),
    "tags unlike": Family(".md", "<b>", close="</i>", end="a"),
    "tags closed": Family(".md", "<b>a", close="</b>"),
    "footnote calls": Family(".md", "[^{i}] ", lead="a"),
    "footnotes": Family(".md", "a[^{i}]\n\n[^{i}]: b\n\n"),
    "footnotes at the end": Family(".md", "a[^{i}] ", end="\n\n" + "[^1]: b\n" * 100),
    "one footnote": Family(".md", "[^1] ", end="\n\n[^1]: b\n"),
    "definitions": Family(".md", "[a{i}]: /b\n", end="\nc"),
    "definitions open": Family(".md", "[a{i}]: \n", end="\nc"),
    "link to middle": Family(".md", "](", lead="[a"),
    "backticks": Family(".md", "`", lead="a"),
    "backticks apart": Family(".md", "`a "),
    "backticks growing": Family(
        ".md", "".join("`" * length + " " for length in range(1, 60)) + "a "
    ),
    "backtick runs doubled": Family(".md", "``a`b "),
    "less signs": Family(".md", "<", lead="a "),
    "autolinks open": Family(".md", "<http://a ", lead="a "),
    "tags in a line": Family(".md", "<b>a", lead="c "),
    "tags open": Family(".md", '<a b="', lead="c "),
    "addresses": Family(".md", "https://example.org/a ", lead="c "),
    "comments open": Family(".md", "<!-- a ", lead="c "),
    "comments": Family(".md", "<!-- a -->", lead="c "),
    "ampersands": Family(".md", "&", lead="a "),
    "entities": Family(".md", "&amp;"),
    "entities open": Family(".md", "&amp", lead="a "),
    "number signs of entities": Family(".md", "&#", lead="a "),
    "tables": Family(".md", "| abc | abc |\n", lead="| a | b |\n|---|---|\n"),
    "tables small": Family(".md", "| a |\n|---|\n| b |\n\n"),
    "table wide": Family(".md", "|", lead="a\n\n", end="\n|---|\n"),
    "table wide cells": Family(".md", "|abcde", end="|\n" + "|-" * 1000 + "|\n"),
    "table rules": Family(".md", "|-", lead="|a|b|\n", end="x"),
    "table rule of blanks": Family(".md", " ", lead="a|b\n|-", end="x"),
    "table rules spaced": Family(".md", "- ", lead="|a|b|\n|", end="x"),
    "bars without a table": Family(".md", "|", lead="a"),
    "setext": Family(".md", "a\n===\n"),
    "setext long": Family(".md", "a\n", end="===\n"),
    "setext underline": Family(".md", "=", lead="a\n", end="x"),
    "setext dashes": Family(".md", "a\n---\n"),
    "headings": Family(".md", "# abc\n"),
    "headings of depth": Family(
        ".md", "".join("#" * level + " a\n" for level in range(1, 7)), lead=_FIRST
    ),
    "number signs": Family(".md", "#", lead="# a "),
    "heading of blanks": Family(".md", " ", lead="# a", end="b"),
    "number signs apart": Family(".md", "# ", lead="# a "),
    "rules": Family(".md", "---\n", end="a"),
    "rule in a line": Family(".md", "- ", lead="a\n\n", end="b"),
    "rule of stars": Family(".md", "* * ", end="b"),
    "rule of underscores": Family(".md", "_ ", end="b"),
    "html blocks": Family(".md", "<div>\na\n</div>\n\n"),
    "html block open": Family(".md", "<div>\n", end="a"),
    "html lines": Family(".md", "<p>a\n"),
    "script open": Family(".md", "<script>\n", end="a"),
    "backslashes": Family(".md", "\\"),
    "backslashes and stars": Family(".md", "\\*"),
    "hard breaks": Family(".md", "a  \n"),
    "hard breaks by backslash": Family(".md", "a\\\n"),
    "blanks": Family(".md", " ", end="a"),
    "blanks inside": Family(".md", " ", lead="a", end="b"),
    "blank at ends": Family(".md", "a" + " " * 200 + "\n"),
    "tabs": Family(".md", "\t", end="a"),
    "tabs inside": Family(".md", "\t", lead="a", end="b"),
    "deep indentation": Family(".md", " " * 500 + "a\n"),
    "indentation growing": Family(".md", "".join(" " * level + "- a\n" for level in range(100))),
    "indented code": Family(".md", "    a\n\n"),
    "fence open": Family(".md", "abcde\n", lead="```\n"),
    "fences": Family(".md", "```\na\n```\n"),
    "fences unlike": Family(".md", "```\n~~~\n"),
    "fence marks": Family(".md", "`", end="\na"),
    "blank lines": Family(".md", "\n", lead="a\n", end="b"),
    "one paragraph of lines": Family(".md", "a\n"),
    "paragraphs": Family(".md", "a\n\n"),
    "sentences": Family(".md", "The Conference decides that gates are mended. "),
    "paragraphs of words": Family(".md", "{i}. Requests the wardens to mend gate {i};\n\n"),
    "letters": Family(".md", "a"),
    "front matter open": Family(".md", "a: b\n", lead="---\n"),
    "own head": Family(".md", "a\n\n", lead="<!-- majlis-text {} -->\n\n"),
    "own provisions": Family(
        ".md",
        '{i}\\. a <!-- operative label="{i}." number="{i}" -->\n\n',
        lead="<!-- majlis-text {} -->\n\n",
    ),
    "own levels": Family(
        ".md",
        "".join(f'a <!-- paragraph level="{level}" -->\n\n' for level in range(40)),
        lead="<!-- majlis-text {} -->\n\n",
    ),
    "own ids alike": Family(
        ".md", 'a <!-- paragraph id="b" -->\n\n', lead="<!-- majlis-text {} -->\n\n"
    ),
    "own paragraph of lines": Family(".md", "a\n", lead="<!-- majlis-text {} -->\n\n"),
    "own comments open": Family(".md", '<!-- a b="', lead="<!-- majlis-text {} -->\n\n"),
    "own calls": Family(
        ".md", " [^a]", lead="<!-- majlis-text {} -->\n\nb", end=" <!-- paragraph -->"
    ),
}
_HTML = {
    "paragraphs": Family(".html", "<p>a</p>"),
    "paragraphs unclosed": Family(".html", "<p>a\n"),
    "paragraphs of words": Family(".html", "<p>{i}. Requests the wardens to mend gate {i};</p>\n"),
    "divs": Family(".html", "<div>a</div>"),
    "nested divs": Family(".html", "<div>" * 200 + "a" + "</div>" * 200),
    "nested divs with words": Family(".html", "<div>a" * 200 + "</div>b" * 200),
    "unclosed spans": Family(".html", "<p>" + "<span>a" * 100 + "</p>"),
    "spans": Family(".html", "<span>a</span>"),
    "nested spans": Family(".html", "<span>" * 200 + "a" + "</span>" * 200),
    "marks": Family(".html", "<b>a</b><i>b</i>"),
    "nested marks": Family(".html", "<b><i>" * 100 + "a" + "</i></b>" * 100),
    "mark left open": Family(".html", "<b><p>a</p>"),
    "closing tags": Family(".html", "</b></p>", lead="<p>a</p>"),
    "attributes": Family(".html", ' a{i}="b"', lead="<p", end=">c</p>"),
    "long attribute": Family(".html", "a", lead='<p class="', end='">c</p>'),
    "long style": Family(".html", "display:", lead='<p style="', end='">c</p>'),
    "long style of blanks": Family(".html", " ", lead='<p style="font-weight:', end='">c</p>'),
    "styles": Family(".html", '<span style="font-weight:bold">a</span>'),
    "many ids": Family(".html", '<p id="a{i}">a</p>'),
    "ids without words": Family(".html", '<p id="a{i}"></p>', end="<p>a</p>"),
    "entities": Family(".html", "&amp;", lead="<p>"),
    "entities open": Family(".html", "&amp", lead="<p>"),
    "entities unknown": Family(".html", "&unknown;", lead="<p>"),
    "ampersands": Family(".html", "&", lead="<p>"),
    "comments": Family(".html", "<!-- a -->", lead="<p>b"),
    "comments open": Family(".html", "<!-- a ", lead="<p>b"),
    "comments in words": Family(".html", "a<!-- b -->", lead="<p>"),
    "table": Family(".html", "<tr><td>a</td><td>b</td></tr>", lead="<table>", end="</table>"),
    "table wide": Family(".html", "<td>a</td>", lead="<table><tr>", end="</tr></table>"),
    "nested tables": Family(".html", "<table><tr><td>" * 60 + "a" + "</td></tr></table>" * 60),
    "tables": Family(".html", "<table><tr><td>a</td></tr></table>"),
    "list": Family(".html", "<li>a</li>", lead="<ol>", end="</ol>"),
    "list unclosed": Family(".html", "<li>a\n", lead="<ul>"),
    "nested lists": Family(".html", "<ol><li>a" * 100 + "</li></ol>" * 100),
    "lists": Family(".html", "<ol><li>a</li></ol>"),
    "list with a long style": Family(
        ".html", "c" * 20, lead='<ol style="', middle='">', close="<li>a</li>", end="</ol>"
    ),
    "list values": Family(".html", '<li value="{i}">a</li>', lead="<ol reversed>", end="</ol>"),
    "items without a list": Family(".html", "<li>a</li>"),
    "breaks": Family(".html", "<br>", lead="<p>a", end="b</p>"),
    "breaks and words": Family(".html", "a<br>", lead="<p>"),
    "breaks and sentences": Family(".html", "a;<br>", lead="<p>"),
    "breaks and marks": Family(".html", "a;<br> <b></b>", lead="<p>"),
    "break then spans": Family(".html", "<b></b>", lead="<p>a;<br>", end="1. b</p>"),
    "breaks and hard blanks": Family(".html", "&nbsp;<br>", lead="<p>a;", end="1. b</p>"),
    "break then blank spans": Family(".html", "<b> </b>", lead="<p>a;<br>", end="1. b</p>"),
    "breaks then blanks": Family(".html", " <br>", lead="<p>a;", end="1. b</p>"),
    "wbr": Family(".html", "a<wbr>", lead="<p>"),
    "wbr open": Family(".html", "<wbr ", lead="<p>a"),
    "script": Family(".html", "a < b;", lead="<p>c</p><script>", end="</script>"),
    "scripts": Family(".html", "<script>a</script>", lead="<p>c</p>"),
    "style": Family(".html", "p { color: red }", lead="<p>c</p><style>", end="</style>"),
    "hidden": Family(".html", "<p hidden>a</p>", lead="<p>c</p>"),
    "one text": Family(".html", "a ", lead="<p>", end="</p>"),
    "one word": Family(".html", "a", lead="<p>", end="</p>"),
    "one text of blanks": Family(".html", " ", lead="<p>a", end="b</p>"),
    "pre": Family(".html", "a\n", lead="<pre>", end="</pre>"),
    "pre of blanks": Family(".html", " ", lead="<pre>a", end="b</pre>"),
    "links": Family(".html", '<a href="b{i}">a</a>', lead="<p>"),
    "footnotes": Family(".html", '<p>a<sup><a href="#n{i}">1</a></sup></p><p id="n{i}">1. b</p>'),
    "footnotes within one": Family(
        ".html",
        '<sup><a href="#n{i}">1</a></sup>',
        lead="<p>a",
        middle="</p><div>",
        close='<a id="n{i}">b</a>',
        end="</div>",
    ),
    "one footnote called": Family(
        ".html", '<p>a<sup><a href="#n">1</a></sup></p>', end='<p id="n">1 b</p>'
    ),
    "headings": Family(".html", "<h1>a</h1>"),
    "headings of depth": Family(".html", "<h1>a</h1><h2>b</h2><h3>c</h3><p>d</p>"),
    "insertions": Family(".html", "<ins>a</ins><del>b</del>", lead="<p>"),
    "ruby": Family(".html", "<ruby>a<rt>b</rt></ruby>", lead="<p>"),
    "less signs": Family(".html", "< ", lead="<p>"),
    "forms": Family(".html", "<form><input>", lead="<p>a</p>"),
    "definition lists": Family(".html", "<dt>a<dd>b", lead="<dl>", end="</dl>"),
    "footnotes nested": Family(
        ".html",
        "".join(f'<sup><a href="#n{{i}}x{at}">1</a></sup>' for at in range(50))
        + "".join(f'<div id="n{{i}}x{at}">1. b' for at in range(50))
        + "</div>" * 50,
        lead="<p>a</p>",
    ),
    "own page": Family(".html", "<p>a</p>", lead='<main data-majlis="1">', end="</main>"),
    "own provisions": Family(
        ".html",
        '<div class="provision" data-kind="operative" id="p{i}"><p><span class="label">{i}.</span>'
        '<span class="words">a</span></p></div>',
        lead='<main data-majlis="1">',
        end="</main>",
    ),
    "own wordings": Family(
        ".html",
        "<p>a</p>",
        lead='<main data-majlis="1"><div class="provision" data-kind="operative">',
        end="</div></main>",
    ),
}
_AKN_FAMILIES = {
    "paragraphs": Family(".xml", "<p>a</p>"),
    "paragraphs of words": Family(".xml", "<p>Requests the wardens to mend gate {i};</p>"),
    "numbered words": Family(".xml", "<p>{i}. Requests the wardens to mend gate {i};</p>"),
    "typed numbers": Family(".xml", "<p>1. a</p>"),
    "typed letters": Family(".xml", "<p>(a) a</p>"),
    "typed dashes": Family(".xml", "<p>- a</p>"),
    "colons": Family(".xml", "<p>Requests:</p><p>(a) a;</p>"),
    "lines that end in a comma": Family(".xml", "<p>Requests gates,</p>"),
    "capital lines": Family(".xml", "<p>GATES</p>"),
    "sections": Family(
        ".xml", "<section><num>{i}</num><heading>a</heading><content><p>b</p></content></section>"
    ),
    "sections without number": Family(".xml", "<section><content><p>b</p></content></section>"),
    "nested sections": Family(
        ".xml",
        "<section><num>1</num>" * 130 + "<content><p>a</p></content>" + "</section>" * 130,
        lead="<p>c</p>",
    ),
    "nested sections bare": Family(
        ".xml", "<section>" * 130 + "<content><p>a</p></content>" + "</section>" * 130
    ),
    "nested sections with words": Family(
        ".xml",
        "<section><num>1</num><content><p>b</p></content>" * 130 + "</section>" * 130,
    ),
    "nested containers": Family(
        ".xml", "<container name='a'>" * 130 + "<p>a</p>" + "</container>" * 130
    ),
    "nested quotes": Family(
        ".xml",
        "<p>a<embeddedStructure>" * 60 + "<p>b</p>" + "</embeddedStructure></p>" * 60,
    ),
    "nested blocks in a leaf": Family(".xml", "<block>a" * 130 + "</block>" * 130),
    "nested marks": Family(".xml", "<p>" + "<b>" * 130 + "a" + "</b>" * 130 + "</p>"),
    "nested annexes": Family(
        ".xml",
        "<attachment><doc name='annex'><mainBody><p>a</p>" * 40
        + "</mainBody></doc></attachment>" * 40,
        lead="<p>c</p>",
    ),
    "nested attachments bare": Family(
        ".xml", "<attachment><heading>b</heading><p>a</p>" * 130 + "</attachment>" * 130
    ),
    "attachments": Family(".xml", "<attachment><heading>b</heading><p>a</p></attachment>"),
    "attributes": Family(".xml", ' a{i}="b"', lead="<p", end=">c</p>"),
    "class words": Family(".xml", "bold ", lead='<p class="', end='">c</p>'),
    "class words inside": Family(".xml", "bold ", lead='<p>a<span class="', end='">c</span></p>'),
    "many classes": Family(".xml", '<p class="a{i}">c</p>'),
    "references": Family(".xml", '<p><ref href="#a{i}">a</ref></p>'),
    "references in one": Family(".xml", '<ref href="#a">a</ref>', lead="<p>", end="</p>"),
    "marks in one": Family(".xml", "<b>a</b>c", lead="<p>", end="</p>"),
    "breaks in one": Family(".xml", "a<br/>", lead="<p>", end="</p>"),
    "breaks in paragraphs": Family(".xml", "<p>a<br/>b</p>"),
    "one text": Family(".xml", "a ", lead="<p>", end="</p>"),
    "one text of lines": Family(".xml", "a\n", lead="<p>", end="</p>"),
    "one text of blanks": Family(".xml", " ", lead="<p>a", end="b</p>"),
    "one text of blanks kept": Family(".xml", " ", lead='<p xml:space="preserve">a', end="b</p>"),
    "entities": Family(".xml", "&amp;", lead="<p>", end="</p>"),
    "comments": Family(".xml", "<!--a-->", lead="<p>b</p>"),
    "remarks": Family(".xml", "<remark>a</remark>"),
    "remarks in one": Family(".xml", "<remark>a</remark>", lead="<p>b", end="</p>"),
    "notes in one": Family(
        ".xml", "<authorialNote><p>a</p></authorialNote>", lead="<p>b", end="</p>"
    ),
    "notes nested": Family(
        ".xml", "<p>b" + "<authorialNote><p>a" * 60 + "</p></authorialNote>" * 60 + "</p>"
    ),
    "tables": Family(".xml", "<table><tr><td><p>a</p></td></tr></table>"),
    "table": Family(".xml", "<tr><td><p>a</p></td></tr>", lead="<table>", end="</table>"),
    "table wide": Family(".xml", "<td><p>a</p></td>", lead="<table><tr>", end="</tr></table>"),
    "nested tables": Family(
        ".xml", "<table><tr><td>" * 45 + "<p>a</p>" + "</td></tr></table>" * 45
    ),
    "lists": Family(".xml", "<blockList><item><num>1</num><p>a</p></item></blockList>"),
    "list": Family(
        ".xml",
        "<item><num>{i}</num><p>a</p></item>",
        lead="<p>c</p><blockList>",
        end="</blockList>",
    ),
    "nested lists": Family(
        ".xml", "<blockList><item><num>1</num><p>a</p>" * 60 + "</item></blockList>" * 60
    ),
    "headings": Family(".xml", "<crossHeading>a</crossHeading>"),
    "headings in one": Family(
        ".xml", "<heading>a</heading>", lead="<section>", end="<p>b</p></section>"
    ),
    "numbers in one": Family(".xml", "<num>a</num>", lead="<section>", end="<p>b</p></section>"),
    "bold paragraphs": Family(".xml", "<p><b>Gates of the harbour</b></p>"),
    "formulas": Family(".xml", "<formula><p>a</p></formula>"),
    "recitals": Family(
        ".xml",
        "<recital><p>Recalling gate {i},</p></recital>",
        lead="<preamble><recitals>",
        end="</recitals></preamble>",
    ),
    "preamble of paragraphs": Family(
        ".xml", "<p>Recalling gate {i},</p>", lead="<preamble>", end="</preamble>"
    ),
    "preamble of words": Family(".xml", "<p>a</p>", lead="<preamble>", end="</preamble>"),
    "items run together": Family(".xml", "{i}. a; ", lead="<p>", end="</p>"),
    "items run together with marks": Family(".xml", "{i}. <b>a</b>; ", lead="<p>", end="</p>"),
    "semicolons": Family(
        ".xml",
        "a; ",
        lead="<item><num>1.</num><p>b ",
        end="</p></item><item><num>2.</num><p>c</p></item>",
    ),
    "hard blanks": Family(".xml", "\u00a0", lead="<p>a", end="b</p>"),
    "rulers": Family(".xml", "_", lead="<p>a", end="b</p>"),
    "footnotes under a ruler": Family(".xml", "{i} <b>a</b>. ", lead="<p>b _____ ", end="</p>"),
    "commas under a heading": Family(
        ".xml",
        "a, ",
        lead="<section><heading>requests</heading><paragraph><num>1</num><content><p>b",
        end="</p></content></paragraph><paragraph><num>1</num><content><p>c</p></content>"
        "</paragraph></section>",
    ),
    "speeches": Family(".xml", "<speech><from>a</from><p>b</p></speech>"),
    "insertions": Family(".xml", "<ins>a</ins><del>b</del>", lead="<p>", end="</p>"),
    "namespaces": Family(".xml", '<p xmlns:a{i}="b{i}">c</p>'),
    "act of articles": Family(
        ".xml",
        "<article><num>{i}</num><paragraph><content><p>a</p></content></paragraph></article>",
        lead=f'<akomaNtoso xmlns="{_AKN}"><act name="act"><body><p>b</p>',
        end="</body></act></akomaNtoso>",
    ),
    "references of meta": Family(
        ".xml",
        '<TLCOrganization eId="a{i}" href="/b" showAs="c"/>',
        lead=f'<akomaNtoso xmlns="{_AKN}"><statement name="resolution"><meta><references>',
        end="</references></meta><mainBody><p>a</p></mainBody></statement></akomaNtoso>",
    ),
    "documents under long metadata": Family(
        ".xml",
        '<TLCOrganization eId="a" href="/b"/>',
        lead=f'<akomaNtoso xmlns="{_AKN}"><statement name="resolution"><meta><references>',
        middle="</references></meta><mainBody><p>a</p></mainBody><components>",
        close='<component><doc name="a"><mainBody><p>a</p></mainBody></doc></component>',
        end="</components></statement></akomaNtoso>",
    ),
    "own provisions": Family(
        ".xml",
        '<paragraph m:kind="operative" eId="p{i}"><num>{i}.</num><content><p>a</p></content>'
        "</paragraph>",
        lead=f'<akomaNtoso xmlns="{_AKN}" xmlns:m="{_OWN}"><statement name="resolution"><meta>'
        '<proprietary><m:text version="1" language="en"/></proprietary></meta><mainBody>',
        end="</mainBody></statement></akomaNtoso>",
    ),
    "own places": Family(
        ".xml",
        '<p m:kind="operative" m:place="0">a</p>',
        lead=f'<akomaNtoso xmlns="{_AKN}" xmlns:m="{_OWN}"><statement name="resolution"><meta>'
        '<proprietary><m:text version="1" language="en"/></proprietary></meta><mainBody>'
        '<paragraph m:kind="operative">',
        end="</paragraph></mainBody></statement></akomaNtoso>",
    ),
    "documents": Family(
        ".xml",
        '<component><doc name="a"><mainBody><p>a</p></mainBody></doc></component>',
        lead=f'<akomaNtoso xmlns="{_AKN}"><statement name="resolution"><mainBody><p>a</p></mainBody>'
        "<components>",
        end="</components></statement></akomaNtoso>",
    ),
}
_DOCX = {
    "paragraphs": Family(".docx", _par(_run("a"))),
    "paragraphs of words": Family(
        ".docx", _par(_run("{i}. Requests the wardens to mend gate {i};"))
    ),
    "empty paragraphs": Family(".docx", "<w:p/>", end=_par(_run("a"))),
    "runs": Family(".docx", _run("a"), lead="<w:p>", end="</w:p>"),
    "runs with properties": Family(
        ".docx", _run("a", "<w:rPr><w:b/></w:rPr>") + _run("b"), lead="<w:p>", end="</w:p>"
    ),
    "runs with styles": Family(
        ".docx",
        _run("a", '<w:rPr><w:rStyle w:val="s"/></w:rPr>'),
        lead="<w:p>",
        end="</w:p>",
        parts=(
            ("styles", '<w:style w:type="character" w:styleId="s"><w:rPr><w:b/></w:rPr></w:style>'),
        ),
    ),
    "one run": Family(".docx", "a ", lead="<w:p><w:r><w:t>", end="</w:t></w:r></w:p>"),
    "one run of blanks": Family(
        ".docx", " ", lead='<w:p><w:r><w:t xml:space="preserve">a', end="b</w:t></w:r></w:p>"
    ),
    "texts in one run": Family(".docx", "<w:t>a</w:t>", lead="<w:p><w:r>", end="</w:r></w:p>"),
    "breaks": Family(".docx", "<w:br/><w:t>a</w:t>", lead="<w:p><w:r>", end="</w:r></w:p>"),
    "breaks and sentences": Family(
        ".docx", "<w:t>a;</w:t><w:br/>", lead="<w:p><w:r>", end="</w:r></w:p>"
    ),
    "breaks and numbers": Family(
        ".docx", "<w:t>{i}. a;</w:t><w:br/>", lead="<w:p><w:r>", end="</w:r></w:p>"
    ),
    "breaks alone": Family(
        ".docx", "<w:br/>", lead="<w:p><w:r><w:t>a;</w:t>", end="<w:t>1. b</w:t></w:r></w:p>"
    ),
    "page breaks": Family(".docx", _par('<w:r><w:br w:type="page"/></w:r>'), end=_par(_run("a"))),
    "tabs": Family(".docx", "<w:tab/>", lead="<w:p><w:r>", end="<w:t>a</w:t></w:r></w:p>"),
    "symbols": Family(
        ".docx", '<w:sym w:font="Symbol" w:char="F0B7"/>', lead="<w:p><w:r>", end="</w:r></w:p>"
    ),
    "styles": Family(
        ".docx",
        '<w:style w:type="paragraph" w:styleId="s{i}"><w:name w:val="n{i}"/></w:style>',
        part="styles",
        parts=(("document", _par(_run("a"))),),
    ),
    "chain of styles": Family(
        ".docx",
        '<w:style w:type="paragraph" w:styleId="s{i}"><w:basedOn w:val="s1"/></w:style>',
        part="styles",
        parts=(("document", _par(_run("a"), '<w:pPr><w:pStyle w:val="s2"/></w:pPr>') * 100),),
    ),
    "style unknown": Family(".docx", _par(_run("a"), '<w:pPr><w:pStyle w:val="s{i}"/></w:pPr>')),
    "levels": Family(
        ".docx",
        "".join(_par(_run("a"), _NUMBERED.replace("{level}", str(at))) for at in range(9)),
        parts=(("numbering", _NUMBERING),),
    ),
    "numbered": Family(
        ".docx",
        _par(_run("a"), _NUMBERED.replace("{level}", "0")),
        parts=(("numbering", _NUMBERING),),
    ),
    "numbered in words": Family(
        ".docx",
        _par(_run("a"), _NUMBERED.replace("{level}", "0")),
        parts=(("numbering", _NUMBERING.replace('"decimal"', '"cardinalText"')),),
    ),
    "numbered in letters": Family(
        ".docx",
        _par(_run("a"), _NUMBERED.replace("{level}", "0")),
        parts=(("numbering", _NUMBERING.replace('"decimal"', '"lowerLetter"')),),
    ),
    "numbered in roman": Family(
        ".docx",
        _par(_run("a"), _NUMBERED.replace("{level}", "0")),
        parts=(("numbering", _NUMBERING.replace('"decimal"', '"upperRoman"')),),
    ),
    "lists": Family(
        ".docx",
        "<w:abstractNum w:abstractNumId='{i}'>" + _level(0) + "</w:abstractNum>",
        end="<w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>",
        part="numbering",
        parts=(("document", _par(_run("a"), _NUMBERED.replace("{level}", "0")) * 100),),
    ),
    "numbers of lists": Family(
        ".docx",
        "<w:num w:numId='{i}'><w:abstractNumId w:val='1'/>"
        "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>",
        lead="<w:abstractNum w:abstractNumId='1'>" + _level(0) + "</w:abstractNum>",
        part="numbering",
        parts=(("document", _par(_run("a"), _NUMBERED.replace("{level}", "0")) * 100),),
    ),
    "table": Family(
        ".docx",
        "<w:tr><w:tc>" + _par(_run("a")) + "</w:tc></w:tr>",
        lead="<w:tbl>",
        end="</w:tbl>",
    ),
    "table wide": Family(
        ".docx",
        "<w:tc>" + _par(_run("a")) + "</w:tc>",
        lead="<w:tbl><w:tr>",
        end="</w:tr></w:tbl>",
    ),
    "tables": Family(".docx", "<w:tbl><w:tr><w:tc>" + _par(_run("a")) + "</w:tc></w:tr></w:tbl>"),
    "nested tables": Family(
        ".docx", "<w:tbl><w:tr><w:tc>" * 40 + _par(_run("a")) + "</w:tc></w:tr></w:tbl>" * 40
    ),
    "nested tables with words": Family(
        ".docx",
        ("<w:tbl><w:tr><w:tc>" + _par(_run("a"))) * 40 + "</w:tc></w:tr></w:tbl>" * 40,
    ),
    "footnotes": Family(
        ".docx",
        '<w:footnote w:id="{i}">' + _par(_run("a")) + "</w:footnote>",
        part="footnotes",
        parts=(("document", _par('<w:r><w:footnoteReference w:id="1"/></w:r>' + _run("a"))),),
    ),
    "calls of footnotes": Family(
        ".docx",
        '<w:r><w:footnoteReference w:id="1"/></w:r>',
        lead="<w:p>" + _run("a"),
        end="</w:p>",
        parts=(("footnotes", '<w:footnote w:id="1">' + _par(_run("a")) + "</w:footnote>"),),
    ),
    "calls of footnotes in paragraphs": Family(
        ".docx",
        _par(_run("a") + '<w:r><w:footnoteReference w:id="1"/></w:r>'),
        parts=(("footnotes", '<w:footnote w:id="1">' + _par(_run("a")) + "</w:footnote>"),),
    ),
    "calls of a long footnote": Family(
        ".docx",
        _par(_run("a") + '<w:r><w:footnoteReference w:id="1"/></w:r>'),
        parts=(
            (
                "footnotes",
                '<w:footnote w:id="1">' + _par(_run("gates ")) * 2000 + "</w:footnote>",
            ),
        ),
    ),
    "custom marks of footnotes": Family(
        ".docx",
        '<w:footnoteReference w:customMarkFollows="1" w:id="{i}"/><w:t>*</w:t>',
        lead="<w:p><w:r>",
        end="</w:r></w:p>",
        parts=(("footnotes", _FOOTNOTES),),
    ),
    "footnotes under long settings": Family(
        ".docx",
        "<w:a/>",
        part="settings",
        parts=(("document", _CALLS), ("footnotes", _FOOTNOTES)),
    ),
    "insertions": Family(".docx", _track("ins", _run("a")), lead="<w:p>", end="</w:p>"),
    "deletions and insertions": Family(
        ".docx",
        _track("ins", _run("a")) + _track("del", "<w:r><w:delText>b</w:delText></w:r>"),
        lead="<w:p>",
        end="</w:p>",
    ),
    "insertions in paragraphs": Family(".docx", _par(_track("ins", _run("a")))),
    "marks deleted": Family(
        ".docx", _par(_run("a"), "<w:pPr><w:rPr><w:del w:id='1' w:author='A'/></w:rPr></w:pPr>")
    ),
    "marks inserted": Family(
        ".docx", _par(_run("a"), "<w:pPr><w:rPr><w:ins w:id='1' w:author='A'/></w:rPr></w:pPr>")
    ),
    "moves": Family(
        ".docx", _par(_track("moveFrom", _run("a"))) + _par(_track("moveTo", _run("a")))
    ),
    "nested insertions": Family(
        ".docx",
        "<w:p>" + '<w:ins w:id="1" w:author="A">' * 100 + _run("a") + "</w:ins>" * 100 + "</w:p>",
    ),
    "fields": Family(
        ".docx",
        _field("begin")
        + "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        + _field("separate")
        + _run("1")
        + _field("end"),
        lead="<w:p>",
        end="</w:p>",
    ),
    "fields open": Family(".docx", _field("begin"), lead=_par(_run("a")) + "<w:p>", end="</w:p>"),
    "fields nested": Family(
        ".docx", _field("begin"), close=_field("end"), lead="<w:p>", end=_run("a") + "</w:p>"
    ),
    "fields nested with results": Family(
        ".docx",
        _field("begin") + _field("separate") + _run("a"),
        close=_field("end"),
        lead="<w:p>",
        end="</w:p>",
    ),
    "field code long": Family(
        ".docx",
        "<w:r><w:instrText>PAGE </w:instrText></w:r>",
        lead="<w:p>" + _field("begin"),
        end=_field("end") + _run("a") + "</w:p>",
    ),
    "simple fields": Family(
        ".docx",
        '<w:fldSimple w:instr="PAGE">' + _run("1") + "</w:fldSimple>",
        lead="<w:p>",
        end="</w:p>",
    ),
    "bookmarks": Family(
        ".docx",
        '<w:bookmarkStart w:id="{i}" w:name="b{i}"/><w:bookmarkEnd w:id="{i}"/>',
        lead="<w:p>" + _run("a"),
        end="</w:p>",
    ),
    "bookmarks in paragraphs": Family(
        ".docx",
        _par('<w:bookmarkStart w:id="{i}" w:name="b{i}"/>' + _run("a")),
    ),
    "bookmarks before the text": Family(
        ".docx", '<w:bookmarkStart w:id="{i}" w:name="b{i}"/>', end=_par(_run("a"))
    ),
    "comments": Family(
        ".docx",
        '<w:comment w:id="{i}" w:author="A">' + _par(_run("a")) + "</w:comment>",
        part="comments",
        parts=(("document", _par(_run("a"))),),
    ),
    "calls of comments": Family(
        ".docx",
        '<w:commentRangeStart w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>',
        lead="<w:p>" + _run("a"),
        end="</w:p>",
        parts=(("comments", '<w:comment w:id="1">' + _par(_run("a")) + "</w:comment>"),),
    ),
    "comment ranges open": Family(
        ".docx",
        _par('<w:commentRangeStart w:id="{i}"/>' + _run("a")),
        parts=(("comments", '<w:comment w:id="1">' + _par(_run("a")) + "</w:comment>"),),
    ),
    "text boxes": Family(
        ".docx",
        _par(
            "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
            + _par(_run("a"))
            + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        ),
    ),
    "text boxes nested": Family(
        ".docx",
        "<w:p><w:r><w:pict><v:textbox><w:txbxContent>" * 20
        + _par(_run("a"))
        + "</w:txbxContent></v:textbox></w:pict></w:r></w:p>" * 20,
    ),
    "text boxes in one": Family(
        ".docx",
        "<w:r><w:pict><v:textbox><w:txbxContent>"
        + _par(_run("a"))
        + "</w:txbxContent></v:textbox></w:pict></w:r>",
        lead="<w:p>" + _run("b"),
        end="</w:p>",
    ),
    "alternate content": Family(
        ".docx",
        "<mc:AlternateContent><mc:Choice Requires='x'/><mc:Fallback>"
        + _run("a")
        + "</mc:Fallback></mc:AlternateContent>",
        lead="<w:p>",
        end="</w:p>",
    ),
    "choices": Family(
        ".docx",
        "<mc:Choice Requires='x'/>",
        lead="<w:p><mc:AlternateContent>",
        end="<mc:Fallback>" + _run("a") + "</mc:Fallback></mc:AlternateContent></w:p>",
    ),
    "content controls nested": Family(
        ".docx", "<w:sdt><w:sdtContent>" * 60 + _par(_run("a")) + "</w:sdtContent></w:sdt>" * 60
    ),
    "links": Family(
        ".docx",
        '<w:hyperlink w:anchor="a{i}">' + _run("a") + "</w:hyperlink>",
        lead="<w:p>",
        end="</w:p>",
    ),
    "mathematics": Family(
        ".docx", "<m:oMath><m:r><m:t>a</m:t></m:r></m:oMath>", lead="<w:p>", end="</w:p>"
    ),
    "mathematics nested": Family(
        ".docx",
        "<w:p><m:oMath>"
        + "<m:f><m:num>" * 60
        + "<m:r><m:t>a</m:t></m:r>"
        + "</m:num><m:den/></m:f>" * 60
        + "</m:oMath></w:p>",
    ),
    "sections": Family(".docx", _par(_run("a"), "<w:pPr><w:sectPr/></w:pPr>")),
    "headings": Family(
        ".docx",
        _par(_run("a"), '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
    ),
    "headings by style": Family(
        ".docx",
        _par(_run("a"), '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'),
        parts=(
            (
                "styles",
                '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>',
            ),
        ),
    ),
    "bold lines": Family(".docx", _par(_run("Gates of the harbour", "<w:rPr><w:b/></w:rPr>"))),
    "unknown elements": Family(".docx", "<w:unknown/>", lead="<w:p>", end=_run("a") + "</w:p>"),
}

FAMILIES: dict[str, Family] = {
    f"{form} {name}": family
    for form, families in (
        ("md", _MARKDOWN),
        ("html", _HTML),
        ("akn", _AKN_FAMILIES),
        ("docx", _DOCX),
    )
    for name, family in families.items()
}
