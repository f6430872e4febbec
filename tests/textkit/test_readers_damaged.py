"""Damaged files of the formats that we write: a text, blocks, or one clear line; never a traceback."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from majlis.textkit.errors import TextError
from majlis.textkit.read.akn import read_akn
from majlis.textkit.read.html import read_html
from majlis.textkit.read.markdown import read_markdown
from majlis.textkit.write.akn import write_akn
from majlis.textkit.write.html import write_html
from majlis.textkit.write.markdown import write_markdown
from tests.textkit.foreign_akn import FORMULA, ITU, akn, para, recital, verb_heading
from tests.textkit.strategies import WORDS
from tests.textkit.written import RESOLUTION

FOREIGN = akn(
    FORMULA + recital("Recalling the tides,") + ITU,
    verb_heading(
        "resolves", para("", "1 to open: 1.1 x; 1.2 y; ______ 1 Note."), para("2", "to go.")
    )
    + '<paragraph class="H1"><subheading>Annex</subheading></paragraph>'
    + para("(a)", "One<authorialNote marker='1'><p>n</p></authorialNote>;"),
)
READERS: dict[str, tuple[Callable[[bytes], object], bytes]] = {
    "akn": (read_akn, write_akn(RESOLUTION)),
    "foreign akn": (read_akn, FOREIGN),
    "html": (read_html, write_html(RESOLUTION).encode()),
    "foreign html": (read_html, write_html(RESOLUTION).replace("data-majlis", "x").encode()),
    "markdown": (read_markdown, write_markdown(RESOLUTION).encode()),
    "foreign markdown": (read_markdown, write_markdown(RESOLUTION)[20:].encode()),
}
# Pieces of the markup itself are put where they do not belong.
pieces = st.sampled_from(
    [word.encode() for word in WORDS]
    + [
        b"<p>",
        b"</p>",
        b"<num>",
        b"</list>",
        b"<recitals>",
        b"<li>",
        b"<ol type=a>",
        b"<table>",
        b"\x00",
    ]
    + [
        b"\xff",
        b"<!--",
        b"-->",
        b"]]>",
        b"<![CDATA[",
        b"&#0;",
        b'level="9"',
        b'm:place="7"',
        b"\r\n\r\n",
    ]
)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damage(name: str, data: st.DataObject) -> None:
    read, whole = READERS[name]
    content = whole
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        cut = data.draw(st.integers(0, 12))
        content = content[:at] + data.draw(pieces) + content[at + cut :]
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content)))]
    try:
        read(content)
    except TextError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize("name", ["akn", "html", "markdown"])
@given(content=st.binary(max_size=200))
def test_noise(name: str, content: bytes) -> None:
    try:
        READERS[name][0](content)
    except TextError as error:
        assert str(error)
