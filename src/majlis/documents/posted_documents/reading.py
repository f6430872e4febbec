"""The text of a document on a page: its provisions as rows, in parts where it is long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from majlis.instruments.imports.working_copy import parse_text
from majlis.instruments.texts.paging import part_links, requested_part
from majlis.instruments.texts.queries import PART_LENGTH, ROW_LENGTH
from majlis.instruments.texts.wording import render_runs
from majlis.kernel.languages import direction
from majlis.textkit.errors import TextError
from majlis.textkit.model import Provision, Text

HEADINGS = ("title", "heading", "annex")
POINTS = ("operative", "preambular", "paragraph")


def read_text(akoma_ntoso: str) -> Text | None:
    """The text of a file; None where the file has none that can be read."""
    if not akoma_ntoso:
        return None
    try:
        return parse_text(akoma_ntoso)
    except TextError:
        return None


class Sized(Protocol):
    """A row with its length in characters, markup included."""

    @property
    def size(self) -> int:
        """The length."""


@dataclass(frozen=True)
class ShownRow:
    """A provision as the template of texts draws it; see ``instruments/texts/rows.html``. ``url``: empty for no link."""

    eid: str
    url: str
    link: str
    label: str
    language: str
    direction: str
    here: SafeString
    strong: bool
    point: bool
    size: int
    notes: tuple[str, ...] = ()
    stubs: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownText:
    """A text on a page: the rows of the part that was asked for, and the links to the other parts."""

    language: str
    direction: str
    rows: Sequence[ShownRow]
    pages: dict[str, str] = field(default_factory=dict)


def shown_text(request: HttpRequest, text: Text, *, is_printed: bool = False) -> ShownText:
    """The part of a text that the address asks for (``?part=``, ``?at=``; ``all`` for the whole).

    ``is_printed``: it is a list from the records, in which only headings and what has a number can be linked.
    """
    rows = text_rows(text, is_printed=is_printed)
    pieces = in_parts(rows)
    at = requested_part(request, [{row.eid for row in piece} for piece in pieces])
    whole = request.GET.get("part") == "all"
    return ShownText(
        text.language,
        direction(text.language),
        rows if whole else pieces[at - 1],
        part_links(request, at, len(pieces), whole),
    )


def text_rows(text: Text, *, is_printed: bool = False) -> list[ShownRow]:
    """The provisions of a text that have words or a label, in reading order; see ``shown_text``."""
    rows: list[ShownRow] = []
    used: set[str] = set()

    def add(provision: Provision, level: int) -> None:
        if provision.text.strip() or provision.label.strip():
            has_link = not is_printed or provision.kind in HEADINGS or bool(provision.label.strip())
            rows.append(_row(provision, level, text.language, used, has_link=has_link))
        below = level + (provision.kind not in ("heading", "annex"))
        for child in provision.children:
            add(child, below)

    for provision in text.provisions:
        add(provision, 0)
    return rows


def _row(
    provision: Provision, level: int, language: str, used: set[str], *, has_link: bool
) -> ShownRow:
    eid = provision.id if provision.id and provision.id not in used else f"row-{len(used) + 1}"
    used.add(eid)
    # The number alone would name several links of a text alike.
    place = f"{provision.label.strip()} {provision.text.strip()[:60]}".strip()
    return ShownRow(
        eid=eid,
        url=f"#{eid}" if has_link else "",
        link=_("Permanent link to %(place)s") % {"place": place},
        label=provision.label,
        language=language,
        direction=direction(language),
        here=render_runs(provision.runs),
        strong=provision.kind in HEADINGS,
        point=level > 0 and provision.kind in POINTS,
        size=ROW_LENGTH + len(provision.text),
    )


def in_parts[Row: Sized](rows: Iterable[Row]) -> list[list[Row]]:
    """Rows in parts of a page, each of about PART_LENGTH characters; one empty part for no rows."""
    pieces: list[list[Row]] = [[]]
    length = 0
    for row in rows:
        if pieces[-1] and length + row.size > PART_LENGTH:
            pieces.append([])
            length = 0
        pieces[-1].append(row)
        length += row.size
    return pieces
