"""What a text says of its own adoption: by which body, at which meeting, and when.

A line above the text says it ("Adopted by the Security Council at its 9237th meeting, on 9 January
2023"), or the meeting and the date stand behind the text ("52nd plenary meeting / 3 May 2037").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from majlis.textkit.dates import first_full_date
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.model import Text
from majlis.textkit.structure.front import body_of

_FIRST = 40  # lines above the text
_LAST = 6  # lines behind it
_LONGEST = 300  # characters of a line


@dataclass(frozen=True, slots=True)
class Adoption:
    """``line`` says that the text was adopted; empty where only the meeting behind it does.

    ``body``: the English name that the lexicon knows; ``meeting`` as a record names it ("9237th
    meeting"); ``date`` in ISO. Each is empty where it is not said.
    """

    line: str = ""
    body: str = ""
    meeting: str = ""
    date: str = ""


def find_adoption(text: Text) -> Adoption | None:
    """What a text says of its adoption; None where it says nothing of it."""
    says = lexicon(text.language).pattern("adoption", "line", start=True)
    found = None
    for each in text.provisions[:_FIRST]:
        if each.kind not in ("front", "title", "formula"):
            break
        line = " ".join(each.text.split())
        if found is None and len(line) <= _LONGEST and says.match(fold(line).text):
            found = Adoption(
                line,
                body_of([line], text.language),
                _meeting(line, text.language),
                first_full_date(line, text.language),
            )
    if found is not None and found.meeting:
        return found
    return _behind(text, found)


def _behind(text: Text, found: Adoption | None) -> Adoption | None:
    """The adoption with the meeting that stands behind the text, alone on its line, before or after its date."""
    if not any(each.kind == "formula" for each in text.provisions):
        return found
    lines = [
        " ".join(each.text.split()) for each in text.provisions[-_LAST:] if each.kind == "back"
    ]
    for place, line in enumerate(lines):
        meeting = _meeting(line, text.language, whole=True)
        if meeting:
            found = found or Adoption()
            beside: Sequence[str] = (
                line,
                *lines[place + 1 : place + 2],
                *lines[max(0, place - 1) : place],
            )
            dates = (first_full_date(each, text.language) for each in beside)
            date = found.date or next(filter(None, dates), "")
            return Adoption(found.line, found.body, meeting, date)
    return found


def _meeting(line: str, language: str, *, whole: bool = False) -> str:
    """The meeting that a line names, in the nominative; ``whole``: the line begins with it."""
    lex = lexicon(language)
    folded = fold(line)
    pattern = lex.pattern("adoption", "meeting", start=whole)
    match = pattern.match(folded.text) if whole else pattern.search(folded.text)
    if match is None:
        return ""
    written = lex.words("adoption", "written")
    if written and match["n"]:
        return written[1 if match["plenary"] else 0].format(n=match["n"])
    start, end = folded.back(*match.span())
    return line[start:end]
