"""The cells of tables of past meetings: readers of dates, zones, numbers and values from a list."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable

from django.utils import translation
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import StrOrPromise
from majlis.kernel.languages import LANGUAGE_CODES, list_separator
from majlis.parties.accounts.time_zones import zone_names

_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].*)?")


def read_day(text: str) -> str:
    """A full date as ISO text; a workbook may add a time to it. Raises ValueError."""
    match = _DAY.fullmatch(text)
    try:
        return datetime.date.fromisoformat(match[1] if match else "").isoformat()
    except ValueError:
        raise ValueError(_("Enter a full date, for example 2024-02-27.")) from None


def read_number(text: str) -> str:
    """A whole number in ASCII digits. Raises ValueError."""
    if not (text.isascii() and text.isdigit()):
        raise ValueError(_("Enter a whole number in digits."))
    return str(int(text))


def read_zone(text: str) -> str:
    """The name of a time zone, whatever its case. Raises ValueError."""
    name = next((each for each in zone_names() if each.lower() == text.lower()), None)
    if name is None:
        raise ValueError(_("This time zone is unknown. Enter a name such as Africa/Nairobi."))
    return name


def one_of(choices: Iterable[tuple[str, StrOrPromise]]) -> Callable[[str], str]:
    """A reader of the code of a choice: a table states the code, or the label in one of the six languages."""
    offered = [(code, label) for code, label in choices if code]
    codes: dict[str, str] = {}

    def read(text: str) -> str:
        if not codes:
            for language in LANGUAGE_CODES:
                with translation.override(language):
                    codes.update({_plain(str(label)): code for code, label in offered})
            codes.update({_plain(code): code for code, _label in offered})
        if _plain(text) not in codes:
            values = list_separator(get_language()).join(str(label) for _code, label in offered)
            raise ValueError(gettext("Enter one of these values: %(values)s.") % {"values": values})
        return codes[_plain(text)]

    return read


def _plain(text: str) -> str:
    """A text for comparison: without case, and with spaces between words only."""
    return " ".join(text.replace("_", " ").replace("-", " ").casefold().split())


def split_cell(cell: str | None) -> list[str]:
    """The values of a cell, separated by semicolons; each once."""
    values = (" ".join(each.split()) for each in str(cell or "").split(";"))
    return list(dict.fromkeys(each for each in values if each))
