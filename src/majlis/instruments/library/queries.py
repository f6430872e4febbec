"""The held texts: filters, sort orders, choices, and the list as data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    When,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import JSONObject, Substr
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.commons.search.models import SearchEntry
from majlis.commons.search.parse import parse_query
from majlis.framework.models import Concept
from majlis.instruments.core.identifiers import lookup_keys, split_symbol
from majlis.instruments.lifecycle import CONFIRMED
from majlis.instruments.models import Instrument, LanguageVersion, Tag, Version
from majlis.instruments.texts.queries import NATURAL_ORDER, current_version
from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.languages import LANGUAGE_CODES, sort_key
from majlis.kernel.models import Wording
from majlis.kernel.models.record import RecordedQuerySet, visibility_condition
from majlis.kernel.models.wording import choose_wording
from majlis.parties.models import Body
from majlis.textkit.citations import find_citations

SORTS: dict[str, tuple[Any, ...]] = {
    "year": (F("year").asc(nulls_last=True), "slug"),
    "-year": (F("year").desc(nulls_last=True), "slug"),
    "symbol": (NATURAL_ORDER.asc(), "slug"),
    "-symbol": (NATURAL_ORDER.desc(), "slug"),
}
VERSION_FILTERS = ("year", "state", "language")
"""What is asked of one version: the same one has to fit all of them."""
YEAR = Substr(
    Case(When(date="", then=F("slug")), default=F("date"), output_field=CharField()), 1, 4
)
"""The year of a version, as its date has it, else its label; four signs that may be no year."""


def library_texts(user: Any, wanted: Mapping[str, Any]) -> RecordedQuerySet:
    """The texts that are kept and fit. ``requested_format``: q, body, year, state, kind, language, concept, sort."""
    found = Instrument.objects.visible_to(user).filter(held=True)
    if words := str(wanted.get("q", "")).strip():
        found = found.filter(_search_condition(words, user))
    if wanted.get("body"):
        found = found.filter(body__slug=wanted["body"])
    if wanted.get("kind"):
        found = found.filter(kind=wanted["kind"])
    if any(wanted.get(name) for name in VERSION_FILTERS):
        found = found.filter(Exists(_fitting(user, wanted)))
    if wanted.get("concept"):
        found = found.filter(Exists(_confirmed_tags(wanted["concept"])))
    return found.order_by(*SORTS.get(str(wanted.get("sort", "")), SORTS["-year"]))


def _fitting(user: Any, wanted: Mapping[str, Any]) -> QuerySet[Version]:
    """The versions of the instrument outside that fit; reconstructed ones were published by nobody."""
    found = Version.objects.visible_to(user).filter(
        instrument=OuterRef("pk"), reconstructed_from=None
    )
    if wanted.get("state"):
        found = found.filter(state=wanted["state"])
    if wanted.get("language"):
        found = found.filter(languages__language=wanted["language"])
    if wanted.get("year"):
        found = found.annotate(of_year=YEAR).filter(of_year=str(wanted["year"]))
    return found


def with_titles(found: RecordedQuerySet, limit: int) -> list[Any]:
    """The first of some texts, each with its ``title`` for the reader and ``withdrawal_among``: how many there are; one query."""
    fields = ("record_id", "field", "language", "text", "status")
    titles = Wording.objects.filter(record=OuterRef("record_id"), field="title")
    json = JSONObject(**{name: name for name in fields})
    rows: list[Any] = list(
        found.select_related("record").annotate(
            titles=ArraySubquery(titles.values(json=json)), among=Window(Count("pk"))
        )[:limit]
    )
    for each in rows:
        each.title = choose_wording([Wording(**one) for one in each.titles], get_language() or "en")
    return rows


def _confirmed_tags(concept: str) -> QuerySet[Tag]:
    """Confirmed tags of a concept, as ``action-lines/C2`` names it, on the instrument outside."""
    scheme, _slash, code = concept.partition("/")
    return Tag.objects.filter(
        instrument=OuterRef("pk"),
        state=CONFIRMED,
        concept__scheme__key=scheme,
        concept__code=code,
    )


def _search_condition(words: str, user: Any) -> Q:
    """By symbol, whatever the way and the language of writing it, or by words of the text in any form."""
    rule = Q(symbol__icontains=words)
    keys = {
        key
        for code in LANGUAGE_CODES
        for each in find_citations(words, code)
        for key in lookup_keys(each.value)
    }
    if keys:
        rule |= Q(keys__overlap=sorted(keys))
    asked = parse_query(words)
    if asked.tsquery:
        entries = SearchEntry.objects.filter(kind="version", lexemes__match=asked.tsquery)
        versions = Version.objects.visible_to(user).filter(record__in=entries.values("record"))
        rule |= Q(pk__in=versions.values("instrument"))
    return rule


def listed_symbol(instrument: Instrument, shown: Version | None, language: str) -> str:
    """The symbol of a text that ``page_text`` read: as a version writes it in a language, the one shown first."""
    seen: list[Version] = instrument.seen  # type: ignore[attr-defined]
    for version in (*([shown] if shown else []), *reversed(seen)):
        for each in version.languages.all():
            if each.language == language and each.symbol:
                return split_symbol(each.symbol).symbol
    return instrument.symbol


def is_listed_symbol(instrument: Instrument, words: str) -> bool:
    """Whether words are no title: what a version of a text that ``page_text`` read calls it by its symbol."""
    seen: list[Version] = instrument.seen  # type: ignore[attr-defined]
    symbols = {one.symbol for each in seen for one in each.languages.all()}
    return words in {instrument.symbol, *symbols, *(split_symbol(each).symbol for each in symbols)}


def with_list_details(found: Iterable[Instrument], user: Any) -> list[Any]:
    """With all that a list shows of each, whatever the number of rows: the words of all are read at once."""
    versions = (
        Version.objects.visible_to(user)
        .filter(reconstructed_from=None, record__withdrawal=None)
        .select_related("record")
        .prefetch_related(Prefetch("languages", LanguageVersion.objects.order_by("pk")))
        .order_by("position", "pk")
    )
    rows: list[Any] = list(found)
    prefetch_related_objects(
        rows,
        Prefetch("body", Body.objects.visible_to(user).select_related("record")),
        Prefetch("versions", versions, to_attr="seen"),
    )
    records = [
        record
        for each in rows
        for record in (
            each.record,
            *([each.body.record] if each.body else []),
            *(version.record for version in each.seen),
        )
    ]
    prefetch_related_objects(records, "wordings")
    return rows


def listed_version(instrument: Instrument, wanted: Mapping[str, Any]) -> Version | None:
    """The version that a list shows of a text that ``page_text`` read: the latest that fits, else the one of today."""
    seen: list[Version] = instrument.seen  # type: ignore[attr-defined]
    if not any(wanted.get(name) for name in VERSION_FILTERS):
        return current_version(seen)
    return next((each for each in reversed(seen) if _fits(each, wanted)), current_version(seen))


def _fits(version: Version, wanted: Mapping[str, Any]) -> bool:
    return (
        (not wanted.get("state") or version.state == wanted["state"])
        and (not wanted.get("year") or version.year == str(wanted["year"]))
        and (
            not wanted.get("language")
            or any(each.language == wanted["language"] for each in version.languages.all())
        )
    )


Choice = tuple[str, str]
"""What an address says of a filter, and the words for it."""


def filter_choices(user: Any) -> tuple[list[Choice], list[Choice]]:
    """The bodies that have a text here, by name, and the concepts that are confirmed of one, in their order."""
    here = get_language() or "en"
    bodies, concepts = _bodies(user), _concepts(user)
    titles = _titles([each[0] for each in (*bodies, *concepts)], here)
    named = [(slug, titles.get(pk, slug)) for pk, slug in bodies]
    return (
        sorted(named, key=lambda each: sort_key(each[1], here)),
        [(f"{key}/{code}", f"{code} {titles.get(pk, '')}") for pk, key, code in concepts],
    )


@compiled_query
def _bodies(user: Any) -> QuerySet[Any]:
    there = Instrument.objects.visible_to(user).filter(held=True, body=OuterRef("pk"))
    return Body.objects.visible_to(user).filter(Exists(there)).values_list("pk", "slug")


@compiled_query
def _concepts(user: Any) -> QuerySet[Any]:
    there = Instrument.objects.visible_to(user).filter(held=True)
    tagged = Tag.objects.filter(
        state=CONFIRMED, concept=OuterRef("pk"), instrument__in=there.values("pk")
    )
    found: QuerySet[Any] = Concept.objects.visible_to(user).filter(Exists(tagged))
    return found.order_by("scheme__position", "position").values_list("pk", "scheme__key", "code")


def _titles(records: Iterable[int], language: str) -> dict[int, str]:
    """The titles of records for a reader of a language."""
    found: dict[int, list[Wording]] = {}
    for each in Wording.objects.filter(record__in=list(records), field="title"):
        found.setdefault(each.record_id, []).append(each)
    return {record: choose_wording(words, language).text for record, words in found.items()}


def version_years(user: Any) -> list[str]:
    """The years of versions that are kept, the latest first."""
    # Which of them are no years is seen here: the database would misjudge how many rows are left.
    return sorted((each for each in _years(user) if _A_YEAR.fullmatch(each)), reverse=True)


@compiled_query
def _years(user: Any) -> QuerySet[Any]:
    found = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__"), reconstructed_from=None
    )
    years: QuerySet[Any] = found.order_by().annotate(of_year=YEAR)
    return years.values_list("of_year", flat=True).distinct()


_A_YEAR = re.compile(r"[12][0-9]{3}")
LIBRARY_FIELDS = (
    Field("address", _("Address")),
    Field("symbol", _("Symbol")),
    Field("title", _("Title"), _("in the language of the page where it is there")),
    Field("kind", pgettext_lazy("instrument", "Kind")),
    Field("body", _("Body")),
    Field("version", pgettext_lazy("of a text", "Version"), _("the one that the list shows")),
    Field("year", _("Year"), _("of that version")),
    Field("date", pgettext_lazy("version", "Date"), _("of that version")),
    Field("state", pgettext_lazy("version", "State"), _("of that version")),
    Field("languages", _("Languages"), _("codes, of that version")),
    Field("versions", _("Versions"), _("how many")),
)


def library_sheet(found: Iterable[Instrument], wanted: Mapping[str, Any]) -> Sheet:
    """The list as data, to be taken away in any format."""
    rows = []
    for each in found:
        one = listed_version(each, wanted)
        rows.append(
            (
                each.record.address,
                each.symbol,
                each.say("title").text,
                each.kind,
                (each.body.slug if each.body else each.body_words),
                one.record.address if one else "",
                one.year if one else "",
                one.date if one else "",
                one.state if one else "",
                " ".join(said.language for said in one.languages.all()) if one else "",
                len(each.seen),  # type: ignore[attr-defined]
            )
        )
    return Sheet("texts", _("Texts"), LIBRARY_FIELDS, rows)
