"""Comments and footnotes of a Word file: where they stand, and their numbers."""

from __future__ import annotations

from majlis.textkit.read import read_bytes
from tests.textkit.docx_builder import docx, p, r


def test_a_comment_says_which_provision_it_stands_at() -> None:
    anchored = (
        '<w:commentRangeStart w:id="0"/>'
        + r("Decides to tend the reeds.")
        + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    )
    data = docx(
        p("The Conference,")
        + p("Recalling the tide,")
        + p("1. Requests harbours to look at it;")
        + p(anchored),
        comments='<w:comment w:id="0" w:author="Dara">' + p("Sure?") + "</w:comment>",
    )
    text = read_bytes(data)
    (comment,) = text.comments
    assert text.by_id()[comment.provision].text == "Decides to tend the reeds."


def test_a_footnote_keeps_its_number() -> None:
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    data = docx(
        p("The Conference,") + p(r("Recalling the tide,") + call) + p("1. Decides to look at it."),
        footnotes='<w:footnote w:id="2">' + p("Of last year.") + "</w:footnote>",
    )
    (note,) = [q for q in read_bytes(data).walk() if q.kind == "footnote"]
    assert (note.label, note.number, note.text) == ("1", "1", "Of last year.")


def test_short_lines_are_no_wrapped_paragraph() -> None:
    heading = "instructs the Secretary-General"
    lines = [heading] * 3 + [
        "Recalling its resolutions on the tides,",
        "1. Requests the wardens to look;",
    ]
    text = read_bytes("\n".join(lines).encode())
    assert [q.label + " " + q.text if q.label else q.text for q in text.walk()] == lines
