"""Dates within a sentence: "since 2027", "until April 2027", "due on 17 April 2027".

A preposition governs the form of a date differently for a year, a month and a day in most of the six
languages, so each has a message of its own. The language is the active one.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

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
    _("since %(year)s"),
    _("since %(month)s %(year)s"),
    pgettext_lazy("entity of a mandate", "since %(date)s"),
)
until = DatePhrase(
    _("until %(year)s"),
    _("until %(month)s %(year)s"),
    pgettext_lazy("entity of a mandate", "until %(date)s"),
)
up_to = DatePhrase(_("up to %(year)s"), _("up to %(month)s %(year)s"), _("up to %(date)s"))
due = DatePhrase(_("due in %(year)s"), _("due in %(month)s %(year)s"), _("due on %(date)s"))


def period(first: formats.Day | None, last: formats.Day | None) -> str:
    """The phrase for a period of full or partial dates, each end of which may be missing.

    Raises ValueError as `formats.date_parts` does.
    """
    language = get_language() or "en"
    if first and last:
        dates = [formats.date(each, language) for each in (first, last)]
        return formats.date_range(*dates)
    if first:
        return since(first)
    return until(last) if last else ""
