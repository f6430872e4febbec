"""What holds of any document: it is printed in all three forms, whole, well formed and tagged."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator

import docx
import html5lib
import pypdf
from hypothesis import HealthCheck, given, settings
from lxml import etree

from majlis.paper import write
from majlis.paper.blocks import Chart, Content, Document, Footnote, Link, Number, runs
from majlis.paper.languages import number
from majlis.paper.plan import clean, contents, placed
from tests.paper.strategies import documents

ANY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# what a writer may add to words or may leave out: blanks, marks of direction
_LOOSE = re.compile("[\\s\u200e\u200f\u2066\u2067\u2069]+")


def squeezed(text: str) -> str:
    """Text without blanks and marks of direction."""
    return _LOOSE.sub("", clean(text))


def words_of(content: Content, language: str) -> Iterator[str]:
    """The pieces of content, footnotes after all else."""
    later: list[Content] = []
    for part in runs(content):
        if isinstance(part, str):
            yield part
        elif isinstance(part, Number):
            yield number(language, part.value, part.places)
        elif isinstance(part, Link):
            yield from words_of(part.content, language)
        elif isinstance(part, Footnote):
            later.append(part.content)
        else:
            yield part.text
    for content_later in later:
        yield from words_of(content_later, language)


def all_words(document: Document) -> list[str]:
    """Everything that a reader must find in print."""
    found = [document.title]
    if document.cover:
        found += [document.cover.subtitle, document.cover.symbol, *document.cover.lines]
    for block in document.blocks:
        for content in contents(block):
            found += words_of(content, document.language)
        if isinstance(block, Chart):
            found += [block.head, *block.categories, *(series.name for series in block.series)]
    return [piece for piece in map(squeezed, found) if piece]


@ANY
@given(documents)
def test_any_document_is_a_well_formed_page_that_holds_its_words(document: Document) -> None:
    page = write.html(document)
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    text = squeezed("".join(tree.itertext()))
    assert [piece for piece in all_words(document) if piece not in text] == []
    assert "style=" not in re.sub('"[^"]*"|>[^<]*', "", page)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in tree.iter():
        if (element.get("href") or "").startswith("#"):
            assert element.get("href")[1:] in ids
        for name in (element.get("aria-labelledby") or "").split():
            assert name in ids


@ANY
@given(documents)
def test_any_document_is_a_word_file_that_holds_its_words(document: Document) -> None:
    made = write.docx(document)
    assert made == write.docx(document)
    opened = docx.Document(io.BytesIO(made))
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(file.read(name))
        notes = etree.fromstring(file.read("word/footnotes.xml"))
    text = "".join(
        node.text or "" for root in (opened.element, notes) for node in root.iter(f"{W}t")
    )
    assert [piece for piece in all_words(document) if piece not in squeezed(text)] == []
    assert opened.core_properties.title == clean(document.title)
    directions = {place.language == "ar" for place in placed(document)}
    for paragraph in opened.element.body.iter(f"{W}p"):
        turned = paragraph.find(f"{W}pPr/{W}bidi") is not None
        assert turned in directions | {document.direction == "rtl"}


@ANY
@given(documents)
def test_any_document_is_a_tagged_pdf(document: Document) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = write.pdf(document)
    assert made == write.pdf(document)
    opened = pypdf.PdfReader(io.BytesIO(made))
    root = opened.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith(document.language)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert opened.metadata is not None
    assert opened.metadata.title
