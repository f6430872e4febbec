"""Names of countries and areas by their M49 code, from a table of the profile.

``majlis.framework`` stores the areas as concepts, but is on the same floor and cannot be imported here;
both packages read the table.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

import majlis
from majlis.kernel.languages import LANGUAGE_CODES, sort_key


@cache
def _table() -> tuple[dict[str, str], ...]:
    path = Path(majlis.__path__[0]) / "profiles" / settings.MAJLIS_PROFILE / "m49.tsv"
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def _rows() -> list[dict[str, str]]:
    return [row for row in _table() if row["kind"] == "area"]


@cache
def region_codes() -> dict[str, str]:
    """M49 code of every country or area -> code of the region in which the table has it, such as Africa."""
    rows = {row["code"]: row for row in _table()}

    def region_of(code: str) -> str:
        row = rows.get(code)
        return "" if row is None else code if row["kind"] == "region" else region_of(row["parent"])

    return {row["code"]: region_of(row["code"]) for row in _rows()}


def region_names(language: str = "") -> dict[str, str]:
    """Code of every region of M49 -> its name in a language (by default the reader's)."""
    chosen = language or get_language() or "en"
    chosen = chosen if chosen in LANGUAGE_CODES else "en"
    return {row["code"]: row[chosen] or row["en"] for row in _table() if row["kind"] == "region"}


@cache
def _profile_names(language: str) -> dict[str, str]:
    return {row["code"]: row[language] or row["en"] for row in _rows()}


@cache
def names_by_alpha2(language: str) -> dict[str, str]:
    """ISO 3166 alpha-2 code -> name of the country or area in one of the six languages."""
    return {row["alpha2"]: row[language] or row["en"] for row in _rows() if row["alpha2"]}


def alpha2_of(code: str) -> str:
    """The ISO 3166 alpha-2 code of an area by its M49 code; empty if it has none."""
    return next((row["alpha2"] for row in _rows() if row["code"] == code), "")


def area_names(language: str = "") -> dict[str, str]:
    """M49 code -> name of every country or area in a language (by default the reader's)."""
    chosen = language or get_language() or "en"
    chosen = chosen if chosen in LANGUAGE_CODES else "en"
    return _profile_names(chosen)


def area_name(code: str, language: str = "") -> str:
    """The name of an area; its code if it has no name; empty without a code."""
    return area_names(language).get(code, code) if code else ""


def is_known_area(code: str) -> bool:
    """Whether a code is valid: it is in the table, or empty, or the profile has no table."""
    known = area_names("en")
    return not code or not known or code in known


def area_choices() -> list[tuple[str, str]]:
    """All areas, sorted by name in the reader's language."""
    language = get_language() or "en"
    chosen = language if language in LANGUAGE_CODES else "en"
    return sorted(area_names(chosen).items(), key=lambda each: sort_key(each[1], chosen))
