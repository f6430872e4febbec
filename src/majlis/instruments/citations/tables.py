"""The list of texts that cite an instrument."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import get_language, pgettext

from majlis.instruments.citations import format
from majlis.instruments.citations.names import (
    EXCERPT_LENGTH,
    excerpt,
    instrument_symbol,
    version_url,
)
from majlis.instruments.citations.queries import CitingVersion
from majlis.instruments.core.identifiers import in_sentence_case
from majlis.instruments.core.subqueries import Chain
from majlis.instruments.models.provision import NAMES
from majlis.look import formats
from majlis.look.bidi import foreign_part, joined

CitingRow = dict[str, str | list[dict[str, str]]]


def citing_rows(versions: Sequence[CitingVersion]) -> list[CitingRow]:
    """The citing texts for the template, each with its citing provisions under unique names."""
    rows: list[CitingRow] = []
    for citing in versions:
        places = [_place_names(chain) for chain in citing.places]
        names = Counter(name for name, _begin in places)
        name = _citing_name(citing)
        rows.append(
            {
                "name": name,
                "url": version_url(citing.version),
                "places": [
                    {
                        "name": reference if names[reference] == 1 and reference else first,
                        "url": chain[-1][0].get_absolute_url(),
                    }
                    for (reference, first), chain in zip(places, citing.places, strict=True)
                ],
            }
        )
    return rows


def _place_names(chain: Chain) -> tuple[str, str]:
    """The reference of a citing provision, empty if it is only its kind; and its kind with its opening words."""
    provision, wording = chain[-1]
    reader_language = get_language() or "en"
    name = format.provision_reference(chain)
    kind = str(NAMES[provision.kind])
    if name == kind:  # not unique
        name = ""
    if wording is None or not wording.text:
        return name, kind
    opening = foreign_part(excerpt(wording.text, 60), wording.language, reader_language)
    return name, joined(kind, formats.colon(reader_language), opening)


def _citing_name(citing: CitingVersion) -> str:
    """The symbol of a citing text, with the version where the symbol lacks it; no query."""
    version, language = citing.version, get_language() or "en"
    name = in_sentence_case(citing.symbol) or instrument_symbol(version.instrument, EXCERPT_LENGTH)
    if version.reconstructed_from_id is not None:
        return formats.with_brackets(
            name, pgettext("version", "reconstructed, not authentic"), language
        )
    return name if version.slug in name else formats.with_brackets(name, version.slug, language)
