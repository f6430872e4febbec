"""Sources of the site's search index: versions by text and symbol, stubs by symbol."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from majlis.commons.search.parse import ParsedQuery
from majlis.commons.search.passages import best_passage, query_patterns
from majlis.commons.search.registry import Place, SearchText
from majlis.instruments.citations import format, names
from majlis.instruments.core.subqueries import (
    chain_from,
    chain_json,
    instrument_from,
    instrument_json,
    symbol_subquery,
)
from majlis.instruments.lifecycle import (
    ADOPTED,
    DRAFT,
    IN_FORCE,
    ISSUED,
    NOT_ADOPTED,
    PROPOSED,
    SUPERSEDED,
)
from majlis.instruments.models import (
    Citation,
    Instrument,
    LanguageVersion,
    ProvisionWording,
    Version,
)
from majlis.kernel.models import Access, Record
from majlis.look.bidi import as_html


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


# The versions of a text as the results of a search show them: that in force first.
_FIRST = (IN_FORCE, ADOPTED, ISSUED, PROPOSED, DRAFT, SUPERSEDED, NOT_ADOPTED)
_MAX_VERSIONS = 1_000
_PASSAGES = 4  # provisions of a version among which the best is chosen


def versions_of_texts(keys: Collection[int]) -> Mapping[int, tuple[int, int]]:
    """The text of each version, and the position of the version among its versions: that in force, then the latest."""
    rows = Version.objects.filter(pk__in=keys).values_list("pk", "instrument", "state", "position")
    return {
        key: (text, _FIRST.index(state) * _MAX_VERSIONS - min(position, _MAX_VERSIONS - 1))
        for key, text, state, position in rows
    }


def version_places(languages: Mapping[int, str], query: ParsedQuery) -> Mapping[int, Place]:
    """The provision of each version that has most words of the query, with its name; two statements.

    Below the title are the symbol and name of the version, the provision, and the status.
    """
    language = get_language() or "en"
    found_in = Case(
        *[When(pk=key, then=Value(code)) for key, code in languages.items()], default=Value("")
    )
    wordings = ProvisionWording.objects.filter(
        provision__version=OuterRef("pk"), language=OuterRef("found_in")
    )
    matches = [
        Case(When(text__iregex=pattern, then=1), default=0) for pattern in query_patterns(query)
    ]
    if not matches:
        wordings = wordings.none()
    best = (
        wordings.annotate(matches=sum(matches, Value(0)), at=chain_json())
        .filter(matches__gt=0)
        .order_by("-matches", "provision__position")[:_PASSAGES]
    )
    passage = JSONObject(
        eid=F("provision__eid"), kind=F("provision__kind"), text=F("text"), at=F("at")
    )
    versions = Version.objects.filter(pk__in=languages).annotate(
        found_in=found_in,
        text=instrument_json("instrument__", language),
        symbol=symbol_subquery(language, version=OuterRef("pk")),
        passages=ArraySubquery(best.values(json=passage)),
    )
    rows = versions.select_related("record").prefetch_related("record__wordings")
    return {each.pk: _place(each, languages[each.pk], query) for each in rows}


def _place(version: Any, language: str, query: ParsedQuery) -> Place:
    """Where a hit of a version leads to; ``version`` has the annotations of ``version_places``."""
    version.instrument = instrument_from(version.text)
    version.symbol_here = version.symbol
    name = names.full_version_name if version.instrument.symbol else names.version_name
    notes = [name(version), str(version.get_state_display())]
    url = names.version_url(version)
    texts = [each["text"] for each in version.passages]
    best = best_passage(texts, query, language)
    if best is None:
        return Place(url, _line(notes))
    passage = version.passages[best]
    if passage["kind"] == "title":  # which is the link itself
        return Place(url, _line(notes), texts[best])
    notes.insert(1, format.provision_reference(chain_from(version, passage["at"])))
    eid = quote(passage["eid"])
    return Place(f"{url}?in={language}&at={eid}#{eid}", _line(notes), texts[best])


def _line(notes: Sequence[str]) -> SafeString:
    """Notes of a hit as one line."""
    return format_html_join(" · ", "<bdi>{}</bdi>", ((as_html(each),) for each in notes if each))


def text_symbols(keys: Sequence[int], language: str) -> Mapping[int, str]:
    """What a field for a text gets, by version: its symbol, or its address if the symbol is not its alone."""
    same = Instrument.objects.filter(held=True, symbol=OuterRef("symbol")).exclude(
        pk=OuterRef("pk")
    )
    texts = Instrument.objects.filter(versions__in=keys, held=True).annotate(shared=Exists(same))
    rows = texts.values_list("versions__pk", "symbol", "slug", "shared")
    return {
        version: format.localized_symbol(symbol, language)
        if symbol and not shared
        else reverse("instruments:instrument", args=[slug])
        for version, symbol, slug, shared in rows
        if version in keys
    }


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
