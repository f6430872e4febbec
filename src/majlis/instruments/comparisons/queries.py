"""Comparisons of two versions: computed once, stored, and read in parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q
from django.db.models.functions import Length
from django.utils.translation import get_language

from majlis.instruments import extension_points
from majlis.instruments.core.subqueries import symbol_subquery
from majlis.instruments.models import (
    Comparison,
    LanguageVersion,
    Provision,
    ProvisionWording,
    Version,
)
from majlis.instruments.texts.queries import PART_LENGTH, ROW_LENGTH, load_words
from majlis.instruments.texts.storage import load_texts
from majlis.kernel.models.record import visibility_condition
from majlis.textkit.compare import compare
from majlis.textkit.compare.corrected import Match
from majlis.textkit.compare.result import ALGORITHM, JOINT
from majlis.textkit.compare.result import Comparison as Compared
from majlis.textkit.mandates import mandates

CHANGE_OPS = ("changed", "inserted", "deleted", "moved", "split", "merged")


@dataclass(frozen=True)
class ChangeCount:
    """How many provisions of two versions were changed in which way."""

    op: str
    number: int


def common_languages(old: Version, new: Version) -> list[LanguageVersion]:
    """The languages that both versions are in, as the new one has them."""
    found = LanguageVersion.objects.filter(version__in=(old, new))
    there = {each.language for each in found if each.version_id == old.pk}
    return [each for each in found if each.version_id == new.pk and each.language in there]


def compare_now(old: Version, new: Version, language: str) -> Compared:
    """Two versions in a language, compared now. Raises LanguageVersion.DoesNotExist.

    What a person said of which provision goes on which stands, whatever the words say.
    """
    (before, olds), (after, news) = load_texts((old, new), language)
    by_people = manual_matches([each.provision for each in olds], [each.provision for each in news])
    return compare(before, after, by_people)


def manual_matches(old: Iterable[Provision], new: Iterable[Provision]) -> list[Match]:
    """Which provisions of two versions a person has matched, or parted."""
    matches: list[Match] = []
    person = Provision.Matched.PERSON
    there = {each.lineage_id: each for each in old}
    goes_on = {each.lineage_id: each for each in new}
    for lineage, each in goes_on.items():
        before = there.get(lineage)
        if each.matched == person or (before is not None and before.matched == person):
            matches.append((before.eid if before else None, each.eid))
    matches += [
        (each.eid, None)
        for lineage, each in there.items()
        if each.matched == person and lineage not in goes_on
    ]
    return matches


def stored_comparison(old: Version, new: Version, language: str) -> Comparison | None:
    """What was kept of comparing two versions, if it was."""
    found = Comparison.objects.filter(old=old, new=new, language=language, algorithm=ALGORITHM)
    return found.first()


def get_comparison(old: Version, new: Version, language: str) -> Comparison:
    """What lies between two versions, from what was kept; made, and kept where it may be, where it was not there.

    Whoever reads first makes it: nothing is decided by it, so no verb is done.
    """
    found = stored_comparison(old, new, language)
    return found or save_comparison(old, new, language, compare_now(old, new, language))


def are_related(old: Version, new: Version) -> bool:
    """Whether two versions are of one text or of one series: pages lead from one to the other."""
    one, other = old.instrument, new.instrument
    return one.pk == other.pk or one.series_id == other.series_id is not None


def save_comparison(old: Version, new: Version, language: str, result: Compared) -> Comparison:
    """Keep what comparing two versions gave; what another reader kept meanwhile stays.

    Of versions that have nothing to do with one another nothing is kept: there are too many pairs of them.
    """
    changes = [[item.op, list(item.old), list(item.new)] for item in result.changes]
    asking = {each.provision for each in mandates(result.old).mandates}
    stayed = {eid for item in result.changes if item.op in ("equal", "moved") for eid in item.old}
    made = Comparison(
        old=old,
        new=new,
        language=language,
        algorithm=ALGORITHM,
        similarity=result.similarity,
        mandates=len(asking),
        mandates_kept=len(asking & stayed),
        changes=changes,
    )
    if are_related(old, new):
        Comparison.objects.bulk_create([made], ignore_conflicts=True)
    return made


def change_counts(comparison: Comparison) -> Sequence[ChangeCount]:
    """How many provisions changed in which way; those that did not are left out."""
    ops = [op for op, _old, _new in comparison.changes]
    return [ChangeCount(op, ops.count(op)) for op in CHANGE_OPS if op in ops]


@dataclass
class ComparedSide:
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
class ComparedItem:
    """What became of a provision, with the words of both sides."""

    op: str
    old: ComparedSide
    new: ComparedSide


StoredChange = tuple[str, list[str], list[str]]
"""What became of it; ids of the old version; ids of the new one."""


def comparison_parts(comparison: Comparison, only_changes: bool) -> list[list[StoredChange]]:
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
    parts: list[list[StoredChange]] = [[]]
    held = 0
    for op, olds, news in comparison.changes:
        if only_changes and op == "equal":
            continue
        size = ROW_LENGTH + max(
            sum(old.get(each, 0) for each in olds), sum(new.get(each, 0) for each in news)
        )
        if parts[-1] and held + size > PART_LENGTH:
            parts.append([])
            held = 0
        parts[-1].append((op, olds, news))
        held += size
    return parts


def part_items(comparison: Comparison, part: Sequence[StoredChange]) -> list[ComparedItem]:
    """The items of a part with their words."""
    old = [eid for _, olds, _ in part for eid in olds]
    new = [eid for _, _, news in part for eid in news]
    rows = ProvisionWording.objects.filter(
        Q(provision__version=comparison.old, provision__eid__in=old)
        | Q(provision__version=comparison.new, provision__eid__in=new),
        language=comparison.language,
    ).select_related("provision")
    found: dict[tuple[int, str], ProvisionWording] = {}
    versions = {each.pk: each for each in (comparison.old, comparison.new)}
    for row in rows:
        row.provision.version = versions[row.provision.version_id]
        found[row.provision.version_id, row.provision.eid] = row

    def side(version: Version, eids: Sequence[str]) -> ComparedSide:
        there = [(version.pk, eid) for eid in eids]
        return ComparedSide([found[each] for each in there if each in found])

    return [
        ComparedItem(op, side(comparison.old, olds), side(comparison.new, news))
        for op, olds, news in part
    ]


def versions_between(user: Any, old: int, new: int) -> tuple[Version, Version]:
    """The two versions, if the user may see both. Raises Version.DoesNotExist.

    The words of the versions and of their texts are read with them, and what other rooms say beside a comparison.
    """
    seen = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__"), pk__in=(old, new)
    )
    here = symbol_subquery(get_language() or "en", version=OuterRef("pk"))
    named = seen.annotate(symbol_here=here, **extension_points.panel_annotations("compare", user))
    found = {each.pk: each for each in named.select_related("record", "instrument__record")}
    if old not in found or new not in found:
        raise Version.DoesNotExist
    load_words(one for each in found.values() for one in (each.record, each.instrument.record))
    return found[old], found[new]
