"""Queries of the page of a version: versions, languages, parts, provisions, citations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce, JSONObject, Left, Length
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from majlis.framework.models import Concept
from majlis.instruments.core.subqueries import (
    body_from,
    body_json,
    chain_from,
    chain_json,
    instrument_from,
    instrument_json,
    symbol_subquery,
)
from majlis.instruments.core.visibility import hide_bodies
from majlis.instruments.extension_points import (
    MARGIN_NOTES,
    margin_notes,
    section_annotations,
    with_margin_notes,
)
from majlis.instruments.lifecycle import ADOPTED, CONFIRMED, IN_FORCE, PROPOSED
from majlis.instruments.models import (
    Act,
    Citation,
    Difference,
    Instrument,
    LanguageVersion,
    Provision,
    ProvisionWording,
    Version,
)
from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.json_types import JSON
from majlis.kernel.models import Reader, Record
from majlis.kernel.models.record import visibility_condition


def in_time_order(versions: Iterable[Version]) -> list[Version]:
    """Versions sorted by date, or by the year of their label; ``versions`` are in the order of their texts.

    A version without a date takes that of a neighbour in its text.
    """
    rows = list(versions)
    dates = {each.pk: each.date or each.year for each in rows}
    for before, behind in pairwise(rows):  # from the version before it in its text
        if not dates[behind.pk] and before.instrument_id == behind.instrument_id:
            dates[behind.pk] = dates[before.pk]
    for behind, before in pairwise(reversed(rows)):  # the first ones: from the version behind
        if not dates[before.pk] and before.instrument_id == behind.instrument_id:
            dates[before.pk] = dates[behind.pk]
    # sorted() is stable: versions of the same date keep the order of their texts.
    return sorted(rows, key=lambda each: dates[each.pk] or "9999")


PART_LENGTH = 40_000
"""Characters in a part of a page: about 20 kB compressed."""
ROW_LENGTH = 200
"""Characters that the markup of a provision counts as."""
LAST_POSITION = 1 << 30
HEADING_KINDS = ("heading", "annex")
HEADING_LENGTH = 200
"""Characters of a heading that lists and names of provisions show."""
MOST_DIFFERENCES = 50
"""Most differences between languages on a page."""
MOST_CITED = 200
"""Most entries in the list of the texts that a text cites."""
NATURAL_ORDER = Func(
    Func(
        F("symbol"),
        Value(r"(\d+)"),
        Value(r"0000000000\1"),
        Value("g"),
        function="regexp_replace",
    ),
    Value(r"\d*(\d{10})"),
    Value(r"\1"),
    Value("g"),
    function="regexp_replace",
    output_field=TextField(),
)
"""Sorts symbols naturally: pads each number to ten digits, so that 27 precedes 100."""
_RANK = {IN_FORCE: 0, ADOPTED: 1, PROPOSED: 2}


@dataclass
class ProvisionRow:
    """A provision as a page shows it: its wording in the language read and in a parallel one."""

    provision: Provision
    here: ProvisionWording | None = None
    beside: ProvisionWording | None = None
    cites: list[Citation] = field(default_factory=list)
    notes: list[SafeString] = field(default_factory=list)


@dataclass(slots=True)
class TextLine:
    """A provision as lists of a text need it; ``words``: its wording, or only the beginning of that of a heading."""

    key: int
    language: str
    position: int
    level: int
    eid: str
    kind: str
    parent: int | None
    label: str
    number: str
    words: str
    size: int


@dataclass
class TextPart:
    """A part of a page: the positions of its first and last provision, and its eids."""

    first: int
    last: int
    eids: set[str] = field(default_factory=set)


def versions_of(user: Reader, instrument: Instrument) -> list[Version]:
    """The versions of a text that the user may see, in order, with their wordings."""
    versions = Version.objects.visible_to(user).filter(
        instrument=instrument, record__withdrawal=None
    )
    rows = list(
        versions.with_wordings()
        .select_related("body__record")
        .prefetch_related("body__record__wordings", "acts__body__record__wordings")
        .annotate(symbol_here=symbol_subquery(get_language() or "en", version=OuterRef("pk")))
        .order_by("position", "pk")
    )
    for each in rows:
        each.instrument = instrument
    hide_bodies(user, [*rows, *(act for each in rows for act in each.acts.all())])
    return rows


def versions_at(user: Reader, slug: str, language: str = "") -> list[Version]:
    """The versions of the text at a slug that the user may see; wordings are loaded later.

    Each has ``kin`` (the texts annexed to its text, and the one that its text is annexed to) and
    ``concepts`` (the confirmed ones of the text). ``language`` is the language of symbols.
    """
    rows = _versions_at(user, slug=slug)
    kin = _related_texts(user, rows[0].instrument, rows[0].annexed, language) if rows else []
    for version in rows:
        version.instrument = rows[0].instrument
        version.instrument.body = body_from(version.body_of_text)
        version.body = body_from(version.body_of_version)
        version.kin = kin
        version.concepts = [
            Concept(
                record=Record(pk=one["pk"], kind="concept", address=one["record__address"]),
                code=one["code"],
            )
            for one in version.concepts
        ]
    hide_bodies(user, [*rows, *(version.instrument for version in rows[:1])])
    return rows


@compiled_query
def _versions_at(user: Reader, slug: str) -> QuerySet[Version]:
    versions = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__"),
        instrument__slug=slug,
        record__withdrawal=None,
    )
    annexes = Instrument.objects.filter(annexed_to=OuterRef("instrument"))
    # Bodies by subqueries: with four more joins, planning takes longer than reading.
    rows: QuerySet[Version] = versions.select_related("record", "instrument__record").annotate(
        body_of_version=body_json("body"),
        body_of_text=body_json("instrument__body"),
        annexed=Exists(annexes),
        concepts=ArraySubquery(_confirmed(user)),
        **section_annotations("version", user),
    )
    return rows.order_by("position", "pk")


def _related_texts(
    user: Reader, text: Instrument, annexed: bool, language: str
) -> list[Instrument]:
    """The annexes of a text (``annexed``: it has some), and the text that it is annexed to."""
    if not annexed and text.annexed_to_id is None:
        return []
    above = text.annexed_to_id or 0
    rows = _annexed(user, instrument=text.pk, above=above, language=language)
    return [instrument_from(each) for each in rows]


@compiled_query
def _annexed(
    user: Reader, instrument: int, above: int, language: str
) -> QuerySet[Instrument, JSON]:
    kin = Instrument.objects.visible_to(user).filter(Q(annexed_to=instrument) | Q(pk=above))
    return kin.order_by("pk").values_list(instrument_json("", language), flat=True)


def _confirmed(user: Reader) -> QuerySet[Concept, JSON]:
    """The confirmed concepts of the outer row's text as a whole."""
    concepts = Concept.objects.visible_to(user).filter(
        tags__instrument=OuterRef("instrument"), tags__lineage=None, tags__state=CONFIRMED
    )
    fields = ("pk", "code", "record__address")
    json = JSONObject(**{name: F(name) for name in fields})
    return concepts.order_by("scheme__position", "position").values(json=json)


def load_acts(user: Reader, versions: Sequence[Version]) -> list[Act]:
    """Prefetch the acts on versions, in one query; wordings of the bodies are loaded later."""
    acts = Act.objects.select_related("body__record")
    prefetch_related_objects(list(versions), Prefetch("acts", acts))
    on_versions = [act for each in versions for act in each.acts.all()]
    hide_bodies(user, on_versions)
    return on_versions


def variants_of(versions: Sequence[Version], shown: Version) -> list[Version]:
    """The versions that other bodies adopted in other words in place of ``shown``."""
    root = shown.variant_of_id or shown.pk
    return [
        each for each in versions if each.pk != shown.pk and root in (each.pk, each.variant_of_id)
    ]


def load_words(records: Iterable[Record | None]) -> None:
    """Prefetch the wordings of a page's records, in one query."""
    prefetch_related_objects([each for each in records if each is not None], "wordings")


def current_version(versions: Sequence[Version]) -> Version | None:
    """The version to show by default: in force, else adopted, else proposed, else the last."""
    published = [each for each in versions if each.reconstructed_from_id is None]
    if not published:
        return None
    best = min(_RANK.get(each.state, 3) for each in published)
    candidates = [each for each in published if _RANK.get(each.state, 3) == best]
    return ([each for each in candidates if each.variant_of_id is None] or candidates)[-1]


def languages_of(user: Reader, version: Version, language: str = "") -> list[LanguageVersion]:
    """The languages of a version, each with the texts cited in it (see ``texts_cited_in``).

    ``language`` is the language of symbols. One query for both, to keep the page's number of
    queries.
    """
    return _languages_of(
        user, version=version.pk, instrument=version.instrument_id, language=language
    )


def texts_cited_in(language_version: LanguageVersion) -> list[Instrument]:
    """The other texts that a language of ``languages_of`` cites, held ones first."""
    return [instrument_from(each) for each in language_version.cites]  # type: ignore[attr-defined]


@compiled_query
def _languages_of(
    user: Reader, version: int, instrument: int, language: str
) -> QuerySet[LanguageVersion]:
    named = Citation.objects.filter(
        version=version, wording__language=OuterRef(OuterRef("language"))
    ).values("target")
    cited = Instrument.objects.visible_to(user).filter(pk__in=named).exclude(pk=instrument)
    shown = cited.order_by("-held", NATURAL_ORDER, "pk").values(json=instrument_json("", language))
    rows = LanguageVersion.objects.filter(version=version)
    return rows.annotate(cites=ArraySubquery(shown[:MOST_CITED])).order_by("pk")


def choose_language(languages: Sequence[LanguageVersion], requested: str) -> LanguageVersion:
    """The language to read: the requested one, else the first authentic one."""
    return min(languages, key=lambda each: (each.language != requested, each.status, each.pk))


def lines_of(
    versions: Sequence[Version], language: str, beside: str = "", *, whole: bool = False
) -> dict[int, list[TextLine]]:
    """The provisions of versions by version, in reading order, with what names them.

    A provision is named in ``language``, else in ``beside``. ``whole``: with their wording, else only
    with that of headings.
    """
    rows = ProvisionWording.objects.filter(
        provision__version__in=versions, language__in=[language, beside]
    ).order_by("provision__version", "provision__position")
    headings = Case(When(provision__kind__in=HEADING_KINDS, then=Left("text", HEADING_LENGTH)))
    lines: dict[int, dict[int, TextLine]] = {each.pk: {} for each in versions}
    for version, key, said_in, *values in rows.values_list(
        "provision__version",
        "provision",
        "language",
        "provision__position",
        "provision__level",
        "provision__eid",
        "provision__kind",
        "provision__parent",
        "label",
        "number",
        "text" if whole else Coalesce(headings, Value("")),
        Length("text"),
    ):
        of_version, line = lines[version], TextLine(key, said_in, *values)
        other = of_version.get(key)
        if other is not None:
            size = line.size + other.size
            line = replace(line if said_in == language else other, size=size)
        of_version[key] = line
    return {version: list(by_key.values()) for version, by_key in lines.items()}


def parts_of(lines: Sequence[TextLine]) -> list[TextPart]:
    """The parts of a page, each of about PART_LENGTH characters in the languages shown.

    A part ends before a provision of the top level, where one is near.
    """
    parts = [TextPart(0, -1)]
    length = 0
    for line in lines:
        size = line.size + ROW_LENGTH
        if (
            length
            and length + size > PART_LENGTH
            and (line.level == 0 or length > PART_LENGTH * 5 // 4)
        ):
            parts.append(TextPart(parts[-1].last + 1, -1))
            length = 0
        parts[-1].last = line.position
        parts[-1].eids.add(line.eid)
        length += size
    parts[-1].last = LAST_POSITION
    return parts


def rows_of(
    user: Reader,
    version: Version,
    part: TextPart | None,
    here: str,
    beside: str = "",
    language: str = "",
) -> list[ProvisionRow]:
    """The provisions of a part with wordings and citations; those of the whole text where ``part`` is None.

    With margin notes, where the ``language`` of the page is given.
    """
    first, last = (part.first, part.last) if part is not None else (0, LAST_POSITION)
    wordings = _wordings(
        user,
        version=version.pk,
        first=first,
        last=last,
        here=here,
        beside=beside,
        language=language if MARGIN_NOTES else "",
    )
    rows: dict[int, ProvisionRow] = {}
    for wording in wordings:
        if wording.provision_id not in rows:
            notes = margin_notes(wording, version) if language else []
            rows[wording.provision_id] = ProvisionRow(wording.provision, notes=notes)
        row = rows[wording.provision_id]
        wording.provision = row.provision
        row.provision.version = version
        if wording.language == here:
            row.here, row.cites = wording, citations_of(wording)
        else:
            row.beside = wording
    return list(rows.values())


@compiled_query
def _wordings(
    user: Reader, version: int, first: int, last: int, here: str, beside: str, language: str
) -> QuerySet[ProvisionWording]:
    wordings = ProvisionWording.objects.filter(
        provision__version=version,
        provision__position__range=(first, last),
        language__in=[here, beside] if beside else [here],
    ).select_related("provision")
    if language:
        wordings = with_margin_notes(user, wordings, language)
    return with_citations(user, wordings).order_by("provision__position")


def with_citations(
    user: Reader, wordings: QuerySet[ProvisionWording]
) -> QuerySet[ProvisionWording]:
    """Annotate wordings with their citations; see ``citations_of``."""
    cites = Citation.objects.filter(
        visibility_condition(user, "target__record__"), wording=OuterRef("pk")
    )
    shown = JSONObject(start=F("start"), end=F("end"), target=instrument_json("target__"))
    return wordings.annotate(seen=ArraySubquery(cites.order_by("start").values(json=shown)))


def citations_of(wording: Any) -> list[Citation]:
    """The citations of a wording that was read ``with_citations``."""
    return [
        Citation(start=each["start"], end=each["end"], target=instrument_from(each["target"]))
        for each in wording.seen
    ]


def differences_of(version: Version, whole: bool = False) -> tuple[list[Difference], int]:
    """The stored differences between the languages of a version, and their total number.

    The first MOST_DIFFERENCES, or all (``whole``). Each has ``chain``: its provision's ancestors,
    then the provision.
    """
    shown = _differences_of(AnonymousUser(), version=version.pk, whole=whole)
    for difference in shown:
        difference.chain = chain_from(version, difference.at) if difference.at else []
        for provision in (difference.provision, difference.other):
            if provision is not None:
                provision.version = version
    return shown, shown[0].among if shown else 0


@compiled_query
def _differences_of(_user: Reader, version: int, whole: bool) -> QuerySet[Difference]:
    differences = Difference.objects.filter(version=version).select_related("provision", "other")
    words = ProvisionWording.objects.filter(
        provision=Coalesce(OuterRef("provision"), OuterRef("other"))
    )
    at = Subquery(words.order_by("status", "pk").values(json=chain_json())[:1])
    counted = differences.annotate(among=Window(Count("pk")), at=at)
    return counted.order_by("pk")[: None if whole else MOST_DIFFERENCES]
