"""Time zones for user profiles, labelled by country and city in the reader's language."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel import Locale
from babel.core import get_global
from django.utils.translation import get_language, override, pgettext

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

# The United Nations assign no country to these cities, so their labels have none.
ZONES_WITHOUT_COUNTRY = ("Asia/Jerusalem",)


@cache
def zone_names() -> tuple[str, ...]:
    """The sorted names of all zones with places, and UTC; including old names and aliases."""
    places = (name for name in available_timezones() if name.split("/")[0] in AREAS)
    return ("UTC", *sorted(places))


@cache
def _same_zones() -> dict[str, tuple[str, ...]]:
    """Name -> all names of the same zone, the canonical one first."""
    aliases = defaultdict(list)
    for name in zone_names()[1:]:
        aliases[get_global("zone_aliases").get(name, name)].append(name)
    names: dict[str, tuple[str, ...]] = {"UTC": ("UTC",)}
    for canonical, several in aliases.items():
        ordered = tuple(sorted(several, key=lambda name: (name != canonical, name)))
        names |= dict.fromkeys(several, ordered)
    return names


def canonical_zone(name: str) -> str:
    """The canonical name of a zone; an unknown name is returned unchanged."""
    return _same_zones().get(name, (name,))[0]


def zone_label(name: str, language: str = "") -> str:
    """The place of a zone with its present offset from UTC: `Germany – Berlin (UTC+1)`."""
    chosen = _language(language)
    today = datetime.now(UTC).date()
    return _labels(chosen, today).get(canonical_zone(name)) or _with_offset(name, name, chosen)


def zone_choices(language: str = "") -> list[tuple[str, str]]:
    """(name, label) of each zone once: UTC, then sorted by place in the language."""
    return list(_labels(_language(language), datetime.now(UTC).date()).items())


def _language(language: str) -> str:
    chosen = language or get_language() or "en"
    return chosen if chosen in LANGUAGE_CODES else "en"


@lru_cache(maxsize=2 * len(LANGUAGE_CODES))
def _labels(language: str, _today: date) -> dict[str, str]:
    """Canonical name -> label; cached per language and day, because offsets change with daylight saving."""
    canonical_names = sorted({several[0] for several in _same_zones().values()} - {"UTC"})
    places = {name: zone_place(name, language) for name in canonical_names}
    ordered = sorted(canonical_names, key=lambda name: sort_key(places[name], language))
    return {"UTC": "UTC"} | {name: _with_offset(name, places[name], language) for name in ordered}


def zone_place(name: str, language: str) -> str:
    """Country and city of a zone; the city alone if the profile has no name of the country."""
    zones = Locale.parse(language).time_zones
    cities = (zones[each]["city"] for each in _same_zones()[name] if "city" in zones.get(each, {}))
    city = next(cities, name.rpartition("/")[2].replace("_", " "))
    alpha2 = "" if name in ZONES_WITHOUT_COUNTRY else get_global("zone_territories").get(name, "")
    country = areas.names_by_alpha2(language).get(alpha2, "")
    return f"{country} – {city}" if country and country != city else city


def _with_offset(name: str, place: str, language: str) -> str:
    try:
        offset = utc_offset(datetime.now(ZoneInfo(name)))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return place
    with override(language):
        return pgettext("time zone", "%(place)s (%(offset)s)") % {"place": place, "offset": offset}
