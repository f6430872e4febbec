"""What the engine finds in a version, as rows that wait for a person.

Reading a text again changes nothing that a person touched: at a provision where something is decided, was split or
was added by hand, all stays. Elsewhere what waits gives way where the engine finds something else now. A point below
a paragraph that asks by itself is a detail of it (``part_of``): it is kept, folded under it, and counts as a mandate
only once a person accepts it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from majlis.instruments.models import LanguageVersion, Provision, Version
from majlis.instruments.texts.storage import load_text
from majlis.mandates.lifecycle import FINDING_LIFECYCLE, REPLACED, WAITING
from majlis.mandates.models import Finding
from majlis.textkit.mandates import VERSION, mandates

IS_HEAD = ~Q(found__has_key="part_of")
"""Findings that count: not the details of another."""


@dataclass(frozen=True)
class ExtractedItem:
    """What the engine gives at a provision."""

    kind: str
    found: dict[str, Any]

    @property
    def key(self) -> str:
        """The same for what says the same."""
        return self.kind + json.dumps(self.found, sort_keys=True, ensure_ascii=False)


def languages_of(version: Version) -> list[str]:
    """The languages of a version: first the one that was read before, else the first authentic one."""
    said = LanguageVersion.objects.filter(version=version).order_by("status", "pk")
    there = list(said.values_list("language", flat=True))
    before = (
        Finding.objects.filter(version=version).order_by("pk").values_list("language", flat=True)
    )
    first = before.first()
    return sorted(there, key=lambda each: each != first)


def extract_language(version: Version, language: str) -> dict[str, list[ExtractedItem]]:
    """What the engine finds in a language of a version: id of a provision -> what is there, in reading order."""
    read = mandates(load_text(version, language)).as_dict()
    made: dict[str, list[ExtractedItem]] = defaultdict(list)
    for each in read["mandates"]:
        made[each["provision"]].append(ExtractedItem(Finding.Kind.MANDATE, each))
    for each in read["clauses"]:
        made[each["provision"]].append(ExtractedItem(each["kind"], each))
    return made


def save_findings(version: Version) -> tuple[int, int]:
    """Read the version in its languages and keep what is found; how many are new, and how many gave way.

    A further language adds what it has at provisions where the first has nothing.
    """
    new = replaced = 0
    for n, language in enumerate(languages_of(version)):
        there = _findings_by_provision(version)
        found = extract_language(version, language)
        places = dict(Provision.objects.filter(version=version).values_list("eid", "pk"))
        fresh: list[Finding] = []
        for eid in {*found, *(each.provision.eid for per in there.values() for each in per)}:
            provision = places.get(eid)
            if provision is None:
                continue
            items, rows = found.get(eid, []), there.get(provision, [])
            own = [each for each in rows if each.language == language]
            if any(map(_is_touched, rows)) or (n and len(own) < len(rows)):
                continue
            if sorted(each.key for each in items) == sorted(map(_item_key, own)):
                continue
            replaced += _replace(own)
            fresh += [
                Finding(
                    version=version,
                    provision_id=provision,
                    language=language,
                    part=part,
                    kind=each.kind,
                    engine=VERSION,
                    found=each.found,
                )
                for part, each in enumerate(items)
            ]
        Finding.objects.bulk_create(fresh)
        new += len(fresh)
    return new, replaced


def _findings_by_provision(version: Version) -> dict[int, list[Finding]]:
    rows: dict[int, list[Finding]] = defaultdict(list)
    kept = Finding.objects.filter(version=version).exclude(state=REPLACED)
    for each in kept.select_related("provision").order_by("part", "pk"):
        rows[each.provision_id].append(each)
    return rows


def _is_touched(finding: Finding) -> bool:
    """Whether a person decided on it or made it."""
    return finding.state != WAITING or finding.made_by_id is not None


def _item_key(finding: Finding) -> str:
    return ExtractedItem(finding.kind, finding.found).key


def _replace(rows: Iterable[Finding]) -> int:
    count = 0
    for each in rows:
        FINDING_LIFECYCLE.move(each, "mandates.extract_findings")
        count += 1
    return count


def is_detail(found: Mapping[str, Any]) -> bool:
    """Whether it is a detail of what the paragraph above asks."""
    return bool(found.get("part_of"))


def with_details(rows: Sequence[Finding]) -> list[tuple[Finding, list[Finding]]]:
    """Findings in reading order, each with the details that stand below its provision."""
    heads: dict[str, list[Finding]] = {}
    made: list[tuple[Finding, list[Finding]]] = []
    for each in rows:
        above = heads.get(each.found.get("part_of") or "")
        if above is not None:
            above.append(each)
            continue
        details: list[Finding] = []
        made.append((each, details))
        heads.setdefault(each.provision.eid, details)
    return made
