"""The page of a comparison, as those meet it who do not see it or do not see its colours."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import lxml.html
import pytest

from majlis.textkit.compare import compare, redline
from majlis.textkit.model import Provision, Revision, Run, Text
from majlis.textkit.read.html import read_html
from majlis.textkit.write.html import write_html
from tests.textkit.pairs import LONG, pair

FIXED = tomllib.loads(files("majlis.textkit.write").joinpath("words.toml").read_text("utf-8"))
each = pytest.mark.parametrize("name", LONG)


@cache
def page(name: str) -> Any:
    known = pair(name)
    marked = redline(compare(known.old, known.new), "A. Warden", "2041-02-03T04:05:06Z")
    return lxml.html.document_fromstring(write_html(marked, standalone=True))


@each
def test_language_direction_and_one_main(name: str) -> None:
    language = name.rsplit(".", 1)[1]
    assert page(name).get("lang") == language
    assert page(name).get("dir") == ("rtl" if language == "ar" else "ltr")
    assert len(page(name).findall(".//main")) == 1
    assert page(name).findtext(".//title")


@each
def test_headings_begin_with_one_and_leave_no_level_out(name: str) -> None:
    levels = [int(e.tag[1]) for e in page(name).iter(*(f"h{n}" for n in range(1, 7)))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@each
def test_what_is_said_of_changes_is_in_the_language_of_the_text(name: str) -> None:
    words = FIXED[name.rsplit(".", 1)[1]]
    changes = list(page(name).iter("ins", "del"))
    assert len(changes) >= 30
    for change in changes:
        moved = change.get("data-moved") is not None
        key = {"ins": ("inserted", "moved_here"), "del": ("deleted", "moved_away")}[change.tag]
        heard = [e.text for e in change.xpath('span[@class="visually-hidden"]')]
        assert heard == [words[key[moved]] + " ", " " + words["end"]]
    fates = page(name).xpath('//*[@class="fate"]')
    assert len(fates) >= 3
    for fate in fates:
        assert fate.text.strip() in words.values()
        assert not re.search(r"[a-z]+_\d", fate.text_content())


@each
def test_each_link_leads_somewhere(name: str) -> None:
    ids = [e.get("id") for e in page(name).xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    links = page(name).xpath("//a/@href")
    assert links and {link.removeprefix("#") for link in links} <= set(ids)


def test_a_title_in_an_annex_is_not_the_first_heading() -> None:
    text = Text(
        (
            Provision("formula", "formula", (Run("The Council of Tides,"),)),
            Provision(
                "annex",
                "annex",
                (Run("Annex"),),
                children=(Provision("annex__title", "title", (Run("Rules of the gate"),)),),
            ),
        )
    )
    written = write_html(text)
    first = '<h1 class="page-title visually-hidden">The Council of Tides,</h1>'
    assert written.count("<h1") == 1 and first in written
    assert written.index("<h1") < written.index("<h2")
    assert read_html(written.encode()) == text


def test_what_has_no_label_is_named_by_its_place_in_either_version() -> None:
    gone, come = Revision("deleted", moved=True), Revision("inserted", moved=True)
    said = "Noting that the lamps of the harbour burn low,"
    text = Text(
        (
            Provision("recital_1__old", "preambular", (Run(said, revision=gone),)),
            Provision("recital_1", "preambular", (Run("Recalling the book of the tides,"),)),
            Provision("recital_2", "preambular", (Run(said, revision=come),)),
        )
    )
    shown = lxml.html.document_fromstring(write_html(text)).xpath('//*[@class="fate"]')
    assert [e.text_content() for e in shown] == [
        "moved to preambular paragraph 2",
        "moved from preambular paragraph 1",
    ]
