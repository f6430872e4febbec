"""``read(write(x)) == normal(x)`` for any text and each format."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

from majlis.textkit.carry import MAX_TREE_DEPTH, normal
from majlis.textkit.errors import TextError
from majlis.textkit.model import Provision, Revision, Run, Text
from majlis.textkit.read.akn import read_akn
from majlis.textkit.read.docx import read_docx
from majlis.textkit.read.html import read_html
from majlis.textkit.read.markdown import read_markdown
from majlis.textkit.read.own_docx import from_docx
from majlis.textkit.views import view
from majlis.textkit.write.akn import write_akn
from majlis.textkit.write.docx import write_docx
from majlis.textkit.write.html import write_html
from majlis.textkit.write.markdown import write_markdown
from tests.textkit.strategies import texts
from tests.textkit.written import RESOLUTION

FORMATS: dict[str, tuple[Callable[[Text], bytes], Callable[[bytes], object]]] = {
    "akn": (write_akn, read_akn),
    "docx": (write_docx, lambda data: from_docx(read_docx(data))),
    "html": (lambda text: write_html(text).encode(), read_html),
    "markdown": (lambda text: write_markdown(text).encode(), read_markdown),
}
each_format = pytest.mark.parametrize("name", FORMATS)
any_text = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def again(name: str, text: Text) -> object:
    write, read = FORMATS[name]
    return read(write(text))


@each_format
def test_a_resolution_comes_back(name: str) -> None:
    assert normal(RESOLUTION) == RESOLUTION
    assert again(name, RESOLUTION) == RESOLUTION


@each_format
@any_text
@given(text=texts)
def test_any_text_comes_back(name: str, text: Text) -> None:
    assert again(name, text) == normal(text)


@any_text
@given(text=texts)
def test_normal_is_a_fixed_point_and_keeps_the_words(text: Text) -> None:
    assert normal(normal(text)) == normal(text)
    assert [len(p.text) for p in normal(text).walk()] == [len(p.text) for p in text.walk()]


@each_format
def test_white_space_and_directional_marks_survive(name: str) -> None:
    words = " \ta\u00a0b\r\nc\rd\ne\u200f\u202b\u2066x\u2069  \u2028\x85\u3000 "
    text = Text((Provision("para_1", "operative", (Run(words),), label=" 1.\t", number="1"),))
    assert again(name, text) == text


@each_format
def test_what_xml_cannot_hold_is_replaced(name: str) -> None:
    text = Text((Provision("para_1", "operative", (Run("a\x00b\x0bc\ud800d\ufffee\uffff"),)),))
    found = again(name, text)
    assert isinstance(found, Text)
    assert found.provisions[0].text == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffd"


@each_format
def test_a_provision_always_has_an_id_of_its_own(name: str) -> None:
    twins = (Provision("x y", "paragraph", (Run("a"),)), Provision("x y", "paragraph", (Run("b"),)))
    found = again(name, Text((*twins, Provision("", "heading", (Run("c"),)))))
    assert isinstance(found, Text)
    assert [p.id for p in found.walk()] == ["x y", "x y_2", "heading"]


@each_format
def test_a_tree_as_deep_as_allowed_and_one_deeper(name: str) -> None:
    tree: tuple[Provision, ...] = ()
    for level in range(MAX_TREE_DEPTH, 0, -1):
        tree = (Provision(f"p{level}", "operative", (Run("x"),), label="(a)", children=tree),)
    assert again(name, Text(tree)) == Text(tree)
    with pytest.raises(TextError, match="deep"):
        again(name, Text((Provision("p0", "operative", children=tree),)))


@each_format
@pytest.mark.parametrize("kind", ["annex", "heading", "footnote", "paragraph", "back"])
def test_every_kind_as_deep_as_allowed(name: str, kind: str) -> None:
    tree: tuple[Provision, ...] = ()
    for level in range(MAX_TREE_DEPTH, 0, -1):
        tree = (Provision(f"p{level}", kind, (Run("x"),), children=tree),)  # type: ignore[arg-type]
    assert again(name, Text(tree)) == Text(tree)


@each_format
def test_an_empty_text(name: str) -> None:
    assert again(name, Text(())) == Text(())


@each_format
def test_views_of_what_was_written(name: str) -> None:
    found = again(name, RESOLUTION)
    assert isinstance(found, Text)
    accepted, rejected = view(found, "accept"), view(found, "reject")
    assert "Decides to open the gardens:" in [p.text for p in accepted.walk()]
    assert "Decides to close the gardens:" in [p.text for p in rejected.walk()]
    assert "para_1__point_b" not in [p.id for p in rejected.walk() if p.text == "in summer;"]


@each_format
def test_a_reverted_insertion(name: str) -> None:
    revision = Revision("deleted", "A", "2031-01-01T00:00:00Z", reverted=True)
    text = Text((Provision("p", "paragraph", (Run("a "), Run("b", revision=revision))),))
    assert again(name, text) == text
