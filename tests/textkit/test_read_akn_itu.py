"""Akoma Ntoso that a converter made of texts whose headings carry the verb."""

from __future__ import annotations

from pathlib import Path

from majlis.textkit.read.akn import read_akn
from tests.textkit.foreign_akn import ITU, akn, by_text, para, verb_heading


def test_verb_headings_and_the_glued_first_number() -> None:
    text = read_akn(
        akn(
            ITU,
            verb_heading("resolves", para("", "1 to open the gate;"), para("2", "to water it,"))
            + verb_heading("instructs the Keeper", para("", "to report.")),
        )
    )
    assert [(p.kind, p.id, p.label, p.text) for p in text.walk()][-9:] == [
        ("front", "front_3", "", "Adopted at its 9th meeting, on 4 May 2031"),
        ("heading", "considering", "", "considering"),
        ("preambular", "considering__recital_a", "a)", "that gardens grow;"),
        ("preambular", "considering__recital_b", "b)", "that tides turn,"),
        ("heading", "resolves", "", "resolves"),
        ("operative", "resolves__para_1", "1", "to open the gate;"),
        ("operative", "resolves__para_2", "2", "to water it,"),
        ("heading", "instructs", "", "instructs the Keeper"),
        ("operative", "instructs__para_1", "", "to report."),
    ]
    assert by_text(text, "to report").verb == "instructs"


def test_the_heading_governs_an_item_with_a_clause_of_its_own() -> None:
    item = "that the garden, as the first keeper drew it, shall stay open;"
    text = read_akn(akn(ITU, verb_heading("resolves", para("1", item))))
    assert by_text(text, "that the garden, as").verb == "resolves"


def test_items_that_were_run_together() -> None:
    text = read_akn(
        akn(
            ITU,
            verb_heading(
                "resolves",
                para(
                    "", "1 that 4 gates open: 1.1 that one opens north; 1.2 that one opens south;"
                ),
                para("2", "that water is free; 3 that the 12 keepers meet; 4 gates stay shut,"),
                para("4", "that 5 gates stay shut."),
            ),
        )
    )
    heading = by_text(text, "resolves")
    assert [(c.label, c.text) for c in heading.children] == [
        ("1", "that 4 gates open:"),
        ("2", "that water is free;"),
        ("3", "that the 12 keepers meet; 4 gates stay shut,"),
        ("4", "that 5 gates stay shut."),
    ]
    assert [c.label for c in heading.children[0].children] == ["1.1", "1.2"]
    assert {note.provision for note in text.notes if note.kind == "split"} == {
        "resolves__para_1__point_1-1",
        "resolves__para_1__point_1-2",
        "resolves__para_3",
    }


def test_a_heading_at_the_end_of_the_item_before_it() -> None:
    text = read_akn(
        akn(
            ITU,
            verb_heading(
                "resolves",
                para("1", "to open;"),
                para("2", "to water the garden, instructs the Keeper, with the Gardener"),
                para("1", "to count;"),
                para("2", "to report."),
            ),
        )
    )
    assert [p.id for p in text.walk()][-6:] == [
        "resolves",
        "resolves__para_1",
        "resolves__para_2",
        "instructs",
        "instructs__para_1",
        "instructs__para_2",
    ]
    assert by_text(text, "to water").text == "to water the garden,"


def test_a_footnote_after_a_ruler() -> None:
    words = "1 to open the gate; ____________________ 1 These include the small gates."
    text = read_akn(akn(ITU, verb_heading("resolves", para("", words), para("2", "to close it."))))
    first = by_text(text, "to open")
    assert (first.label, first.text) == ("1", "to open the gate;")
    assert [(c.kind, c.label, c.text) for c in first.children] == [
        ("footnote", "1", "These include the small gates.")
    ]


def test_an_annex_that_runs_on() -> None:
    words = (
        "to report before the end of 2031. ANNEX 1 TO DECISION 5 (GARDEN, 2031) TABLE 1 Costs 3 4"
    )
    text = read_akn(akn(ITU, verb_heading("invites the Keepers", para("", words), para("0", "0"))))
    assert [p.kind for p in text.walk()][-3:] == ["operative", "annex", "paragraph"]


def test_the_samples_of_a_converter(shared: Path) -> None:
    folder = shared / "samples" / "akn-itu"
    text = read_akn((folder / "res_2.xml").read_bytes())
    resolves = text.by_id()["resolves"]
    assert [child.number for child in resolves.children] == [str(n) for n in range(1, 11)]
    assert resolves.children[0].children[0].kind == "footnote"
    decision = read_akn((folder / "dec_5.xml").read_bytes())
    headings = [p.text for p in decision.walk() if p.kind == "heading"]
    assert len(headings) == 11
    assert decision.body == "ITU Plenipotentiary Conference"
    assert [c.number for c in decision.by_id()["decides__para_1"].children] == [
        "1.1", "1.2", "1.3", "1.4",
    ]  # fmt: skip


def test_a_heading_at_the_end_of_a_recital() -> None:
    preamble = """<recitals><intro><p>considering</p></intro><recital><num>a)</num><p>that tides turn;</p>
    </recital><recital><num>b)</num><p>that gates open, recognizing</p></recital>
    <recital><num>a)</num><p>the value of salt,</p></recital></recitals>"""
    text = read_akn(akn(preamble, verb_heading("resolves", para("", "to wait."))))
    assert [p.id for p in text.walk() if p.kind == "heading"] == [
        "considering",
        "recognizing",
        "resolves",
    ]


def test_verb_headings_left_as_paragraphs() -> None:
    preamble = """<recitals><intro><p>considering</p></intro><recital><p>that tides turn,</p></recital>
    <recital><p>recognizing</p></recital><recital><num>a)</num><p>the value of salt,</p></recital></recitals>"""
    body = para("", "resolves") + para("1", "to wait;") + para("2", "to open,")
    body += para("", "instructs the Keeper of the Gate") + para("", "to report.")
    text = read_akn(akn(preamble, body))
    assert [p.id for p in text.walk()][-9:] == [
        "considering",
        "considering__recital_1",
        "recognizing",
        "recognizing__recital_a",
        "resolves",
        "resolves__para_1",
        "resolves__para_2",
        "instructs",
        "instructs__para_1",
    ]


def test_an_annex_under_a_heading_comes_out() -> None:
    heading = verb_heading(
        "resolves", para("", "to wait."), para("", "ANNEX 1"), para("1", "Rules.")
    )
    text = read_akn(akn(ITU, heading + verb_heading("notes", para("", "x"))))
    assert [p.id for p in text.provisions][-2:] == ["resolves", "annex_1"]
    assert [p.kind for p in text.provisions[-1].walk()][:2] == ["annex", "paragraph"]
