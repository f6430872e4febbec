"""Comparisons of two versions: computed once, stored, and read in parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q
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
from majlis.instruments.texts.outline import Outline
from majlis.instruments.texts.queries import PART_LENGTH, ROW_LENGTH, lines_of, load_words
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


@dataclass(frozen=True)
class SpokenLanguages:
    """The languages of two versions by their codes."""

    old: dict[str, LanguageVersion]
    new: dict[str, LanguageVersion]

    @property
    def common(self) -> list[LanguageVersion]:
        """The languages of both, as rows of the new version."""
        return [row for language, row in self.new.items() if language in self.old]


def languages_of_both(old: Version, new: Version) -> SpokenLanguages:
    """The languages of the earlier and of the later version."""
    rows = list(LanguageVersion.objects.filter(version__in=(old, new)))
    return SpokenLanguages(
        {each.language: each for each in rows if each.version_id == old.pk},
        {each.language: each for each in rows if each.version_id == new.pk},
    )


def common_languages(old: Version, new: Version) -> list[LanguageVersion]:
    """The languages of both versions, as rows of the new one."""
    return languages_of_both(old, new).common


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


@dataclass(frozen=True)
class ListedChange:
    """An item of a comparison by the ids of its provisions.

    ``number``: of the change, from 1; 0 for what is equal. ``left_out``: the number of unchanged
    provisions in whose place the item is; it has no provisions itself, and ``new`` has the first of them.
    """

    op: str
    old: Sequence[str]
    new: Sequence[str]
    number: int = 0
    left_out: int = 0

    @property
    def anchor(self) -> str:
        """The fragment of the change in an address; empty for what is equal."""
        return f"change-{self.number}" if self.number else ""


@dataclass
class ComparedItem:
    """A change of provisions, with the wordings of both sides."""

    change: ListedChange
    old: ComparedSide
    new: ComparedSide

    @property
    def op(self) -> str:
        """The kind of change."""
        return self.change.op


class ComparedOutlines:
    """The outlines of the two versions of a comparison, in its language."""

    def __init__(self, comparison: Comparison) -> None:
        versions = [comparison.old, comparison.new]
        lines = lines_of(versions, comparison.language)
        self.old, self.new = (Outline(lines[each.pk]) for each in versions)

    def size(self, change: ListedChange) -> int:
        """The characters of the longer side of a change."""
        return max(self.old.size(change.old), self.new.size(change.new))

    def names(self, changes: Sequence[ListedChange]) -> list[str]:
        """The names of the provisions of changes: of the first new one, else of the first deleted one."""
        old = self.old.names(each.old[0] for each in changes if each.old and not each.new)
        new = self.new.names(each.new[0] for each in changes if each.new)
        return [
            new.get(each.new[0], "") if each.new else old.get(each.old[0], "") if each.old else ""
            for each in changes
        ]

    def old_name(self, change: ListedChange) -> str:
        """The name that the first provision of a change had in the old version."""
        return self.old.names(change.old[:1]).get(change.old[0], "") if change.old else ""

    def heading_eids(self, change: ListedChange) -> set[str]:
        """The headings of the new version above a change."""
        return self.new.headings_of(change.new[0]) if change.new else set()


def listed_changes(comparison: Comparison) -> list[ListedChange]:
    """All items of a comparison in reading order, the changes numbered."""
    listed: list[ListedChange] = []
    number = 0
    for op, old, new in comparison.changes:
        number += op != "equal"
        listed.append(ListedChange(op, old, new, number if op != "equal" else 0))
    return listed


def changes_in_context(
    listed: Sequence[ListedChange], outlines: ComparedOutlines
) -> list[ListedChange]:
    """The changes with one unchanged provision on each side, and their headings; the rest is only counted."""
    kept: set[int] = set()
    headings: set[str] = set()
    for place, each in enumerate(listed):
        if each.number:
            kept |= {place - 1, place, place + 1}
            headings |= outlines.heading_eids(each)
    shown: list[ListedChange] = []
    left: list[ListedChange] = []
    for place, each in enumerate(listed):
        if place in kept or not headings.isdisjoint(each.new):
            shown += _left_out(left)
            left = []
            shown.append(each)
        else:
            left.append(each)
    return [*shown, *_left_out(left)] if kept else []


def _left_out(unchanged: list[ListedChange]) -> list[ListedChange]:
    """One item in place of several unchanged provisions; a single one is shown."""
    if len(unchanged) < 2:
        return unchanged
    count = sum(len(each.new) for each in unchanged)
    return [ListedChange("equal", (), unchanged[0].new[:1], left_out=count)]


def parts_of_changes(
    shown: Sequence[ListedChange], outlines: ComparedOutlines
) -> list[list[ListedChange]]:
    """The items in parts of a page, each of about PART_LENGTH characters a side."""
    parts: list[list[ListedChange]] = [[]]
    length = 0
    for each in shown:
        size = ROW_LENGTH + (0 if each.left_out else outlines.size(each))
        if parts[-1] and length + size > PART_LENGTH:
            parts.append([])
            length = 0
        parts[-1].append(each)
        length += size
    return parts


def compared_items(comparison: Comparison, part: Sequence[ListedChange]) -> list[ComparedItem]:
    """The items of a part with their wordings."""
    shown = [each for each in part if not each.left_out]
    rows = ProvisionWording.objects.filter(
        Q(
            provision__version=comparison.old,
            provision__eid__in=[eid for each in shown for eid in each.old],
        )
        | Q(
            provision__version=comparison.new,
            provision__eid__in=[eid for each in shown for eid in each.new],
        ),
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
        ComparedItem(
            each,
            ComparedSide([]) if each.left_out else side(comparison.old, each.old),
            ComparedSide([]) if each.left_out else side(comparison.new, each.new),
        )
        for each in part
    ]


def versions_at(
    user: Reader, slug: str, version: str, other: str, other_text: str = ""
) -> tuple[Version, Version]:
    """The two versions at the slugs of their texts and their own; see ``versions_between``."""
    former, later = (slug, version), (other_text or slug, other)
    at = Q(instrument__slug=former[0], slug=former[1]) | Q(instrument__slug=later[0], slug=later[1])
    versions = {(each.instrument.slug, each.slug): each for each in _visible_pair(user, at)}
    if former not in versions or later not in versions:
        raise Version.DoesNotExist
    return versions[former], versions[later]


def versions_between(user: Reader, old: int, new: int) -> tuple[Version, Version]:
    """The two versions, if the user may see both. Raises Version.DoesNotExist.

    The wordings of the versions and their texts are loaded, and the annotations of higher rooms.
    """
    versions = {each.pk: each for each in _visible_pair(user, Q(pk__in=(old, new)))}
    if old not in versions or new not in versions:
        raise Version.DoesNotExist
    return versions[old], versions[new]


def _visible_pair(user: Reader, at: Q) -> list[Version]:
    """The versions at the condition that the user may see, with the wordings of their names."""
    visible = Version.objects.visible_to(user).filter(
        at, visibility_condition(user, "instrument__record__")
    )
    symbol = symbol_subquery(get_language() or "en", version=OuterRef("pk"))
    annotated = visible.annotate(
        symbol_here=symbol, **extension_points.section_annotations("compare", user)
    )
    versions = list(annotated.select_related("record", "instrument__record"))
    load_words(one for each in versions for one in (each.record, each.instrument.record))
    return versions
