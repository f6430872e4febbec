"""Search a version for mandates and save the results as findings that wait for a decision.

Searching a version again changes nothing that a person touched: where a finding at a provision was
decided, split or added by hand, all findings of that provision stay. Elsewhere, waiting findings
are replaced if the engine now finds something else. A point below a paragraph that is itself a
mandate is a detail of it (``part_of``): it is saved, displayed below it, and counts as a mandate
only if a person accepts it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from majlis.instruments.models import LanguageVersion, Provision, Version
from majlis.instruments.texts.storage import load_text
from majlis.kernel.work import report_progress
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.lifecycle import FINDING_LIFECYCLE, REPLACED, WAITING
from majlis.mandates.models import Finding
from majlis.textkit.mandates import VERSION, mandates

IS_HEAD = ~Q(extracted__has_key="part_of")
"""Condition for findings that are no detail of another one; only these are counted."""


@dataclass(frozen=True)
class ExtractedItem:
    """A mandate or clause that the engine found at a provision."""

    kind: str
    extracted: JsonRow

    @property
    def key(self) -> str:
        """A key that is equal for equal contents."""
        return self.kind + json.dumps(self.extracted, sort_keys=True, ensure_ascii=False)


def languages_of(version: Version) -> list[str]:
    """The languages of a version: the one searched before comes first, else the first authentic one."""
    language_versions = LanguageVersion.objects.filter(version=version).order_by("status", "pk")
    languages = list(language_versions.values_list("language", flat=True))
    languages_before = (
        Finding.objects.filter(version=version).order_by("pk").values_list("language", flat=True)
    )
    first = languages_before.first()
    return sorted(languages, key=lambda each: each != first)


def extract_language(version: Version, language: str) -> dict[str, list[ExtractedItem]]:
    """What the engine finds in one language: id of a provision -> items in reading order."""
    body = version.body or version.instrument.body
    adopted_by = body.say("title", "en").text if body else ""
    result = mandates(load_text(version, language), adopted_by).as_dict()
    items: dict[str, list[ExtractedItem]] = defaultdict(list)
    for item in result["mandates"]:
        items[item["provision"]].append(ExtractedItem(Finding.Kind.MANDATE, item))
    for item in result["clauses"]:
        items[item["provision"]].append(ExtractedItem(item["kind"], item))
    return items


def save_findings(version: Version) -> tuple[int, int]:
    """Search all languages of a version and save the findings; returns how many are new and how many were replaced.

    A further language adds findings only at provisions where the first one has none.
    """
    new = replaced = 0
    languages = languages_of(version)
    for index, language in enumerate(languages):
        report_progress(index, len(languages))
        by_provision = _findings_by_provision(version)
        extracted = extract_language(version, language)
        provision_keys = dict(Provision.objects.filter(version=version).values_list("eid", "pk"))
        new_findings: list[Finding] = []
        for eid in {
            *extracted,
            *(each.provision.eid for per in by_provision.values() for each in per),
        }:
            provision = provision_keys.get(eid)
            if provision is None:
                continue
            items, rows = extracted.get(eid, []), by_provision.get(provision, [])
            same_language = [each for each in rows if each.language == language]
            if any(map(_is_touched, rows)) or (index and len(same_language) < len(rows)):
                continue
            if sorted(each.key for each in items) == sorted(map(_item_key, same_language)):
                continue
            replaced += _replace(same_language)
            new_findings += [
                Finding(
                    version=version,
                    provision_id=provision,
                    language=language,
                    part=part,
                    kind=each.kind,
                    engine=VERSION,
                    extracted=each.extracted,
                )
                for part, each in enumerate(items)
            ]
        Finding.objects.bulk_create(new_findings)
        new += len(new_findings)
    return new, replaced


def _findings_by_provision(version: Version) -> dict[int, list[Finding]]:
    rows: dict[int, list[Finding]] = defaultdict(list)
    current = Finding.objects.filter(version=version).exclude(state=REPLACED)
    for finding in current.select_related("provision").order_by("part", "pk"):
        rows[finding.provision_id].append(finding)
    return rows


def _is_touched(finding: Finding) -> bool:
    """Whether a person decided on it or added it."""
    return finding.state != WAITING or finding.made_by_id is not None


def _item_key(finding: Finding) -> str:
    return ExtractedItem(finding.kind, finding.extracted).key


def _replace(rows: Iterable[Finding]) -> int:
    count = 0
    for finding in rows:
        FINDING_LIFECYCLE.move(finding, "mandates.extract_findings")
        count += 1
    return count


def is_detail(engine_fields: JsonRow) -> bool:
    """Whether a finding is a detail of the paragraph above it."""
    return bool(engine_fields.get("part_of"))


def with_details[F: Finding](rows: Sequence[F]) -> list[tuple[F, list[F]]]:
    """Findings in reading order, each with its details below its provision."""
    heads: dict[str, list[F]] = {}
    grouped: list[tuple[F, list[F]]] = []
    for finding in rows:
        above = heads.get(finding.extracted.get("part_of") or "")
        if above is not None:
            above.append(finding)
            continue
        details: list[F] = []
        grouped.append((finding, details))
        heads.setdefault(finding.provision.eid, details)
    return grouped
