"""Time zones that a person may choose, by the names of their places in the reader's language."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel import Locale
from babel.core import get_global
from django.utils.translation import get_language, gettext, override

from majlis.kernel.languages import LANGUAGE_CODES, sort_key
from majlis.look.formats import utc_offset
from majlis.parties import areas

AREAS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)

# A label says no country beside a city of which the United Nations say none.
ZONES_WITHOUT_COUNTRY = ("Asia/Jerusalem",)


@cache
def zone_names() -> tuple[str, ...]:
    """The names of the zones of places, and UTC, in order; old names and doubles too."""
    places = (name for name in available_timezones() if name.split("/")[0] in AREAS)
    return ("UTC", *sorted(places))


@cache
def _same_zones() -> dict[str, tuple[str, ...]]:
    """Every name -> all names of the same zone, the one that is offered first."""
    alike = defaultdict(list)
    for name in zone_names()[1:]:
        alike[get_global("zone_aliases").get(name, name)].append(name)
    kin: dict[str, tuple[str, ...]] = {"UTC": ("UTC",)}
    for best, several in alike.items():
        ordered = tuple(sorted(several, key=lambda name: (name != best, name)))
        kin |= dict.fromkeys(several, ordered)
    return kin


def canonical_zone(name: str) -> str:
    """The name under which a zone is offered; the same where it is not known."""
    return _same_zones().get(name, (name,))[0]


def zone_label(name: str, language: str = "") -> str:
    """Where a zone is and how far from UTC it is now: `Germany – Berlin (UTC+1)`."""
    chosen = _language(language)
    today = datetime.now(UTC).date()
    return _labels(chosen, today).get(canonical_zone(name)) or _with_offset(name, name, chosen)


def zone_choices(language: str = "") -> list[tuple[str, str]]:
    """(name, label) of each zone once; UTC, then as the language sorts the places."""
    return list(_labels(_language(language), datetime.now(UTC).date()).items())


def _language(language: str) -> str:
    chosen = language or get_language() or "en"
    return chosen if chosen in LANGUAGE_CODES else "en"


@lru_cache(maxsize=2 * len(LANGUAGE_CODES))
def _labels(language: str, _today: date) -> dict[str, str]:
    """Made once a day for each language, since clocks are changed in some places."""
    offered = sorted({several[0] for several in _same_zones().values()} - {"UTC"})
    placed = {name: zone_place(name, language) for name in offered}
    ordered = sorted(offered, key=lambda name: sort_key(placed[name], language))
    return {"UTC": "UTC"} | {name: _with_offset(name, placed[name], language) for name in ordered}


def zone_place(name: str, language: str) -> str:
    """Country and city of a zone; the city alone where the profile names no such country."""
    known = Locale.parse(language).time_zones
    cities = (known[each]["city"] for each in _same_zones()[name] if "city" in known.get(each, {}))
    city = next(cities, name.rpartition("/")[2].replace("_", " "))
    letters = "" if name in ZONES_WITHOUT_COUNTRY else get_global("zone_territories").get(name, "")
    country = areas.names_by_alpha2(language).get(letters, "")
    return f"{country} – {city}" if country and country != city else city


def _with_offset(name: str, said: str, language: str) -> str:
    try:
        offset = utc_offset(datetime.now(ZoneInfo(name)))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return said
    with override(language):
        return gettext("%(place)s (%(offset)s)") % {"place": said, "offset": offset}
