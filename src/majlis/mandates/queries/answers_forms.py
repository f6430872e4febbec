"""What forms about answers offer: sessions to choose from, the mandate that a page is about."""

from __future__ import annotations

from typing import Any

from majlis.kernel import clock
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.mandates.models import Mandate, Occasion
from majlis.mandates.queries.answers import occasions
from majlis.mandates.queries.lines import Line, lines, with_lines

MOST = 300
"""Sessions that are offered."""
_PEOPLE = ("lead__organisation__record", "lead__body__record", "lead__record")


def one(user: Any, slug: str, language: str) -> Line | None:
    """A mandate that the reader may see, with the words that ask, who leads and who speaks for it, in one query."""
    assert language in LANGUAGE_CODES
    found = Mandate.objects.visible_to(user).filter(slug=slug)
    rows = found.select_related("record", "asking__version", *_PEOPLE)
    return next(iter(lines(with_lines(rows, language))), None)


def sessions(language: str, *kept: int | None) -> list[Occasion]:
    """Sessions of last year and later, and those that are named already."""
    rows = occasions(language)
    since = clock.today().year - 1
    found: list[Occasion] = list(rows.filter(year__gte=since)[:MOST])
    there = {each.pk for each in found}
    more = [each for each in kept if each and each not in there]
    return found + (list(rows.filter(pk__in=more)) if more else [])
