"""Checks of partial dates: a year, a year and a month, or a full date."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput
from majlis.parties.models.body import is_partial_date

NO_DATE = _("Enter a date as 2026, 2026-04 or 2026-04-17.")


def check_dates(since: str, until: str) -> None:
    """Raise InvalidInput by field for an invalid date, or for an end before the beginning."""
    faults = {}
    for name, value in (("since", since), ("until", until)):
        if value and not is_partial_date(value):
            faults[name] = NO_DATE
    if not faults and since and until and until < since[: len(until)]:
        faults["until"] = _("The end date precedes the start date. Check both dates.")
    if faults:
        raise InvalidInput(faults)
