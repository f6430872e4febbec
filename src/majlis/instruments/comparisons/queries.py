"""Comparisons of two versions: computed once, stored, and read in parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition
from majlis.textkit.compare import compare
from majlis.textkit.compare.corrected import Match
from majlis.textkit.compare.result import ALGORITHM, JOINT
from majlis.textkit.compare.result import Comparison as EngineComparison
from majlis.textkit.mandates import mandates

CHANGE_OPS = ("changed", "inserted", "deleted", "moved", "split", "merged")


@dataclass(frozen=True)
class ChangeCount:
    """The number of provisions with one kind of change."""

    op: str
    number: int


def common_languages(old: Version, new: Version) -> list[LanguageVersion]:
    """The languages of both versions, as rows of the new one."""
    rows = LanguageVersion.objects.filter(version__in=(old, new))
    old_languages = {each.language for each in rows if each.version_id == old.pk}
    return [each for each in rows if each.version_id == new.pk and each.language in old_languages]


def compare_now(old: Version, new: Version, language: str) -> EngineComparison:
    """Compare two versions in a language. Raises LanguageVersion.DoesNotExist.

    Matches of provisions that a person set are kept.
    """
    (before, olds), (after, news) = load_texts((old, new), language)
    matches = manual_matches([each.provision for each in olds], [each.provision for each in news])
    return compare(before, after, matches)


def manual_matches(old: Iterable[Provision], new: Iterable[Provision]) -> list[Match]:
    """The matches of provisions of two versions that a person set, and those that a person removed."""
    matches: list[Match] = []
    person = Provision.Matched.PERSON
    old_by_lineage = {provision.lineage_id: provision for provision in old}
    new_by_lineage = {provision.lineage_id: provision for provision in new}
    for lineage, provision in new_by_lineage.items():
        before = old_by_lineage.get(lineage)
        if provision.matched == person or (before is not None and before.matched == person):
            matches.append((before.eid if before else None, provision.eid))
    matches += [
        (provision.eid, None)
        for lineage, provision in old_by_lineage.items()
        if provision.matched == person and lineage not in new_by_lineage
    ]
    return matches


def stored_comparison(old: Version, new: Version, language: str) -> Comparison | None:
    """The stored comparison of two versions, or None."""
    comparisons = Comparison.objects.filter(
        old=old, new=new, language=language, algorithm=ALGORITHM
    )
    return comparisons.first()


def get_comparison(old: Version, new: Version, language: str) -> Comparison:
    """The stored comparison of two versions; computed, and stored where allowed, if there is none.

    Derived data, so no verb and no audit.
    """
    stored = stored_comparison(old, new, language)
    return stored or save_comparison(old, new, language, compare_now(old, new, language))


def are_related(old: Version, new: Version) -> bool:
    """Whether two versions belong to one text or one series: only then pages link their comparison."""
    old_text, new_text = old.instrument, new.instrument
    return old_text.pk == new_text.pk or old_text.series_id == new_text.series_id is not None


def save_comparison(
    old: Version, new: Version, language: str, result: EngineComparison
) -> Comparison:
    """Store the result of a comparison, unless another request has stored it.

    Comparisons of unrelated versions are not stored: there are too many pairs.
    """
    changes = [[item.op, list(item.old), list(item.new)] for item in result.changes]
    mandate_ids = {each.provision for each in mandates(result.old).mandates}
    unchanged = {
        eid for item in result.changes if item.op in ("equal", "moved") for eid in item.old
    }
    comparison = Comparison(
        old=old,
        new=new,
        language=language,
        algorithm=ALGORITHM,
        similarity=result.similarity,
        mandates=len(mandate_ids),
        mandates_kept=len(mandate_ids & unchanged),
        changes=changes,
    )
    if are_related(old, new):
        Comparison.objects.bulk_create([comparison], ignore_conflicts=True)
    return comparison


def change_counts(comparison: Comparison) -> Sequence[ChangeCount]:
    """The number of provisions for each kind of change that occurs."""
    ops = [op for op, _old, _new in comparison.changes]
    return [ChangeCount(op, ops.count(op)) for op in CHANGE_OPS if op in ops]


@dataclass
class ComparedSide:
    """The wordings of one side of an item, in order."""

    wordings: list[ProvisionWording]

    @property
    def text(self) -> str:
        """The text, one line for each provision."""
        return JOINT.join(each.text for each in self.wordings)

    @property
    def label(self) -> str:
        """The label of the first provision."""
        return self.wordings[0].label if self.wordings else ""


@dataclass
class ComparedItem:
    """A change of provisions, with the wordings of both sides."""

    op: str
    old: ComparedSide
    new: ComparedSide


StoredChange = tuple[str, list[str], list[str]]
"""The kind of change; ids of the old version; ids of the new one."""


def comparison_parts(comparison: Comparison, only_changes: bool) -> list[list[StoredChange]]:
    """The items of a comparison in parts of a page, each of about PART_LENGTH characters a side."""
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
    length = 0
    for op, olds, news in comparison.changes:
        if only_changes and op == "equal":
            continue
        size = ROW_LENGTH + max(
            sum(old.get(each, 0) for each in olds), sum(new.get(each, 0) for each in news)
        )
        if parts[-1] and length + size > PART_LENGTH:
            parts.append([])
            length = 0
        parts[-1].append((op, olds, news))
        length += size
    return parts


def part_items(comparison: Comparison, part: Sequence[StoredChange]) -> list[ComparedItem]:
    """The items of a part with their wordings."""
    old = [eid for _, olds, _ in part for eid in olds]
    new = [eid for _, _, news in part for eid in news]
    rows = ProvisionWording.objects.filter(
        Q(provision__version=comparison.old, provision__eid__in=old)
        | Q(provision__version=comparison.new, provision__eid__in=new),
        language=comparison.language,
    ).select_related("provision")
    by_id: dict[tuple[int, str], ProvisionWording] = {}
    versions = {each.pk: each for each in (comparison.old, comparison.new)}
    for row in rows:
        row.provision.version = versions[row.provision.version_id]
        by_id[row.provision.version_id, row.provision.eid] = row

    def side(version: Version, eids: Sequence[str]) -> ComparedSide:
        keys = [(version.pk, eid) for eid in eids]
        return ComparedSide([by_id[each] for each in keys if each in by_id])

    return [
        ComparedItem(op, side(comparison.old, olds), side(comparison.new, news))
        for op, olds, news in part
    ]


def versions_between(user: Reader, old: int, new: int) -> tuple[Version, Version]:
    """The two versions, if the user may see both. Raises Version.DoesNotExist.

    The wordings of the versions and their texts are loaded, and the annotations of higher rooms.
    """
    visible = Version.objects.visible_to(user).filter(
        visibility_condition(user, "instrument__record__"), pk__in=(old, new)
    )
    symbol = symbol_subquery(get_language() or "en", version=OuterRef("pk"))
    annotated = visible.annotate(
        symbol_here=symbol, **extension_points.section_annotations("compare", user)
    )
    versions = {each.pk: each for each in annotated.select_related("record", "instrument__record")}
    if old not in versions or new not in versions:
        raise Version.DoesNotExist
    load_words(one for each in versions.values() for one in (each.record, each.instrument.record))
    return versions[old], versions[new]
