"""Parses what people type to refer to a mandate, by its number, or to an act, by its text."""

from __future__ import annotations

import re

from majlis.instruments.citations import lookup
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Reader, Record
from majlis.mandates.models import Mandate

_NUMBER = re.compile(r"(M-?)?0*(\d{1,9})", re.IGNORECASE)
_AROUND = " \t\r\n.,;:،؛、。()[]«»“”\"'"
_ADDRESS = re.compile(
    r"(?:^|/)(?:(?:" + "|".join(LANGUAGE_CODES) + r")/)?((?:texts|mandates)/[^?#\s]+?)/?$"
)


def parse_mandate_number(words: str, *, bare: bool = False) -> int | None:
    """The number of a mandate written as M-0412, m-412 or its address; None for anything else.

    ``bare``: digits alone are accepted, too.
    """
    before, _slash, last = words.strip(_AROUND).rstrip("/").rpartition("/")
    match = _NUMBER.fullmatch(last)
    # Digits after a slash are more likely the end of a symbol: A/RES/70/1.
    return int(match[2]) if match and (match[1] or (bare and not before)) else None


def mandate_from_input(words: str, user: Reader) -> Mandate | None:
    """The mandate with the number or address that was typed, if the user may see it."""
    number = parse_mandate_number(words, bare=True)
    if number is None:
        return None
    rows = Mandate.objects.visible_to(user).select_related("record")
    mandate: Mandate | None = rows.filter(number=number).first()
    return mandate


def act_from_input(words: str, user: Reader) -> tuple[Record | None, str]:
    """The record of the text that was typed, where it names exactly one; and the input, if not an address."""
    words = " ".join(words.split())
    if not words:
        return None, ""
    match = _ADDRESS.search(words)
    if match is not None:
        record = Record.objects.visible_to(user).filter(address=match[1]).first()
        return record, "" if record is not None else words
    instruments = lookup.instruments_named(user, words)
    return (instruments[0].record, words) if len(instruments) == 1 else (None, words)
