"""A redline in the other forms: accepted it is the new text, rejected the old one, in each of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import html

from majlis.textkit.carry import normal
from majlis.textkit.compare import compare, redline
from majlis.textkit.model import Text, View
from majlis.textkit.read import read_bytes
from majlis.textkit.write.akn import write_akn
from majlis.textkit.write.html import write_html
from majlis.textkit.write.markdown import write_markdown
from tests.textkit.pairs import NAMES, pair
from tests.textkit.test_compare_properties import versions

BOTH: tuple[View, View] = ("accept", "reject")
FORMS: dict[str, Callable[[Text], bytes]] = {
    "xml": write_akn,
    "html": lambda text: write_html(text).encode(),
    "md": lambda text: write_markdown(text).encode(),
}
each_form = pytest.mark.parametrize("form", FORMS)


def lines(text: Text) -> list[tuple[str, str, str, str]]:
    return [(p.id, p.kind, p.label, p.text) for p in text.walk()]


@each_form
@pytest.mark.parametrize("name", NAMES)
def test_read_back(name: str, form: str) -> None:
    known = pair(name)
    data = FORMS[form](redline(compare(known.old, known.new), "A. Warden", "2041-02-03T04:05:06Z"))
    for shown in BOTH:
        wanted = known.new if shown == "accept" else known.old
        assert lines(read_bytes(data, shown, name=f"redline.{form}")) == lines(wanted)


@each_form
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=versions())
def test_any_pair(form: str, texts: tuple[Text, Text]) -> None:
    old, new = map(normal, texts)
    if not any(p.text.strip() for text in (old, new) for p in text.walk()):
        return
    data = FORMS[form](redline(compare(old, new)))
    for shown in BOTH:
        wanted = new if shown == "accept" else old
        assert lines(read_bytes(data, shown, name=f"redline.{form}")) == lines(wanted)


@pytest.mark.parametrize("name", NAMES)
def test_each_change_on_a_page_is_said_in_words(name: str) -> None:
    """Colour is never all: a change is an element of its own, and words tell where it begins."""
    known = pair(name)
    page = html.fromstring(write_html(redline(compare(known.old, known.new))))
    changes = list(page.iter("ins", "del"))
    assert len(changes) > 20
    said = {
        (tag, moved): {
            change[0].text
            for change in changes
            if change.tag == tag and (change.get("data-moved") == "1") == moved
        }
        for tag in ("ins", "del")
        for moved in (False, True)
    }
    assert all(len(words) <= 1 and all(words) for words in said.values())
    told = [word for words in said.values() for word in words]
    assert len(told) == len(set(told)) >= 2
