"""What lies between two versions: compared once, kept, and shown word by word where a page asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Length

from majlis.instruments.models import (
    Comparison,
    Instrument,
    LanguageVersion,
    Provision,
    ProvisionWording,
    Version,
)
from majlis.instruments.queries.text import A_PART
from majlis.instruments.store import text_of
from majlis.textkit.compare import compare
from majlis.textkit.compare.corrected import Match
from majlis.textkit.compare.result import ALGORITHM, JOINT
from majlis.textkit.compare.result import Comparison as Compared
from majlis.textkit.mandates import mandates

OPS = ("changed", "inserted", "deleted", "moved", "split", "merged")


@dataclass(frozen=True)
class Count:
    """How many provisions of two versions were changed in which way."""

    op: str
    number: int


def common_languages(old: Version, new: Version) -> list[str]:
    """The languages that both versions are in."""
    there = LanguageVersion.objects.filter(version=old).values_list("language", flat=True)
    found = LanguageVersion.objects.filter(version=new, language__in=there)
    return list(found.values_list("language", flat=True))


def compared(old: Version, new: Version, language: str) -> Compared:
    """Two versions in a language, compared now. Raises LanguageVersion.DoesNotExist.

    What a person said of which provision goes on which stands, whatever the words say.
    """
    return compare(text_of(old, language), text_of(new, language), said_by_people(old, new))


def said_by_people(old: Version, new: Version) -> list[Match]:
    """Which provisions of two versions a person has matched, or parted."""
    matches: list[Match] = []
    rows = {
        version.pk: list(
            Provision.objects.filter(version=version).values_list("eid", "lineage_id", "matched")
        )
        for version in (old, new)
    }
    person = Provision.Matched.PERSON
    there = {lineage: eid for eid, lineage, _ in rows[old.pk]}
    goes_on = {lineage: eid for eid, lineage, _ in rows[new.pk]}
    for eid, lineage, matched in rows[new.pk]:
        if matched == person:
            matches.append((there.get(lineage), eid))
    matched_new = {new_eid for _, new_eid in matches}
    for eid, lineage, matched in rows[old.pk]:
        if matched == person and goes_on.get(lineage) not in matched_new:
            matches.append((eid, goes_on.get(lineage)))
    return matches


def kept(old: Version, new: Version, language: str) -> Comparison:
    """The same, from what was kept; made and kept where it was not there.

    Whoever reads first makes it: nothing is decided by it, so no verb is done.
    """
    there = Comparison.objects.filter(
        old=old, new=new, language=language, algorithm=ALGORITHM
    ).first()
    if there is not None:
        return there
    return keep(old, new, language, compared(old, new, language))


def keep(old: Version, new: Version, language: str, result: Compared) -> Comparison:
    """Keep what comparing two versions gave; what another reader kept meanwhile stays."""
    changes = [[item.op, list(item.old), list(item.new)] for item in result.changes]
    asking = {each.provision for each in mandates(result.old).mandates}
    stayed = {eid for item in result.changes if item.op in ("equal", "moved") for eid in item.old}
    made, _new = Comparison.objects.get_or_create(
        old=old,
        new=new,
        language=language,
        algorithm=ALGORITHM,
        defaults={
            "similarity": result.similarity,
            "mandates": len(asking),
            "mandates_kept": len(asking & stayed),
            "changes": changes,
        },
    )
    return made


def counts(comparison: Comparison) -> Sequence[Count]:
    """How many provisions changed in which way; those that did not are left out."""
    ops = [op for op, _old, _new in comparison.changes]
    return [Count(op, ops.count(op)) for op in OPS if op in ops]


@dataclass
class Side:
    """The words of one side of an item: its provisions, in their order."""

    wordings: list[ProvisionWording]

    @property
    def text(self) -> str:
        """The words, those of several provisions on lines of their own."""
        return JOINT.join(each.text for each in self.wordings)

    @property
    def label(self) -> str:
        """The label of the first one."""
        return self.wordings[0].label if self.wordings else ""


@dataclass
class Item:
    """What became of a provision, with the words of both sides."""

    op: str
    old: Side
    new: Side


def parts_of(
    comparison: Comparison, only_changes: bool
) -> list[list[tuple[str, list[str], list[str]]]]:
    """The items of a comparison in parts of a page, each of about A_PART characters of either side."""
    sizes: dict[int, dict[str, int]] = {}
    for version, eid, size in (
        ProvisionWording.objects.filter(
            provision__version__in=(comparison.old_id, comparison.new_id),
            language=comparison.language,
        )
        .annotate(size=Length("text"))
        .values_list("provision__version", "provision__eid", "size")
    ):
        sizes.setdefault(version, {})[eid] = size
    old, new = sizes.get(comparison.old_id, {}), sizes.get(comparison.new_id, {})
    parts: list[list[tuple[str, list[str], list[str]]]] = [[]]
    held = 0
    for op, olds, news in comparison.changes:
        if only_changes and op == "equal":
            continue
        size = max(sum(old.get(each, 0) for each in olds), sum(new.get(each, 0) for each in news))
        if parts[-1] and held + size > A_PART:
            parts.append([])
            held = 0
        parts[-1].append((op, olds, news))
        held += size
    return parts


def items_of(
    comparison: Comparison, part: Sequence[tuple[str, list[str], list[str]]]
) -> list[Item]:
    """The items of a part with their words."""
    found: dict[int, dict[str, ProvisionWording]] = {}
    for version, eids in (
        (comparison.old, [eid for _, olds, _ in part for eid in olds]),
        (comparison.new, [eid for _, _, news in part for eid in news]),
    ):
        rows = ProvisionWording.objects.filter(
            provision__version=version, provision__eid__in=eids, language=comparison.language
        ).select_related("provision")
        for row in rows:
            row.provision.version = version
            found.setdefault(version.pk, {})[row.provision.eid] = row
    old, new = found.get(comparison.old_id, {}), found.get(comparison.new_id, {})
    return [
        Item(
            op,
            Side([old[each] for each in olds if each in old]),
            Side([new[each] for each in news if each in new]),
        )
        for op, olds, news in part
    ]


def versions_between(user: Any, old: int, new: int) -> tuple[Version, Version]:
    """The two versions, if the user may see both. Raises Version.DoesNotExist."""
    seen = Version.objects.visible_to(user).filter(
        instrument__in=Instrument.objects.visible_to(user), pk__in=(old, new)
    )
    found = {
        each.pk: each
        for each in seen.with_words().select_related("instrument__record", "body__record")
    }
    if old not in found or new not in found:
        raise Version.DoesNotExist
    return found[old], found[new]
