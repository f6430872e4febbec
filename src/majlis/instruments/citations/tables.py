"""The list of texts that cite an instrument."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import get_language, pgettext

from majlis.instruments.citations import format
from majlis.instruments.citations.names import excerpt, version_url
from majlis.instruments.citations.queries import CitingVersion
from majlis.instruments.core.subqueries import Chain
from majlis.instruments.models.provision import NAMES
from majlis.look import formats

CitingRow = dict[str, str | list[dict[str, str]]]


def citing_rows(versions: Sequence[CitingVersion]) -> list[CitingRow]:
    """The citing texts for the template, each with its citing provisions under unique names."""
    rows: list[CitingRow] = []
    for citing in versions:
        places = [_place_names(chain) for chain in citing.places]
        names = Counter(name for name, _begin, _language in places)
        name = _citing_name(citing)
        rows.append(
            {
                "name": name,
                "url": version_url(citing.version),
                "places": [
                    {
                        "name": reference if names[reference] == 1 and reference else first,
                        "language": language,
                        "url": chain[-1][0].get_absolute_url(),
                    }
                    for (reference, first, language), chain in zip(
                        places, citing.places, strict=True
                    )
                ],
            }
        )
    return rows


def _place_names(chain: Chain) -> tuple[str, str, str]:
    """The reference of a citing provision, its opening words, and the language of the reference."""
    provision, wording = chain[-1]
    words = wording.text if wording else ""
    language = wording.language if wording else ""
    name = format.provision_reference(chain)
    kind = str(NAMES[provision.kind])
    if name == kind:  # not unique
        name = ""
    first = formats.colon(get_language() or "en").join(each for each in (kind, excerpt(words, 60)))
    return name, first if words else kind, "" if name.startswith(kind) else language


def _citing_name(citing: CitingVersion) -> str:
    """The symbol of a citing text, with the version where the symbol lacks it; no query."""
    version, language = citing.version, get_language() or "en"
    name = citing.symbol or version.instrument.symbol or excerpt(str(version.instrument))
    if version.reconstructed_from_id is not None:
        return formats.with_brackets(
            name, pgettext("version", "reconstructed, not authentic"), language
        )
    return name if version.slug in name else formats.with_brackets(name, version.slug, language)
