"""What the page of a version reads: versions, languages, parts, provisions, citations, differences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
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
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce, JSONObject, Length
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
    panel_annotations,
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
from majlis.kernel.models import Record
from majlis.kernel.models.record import visibility_condition


def in_time_order(versions: Iterable[Version]) -> list[Version]:
    """Versions, given in the order of their texts, in the order of time. A year of a label is as good as a date."""
    kept = list(versions)
    when = {each.pk: each.date or each.year for each in kept}
    for one, after in pairwise(kept):  # undated ones take the date of the one before in their text
        if not when[after.pk] and one.instrument_id == after.instrument_id:
            when[after.pk] = when[one.pk]
    for after, one in pairwise(reversed(kept)):  # or, the first, of the one behind it
        if not when[one.pk] and one.instrument_id == after.instrument_id:
            when[one.pk] = when[after.pk]
    # sorted() is stable: of one date, the order of the texts stays.
    return sorted(kept, key=lambda each: when[each.pk] or "9999")


PART_LENGTH = 40_000
"""Characters of a part of a page: some 20 kB compressed."""
ROW_LENGTH = 200
"""Characters that the markup of a provision counts for."""
LAST_POSITION = 1 << 30
MOST_DIFFERENCES = 50
"""Differences between languages that a page shows at once."""
MOST_CITED = 200
"""Texts that the list of what a text cites goes to."""
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
"""Symbols in the order in which people count: each number in them as one of ten digits, so that 27 is before 100."""
_RANK = {IN_FORCE: 0, ADOPTED: 1, PROPOSED: 2}


@dataclass
class ProvisionRow:
    """A provision as a page shows it: the words in the language read, and in the one beside it."""

    provision: Provision
    here: ProvisionWording | None = None
    beside: ProvisionWording | None = None
    cites: list[Citation] = field(default_factory=list)
    notes: list[SafeString] = field(default_factory=list)


@dataclass
class TextPart:
    """A part of a page: the positions of its first and last provision, and the ids that it holds."""

    first: int
    last: int
    eids: set[str] = field(default_factory=set)


def versions_of(user: Any, instrument: Instrument) -> list[Version]:
    """The versions that the user may see, in their order, with their words."""
    found = Version.objects.visible_to(user).filter(instrument=instrument, record__withdrawal=None)
    rows = list(
        found.with_wordings()
        .select_related("body__record")
        .prefetch_related("body__record__wordings", "acts__body__record__wordings")
        .annotate(symbol_here=symbol_subquery(get_language() or "en", version=OuterRef("pk")))
        .order_by("position", "pk")
    )
    for each in rows:
        each.instrument = instrument
    hide_bodies(user, [*rows, *(act for each in rows for act in each.acts.all())])
    return rows


def versions_at(user: Any, slug: str, language: str = "") -> list[Version]:
    """The versions of the text at an address that the user may see; words are read later.

    Each has ``parent_and_children``: the texts annexed to its own, and the one that its own is annexed to; and ``concepts``:
    those that a person has confirmed for the text. ``language``: the one that symbols are wanted in.
    """
    rows = _versions_at(user, slug=slug)
    kin = _related_texts(user, rows, language) if rows else []
    for each in rows:
        each.instrument = rows[0].instrument
        each.instrument.body = body_from(each.body_of_text)
        each.body = body_from(each.body_of_version)
        each.kin = kin
        each.concepts = [
            Concept(
                record=Record(pk=one["pk"], kind="concept", address=one["record__address"]),
                code=one["code"],
            )
            for one in each.concepts
        ]
    hide_bodies(user, [*rows, *(each.instrument for each in rows[:1])])
    return rows


@compiled_query
def _versions_at(user: Any, slug: str) -> QuerySet[Version]:
    found = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__"),
        instrument__slug=slug,
        record__withdrawal=None,
    )
    annexes = Instrument.objects.filter(annexed_to=OuterRef("instrument"))
    # Bodies by subqueries: with four tables more to join, the database takes longer to plan than to read.
    rows: QuerySet[Version] = found.select_related("record", "instrument__record").annotate(
        body_of_version=body_json("body"),
        body_of_text=body_json("instrument__body"),
        annexed=Exists(annexes),
        concepts=ArraySubquery(_confirmed(user)),
        **panel_annotations("version", user),
    )
    return rows.order_by("position", "pk")


def _related_texts(user: Any, versions: Sequence[Any], language: str) -> list[Instrument]:
    """The texts annexed to that of these versions, and the one that it is annexed to; no query where there are none."""
    of = versions[0].instrument
    if not versions[0].annexed and of.annexed_to_id is None:
        return []
    above = of.annexed_to_id or 0
    rows = _annexed(user, instrument=of.pk, above=above, language=language)
    return [instrument_from(each) for each in rows]


@compiled_query
def _annexed(user: Any, instrument: int, above: int, language: str) -> QuerySet[Any]:
    kin = Instrument.objects.visible_to(user).filter(Q(annexed_to=instrument) | Q(pk=above))
    found: QuerySet[Any] = kin.order_by("pk")
    return found.values_list(instrument_json("", language), flat=True)


def _confirmed(user: Any) -> QuerySet[Any]:
    """The concepts that a person has confirmed for the text outside as a whole."""
    found = Concept.objects.visible_to(user).filter(
        tags__instrument=OuterRef("instrument"), tags__lineage=None, tags__state=CONFIRMED
    )
    fields = ("pk", "code", "record__address")
    json = JSONObject(**{name: F(name) for name in fields})
    made: QuerySet[Any] = found.order_by("scheme__position", "position").values(json=json)
    return made


def load_acts(user: Any, versions: Sequence[Version]) -> list[Act]:
    """Read what bodies did with versions, one query; the words of the bodies are read later."""
    acts = Act.objects.select_related("body__record")
    prefetch_related_objects(list(versions), Prefetch("acts", acts))
    found = [act for each in versions for act in each.acts.all()]
    hide_bodies(user, found)
    return found


def variants_of(versions: Sequence[Version], shown: Version) -> list[Version]:
    """Those among the versions of a text that other bodies adopted in other words in place of one of them."""
    root = shown.variant_of_id or shown.pk
    return [
        each for each in versions if each.pk != shown.pk and root in (each.pk, each.variant_of_id)
    ]


def load_words(records: Iterable[Record | None]) -> None:
    """Read the words of records of a page, all in one query."""
    prefetch_related_objects([each for each in records if each is not None], "wordings")


def current_version(versions: Sequence[Version]) -> Version | None:
    """The version that a reader wants first: in force, else adopted, else proposed, else the last one."""
    there = [each for each in versions if each.reconstructed_from_id is None]
    if not there:
        return None
    best = min(_RANK.get(each.state, 3) for each in there)
    found = [each for each in there if _RANK.get(each.state, 3) == best]
    return ([each for each in found if each.variant_of_id is None] or found)[-1]


def languages_of(user: Any, version: Version, language: str = "") -> list[LanguageVersion]:
    """The languages of a version, each with what ``texts_cited_in`` gives; ``language``: the one for symbols.

    One query for both: the page of a text has none to spare.
    """
    return _languages_of(
        user, version=version.pk, instrument=version.instrument_id, language=language
    )


def texts_cited_in(said: LanguageVersion) -> list[Instrument]:
    """The texts that a version of ``languages_of_moderator`` names in one of its languages, held ones first; not itself."""
    found: list[dict[str, Any]] = said.cites  # type: ignore[attr-defined]
    return [instrument_from(each) for each in found]


@compiled_query
def _languages_of(
    user: Any, version: int, instrument: int, language: str
) -> QuerySet[LanguageVersion]:
    named = Citation.objects.filter(
        version=version, wording__language=OuterRef(OuterRef("language"))
    ).values("target")
    cited = Instrument.objects.visible_to(user).filter(pk__in=named).exclude(pk=instrument)
    shown = cited.order_by("-held", NATURAL_ORDER, "pk").values(json=instrument_json("", language))
    rows = LanguageVersion.objects.filter(version=version)
    return rows.annotate(cites=ArraySubquery(shown[:MOST_CITED])).order_by("pk")


def choose_language(languages: Sequence[LanguageVersion], wanted: str) -> LanguageVersion:
    """The language to read: the one asked for, else the first authentic one."""
    return min(languages, key=lambda each: (each.language != wanted, each.status, each.pk))


def parts_of(version: Version, here: str, beside: str = "") -> list[TextPart]:
    """The parts of a page, each of about A_PART characters of the languages that are read.

    A part ends before a provision of the highest level, where one is near.
    """
    found = ProvisionWording.objects.filter(
        provision__version=version, language__in=[here, beside]
    ).order_by("provision__position")
    sizes: dict[tuple[int, int, str], int] = {}
    for position, level, eid, size in found.annotate(size=Length("text")).values_list(
        "provision__position", "provision__level", "provision__eid", "size"
    ):
        sizes[position, level, eid] = sizes.get((position, level, eid), ROW_LENGTH) + size
    parts = [TextPart(0, -1)]
    held = 0
    for (position, level, eid), size in sizes.items():
        if held and held + size > PART_LENGTH and (level == 0 or held > PART_LENGTH * 5 // 4):
            parts.append(TextPart(parts[-1].last + 1, -1))
            held = 0
        parts[-1].last = position
        parts[-1].eids.add(eid)
        held += size
    parts[-1].last = LAST_POSITION
    return parts


def rows_of(
    user: Any,
    version: Version,
    part: TextPart | None,
    here: str,
    beside: str = "",
    language: str = "",
) -> list[ProvisionRow]:
    """The provisions of a part with their words and citations; all of them where ``field_values`` is None.

    With what stands in their margin, where it is asked for in the ``language`` of the page.
    """
    first, last = (part.first, part.last) if part is not None else (0, LAST_POSITION)
    found = _wordings(
        user,
        version=version.pk,
        first=first,
        last=last,
        here=here,
        beside=beside,
        language=language if MARGIN_NOTES else "",
    )
    rows: dict[int, ProvisionRow] = {}
    for wording in found:
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
    user: Any, version: int, first: int, last: int, here: str, beside: str, language: str
) -> QuerySet[ProvisionWording]:
    found = ProvisionWording.objects.filter(
        provision__version=version,
        provision__position__range=(first, last),
        language__in=[here, beside] if beside else [here],
    ).select_related("provision")
    if language:
        found = with_margin_notes(user, found, language)
    return with_citations(user, found).order_by("provision__position")


def with_citations(user: Any, wordings: QuerySet[ProvisionWording]) -> QuerySet[ProvisionWording]:
    """Wordings with what they cite, in the same query; see ``citations_of``."""
    cites = Citation.objects.filter(
        visibility_condition(user, "target__record__"), wording=OuterRef("pk")
    )
    shown = JSONObject(start=F("start"), end=F("end"), target=instrument_json("target__"))
    return wordings.annotate(seen=ArraySubquery(cites.order_by("start").values(json=shown)))


def citations_of(wording: Any) -> list[Citation]:
    """What a wording that was read ``with_citations`` cites."""
    return [
        Citation(start=each["start"], end=each["end"], target=instrument_from(each["target"]))
        for each in wording.seen
    ]


def differences_of(version: Version, whole: bool = False) -> tuple[list[Difference], int]:
    """Where the languages of a version are out of step, as it was found when they were aligned; and how many.

    The first MOST_DIFFERENCES, or all. Each has ``chain``: the provisions above the place, and itself.
    """
    shown = _differences_of(None, version=version.pk, whole=whole)
    for each in shown:
        each.chain = chain_from(version, each.at) if each.at else []
        for provision in (each.provision, each.other):
            if provision is not None:
                provision.version = version
    return shown, shown[0].among if shown else 0


@compiled_query
def _differences_of(_user: None, version: int, whole: bool) -> QuerySet[Difference]:
    found = Difference.objects.filter(version=version).select_related("provision", "other")
    words = ProvisionWording.objects.filter(
        provision=Coalesce(OuterRef("provision"), OuterRef("other"))
    )
    at = Subquery(words.order_by("status", "pk").values(json=chain_json())[:1])
    among = found.annotate(among=Window(Count("pk")), at=at)
    return among.order_by("pk")[: None if whole else MOST_DIFFERENCES]
