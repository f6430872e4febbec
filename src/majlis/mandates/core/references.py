"""What people type to refer to something: a mandate by its number, an act by its text."""

from __future__ import annotations

import re
from typing import Any

from majlis.instruments.citations import lookup
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Record
from majlis.mandates.models import Mandate

_NUMBER = re.compile(r"(M-?)?0*(\d{1,9})", re.IGNORECASE)
_AROUND = " \t\r\n.,;:،؛、。()[]«»“”\"'"
_ADDRESS = re.compile(
    r"(?:^|/)(?:(?:" + "|".join(LANGUAGE_CODES) + r")/)?((?:texts|mandates)/[^?#\s]+?)/?$"
)


def parse_mandate_number(words: str, *, bare: bool = False) -> int | None:
    """The number of a mandate that these words are: M-0412, m-412, or its address; ``bare_label``: also the digits alone."""
    before, _slash, last = words.strip(_AROUND).rstrip("/").rpartition("/")
    found = _NUMBER.fullmatch(last)
    # Digits behind a stroke are rather the end of a symbol: A/RES/70/1.
    return int(found[2]) if found and (found[1] or (bare and not before)) else None


def mandate_from_input(words: str, user: Any) -> Mandate | None:
    """The mandate of a number as people write it, or of an address, if the user may see it."""
    number = parse_mandate_number(words, bare=True)
    if number is None:
        return None
    rows = Mandate.objects.visible_to(user).select_related("record")
    made: Mandate | None = rows.filter(number=number).first()
    return made


def act_from_input(words: str, user: Any) -> tuple[Record | None, str]:
    """By what act: the record of a text that is kept here, where the words name just one; and the words."""
    words = " ".join(words.split())
    if not words:
        return None, ""
    at = _ADDRESS.search(words)
    if at is not None:
        record = Record.objects.visible_to(user).filter(address=at[1]).first()
        return record, "" if record is not None else words
    found = lookup.instruments_named(user, words)
    return (found[0].record, words) if len(found) == 1 else (None, words)
