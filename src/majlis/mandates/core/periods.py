"""ISO 8601 periods as text: P2Y is every two years."""

from __future__ import annotations

import re

from django.utils.translation import get_language, npgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.look import formats

PERIODS = {
    "P1M": pgettext_lazy("recurrence", "every month"),
    "P3M": _("every three months"),
    "P6M": _("every six months"),
    "P1Y": pgettext_lazy("frequency", "every year"),
    "P2Y": _("every two years"),
    "P3Y": _("every three years"),
    "P4Y": _("every four years"),
    "P5Y": _("every five years"),
    "P10Y": _("every ten years"),
}
"""The periods that forms offer."""
_PERIOD = re.compile(r"P(\d{1,4})([YMWD])")


def period_text(iso: str) -> str:
    """An ISO 8601 period in the reader's language; unchanged where its form is unknown."""
    if iso in PERIODS:
        return str(PERIODS[iso])
    match = _PERIOD.fullmatch(iso)
    if match is None:
        return iso
    number = int(match[1])
    words = {
        "Y": npgettext("how often", "every year", "every %(n)s years", number),
        "M": npgettext("how often", "every month", "every %(n)s months", number),
        "W": npgettext("how often", "every week", "every %(n)s weeks", number),
        "D": npgettext("how often", "every day", "every %(n)s days", number),
    }
    return words[match[2]] % {"n": formats.number(number, get_language() or "en")}
