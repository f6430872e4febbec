"""Queries of the review: versions with waiting findings, findings of a version, one finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject, Left
from django.utils.translation import get_language

from majlis.instruments.core.subqueries import chain_from, chain_json, symbol_subquery
from majlis.instruments.models import Instrument, Provision, ProvisionWording, Version
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.audiences import decided_by_secretariat
from majlis.mandates.core.representation import reviewable_versions
from majlis.mandates.core.rows import JsonRow, entity_title, provision_text_json
from majlis.mandates.extraction.drafts import with_draft
from majlis.mandates.extraction.extract import IS_HEAD
from majlis.mandates.extraction.fields import Values, corrections_of
from majlis.mandates.lifecycle import REJECTED, REPLACED, WAITING
from majlis.mandates.models import AlternativeReading, Entity, Finding, Mandate, MandateSource

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

NEAR = 4
"""How far from a finding its neighbouring paragraphs are looked for, in provisions: some have no text."""
TEXT_LENGTH = 160
"""Characters of the text of a finding shown in a list."""


@dataclass(frozen=True)
class VersionToReview:
    """A version with findings: how many there are, and how many wait."""

    version: Version
    found: int
    wait: int


def visible_provision(user: Reader, key: int) -> Provision | None:
    """A provision that the user may see, of a version that is not withdrawn, with bodies and texts."""
    rows = Provision.objects.visible_to(user).filter(pk=key, version__record__withdrawal=None)
    return rows.select_related(
        "version__record",
        "version__body__record",
        "version__instrument__record",
        "version__instrument__body__record",
    ).first()


def versions_to_review(versions: Iterable[Version]) -> list[VersionToReview]:
    """The rows of the list of ``versions_with_findings``."""
    names = ("found", "wait")
    return [VersionToReview(each, *(getattr(each, name) for name in names)) for each in versions]


def versions_with_findings(user: Reader, language: str) -> QuerySet[Version]:
    """The versions with findings that the user may review, those with waiting findings first."""
    reviewable = reviewable_versions(user)
    if reviewable is None:
        return Version.objects.none()
    counted = Q(findings__in=Finding.objects.filter(IS_HEAD).exclude(state=REPLACED))
    versions: QuerySet[Version] = (
        Version.objects.visible_to(user)
        .filter(
            reviewable, visibility_condition(user, "instrument__record__"), record__withdrawal=None
        )
        .annotate(
            found=Count("findings", filter=counted),
            wait=Count("findings", filter=counted & Q(findings__state=WAITING)),
            symbol_here=symbol_subquery(language, version=OuterRef("pk")),
            done=Case(When(wait=0, then=Value(1)), default=Value(0)),
        )
        .filter(found__gt=0)
        .order_by("done", "instrument", "position", "pk")
    )
    return versions


def with_names(versions: QuerySet[Version]) -> QuerySet[Version]:
    """Load versions with the titles of their texts."""
    return versions.select_related("record", "instrument__record").prefetch_related(
        "record__wordings", "instrument__record__wordings"
    )


def waiting_findings(user: Reader) -> QuerySet[Finding]:
    """The findings that wait for the user's decision, without details."""
    reviewable = reviewable_versions(user)
    if reviewable is None:
        return Finding.objects.none()
    versions = Version.objects.visible_to(user).filter(reviewable, record__withdrawal=None)
    return Finding.objects.filter(IS_HEAD, state=WAITING, version__in=versions)


def version_to_review(user: Reader, key: int, language: str) -> Version | None:
    """A version that the user may review; None if there is none with this key."""
    reviewable = reviewable_versions(user)
    if reviewable is None:
        return None
    versions: QuerySet[Version] = Version.objects.visible_to(user).filter(
        reviewable,
        visibility_condition(user, "instrument__record__"),
        record__withdrawal=None,
        pk=key,
    )
    named: Any = with_names(versions).select_related("body__record", "instrument__body__record")
    version: Version | None = named.annotate(
        symbol_here=symbol_subquery(language, version=OuterRef("pk"))
    ).first()
    return version


def later_version_to_check(user: Reader, version: Version) -> int | None:
    """The key of the next version of the text with findings that the user may check; None without one."""
    later = waiting_findings(user).filter(
        version__instrument=version.instrument_id, version__position__gt=version.position
    )
    keys = later.order_by("version__position", "version").values_list("version", flat=True)
    return keys.first()


def mandate_count(user: Reader, instrument: Instrument) -> int:
    """The number of mandates that versions of a text state; the register finds as many by the filter ``text``."""
    sources = MandateSource.objects.filter(version__instrument=instrument)
    return Mandate.objects.visible_to(user).filter(pk__in=sources.values("mandate")).count()


def findings_of_version(version: Version) -> list[Any]:
    """All findings of a version in reading order.

    Each gets ``words``, the beginning of its text, ``chain``, the provisions above it, ``has_source``:
    whether a mandate was accepted at its provision, and ``has_draft``.
    """
    wordings = ProvisionWording.objects.filter(
        provision=OuterRef("provision"), language=OuterRef("language")
    )
    words = wordings.annotate(at=chain_json()).values(
        json=JSONObject(text=Left("text", TEXT_LENGTH + 1), at=F("at"))
    )
    rows: Any = (
        Finding.objects.filter(version=version)
        .exclude(state=REPLACED)
        .select_related("provision", "mandate", "open_by")
        .annotate(
            says=Subquery(words[:1]),
            has_source=Exists(MandateSource.objects.filter(provision=OuterRef("provision"))),
            has_draft=with_draft(),
        )
        .order_by("provision__position", "part", "pk")
    )
    findings = list(rows)
    for finding in findings:
        finding.version = version
        finding.chain = chain_from(version, finding.says["at"]) if finding.says else []
        finding.words = finding.says["text"] if finding.says else ""
    return findings


def finding_to_review(user: Reader, key: int) -> Finding | None:
    """A finding that the user may review, with its related objects; None if there is none with this key."""
    reviewable = reviewable_versions(user)
    if reviewable is None:
        return None
    versions = Version.objects.visible_to(user).filter(reviewable, record__withdrawal=None)
    before = ProvisionWording.objects.filter(
        provision=OuterRef("continues__source__provision"), language=OuterRef("language")
    )
    symbol = symbol_subquery(get_language() or "en", version=OuterRef("version"))
    row: Any = (
        Finding.objects.filter(pk=key, version__in=versions)
        .select_related(
            "provision__parent__parent__parent__parent",
            "version__record",
            "version__body__record",
            "version__instrument__record",
            "version__instrument__body__record",
            "continues__source",
            "mandate__record",
            "clause",
            "open_by",
            "decided_by",
        )
        .annotate(
            former=Subquery(before.values("text")[:1]),
            standing=_accepted_at_provision(user),
            symbol_here=symbol,
            former_waits=Exists(_waiting_in_former_version()),
        )
        .first()
    )
    if row is not None:
        row.version.symbol_here = row.symbol_here
        row.provision.version = row.version
    finding: Finding | None = row
    return finding


def _waiting_in_former_version() -> QuerySet[Finding]:
    """The findings that wait in a version before that of the outer finding: see ``former_version``."""
    former = Q(version=OuterRef("version__follows")) | Q(
        version__instrument=OuterRef("version__instrument"),
        version__position__lt=OuterRef("version__position"),
    )
    waiting = Finding.objects.filter(IS_HEAD, former, state=WAITING)
    return waiting.filter(version__record__withdrawal=None)


@dataclass(frozen=True)
class FindingTexts:
    """The texts that the page of a finding shows."""

    chain: list[Provision]
    """The provisions down to that of the finding."""
    words: dict[str, dict[str, ProvisionWording]]
    """Id of a provision -> language -> wording: of the chain, and of provisions that contain a witness."""
    neighbours: list[ProvisionWording]
    """The paragraphs before and after, in the language of the finding."""


def texts_of_finding(finding: Finding) -> FindingTexts:
    """The texts that the page of a finding shows. One query."""
    chain = [finding.provision]
    while chain[0].parent is not None:
        chain.insert(0, chain[0].parent)
    keys = {provision.pk for provision in chain}
    eids = set((finding.extracted.get("witness_of") or {}).values())
    place = finding.provision.position
    near = Q(
        provision__version=finding.version_id,
        provision__position__range=(place - NEAR, place + NEAR),
        language=finding.language,
    )
    rows = ProvisionWording.objects.filter(
        Q(provision__in=keys)
        | Q(provision__version=finding.version_id, provision__eid__in=eids)
        | near
    ).select_related("provision")
    words: dict[str, dict[str, ProvisionWording]] = {}
    before: list[ProvisionWording] = []
    after: list[ProvisionWording] = []
    for wording in rows.order_by("provision__position", "status", "pk"):
        provision = wording.provision
        if provision.pk in keys or provision.eid in eids:
            words.setdefault(provision.eid, {})[wording.language] = wording
        elif wording.text:
            (before if provision.position < place else after).append(wording)
    return FindingTexts(chain, words, [*before[-1:], *after[:1]])


def entity_titles(
    names: Iterable[tuple[str, str]],
    text: str,
    language: str,
    known: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Map entity names as the engine gives them to names for the reader.

    A name is the entity's own title, else as the text of the finding has it. ``text``: language of
    the text. ``known``: name -> title of the entity, where they were read before.
    """
    written_names = dict(names)
    titles = {
        name: (written if written and text != "en" else name)
        for name, written in written_names.items()
    }
    if known is None:
        known = _titles_by_name(written_names, language) if written_names else {}
    return titles | {name: known[name] for name in written_names if known.get(name)}


def _titles_by_name(names: Iterable[str], language: str) -> dict[str, str]:
    """Map each name in the lexicon of an entity to the title of that entity."""
    entities = Entity.objects.filter(lexicon__overlap=list(names)).annotate(
        called=entity_title("pk", language)
    )
    return {name: entity.called for entity in entities for name in entity.lexicon if entity.called}


def _accepted_at_provision(user: Reader) -> ArraySubquery:
    """Subquery: the mandates accepted at the provision of the outer finding.

    ``came`` says whether another finding there led to it.
    """
    findings = Finding.objects.filter(mandate=OuterRef("mandate"), provision=OuterRef("provision"))
    rows = MandateSource.objects.filter(
        visibility_condition(user, "mandate__record__"), provision=OuterRef("provision")
    )
    mandate_json = JSONObject(
        slug=F("mandate__slug"), action=F("action"), language=F("language"), came=Exists(findings)
    )
    return ArraySubquery(rows.order_by("mandate__number").values(json=mandate_json))


def similar_names(user: Reader, names: Iterable[str], language: str) -> list[str]:
    """Entity titles in a language that are spelled like these names, the closest first."""
    entities = Entity.objects.visible_to(user).annotate(called=entity_title("pk", language))
    titles = [title for title in entities.values_list("called", flat=True) if title]
    plain = {title.casefold(): title for title in titles}
    matches = [get_close_matches(name.casefold(), plain, n=3, cutoff=0.75) for name in names]
    return list(dict.fromkeys(plain[each] for close in matches for each in close))


def former_text(finding: Finding) -> str:
    """The text, in the same language, of the provision that stated the mandate before; empty if none."""
    return getattr(finding, "former", None) or ""


def corrections_before(finding: Finding, wording: ProvisionWording | None) -> Values:
    """The fields that a person corrected in the mandate that a finding continues, if its wording is the same.

    Names are entity titles in the reader's language. No query if the finding continues no mandate.
    """
    former = former_text(finding)
    if finding.continues_id is None or wording is None or former.split() != wording.text.split():
        return {}
    sources = MandateSource.objects.filter(mandate=finding.continues_id)
    source = (
        sources.exclude(version=finding.version_id)
        .prefetch_related("addressees__entity__record__wordings")
        .order_by("version__position", "pk")
        .last()
    )
    return corrections_of(source) if source is not None else {}


def next_waiting(finding: Finding) -> int | None:
    """The key of the next waiting finding of the version, else of its first; details are skipped.

    Requests that recitals quote from other texts come last.
    """
    rows = Finding.objects.filter(IS_HEAD, version=finding.version_id, state=WAITING)
    position = (is_quotation(finding), finding.provision.position, finding.part, finding.pk)
    keys = sorted(
        (is_quotation(each), each.provision.position, each.part, each.pk)
        for each in rows.exclude(pk=finding.pk).select_related("provision")
    )
    after = [key for key in keys if key > position] or keys
    return after[0][-1] if after else None


def is_quotation(finding: Finding) -> bool:
    """Whether a finding is a request that a recital quotes from another text."""
    return bool(finding.extracted.get("quoted"))


class RejectionData(TypedDict):
    """The text of a rejected finding, and whether the secretariat rejected it."""

    says: JsonRow | None
    office: bool


type RejectedFinding = WithAnnotations[Finding, RejectionData]


def rejected_findings(
    user: Reader, language: str, text_filter: str = ""
) -> QuerySet[RejectedFinding]:
    """Rejected findings, the latest first; ``text_filter``: words of the symbol or the title of the text."""
    findings = Finding.objects.filter(
        visibility_condition(user, "version__record__"),
        visibility_condition(user, "version__instrument__record__"),
        state=REJECTED,
        version__record__withdrawal=None,
    )
    for word in text_filter.split():
        findings = findings.filter(
            Q(version__instrument__symbol__icontains=word)
            | Q(version__instrument__record__wordings__text__icontains=word)
        )
    rows = findings.distinct() if text_filter else findings
    return (
        rows.select_related("provision", "version__record", "version__instrument__record")
        .annotate(
            says=provision_text_json("provision", language),
            office=decided_by_secretariat("decided_by"),
        )
        .order_by("-decided_at", "-pk")
    )


class ReadingData(TypedDict):
    """The title of the member whose reading it is, and the slug of the mandate."""

    called: str
    of: str | None


type NamedReading = WithAnnotations[AlternativeReading, ReadingData]


def alternative_readings(
    user: Reader, lineages: Sequence[int], language: str
) -> dict[int, list[NamedReading]]:
    """Map each lineage to the alternative readings of members that the user may see.

    Each has ``called``, the member's title, and ``of``, the slug of the mandate.
    """
    if not lineages:
        return {}
    readings = AlternativeReading.objects.filter(
        visibility_condition(user, "organisation__record__"),
        visibility_condition(user, "version__record__"),
        visibility_condition(user, "version__instrument__record__"),
        lineage__in=set(lineages),
        withdrawn_at=None,
    )
    mandates = Mandate.objects.visible_to(user).filter(pk=OuterRef("mandate"))
    rows = readings.select_related("organisation__record", "version__record").annotate(
        called=entity_title("organisation", language), of=Subquery(mandates.values("slug")[:1])
    )
    by_lineage: dict[int, list[NamedReading]] = {}
    for reading in rows.order_by("pk"):
        by_lineage.setdefault(reading.lineage_id, []).append(reading)
    return by_lineage
