"""What of texts is searched: versions by all their words, and texts that are cited and not kept by their symbol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from majlis.commons.search.registry import Said
from majlis.instruments.models import Instrument, LanguageVersion, ProvisionWording, Version
from majlis.kernel.models import Record


def words(records: Sequence[Record]) -> Mapping[int, Mapping[str, Said]]:
    """What versions say in each language: their title, and the words of all their provisions."""
    keys = [each.pk for each in records]
    bodies: dict[tuple[int, str], list[str]] = {}
    rows = ProvisionWording.objects.filter(provision__version__in=keys).order_by(
        "provision__version", "provision__position"
    )
    for version, language, text in rows.values_list(
        "provision__version", "language", "text"
    ).iterator(chunk_size=2_000):
        if text:
            bodies.setdefault((version, language), []).append(text)
    found: dict[int, dict[str, Said]] = {each.pk: {} for each in records}
    for said in LanguageVersion.objects.filter(version__in=keys):
        title = said.title or said.symbol
        body = "\n".join(bodies.get((said.version_id, said.language), []))
        found[said.version_id][said.language] = Said(title or body[:80], body)
    return found


def symbols(records: Sequence[Record]) -> Mapping[int, Sequence[str]]:
    """The symbols of versions: as printed, and as citations name them."""
    found = Version.objects.filter(record__in=records).select_related("instrument")
    return {each.record_id: _symbols(each.instrument) for each in found}


def cited(records: Sequence[Record]) -> Mapping[int, Sequence[str]]:
    """The symbols of texts that others cite."""
    return {
        each.record_id: _symbols(each) for each in Instrument.objects.filter(record__in=records)
    }


def stub_words(records: Sequence[Record]) -> Mapping[int, Mapping[str, Said]]:
    """What a text that is not kept goes by; one that is kept is found by its versions."""
    found = Instrument.objects.filter(record__in=records, held=False, became=None)
    return {each.record_id: {"en": Said(each.symbol)} for each in found if each.symbol} | {
        record.pk: {} for record in records if not any(each.pk == record.pk for each in found)
    }


def _symbols(instrument: Instrument) -> list[str]:
    return list(dict.fromkeys(each for each in (instrument.symbol, *instrument.keys) if each))
