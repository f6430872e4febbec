"""HTML as written: a page that screen readers, right-to-left readers and strict servers take."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import lxml.html
import pytest

from majlis.textkit.carry import normal
from majlis.textkit.model import LANGUAGES, Comment, Note, Provision, Revision, Run, Text
from majlis.textkit.read.html import read_html
from majlis.textkit.write.html import page_css, write_html
from majlis.textkit.write.words import words_for
from tests.textkit.written import INSERTED, RESOLUTION, p

MOVED = [
    "moved_here",
    "moved_away",
    "moved_from",
    "moved_to",
    "split_from",
    "split_to",
    "merged_into",
    "merged_from",
]
PARTS = ("title", "formula", "front", "back", "fn", "annex", "heading", "recital", "para")
NAMED = {f"name_{part}" for part in PARTS}
VERB = "//span[@class='verb']"


def test_language_direction_and_landmark() -> None:
    page = write_html(replace(RESOLUTION, language="ar"))
    assert page.startswith("<!DOCTYPE html>\n")
    assert '<html lang="ar" dir="rtl">' in page
    assert page.count("<main") == 1
    assert "<title>Tidal gardens</title>" in page


def test_headings_are_in_order() -> None:
    deep = p(
        "a", "heading", "A", children=(p("b", "heading", "B", children=(p("c", "heading", "C"),)),)
    )
    page = write_html(replace(RESOLUTION, provisions=(*RESOLUTION.provisions, deep)))
    levels = [int(level) for level in re.findall(r"<h([1-6])>", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels[-3:] == [2, 3, 4]
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_nothing_inline_and_a_style_sheet_on_demand() -> None:
    page = write_html(RESOLUTION)
    for forbidden in ("<style", " style=", "<script", "<link"):
        assert forbidden not in page
    assert '<link rel="stylesheet" href="/a.css?b&amp;c">' in write_html(
        RESOLUTION, css_href="/a.css?b&c"
    )


def test_a_page_that_stands_alone_holds_its_style() -> None:
    page = write_html(RESOLUTION, standalone=True)
    assert page.count("<style>") == 1
    assert "\n.visually-hidden {" in page
    for forbidden in (" style=", "<script", "<link", "http:", "https:", "url(", "@import"):
        assert forbidden not in page
    assert read_html(page.encode()) == RESOLUTION


def test_the_style_speaks_of_both_directions_at_once() -> None:
    assert not re.search(r"\b(left|right)\b|-(left|right)\s*:", _rules())
    for tag in ("ins", "del"):
        assert re.search(rf"(?m)^{tag} \{{[^}}]*text-decoration", _rules())


def _rules() -> str:
    """The style sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", page_css(), flags=re.DOTALL)


def _light(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_words_stand_out_from_every_ground_that_they_meet(scheme: int) -> None:
    blocks = [dict(re.findall(r"--([\w-]+): (#\w{6})\b", b)) for b in _rules().split(":root {")[1:]]
    colours = blocks[scheme]
    pairs = [("ink", ground) for ground in ("paper", "teal-2", "mark")]
    pairs += [("red", ground) for ground in ("paper", "teal-2", "mark")]
    pairs += [("ink-2", "paper"), ("teal", "paper")]
    for words, ground in pairs:
        low, high = sorted((_light(colours[words]), _light(colours[ground])))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (words, ground)


def test_the_verb_that_asks_is_marked() -> None:
    asks = p("x", "operative", "Urges harbours to meet;", label="1.")
    replaced = replace(
        asks,
        verb="Urges",
        runs=(
            Run("Invites ", revision=replace(INSERTED, op="deleted")),
            Run("Ur", frozenset({"italic"}), INSERTED),
            Run("ges harbours to meet;"),
        ),
    )
    recital = p("y", "preambular", "Recalling the tides,")
    marked = [
        "".join(e.text_content() for e in lxml.html.fromstring(write_html(Text(t))).xpath(VERB))
        for t in (
            (replace(asks, verb="Urges"),),
            (replaced,),
            (replace(asks, verb="Invites"),),
            (replace(recital, verb="Recalling"),),
        )
    ]
    assert marked == ["Urges", "Urges", "", ""]
    text = Text((replaced,))
    assert read_html(write_html(text).encode()) == text


@pytest.mark.parametrize(("below", "marked"), [("operative", "resolves"), ("preambular", "")])
def test_a_heading_asks_if_what_follows_is_operative(below: str, marked: str) -> None:
    heading = replace(
        p("x", "heading", "resolves", children=(p("y", below, "to meet;", label="1"),)),
        verb="resolves",
    )
    found = lxml.html.fromstring(write_html(Text((heading,)))).xpath(VERB)
    assert "".join(e.text_content() for e in found) == marked


def test_what_replaces_may_stand_on_the_next_line() -> None:
    runs = (Run("old", revision=replace(INSERTED, op="deleted")), Run("new", revision=INSERTED))
    text = Text((replace(p("x", "paragraph", "a"), runs=runs),))
    assert "</del><wbr><ins" in write_html(text)
    assert read_html(write_html(text).encode()) == text


def test_notes_and_comments_link_to_what_they_are_about() -> None:
    text = Text(
        (p("x", "paragraph", "نص", label="1 -"),),
        language="ar",
        comments=(Comment("لماذا؟", "A. Warden", provision="x"), Comment("?", provision="gone")),
        notes=(Note("doubt", "Look here.", "x"),),
    )
    root = lxml.html.document_fromstring(write_html(text))
    assert root.xpath("//aside//a/@href") == ["#x", "#x"]
    assert root.xpath("//li[@class='note']/span[@lang='en' and @dir='auto']/text()") == [
        "Look here."
    ]
    assert read_html(write_html(text).encode()) == text


def test_a_label_without_letters_runs_as_its_page() -> None:
    text = Text((p("x", "operative", "نص", label="1 -"),), language="ar")
    assert '<bdi dir="rtl">1 -</bdi>' in write_html(text)
    assert "<bdi>1 -</bdi>" in write_html(replace(text, language="en"))


def test_points_are_lists_with_printed_labels() -> None:
    root = lxml.html.document_fromstring(write_html(RESOLUTION))
    labels = [e.text_content() for e in root.xpath("//ol/li/p/span[@class='label']")]
    assert labels[2:5] == ["1.", "(a)", "(b)"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_revisions_are_said_in_words(language: str) -> None:
    text = Text((p("x", "paragraph", Run("new", revision=INSERTED)),), language=language)
    words = words_for(language)
    heard = lxml.html.document_fromstring(write_html(text)).find(".//ins").text_content()
    assert heard == f"{words['inserted']} new {words['end']}"
    assert write_html(text, words=words_for("en")).count("inserted:") == 1


def test_every_language_has_every_word() -> None:
    assert {frozenset(words_for(language)) for language in LANGUAGES} == {
        frozenset({"inserted", "deleted", "end", "comments", "notes", *MOVED, *NAMED})
    }
    for language in LANGUAGES:
        numbered = {key for key, said in words_for(language).items() if "{n}" in said}
        assert numbered == NAMED - {"name_title", "name_formula"}
    assert len({words_for(language)["deleted"] for language in LANGUAGES}) == 6


def test_symbols_are_isolated_in_a_right_to_left_text() -> None:
    text = Text((p("x", "paragraph", "القرار A/TG/70/1 في 16-10 و ITU"),), language="ar")
    page = write_html(text)
    assert "<bdi>A/TG/70/1</bdi>" in page
    assert "<bdi>16-10</bdi>" in page
    assert "<bdi>ITU</bdi>" not in page
    assert read_html(page.encode()) == text
    assert "<bdi>A/" not in write_html(replace(text, language="en"))


def test_ids_are_unique_and_usable_as_anchors() -> None:
    page = write_html(Text((p("a b", "paragraph", "x"), p("a_b", "paragraph", "y"))))
    ids = lxml.html.document_fromstring(page).xpath("//@id")
    assert ids == ["a_b"]
    found = read_html(page.encode())
    assert isinstance(found, Text)
    assert [q.id for q in found.walk()] == ["a b", "a_b"]


def test_special_characters_are_escaped() -> None:
    text = Text((p('x"><script>', "paragraph", '<b>&amp;"'),), title="</title><script>")
    page = write_html(text)
    assert "<script>" not in page
    assert read_html(page.encode()) == text


def test_an_edited_page_is_read() -> None:
    page = write_html(RESOLUTION).replace("in spring;", "in <b>early</b> spring;")
    page = page.replace("</main>", "<p>Added by hand.</p></main>")
    page = page.replace("<bdi>2.</bdi>", "<bdi>3.</bdi>")
    text = read_html(page.encode())
    assert isinstance(text, Text)
    point = text.by_id()["para_1__point_a"]
    assert [(r.text, sorted(r.marks)) for r in point.runs] == [
        ("in ", []),
        ("early", ["bold"]),
        (" spring;", []),
    ]
    assert text.provisions[-1].text == "Added by hand."
    assert text.by_id()["para_2"].label == "3."


def test_a_page_without_a_title_still_has_a_first_heading() -> None:
    text = Text((p("x", "paragraph", "y"),), symbol="TG/1")
    page = write_html(text)
    assert '<h1 class="page-title">TG/1</h1>' in page
    assert read_html(page.encode()) == text


def test_a_paragraph_with_very_many_changes_comes_back() -> None:
    """Each place to break a line was once an element around all that follows."""
    gone, come = Revision("deleted"), Revision("inserted")
    runs = (Run("wet ", revision=gone), Run("dry ", revision=come), Run("sand "))
    text = Text((Provision("para_1", "operative", runs * 300, "1.", "1"),))
    assert read_html(write_html(text).encode()) == normal(text)


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("ar", "الفقرة 2 من الديباجة"),
        ("en", "preambular paragraph 2"),
        ("es", "párrafo 2 del preámbulo"),
        ("fr", "alinéa 2 du préambule"),
        ("ru", "пункт 2 преамбулы"),
        ("zh", "序言部分第2段"),
    ],
)
def test_what_has_no_label_is_named_in_the_language_of_the_text(language: str, name: str) -> None:
    text = Text(
        (
            p("recital_1", "preambular", Run("1 2 3", revision=GONE)),
            p("recital_2", "preambular", Run("1 2 3", revision=COME)),
        ),
        language=language,
    )
    assert _fates(write_html(text))[0][1].endswith(f" {name}")


def test_a_heading_without_a_label_is_named_by_its_words() -> None:
    text = Text(
        (
            p("further_noting", "heading", Run("further noting", revision=GONE)),
            p("noting", "heading", Run("further noting", revision=COME)),
        )
    )
    assert [said for _, said, _ in _fates(write_html(text))] == [
        "moved to further noting",
        "moved from further noting",
    ]


def _fates(page: str) -> list[tuple[str, str, str]]:
    root = lxml.html.document_fromstring(page)
    links = root.xpath("//a[@class='fate']")
    assert all(root.get_element_by_id(a.get("href")[1:]) is not None for a in links)
    return [(a.getparent().getparent().get("id"), a.text_content(), a.get("href")) for a in links]


GONE, COME = Revision("deleted", moved=True), Revision("inserted", moved=True)


def test_a_move_is_told_at_both_places_with_a_link_to_the_other() -> None:
    lamps, sung = "Lamps burn at ", "Bells ring."
    old = (Run(lamps, revision=GONE), Run("dusk", revision=replace(GONE, moved=False)))
    new = (Run(lamps, revision=COME), Run("dawn", revision=replace(COME, moved=False)))
    text = Text(
        (
            p("a__old", "operative", *old, label="1."),
            p("b", "operative", sung, label="1.", old_label="2."),
            p("a", "operative", *new, label="2."),
        )
    )
    page = write_html(text)
    assert _fates(page) == [
        ("a__old", "moved to 2.", "#a"),
        ("a", "moved from 1.", "#a__old"),
    ]
    heard = lxml.html.document_fromstring(page).get_element_by_id("a").find(".//ins")
    assert heard.text_content() == f"moved here: {lamps} (end)"
    assert read_html(page.encode()) == text


def test_pieces_of_a_split_and_of_a_merger_are_told() -> None:
    whole, piece = Run("Lamps burn", revision=GONE), Run("Lamps burn", revision=COME)
    cut = (
        p("a", "operative", whole, "Bells ring", label="1."),
        p("b", "operative", piece, label="2."),
    )
    assert [said for _, said, _ in _fates(write_html(Text(cut)))] == [
        "part of it now in 2.",
        "split from 1.",
    ]
    merged = (
        p("a", "operative", piece, "Bells ring", label="1."),
        p("b", "operative", whole, label="2."),
    )
    assert [said for _, said, _ in _fates(write_html(Text(merged)))] == [
        "merged with 2.",
        "merged into 1.",
    ]


def test_a_half_without_the_other_is_told_without_a_link() -> None:
    page = write_html(Text((p("a", "paragraph", Run("Lamps burn", revision=GONE)),)))
    assert '<span class="fate">moved away:</span>' in page
    assert not _fates(page)
