"""The list of texts that cite an instrument."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language, pgettext

from majlis.instruments.citations import format
from majlis.instruments.citations.names import excerpt, version_url
from majlis.instruments.citations.queries import CitingVersion
from majlis.instruments.core.subqueries import Chain
from majlis.instruments.models.provision import NAMES
from majlis.look import formats


def citing_rows(found: Sequence[CitingVersion]) -> list[dict[str, Any]]:
    """The texts that cite one, each once, with the places in it: no two of the same name."""
    made = []
    for each in found:
        places = [_place_names(chain) for chain in each.places]
        names = Counter(name for name, _begin, _language in places)
        name = _citing_name(each)
        made.append(
            {
                "name": name,
                "url": version_url(each.version),
                "places": [
                    {
                        "name": one if names[one] == 1 and one else first,
                        "language": language,
                        "url": chain[-1][0].get_absolute_url(),
                    }
                    for (one, first, language), chain in zip(places, each.places, strict=True)
                ],
            }
        )
    return made


def _place_names(chain: Chain) -> tuple[str, str, str]:
    """What a place that cites is called, how its words begin, and in which language it is called so."""
    provision, wording = chain[-1]
    words = wording.text if wording else ""
    language = wording.language if wording else ""
    name = format.provision_reference(chain)
    kind = str(NAMES[provision.kind])
    if name == kind:  # of which there are many
        name = ""
    first = formats.colon(get_language() or "en").join(each for each in (kind, excerpt(words, 60)))
    return name, first if words else kind, "" if name.startswith(kind) else language


def _citing_name(each: CitingVersion) -> str:
    """The symbol of a text with the version, where the symbol does not tell it: read without a query."""
    version, here = each.version, get_language() or "en"
    name = each.symbol or version.instrument.symbol or excerpt(str(version.instrument))
    if version.reconstructed_from_id is not None:
        return formats.with_brackets(
            name, pgettext("version", "reconstructed, not authentic"), here
        )
    return name if version.slug in name else formats.with_brackets(name, version.slug, here)
