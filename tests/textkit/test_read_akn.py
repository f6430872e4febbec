"""Akoma Ntoso that others wrote: the habits of the UN, other kinds of documents, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.errors import TextError
from majlis.textkit.read.akn import read_akn
from majlis.textkit.xmlsafe import MAX_DEPTH
from tests.textkit.foreign_akn import FORMULA, akn, by_text, kinds, para, recital


def test_a_resolution_as_the_un_marks_it() -> None:
    text = read_akn(
        akn(
            FORMULA
            + recital('<span class="italic">Recalling</span> its resolution <a href="x">9</a>,'),
            para("1.", '<span class="italic">Decides</span> to open the gardens;')
            + '<paragraph class="H23"><subheading>\t\tWatering</subheading></paragraph>'
            + """<paragraph><num>2.</num><list><intro><p>Requests the Keeper:</p></intro>
            <point><num>(i)</num><content><p>To count the tides;</p></content></point>
            <point><num>(ii)</num><content><p>To report;</p></content></point>
            <wrapUp><p>and to do so each year;</p></wrapUp></list></paragraph>""",
        )
    )
    assert kinds(text) == [
        ("formula", "", "The Council of Tides,"),
        ("preambular", "", "Recalling its resolution 9,"),
        ("operative", "1.", "Decides to open the gardens;"),
        ("heading", "", "Watering"),
        ("operative", "2.", "Requests the Keeper:"),
        ("operative", "(i)", "To count the tides;"),
        ("operative", "(ii)", "To report;"),
        ("operative", "", "and to do so each year;"),
    ]
    assert (text.language, text.kind, text.body) == ("en", "resolution", "Security Council")
    assert (text.symbol, text.title) == ("S/TG/12 (2031)", "Resolution 12 (2031)")
    assert text.date == "2031-05-04"
    point = by_text(text, "To report")
    assert (point.id, point.number, point.verb) == ("para_2__point_ii", "ii", "Requests")
    assert text.parents()[point.id] == "para_2"
    assert "Adopted at its 9th meeting, on 4 May 2031" in [p.text for p in text.walk()]


def test_a_dummy_date_gives_way_to_the_cover() -> None:
    assert (
        read_akn(akn(body=para("1.", "Decides to wait."), date="0001-01-01")).date == "2031-05-04"
    )


@pytest.mark.parametrize(
    ("language", "words", "operative", "label"),
    [
        ("ara", "وإذ يشدد على أهمية الحدائق،", "يقرر أن يفتح الحدائق؛", "1 -"),
        ("zho", "强调花园的重要性，", "决定开放花园；", "1."),
        ("fra", "Soulignant l’importance des jardins,", "Décide d’ouvrir les jardins ;", "1."),
        ("rus", "подчеркивая важность садов,", "постановляет открыть сады;", "1."),
        ("spa", "Subrayando la importancia de los jardines,", "Decide abrir los jardines;", "1."),
        ("eng", "Stressing the value of gardens,", "Decides to open the gardens;", "1."),
    ],
)
def test_a_recital_left_in_the_main_body(
    language: str, words: str, operative: str, label: str
) -> None:
    text = read_akn(
        akn(recital(words), para("", words) + para(label, operative), language=language)
    )
    assert [(p.kind, p.number) for p in text.walk() if p.kind in ("preambular", "operative")] == [
        ("preambular", ""),
        ("preambular", ""),
        ("operative", "1"),
    ]


def test_an_operative_paragraph_left_in_the_preamble() -> None:
    text = read_akn(akn(recital("Recalling the tides,") + recital("Decides to open the gardens.")))
    assert [p.kind for p in text.walk()][-2:] == ["preambular", "operative"]


def test_unnumbered_operative_paragraphs() -> None:
    text = read_akn(
        akn(
            recital("Noting the tide,"),
            para("", "Decides to wait.") + para("", "Requests a report."),
        )
    )
    assert [p.kind for p in text.walk()][-2:] == ["operative", "operative"]


def test_headings_that_the_markup_does_not_show() -> None:
    text = read_akn(
        akn(
            body=para("1.", "Decides to wait;")
            + para("", '<span class="bold">Water supply</span>', class_="MercuryDocument")
            + para("2.", "Decides to go on.")
        )
    )
    assert [p.kind for p in text.walk()][-3:] == ["operative", "heading", "operative"]


def test_points_beside_their_paragraph_go_under_it() -> None:
    text = read_akn(
        akn(body=para("1.", "Decides:") + para("(a)", "To wait;") + para("2.", "Decides to go on."))
    )
    assert [p.id for p in text.walk()][-3:] == ["para_1", "para_1__point_a", "para_2"]


def test_several_paragraphs_in_one_content() -> None:
    text = read_akn(
        akn(
            body="<paragraph><num>1.</num><content><p>Decides as follows:</p><p>The garden is open.</p>"
            "</content></paragraph>"
        )
    )
    first = by_text(text, "Decides")
    assert [c.text for c in first.children] == ["The garden is open."]
    assert first.children[0].kind == "operative"


def test_white_space_of_pretty_printing_and_of_the_text() -> None:
    words = 'Decides\n     to <span class="italic">\n  open </span>\n  the\u00a0gate  <b>now</b>;'
    first = by_text(read_akn(akn(body=para("1.", words))), "Decides")
    assert first.text == "Decides to open the\u00a0gate now;"
    kept = '<paragraph><num>1.</num><content><p xml:space="preserve">\n\tDecides  to\twait;\n</p></content></paragraph>'
    assert by_text(read_akn(akn(body=kept)), "Decides").text == "Decides  to\twait;"


def test_notes_tables_and_pictures() -> None:
    text = read_akn(
        akn(
            body="<paragraph><num>1.</num><content><p>Decides<authorialNote marker='3'><p>See above.</p>"
            "</authorialNote> to wait<img src='x'/>;</p><table><tr><td><p>High</p></td><td><p>Low</p></td>"
            "</tr></table></content></paragraph>"
        )
    )
    assert [(p.kind, p.label, p.text) for p in text.walk()][-3:] == [
        ("operative", "1.", "Decides to wait;"),
        ("footnote", "3", "See above."),
        ("paragraph", "", "High\tLow"),
    ]


@pytest.mark.parametrize(
    "rest",
    [
        '<attachments><attachment><heading>Annex</heading><doc name="annex"><mainBody>{}</mainBody></doc></attachment></attachments>',
        '<components><component><doc name="annex"><preface><p>Annex</p></preface><mainBody>{}</mainBody></doc></component></components>',
    ],
)
def test_annexes_in_parts_of_their_own(rest: str) -> None:
    inside = para("1.", "The Keeper counts the tides.")
    text = read_akn(akn(body=para("1.", "Decides to wait."), rest=rest.format(inside)))
    assert [(p.kind, p.id) for p in text.walk()][-2:] == [
        ("annex", "annex"),
        ("paragraph", "annex__para_1"),
    ]
    assert [part.root for part in text.parts] == ["annex"]


def test_an_annex_in_the_main_body() -> None:
    heading = '<paragraph class="H1"><subheading>Annex</subheading></paragraph>'
    text = read_akn(akn(body=para("1.", "Decides.") + heading + para("1.", "Rules of the garden.")))
    assert [p.kind for p in text.walk()][-3:] == ["operative", "annex", "paragraph"]


def test_an_annexed_resolution_is_a_whole_text() -> None:
    rest = (
        '<attachments><attachment><heading>Annex</heading><statement name="resolution"><preamble>'
        + recital("Recalling the shore,")
        + f"</preamble><mainBody>{para('1.', 'Decides to return.')}</mainBody></statement></attachment></attachments>"
    )
    text = read_akn(akn(body=para("1.", "Adopts the annexed text."), rest=rest))
    assert [(p.kind, p.id) for p in text.walk()][-3:] == [
        ("annex", "annex"),
        ("preambular", "annex__recital_1"),
        ("operative", "annex__para_1"),
    ]
    assert text.parts[0].kind == "resolution"


def test_an_act_is_headings_and_paragraphs() -> None:
    body = (
        '<akomaNtoso xmlns="http://www.akomantoso.org/2.0"><act><meta/><body><section><num>4.</num>'
        "<heading>Gates</heading><subsection><num>(1)</num><content><p>A gate is open by day.</p></content>"
        "</subsection></section></body></act></akomaNtoso>"
    )
    text = read_akn(body.encode())
    assert [(p.kind, p.label, p.text) for p in text.walk()] == [
        ("heading", "4.", "Gates"),
        ("paragraph", "(1)", "A gate is open by day."),
    ]
    assert (text.kind, text.language) == ("act", "en")


def test_a_debate_without_a_namespace() -> None:
    text = read_akn(
        b"<akomaNtoso><debate><debateBody><debateSection><heading>Questions</heading><speech>"
        b"<from>The Keeper</from><p>The tide is high.</p></speech></debateSection></debateBody></debate>"
        b"</akomaNtoso>"
    )
    assert [(p.kind, p.text) for p in text.walk()] == [
        ("heading", "Questions"),
        ("paragraph", "The Keeper"),
        ("paragraph", "The tide is high."),
    ]


def test_revisions_in_three_views() -> None:
    data = akn(body=para("1.", "Decides to <del>wait</del><ins>open</ins>;"))
    assert by_text(read_akn(data), "Decides").change == "changed"
    assert by_text(read_akn(data, "accept"), "Decides").text == "Decides to open;"
    assert by_text(read_akn(data, "reject"), "Decides").text == "Decides to wait;"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<book><p>x</p></book>", "not an Akoma Ntoso file"),
        (b"<akomaNtoso><p>x</p></akomaNtoso>", "contains no document"),
        (b"<akomaNtoso><act>", "not well-formed"),
        (b"", "not well-formed"),
        (b"\x00\x01\x02", "not well-formed"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><akomaNtoso/>', "document type"),
        ('<!DOCTYPE x SYSTEM "http://a.b/c"><akomaNtoso/>'.encode("utf-16"), "document type"),
        (b"<akomaNtoso><act><body/></act></akomaNtoso>", "contains no text"),
        (b"<akomaNtoso><doc>" + b"<p>" * (MAX_DEPTH + 5) + b"</p>" * (MAX_DEPTH + 5) + b"</doc></akomaNtoso>", "deep"),
        (b"<akomaNtoso>" * 100_000, "not well-formed"),
    ],
)  # fmt: skip
def test_what_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(TextError, match=said) as error:
        read_akn(data)
    assert "\n" not in str(error.value)
    assert error.value.mend


def test_deep_but_allowed() -> None:
    depth = MAX_DEPTH - 10
    body = "<point>" * depth + "<content><p>Deep.</p></content>" + "</point>" * depth
    assert "Deep." in [p.text for p in read_akn(akn(body=body)).walk()]


def test_the_samples_of_the_un(shared: Path) -> None:
    expected = {"2672": (8, 7, 0), "2690": (9, 9, 6)}
    for path in sorted((shared / "samples" / "akn-un-sc").glob("*.xml")):
        text = read_akn(path.read_bytes())
        recitals = sum(p.kind == "preambular" for p in text.walk())
        paragraphs = sum(p.kind == "operative" for p in text.provisions)
        operative = sum(p.kind == "operative" for p in text.walk())
        found = (recitals, paragraphs, operative - paragraphs)
        assert found == expected[path.name[6:10]], path.name
        assert text.symbol == f"S/RES/{path.name[6:10]} (2023)"
        assert text.date.startswith("2023-")
        assert text.body == "Security Council"


def test_a_flat_list_of_two_levels() -> None:
    points = "".join(
        f"<point><num>{num}</num><content><p>To wait;</p></content></point>"
        for num in ("(a)", "(i)", "(ii)", "(b)")
    )
    body = (
        f"<paragraph><num>1.</num><list><intro><p>Decides:</p></intro>{points}</list></paragraph>"
    )
    text = read_akn(akn(body=body))
    assert [p.id for p in text.walk()][-5:] == [
        "para_1",
        "para_1__point_a",
        "para_1__point_a__point_i",
        "para_1__point_a__point_ii",
        "para_1__point_b",
    ]


def test_points_of_a_recital() -> None:
    text = read_akn(
        akn(recital("Recalling:") + recital("(a) the shore;") + recital("(b) the sea,"))
    )
    assert [(p.kind, p.label) for p in text.walk()][-3:] == [
        ("preambular", ""),
        ("preambular", "(a)"),
        ("preambular", "(b)"),
    ]
    assert [p.id for p in text.provisions][-1] == "recital_1"


def test_a_numbered_section_heading_in_words() -> None:
    text = read_akn(akn(body=para("", "A. Water supply") + para("1.", "Decides to wait.")))
    heading = by_text(text, "Water supply")
    assert (heading.kind, heading.label, heading.number) == ("heading", "A.", "a")


def test_a_second_preamble_under_a_section() -> None:
    section = (
        "<section><num>I</num><heading>Shore</heading>"
        + para("", "Recalling the shore,")
        + para("1.", "Decides to walk;")
        + "</section>"
    )
    again = section.replace(">I<", ">II<").replace("Shore", "Sea")
    text = read_akn(akn(FORMULA, section + again))
    assert [p.kind for p in text.walk()][-6:] == ["heading", "preambular", "operative"] * 2


def test_what_a_paragraph_quotes_stays_under_it() -> None:
    body = (
        para("1.", "Decides to replace rule 3 by:")
        + para("", "“Rule 3")
        + para("", "“The gate is open.”")
    )
    text = read_akn(akn(body=body + para("2.", "Decides to wait.")))
    assert [p.kind for p in text.walk()][-4:] == ["operative"] * 4


def test_a_starred_line_is_a_footnote_and_a_long_recital_no_heading() -> None:
    body = para("1.", "постановляет ждать;") + para("", "* Переиздано в мае.")
    text = read_akn(
        akn(recital("ссылаясь на доклад Хранителя и отмечая следующее:"), body, language="rus")
    )
    assert [(p.kind, p.label, p.text) for p in text.walk()][-3:] == [
        ("preambular", "", "ссылаясь на доклад Хранителя и отмечая следующее:"),
        ("operative", "1.", "постановляет ждать;"),
        ("footnote", "*", "Переиздано в мае."),
    ]
