"""What the site's search indexes of texts: versions by their words and symbols, cited texts that are not held by their symbols."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Exists, OuterRef, QuerySet

from majlis.commons.search.registry import SearchText
from majlis.instruments.models import (
    Citation,
    Instrument,
    LanguageVersion,
    ProvisionWording,
    Version,
)
from majlis.kernel.models import Access, Record


def version_words(records: Sequence[Record]) -> Mapping[int, Mapping[str, SearchText]]:
    """What versions say in each language: their title, and the words of all their provisions.

    A reconstructed version, which has the title of the one it was made from, is found from that one.
    """
    found: dict[int, dict[str, SearchText]] = {each.pk: {} for each in records}
    keys = list(published_versions(records).values_list("pk", flat=True))
    bodies: dict[tuple[int, str], list[str]] = {}
    rows = ProvisionWording.objects.filter(provision__version__in=keys).order_by(
        "provision__version", "provision__position"
    )
    for version, language, text in rows.values_list(
        "provision__version", "language", "text"
    ).iterator(chunk_size=2_000):
        if text:
            bodies.setdefault((version, language), []).append(text)
    for said in LanguageVersion.objects.filter(version__in=keys):
        title = said.title or said.symbol
        body = "\n".join(bodies.get((said.version_id, said.language), []))
        found[said.version_id][said.language] = SearchText(title or body[:80], body)
    return found


def published_versions(records: Sequence[Record]) -> QuerySet[Version]:
    """The versions among them that somebody published."""
    found: QuerySet[Version] = Version.objects.filter(record__in=records, reconstructed_from=None)
    return found


def version_symbols(records: Sequence[Record]) -> Mapping[int, Sequence[str]]:
    """The symbols of versions: as printed, as citations name them, and as each language writes them with the year."""
    found = published_versions(records).select_related("instrument")
    return {each.record_id: _symbols(each.instrument, each.year) for each in found}


def stub_symbols(records: Sequence[Record]) -> Mapping[int, Sequence[str]]:
    """The symbols of texts that others cite."""
    found = Instrument.objects.filter(record__in=records)
    return {each.record_id: _symbols(each) for each in found}


def stub_words(records: Sequence[Record]) -> Mapping[int, Mapping[str, SearchText]]:
    """What a text that is not kept goes by; one that is kept is found by its versions.

    One that closed texts alone cite is not found: its symbol would tell what they cite.
    """
    public = Version.objects.filter(
        record__access=Access.PUBLIC, instrument__record__access=Access.PUBLIC
    )
    open_to_all = Citation.objects.filter(target=OuterRef("pk"), version__in=public)
    found = Instrument.objects.filter(
        Exists(open_to_all), record__in=records, held=False, became=None
    )
    said = {each.record_id: {"en": SearchText(each.symbol)} for each in found if each.symbol}
    return {record.pk: said.get(record.pk, {}) for record in records}


# How each language writes the kind and the number of a text. What is searched for is compared word by word.
KIND_FORMS = {
    "resolution": "Resolution {0} Résolution {0} Resolución {0} резолюция {0} القرار {0} 第{0}号决议 决议{0}",
    "decision": "Decision {0} Décision {0} Decisión {0} решение {0} المقرر {0} 第{0}号决定 决定{0}",
    "recommendation": (
        "Recommendation {0} Recommandation {0} Recomendación {0} рекомендация {0} التوصية {0} 第{0}号建议 建议{0}"
    ),
    "opinion": "Opinion {0} Avis {0} Opinión {0} Ruego {0} мнение {0} الرأي {0} 第{0}号意见 意见{0}",
}
# And how a revision: "Resolution 27 (Rev. 2029)", whatever the text itself calls it.
REVISION_FORMS = "(Rev. {0}) (Rév. {0}) (пересм. {0}) (المراجَع في {0}) （{0}年，修订版）"


def _symbols(instrument: Instrument, year: str = "") -> list[str]:
    own = [each for each in (instrument.symbol, *instrument.keys) if each]
    written = []
    for key in instrument.keys:
        kind, _space, number = key.partition(" ")
        if kind in KIND_FORMS and number:
            written.append(KIND_FORMS[kind].format(number))
    if written and year:
        written.append(REVISION_FORMS.format(year))
    return list(dict.fromkeys([*own, *written]))
