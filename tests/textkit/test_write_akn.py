"""Akoma Ntoso as written: valid against the OASIS schema, and plain to other readers."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from majlis.textkit.carry import NAMESPACE
from majlis.textkit.model import Part, Provision, Run, Text
from majlis.textkit.read.akn import read_akn
from majlis.textkit.write.akn import write_akn
from tests.textkit.strategies import texts
from tests.textkit.written import RESOLUTION, p

A = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"

# The schema imports the W3C's schema of the xml: attributes; these four are all that it needs.
XML_ATTRIBUTES = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
 targetNamespace="http://www.w3.org/XML/1998/namespace">
<xs:attribute name="lang" type="xs:language"/><xs:attribute name="base" type="xs:anyURI"/>
<xs:attribute name="id" type="xs:ID"/>
<xs:attribute name="space"><xs:simpleType><xs:restriction base="xs:NCName">
<xs:enumeration value="default"/><xs:enumeration value="preserve"/></xs:restriction></xs:simpleType>
</xs:attribute></xs:schema>"""


class Resolver(etree.Resolver):
    def resolve(self, url: str, pubid: str, context: Any) -> Any:
        return self.resolve_string(XML_ATTRIBUTES, context) if url.endswith("xml.xsd") else None


@cache
def schema_at(path: Path) -> etree.XMLSchema:
    parser = etree.XMLParser()
    parser.resolvers.add(Resolver())
    return etree.XMLSchema(etree.parse(str(path), parser))


@pytest.fixture
def schema(shared: Path) -> etree.XMLSchema:
    return schema_at(shared / "samples" / "akn-itu" / "akomantoso30.xsd")


def root_of(text: Text) -> Any:
    return etree.fromstring(write_akn(text))


def valid(schema: etree.XMLSchema, text: Text) -> None:
    assert schema.validate(root_of(text)), schema.error_log.last_error


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=texts)
def test_any_text_is_valid(schema: etree.XMLSchema, text: Text) -> None:
    valid(schema, text)


def test_the_resolution_is_valid(schema: etree.XMLSchema) -> None:
    valid(schema, RESOLUTION)
    valid(schema, Text(()))


def without_ours(root: Any) -> bytes:
    """The file as a program keeps it that knows nothing of our namespace."""
    for element in root.iter():
        for key in [key for key in element.attrib if key.startswith(f"{{{NAMESPACE}}}")]:
            del element.attrib[key]
    for element in list(root.iter(f"{A}proprietary")):
        element.getparent().remove(element)
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root))


def test_other_readers_understand_it() -> None:
    text = read_akn(without_ours(root_of(RESOLUTION)), "accept")
    found = [(q.kind, q.label, q.text) for q in text.walk()]
    for wanted in (
        ("title", "", "Tidal gardens"),
        ("formula", "", "The Council of Tides,"),
        ("preambular", "", "Recalling its resolution 9,"),
        ("heading", "", "considering"),
        ("preambular", "a)", "that tides turn;"),
        ("operative", "1.", "Decides to open the gardens:"),
        ("operative", "(a)", "in spring;"),
        ("operative", "(c)", "in autumn;"),
        ("footnote", "1", "See the calendar."),
        ("heading", "", "Water"),
        ("operative", "2.", "Requests a report <soon> & at 16-10."),
        ("back", "", "9th meeting"),
        ("annex", "", "Annex"),
        ("paragraph", "1.", "The gate is open."),
    ):
        assert wanted in found
    assert (text.language, text.kind, text.symbol, text.title, text.date) == (
        "en",
        "resolution",
        "TG/RES/12 (2031)",
        "Tidal gardens",
        "2031-04-01",
    )


def test_each_part_stands_in_its_own_element() -> None:
    root = root_of(RESOLUTION)
    document = root[0]
    assert document.tag == f"{A}statement"
    assert [child.tag.removeprefix(A) for child in document] == [
        "meta", "coverPage", "preface", "preamble", "mainBody", "conclusions", "attachments",
    ]  # fmt: skip
    assert root.find(f".//{A}formula").get("name") == "enactingFormula"
    assert root.find(f".//{A}preamble/{A}container").get("name") == "Recalling"
    assert root.find(f".//{A}recitals/{A}recital/{A}num").text == "a)"
    assert len(root.findall(f".//{A}paragraph/{A}list/{A}point")) == 3
    assert root.find(f".//{A}authorialNote").get("marker") == "1"
    assert root.find(f".//{A}attachment/{A}doc") is not None


@pytest.mark.parametrize(
    ("language", "code"),
    [("ar", "ara"), ("zh", "zho"), ("en", "eng"), ("fr", "fra"), ("ru", "rus"), ("es", "spa")],
)
def test_addresses(language: str, code: str) -> None:
    text = replace(
        RESOLUTION,
        language=language,
        body="Security Council",
        symbol="S/RES/2690 (2023)",
        date="2023-06-30",
    )
    root = root_of(text)
    uris = [e.get("value") for e in root.iter(f"{A}FRBRuri")]
    work = "/akn/un/statement/deliberation/unsc/2023-06-30/2690-2023"
    assert uris[:3] == [work, f"{work}/{code}@", f"{work}/{code}@.xml"]
    assert root.find(f".//{A}FRBRlanguage").get("language") == code


@pytest.mark.parametrize("date", ["", "2031", "2031-04", "2031-02-30", "soon"])
def test_no_date_is_invented(schema: etree.XMLSchema, date: str) -> None:
    text = replace(RESOLUTION, date=date)
    valid(schema, text)
    root = root_of(text)
    assert {e.get("date") for e in root.iter(f"{A}FRBRdate")} == {"0001-01-01"}
    assert root.find(f".//{A}docDate") is None
    assert read_akn(without_ours(root)).date == ""


def test_an_annexed_resolution_is_a_statement(schema: etree.XMLSchema) -> None:
    annex = p(
        "annex_1",
        "annex",
        "Annex",
        children=(
            p("annex_1__recital_1", "preambular", "Recalling the shore,"),
            p("annex_1__para_1", "operative", "Decides to return.", label="1."),
        ),
    )
    text = Text((annex,), parts=(Part("annex_1", "resolution"),))
    valid(schema, text)
    inner = root_of(text).find(f".//{A}attachment/{A}statement")
    assert inner.find(f"{A}preamble") is not None
    assert inner.find(f"{A}mainBody/{A}paragraph/{A}num").text == "1."
    found = read_akn(without_ours(root_of(text)))
    assert [q.kind for q in found.walk()] == ["annex", "preambular", "operative"]


def test_a_closing_line_is_a_wrap_up(schema: etree.XMLSchema) -> None:
    points = (
        p("a", "operative", "one;", label="(a)"),
        p("b", "operative", "two;", label="(b)"),
        p("c", "operative", "each year.", children=(p("n", "footnote", "Or two.", label="1"),)),
    )
    text = Text((p("para_1", "operative", "Decides:", label="1.", children=points),))
    valid(schema, text)
    assert root_of(text).find(f".//{A}list/{A}wrapUp/{A}p").text == "each year."


def test_what_another_program_added_is_read() -> None:
    data = write_akn(RESOLUTION).decode()
    new = (
        "<paragraph><num>3.</num><content><p>Decides to go on.</p></content></paragraph></mainBody>"
    )
    text = read_akn(data.replace("</mainBody>", new, 1).encode())
    added = next(q for q in text.walk() if q.text == "Decides to go on.")
    assert (added.kind, added.label, added.number) == ("operative", "3.", "3")
    assert added.id


def test_white_space_survives_pretty_printing_by_others() -> None:
    text = Text((Provision("p", "paragraph", (Run("a  b\tc\n d "),)),))
    assert read_akn(etree.tostring(root_of(text), pretty_print=True)) == text
