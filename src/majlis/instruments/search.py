"""Sources of the site's search index: versions by text and symbol, stubs by symbol."""

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
    """The title and full text of versions, by language.

    Reconstructed versions, whose titles are those of their source versions, are left out.
    """
    by_record: dict[int, dict[str, SearchText]] = {each.pk: {} for each in records}
    version_keys = list(published_versions(records).values_list("pk", flat=True))
    bodies: dict[tuple[int, str], list[str]] = {}
    rows = ProvisionWording.objects.filter(provision__version__in=version_keys).order_by(
        "provision__version", "provision__position"
    )
    for version, language, text in rows.values_list(
        "provision__version", "language", "text"
    ).iterator(chunk_size=2_000):
        if text:
            bodies.setdefault((version, language), []).append(text)
    for language_version in LanguageVersion.objects.filter(version__in=version_keys):
        title = language_version.title or language_version.symbol
        body = "\n".join(bodies.get((language_version.version_id, language_version.language), []))
        by_record[language_version.version_id][language_version.language] = SearchText(
            title or body[:80], body
        )
    return by_record


def published_versions(records: Sequence[Record]) -> QuerySet[Version]:
    """The versions among these records, without reconstructed ones."""
    versions: QuerySet[Version] = Version.objects.filter(
        record__in=records, reconstructed_from=None
    )
    return versions


def version_symbols(records: Sequence[Record]) -> Mapping[int, Sequence[str]]:
    """The symbols of versions: as printed, as citation keys, and in the form of each language."""
    versions = published_versions(records).select_related("instrument")
    return {each.record_id: _symbols(each.instrument, each.year) for each in versions}


def stub_symbols(records: Sequence[Record]) -> Mapping[int, Sequence[str]]:
    """The symbols of stubs."""
    stubs = Instrument.objects.filter(record__in=records)
    return {each.record_id: _symbols(each) for each in stubs}


def stub_words(records: Sequence[Record]) -> Mapping[int, Mapping[str, SearchText]]:
    """The symbols of stubs as text; resolved and held instruments are empty, as their versions are indexed.

    A stub that only restricted texts cite is left out: its symbol would disclose what they cite.
    """
    public = Version.objects.filter(
        record__access=Access.PUBLIC, instrument__record__access=Access.PUBLIC
    )
    public_citations = Citation.objects.filter(target=OuterRef("pk"), version__in=public)
    stubs = Instrument.objects.filter(
        Exists(public_citations), record__in=records, held=False, became=None
    )
    texts = {each.record_id: {"en": SearchText(each.symbol)} for each in stubs if each.symbol}
    return {record.pk: texts.get(record.pk, {}) for record in records}


# Kind and number of a text as each language writes them; the search compares words.
KIND_FORMS = {
    "resolution": "Resolution {0} Résolution {0} Resolución {0} резолюция {0} القرار {0} 第{0}号决议 决议{0}",
    "decision": "Decision {0} Décision {0} Decisión {0} решение {0} المقرر {0} 第{0}号决定 决定{0}",
    "recommendation": (
        "Recommendation {0} Recommandation {0} Recomendación {0} рекомендация {0} التوصية {0} 第{0}号建议 建议{0}"
    ),
    "opinion": "Opinion {0} Avis {0} Opinión {0} Ruego {0} мнение {0} الرأي {0} 第{0}号意见 意见{0}",
}
# The same for a revision: "Resolution 27 (Rev. 2029)".
REVISION_FORMS = "(Rev. {0}) (Rév. {0}) (пересм. {0}) (المراجَع في {0}) （{0}年，修订版）"


def _symbols(instrument: Instrument, year: str = "") -> list[str]:
    symbols = [each for each in (instrument.symbol, *instrument.keys) if each]
    written = []
    for key in instrument.keys:
        kind, _space, number = key.partition(" ")
        if kind in KIND_FORMS and number:
            written.append(KIND_FORMS[kind].format(number))
    if written and year:
        written.append(REVISION_FORMS.format(year))
    return list(dict.fromkeys([*symbols, *written]))
