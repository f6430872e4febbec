"""Several texts in one file become texts of their own, and nothing of them is lost."""

from __future__ import annotations

from hypothesis import given

from majlis.textkit.carry import normal
from majlis.textkit.model import LANGUAGES, Text
from majlis.textkit.parts import apart
from majlis.textkit.read import read_bytes
from tests.textkit.strategies import texts

REPORT = """Report by the chair

The group met twice and had a good discussion on lamps and tides.

Annex A

Resolution 12

The Council of Tides,

Noting the tide,

1. Decides to wait;

2. Requests the Keeper to report.

Annex

Terms of reference of the group on lamps

a) to look at lamps;

b) to report to the Council.
"""


@given(text=texts.filter(lambda text: text.language in LANGUAGES))
def test_every_provision_is_in_exactly_one_of_the_texts(text: Text) -> None:
    source = normal(text)
    words = sorted(each.text for own in apart(source) for each in own.text.walk())
    assert words == sorted(each.text for each in source.walk())


def test_a_report_keeps_the_heading_of_what_is_annexed_to_it() -> None:
    found = apart(read_bytes(REPORT.encode(), name="a.txt"))
    kinds = [own.text.kind for own in found]
    assert kinds[:2] == ["report", "resolution"]
    report, resolution = found[0].text, found[1].text
    assert [each.kind for each in report.walk()][-1] == "annex"
    assert found[1].within == ""
    ids = [each.id for each in resolution.walk()]
    assert "para_1" in ids
    assert not any(each.startswith("annex_a") for each in ids)


def test_a_text_without_parts_is_itself() -> None:
    text = read_bytes(b"1. Decides to wait;\n\n2. Requests a report.", name="a.txt")
    assert [own.text for own in apart(text)] == [text]
