"""Find the mandate of another version that a finding continues: by lineage of the provision, and by addressee.

These helpers write to the database; verbs call them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform

from majlis.instruments.models import Citation, Instrument, ProvisionWording
from majlis.mandates.core.addressees import find_entity
from majlis.mandates.extraction.fields import fields_of_finding
from majlis.mandates.lifecycle import ACCEPTED, ONGOING, WAITING
from majlis.mandates.models import Entity, Finding, Mandate, MandateSource
from majlis.parties.models import Body

QUOTE_THRESHOLD = 0.4
"""Share of common words from which a recital counts as quoting the mandate."""
SAME_THRESHOLD = 1.2
"""Similarity from which addressees and kind count as the same."""
_WORD = re.compile(r"\w+")


def quoted_instrument(finding: Finding) -> Instrument | None:
    """The text that a recital quotes, as its provision cites it; None if it is no recital or cites nothing."""
    if not finding.extracted.get("quoted"):
        return None
    citations = Citation.objects.filter(
        wording__provision=finding.provision_id, wording__language=finding.language
    ).select_related("target__became__record", "target__record")
    rows = list(citations.order_by("start"))
    cited_names = {" ".join(str(each).split()) for each in finding.extracted.get("cites") or ()}
    best = next((each for each in rows if each.value in cited_names), rows[0] if rows else None)
    if best is None:
        return None
    return best.target.became or best.target


def suggest_continuity(findings: Iterable[Finding]) -> None:
    """Save for each waiting finding of one version the mandate that it most likely continues.

    A mandate is suggested for one finding only, except to recitals, which quote it.
    """
    rows = [
        finding
        for finding in findings
        if finding.kind == Finding.Kind.MANDATE and finding.state == WAITING
    ]
    if not rows:
        return
    version = rows[0].version_id
    by_lineage: dict[int, list[Mandate]] = {}
    lineages = {finding.provision.lineage_id for finding in rows}
    mandates = Mandate.objects.filter(lineage__in=lineages, lifecycle_state__in=ONGOING).exclude(
        sources__version=version
    )
    for mandate in mandates.order_by("number"):
        by_lineage.setdefault(mandate.lineage_id, []).append(mandate)
    pairs: list[tuple[float, Finding, Mandate]] = []
    known: dict[str, int] = {}
    for finding in rows:
        candidates = by_lineage.get(finding.provision.lineage_id, [])
        if finding.extracted.get("quoted"):
            text = quoted_instrument(finding)
            quoted_mandates = Mandate.objects.filter(instrument=text, lifecycle_state__in=ONGOING)
            candidates = list(quoted_mandates.order_by("number")[:200]) if text else []
        sources = _latest_sources(candidates)
        for candidate in candidates:
            score = _similarity(finding, sources.get(candidate.pk), known)
            same_lineage = candidate.lineage_id == finding.provision.lineage_id
            if same_lineage or score >= QUOTE_THRESHOLD + 1:
                pairs.append((score + (2 if same_lineage else 0), finding, candidate))
    taken: set[int] = set()
    chosen: dict[int, Mandate] = {}
    for _score, finding, mandate in sorted(pairs, key=lambda pair: (-pair[0], pair[1].pk)):
        free = mandate.pk not in taken or finding.extracted.get("quoted")
        if finding.pk not in chosen and free:
            chosen[finding.pk] = mandate
            taken.add(mandate.pk)
    for finding in rows:
        best = chosen.get(finding.pk)
        if finding.continues_id != (best.pk if best else None):
            finding.continues = best
            finding.save(update_fields=["continues"])


def suggest_in_other_versions(mandate: Mandate, version: int) -> None:
    """Suggest a new mandate to waiting findings of other versions."""
    same_lineage = Finding.objects.filter(
        state=WAITING, kind=Finding.Kind.MANDATE, provision__lineage=mandate.lineage_id
    ).exclude(version=version)
    findings = same_lineage | Finding.objects.filter(
        state=WAITING,
        kind=Finding.Kind.MANDATE,
        extracted__quoted=True,
        continues=None,
        provision__wordings__citations__target=mandate.instrument_id,
    )
    by_version: dict[int, list[Finding]] = {}
    for finding in findings.select_related("provision").distinct().order_by("pk"):
        by_version.setdefault(finding.version_id, []).append(finding)
    for rows in by_version.values():
        # All findings of a provision at once, to choose the more similar one.
        places = {finding.provision_id for finding in rows}
        all_at_provisions = Finding.objects.filter(provision__in=places, state=WAITING)
        suggest_continuity(all_at_provisions.select_related("provision").order_by("pk"))


def _latest_sources(mandates: Sequence[Mandate]) -> dict[int, MandateSource]:
    rows = MandateSource.objects.filter(mandate__in=mandates).prefetch_related("addressees")
    return {each.mandate_id: each for each in rows.order_by("version__position", "pk")}


def _similarity(finding: Finding, source: MandateSource | None, known: dict[str, int]) -> float:
    """How similar they are in addressees, kind, force and words, from 0 to 2.3."""
    if source is None:
        return 0
    values = fields_of_finding(finding.extracted)
    source_entities = {each.entity_id for each in source.addressees.all() if each.role == "asked"}
    body = finding.version.instrument.body
    engine_entities = {_entity_key(name, finding.language, known, body) for name in values["asked"]}
    score = (
        1.0
        if source_entities & engine_entities or (not source_entities and not values["asked"])
        else 0.0
    )
    score += 0.2 if source.kind == values["kind"] else 0.0
    score += 0.1 if source.force == values["force"] else 0.0
    if source.language == finding.language:
        score += shared_words(source.action, str(values["action"]))
    return score


def most_similar_finding(source: MandateSource, findings: Iterable[Finding]) -> Finding | None:
    """The finding that states the same as a source of its provision; None if none is similar."""
    known: dict[str, int] = {}
    similar = [each for each in findings if is_similar(each, source, known)]
    return max(similar, key=lambda each: _similarity(each, source, known), default=None)


def is_similar(
    finding: Finding, source: MandateSource, known: dict[str, int] | None = None
) -> bool:
    """Whether a finding states the same as a source of its provision.

    The words are compared if the languages agree, otherwise the addressees, the kind and the force.
    """
    if finding.language == source.language and source.action:
        return (
            shared_words(source.action, str(fields_of_finding(finding.extracted)["action"]))
            >= QUOTE_THRESHOLD
        )
    return _similarity(finding, source, {} if known is None else known) >= SAME_THRESHOLD


def _entity_key(name: str, language: str, known: dict[str, int], body: Body | None) -> int:
    if name not in known:
        entity: Entity | None = find_entity(name, language, body)
        known[name] = entity.pk if entity else 0
    return known[name]


def shared_words(first: str, second: str) -> float:
    """The share of words that two texts have in common (Jaccard index, 0 to 1)."""
    left, right = (set(_WORD.findall(each.casefold())) for each in (first, second))
    return len(left & right) / len(left | right) if left and right else 0.0


def texts_at(places: Iterable[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """Map (provision, language) to its text, with the details below it that are no mandates of their own. One query."""
    distinct = set(places)
    provisions = {provision for provision, _language in distinct}
    wordings = ProvisionWording.objects.filter(
        provision__in=provisions, language__in={language for _provision, language in distinct}
    )
    rows = wordings.annotate(place=Value(-1)).values_list("provision", "language", "text", "place")
    texts: dict[tuple[int, str], dict[str, None]] = {}
    # The union holds a row once: two findings at one provision have the same text.
    for provision, language, text, place in rows.union(_details_of(provisions)).order_by("place"):
        if place < 0:
            texts[provision, language] = {text: None}
        elif (provision, language) in texts:
            texts[provision, language][text] = None
    return {place: "\n".join(pieces) for place, pieces in texts.items()}


def _details_of(provisions: set[int]) -> QuerySet[Any, tuple[int, str, str, int]]:
    """The provision, the language, the text and the place of each detail below these provisions."""
    details = Finding.objects.annotate(
        head=KeyTextTransform("part_of", "extracted"), place=F("provision__position")
    )
    below = details.filter(
        version__provisions__in=provisions, version__provisions__eid=F("head")
    ).exclude(state=ACCEPTED)
    return below.values_list(
        "version__provisions",
        "provision__wordings__language",
        "provision__wordings__text",
        "place",
    )


def compare_versions(keys: Iterable[int]) -> None:
    """Save for each source of these mandates whether it is new, kept or changed against the version before.

    Versions are compared in the order of their text, whichever was accepted first.
    """
    by_mandate: dict[int, list[MandateSource]] = defaultdict(list)
    sources = MandateSource.objects.filter(mandate__in=keys).select_related("version")
    for source in sources.prefetch_related("addressees"):
        by_mandate[source.mandate_id].append(source)
    rows = [source for group in by_mandate.values() for source in group]
    words = texts_at((source.provision_id, source.language) for source in rows)
    altered = []
    for group in by_mandate.values():
        group.sort(key=_place_in_time)
        for before, source in zip([None, *group], group, strict=False):
            change = MandateSource.Change.NEW
            if before is not None:
                is_same = source.quoted or _is_same(before, source, words)
                change = MandateSource.Change.KEPT if is_same else MandateSource.Change.CHANGED
            if source.change != change:
                source.change = change
                altered.append(source)
    MandateSource.objects.bulk_update(altered, ["change"])


def _place_in_time(source: MandateSource) -> tuple[bool, str, int, int]:
    """Sort key: the versions of the own text in their order, then the quotations in other texts by date."""
    version = source.version
    return (source.quoted, version.date if source.quoted else "", version.position, source.pk)


def _is_same(
    first: MandateSource, second: MandateSource, words: Mapping[tuple[int, str], str]
) -> bool:
    if any(
        getattr(first, name) != getattr(second, name)
        for name in ("force", "kind", "deadline", "recurrence")
    ):
        return False
    if {(e.role, e.entity_id) for e in first.addressees.all()} != {
        (e.role, e.entity_id) for e in second.addressees.all()
    }:
        return False
    if first.language != second.language:
        return True
    left, right = (words.get((each.provision_id, each.language), "") for each in (first, second))
    return left.split() == right.split()


def has_same_text(
    finding: Finding, source: MandateSource, words: Mapping[tuple[int, str], str]
) -> bool:
    """Whether the provision has the same text in this version as where its mandate was accepted before."""
    current = words.get((finding.provision_id, finding.language), "")
    before = words.get((source.provision_id, finding.language), "")
    return bool(current.strip()) and current.split() == before.split()


def waiting_findings(version: int) -> list[Finding]:
    """The waiting findings of a version in reading order."""
    rows = Finding.objects.filter(version=version, state=WAITING).select_related("provision")
    return list(rows.order_by("provision__position", "part", "pk"))
