"""Which mandate of another version a finding goes on: by the lineage of its provision, and by who is asked.

Helpers for verbs, to be called inside one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from majlis.instruments.models import Citation, Instrument, ProvisionWording
from majlis.mandates.core.addressees import find_entity
from majlis.mandates.extraction.fields import fields_of_finding
from majlis.mandates.lifecycle import ONGOING, WAITING
from majlis.mandates.models import Entity, Finding, Mandate, MandateSource
from majlis.parties.models import Body

QUOTE_THRESHOLD = 0.4
"""Share of words in common from which a recital quotes the same mandate."""
SAME_THRESHOLD = 1.2
"""Likeness from which who is asked and what is to be delivered are the same."""
_WORD = re.compile(r"\w+")


def quoted_instrument(finding: Finding) -> Instrument | None:
    """The text that a recital quotes, as its provision cites it; none where it cites none or is no recital."""
    if not finding.found.get("quoted"):
        return None
    cited = Citation.objects.filter(
        wording__provision=finding.provision_id, wording__language=finding.language
    ).select_related("target__became__record", "target__record")
    rows = list(cited.order_by("start"))
    named = {" ".join(str(each).split()) for each in finding.found.get("cites") or ()}
    best = next((each for each in rows if each.value in named), rows[0] if rows else None)
    if best is None:
        return None
    return best.target.became or best.target


def suggest_continuity(findings: Iterable[Finding]) -> None:
    """Say of each waiting finding of one version which mandate it most likely goes on; nobody's of two."""
    rows = [
        each for each in findings if each.kind == Finding.Kind.MANDATE and each.state == WAITING
    ]
    if not rows:
        return
    version = rows[0].version_id
    by_lineage: dict[int, list[Mandate]] = {}
    lineages = {each.provision.lineage_id for each in rows}
    there = Mandate.objects.filter(lineage__in=lineages, lifecycle_state__in=ONGOING).exclude(
        sources__version=version
    )
    for each in there.order_by("number"):
        by_lineage.setdefault(each.lineage_id, []).append(each)
    pairs: list[tuple[float, Finding, Mandate]] = []
    known: dict[str, int] = {}
    for finding in rows:
        near = by_lineage.get(finding.provision.lineage_id, [])
        if finding.found.get("quoted"):
            text = quoted_instrument(finding)
            own = Mandate.objects.filter(instrument=text, lifecycle_state__in=ONGOING)
            near = list(own.order_by("number")[:200]) if text else []
        said = _latest_sources(near)
        for each in near:
            score = _similarity(finding, said.get(each.pk), known)
            same = each.lineage_id == finding.provision.lineage_id
            if same or score >= QUOTE_THRESHOLD + 1:
                pairs.append((score + (2 if same else 0), finding, each))
    taken: set[int] = set()
    chosen: dict[int, Mandate] = {}
    for _score_of, finding, mandate in sorted(pairs, key=lambda each: (-each[0], each[1].pk)):
        free = mandate.pk not in taken or finding.found.get("quoted")
        if finding.pk not in chosen and free:
            chosen[finding.pk] = mandate
            taken.add(mandate.pk)
    for each in rows:
        best = chosen.get(each.pk)
        if each.continues_id != (best.pk if best else None):
            each.continues = best
            each.save(update_fields=["continues"])


def suggest_in_other_versions(mandate: Mandate, version: int) -> None:
    """After a mandate came to be: what of other versions goes on it."""
    found = Finding.objects.filter(
        state=WAITING, kind=Finding.Kind.MANDATE, provision__lineage=mandate.lineage_id
    ).exclude(version=version)
    others = found | Finding.objects.filter(
        state=WAITING,
        kind=Finding.Kind.MANDATE,
        found__quoted=True,
        continues=None,
        provision__wordings__citations__target=mandate.instrument_id,
    )
    per: dict[int, list[Finding]] = {}
    for each in others.select_related("provision").distinct().order_by("pk"):
        per.setdefault(each.version_id, []).append(each)
    for rows in per.values():
        # All of a provision at once, so that of two the one that is more alike is taken.
        places = {each.provision_id for each in rows}
        again = Finding.objects.filter(provision__in=places, state=WAITING)
        suggest_continuity(again.select_related("provision").order_by("pk"))


def _latest_sources(mandates: Sequence[Mandate]) -> dict[int, MandateSource]:
    rows = MandateSource.objects.filter(mandate__in=mandates).prefetch_related("addressees")
    return {each.mandate_id: each for each in rows.order_by("version__position", "pk")}


def _similarity(finding: Finding, source: MandateSource | None, known: dict[str, int]) -> float:
    """How alike they are: who is asked, the kind, the force, the words."""
    if source is None:
        return 0
    values = fields_of_finding(finding.found)
    asked = {each.entity_id for each in source.addressees.all() if each.role == "asked"}
    body = finding.version.instrument.body
    own = {_entity_key(name, finding.language, known, body) for name in values["asked"]}
    score = 1.0 if asked & own or (not asked and not values["asked"]) else 0.0
    score += 0.2 if source.kind == values["kind"] else 0.0
    score += 0.1 if source.force == values["force"] else 0.0
    if source.language == finding.language:
        score += shared_words(source.action, values["action"])
    return score


def most_similar_finding(source: MandateSource, findings: Iterable[Finding]) -> Finding | None:
    """The finding of the same provision that asks the same as an source; None where none is alike."""
    known: dict[str, int] = {}
    there = [each for each in findings if is_similar(each, source, known)]
    return max(there, key=lambda each: _similarity(each, source, known), default=None)


def is_similar(
    finding: Finding, source: MandateSource, known: dict[str, int] | None = None
) -> bool:
    """Whether a finding says what an source of its provision says: by the words, else by who is asked for what."""
    if finding.language == source.language and source.action:
        return (
            shared_words(source.action, fields_of_finding(finding.found)["action"])
            >= QUOTE_THRESHOLD
        )
    return _similarity(finding, source, {} if known is None else known) >= SAME_THRESHOLD


def _entity_key(name: str, language: str, known: dict[str, int], body: Body | None) -> int:
    if name not in known:
        entity: Entity | None = find_entity(name, language, body)
        known[name] = entity.pk if entity else 0
    return known[name]


def shared_words(one: str, other: str) -> float:
    """The share of their words that two texts have in common."""
    left, right = (set(_WORD.findall(each.casefold())) for each in (one, other))
    return len(left & right) / len(left | right) if left and right else 0.0


def texts_at(places: Iterable[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """(provision, language) -> its words."""
    wanted = set(places)
    rows = ProvisionWording.objects.filter(
        provision__in={place for place, _language in wanted},
        language__in={language for _place, language in wanted},
    )
    found = rows.values_list("provision", "language", "text")
    return {(place, language): text for place, language, text in found}


def compare_versions(mandate: Mandate) -> None:
    """Say of each source of a mandate whether it is new, kept or changed against the version before."""
    rows = list(
        mandate.sources.select_related("version")
        .prefetch_related("addressees")
        .order_by("version__pk")
    )
    rows.sort(key=lambda each: (each.quoted, each.version.date, each.version.position, each.pk))
    words = texts_at((each.provision_id, each.language) for each in rows)
    for n, each in enumerate(rows):
        before = rows[n - 1] if n else None
        change = MandateSource.Change.NEW
        if before is not None:
            same = each.quoted or _is_same(before, each, words)
            change = MandateSource.Change.KEPT if same else MandateSource.Change.CHANGED
        if each.change != change:
            each.change = change
            each.save(update_fields=["change"])


def _is_same(
    one: MandateSource, other: MandateSource, words: Mapping[tuple[int, str], str]
) -> bool:
    if any(
        getattr(one, name) != getattr(other, name)
        for name in ("force", "kind", "deadline", "recurrence")
    ):
        return False
    if {(e.role, e.entity_id) for e in one.addressees.all()} != {
        (e.role, e.entity_id) for e in other.addressees.all()
    }:
        return False
    if one.language != other.language:
        return True
    left, right = (words.get((each.provision_id, each.language), "") for each in (one, other))
    return left.split() == right.split()


def has_same_text(finding: Finding, source: MandateSource, words: Mapping[Any, str]) -> bool:
    """Whether a provision says in this version, word by word, what it said where it was accepted before."""
    here = words.get((finding.provision_id, finding.language), "")
    there = words.get((source.provision_id, finding.language), "")
    return bool(here.strip()) and here.split() == there.split()


def waiting_findings(version: int) -> list[Any]:
    """The waiting findings of a version, to be given their mandates."""
    rows = Finding.objects.filter(version=version, state=WAITING).select_related("provision")
    return list(rows.order_by("provision__position", "part", "pk"))
