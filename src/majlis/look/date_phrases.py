"""Dates within a sentence: "since 2027", "until April 2027", "latest text: 17 April 2027".

A preposition governs the form of a date differently for a year, a month and a day in most of the six
languages, so each has a message of its own. The language is the active one.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy

from majlis.look import formats


@dataclass(frozen=True)
class DatePhrase:
    """One phrase with its message for a year, for a month and for a day."""

    year: Promise
    month: Promise
    day: Promise

    def __call__(self, value: formats.Day) -> str:
        """The phrase with a full or partial date.

        Raises ValueError as `formats.date_parts` does.
        """
        language = get_language() or "en"
        year, month, day = formats.date_parts(value)
        if month is None:
            return str(self.year) % {"year": year}
        if day is None:
            return str(self.month) % {"month": formats.month_in_date(month, language), "year": year}
        return str(self.day) % {"date": formats.date(value, language)}


since = DatePhrase(
    pgettext_lazy("start of a period", "since %(year)s"),
    pgettext_lazy("start of a period", "since %(month)s %(year)s"),
    pgettext_lazy("start of a period", "since %(date)s"),
)
until = DatePhrase(
    pgettext_lazy("end of a period", "until %(year)s"),
    pgettext_lazy("end of a period", "until %(month)s %(year)s"),
    pgettext_lazy("end of a period", "until %(date)s"),
)
up_to = DatePhrase(
    pgettext_lazy("latest date of texts", "latest text: %(year)s"),
    pgettext_lazy("latest date of texts", "latest text: %(month)s %(year)s"),
    pgettext_lazy("latest date of texts", "latest text: %(date)s"),
)


def period(first: formats.Day | None, last: formats.Day | None) -> str:
    """The phrase for a period of full or partial dates, each end of which may be missing.

    Raises ValueError as `formats.date_parts` does.
    """
    language = get_language() or "en"
    if first and last:
        return formats.date_range(first, last, language)
    if first:
        return since(first)
    return until(last) if last else ""
