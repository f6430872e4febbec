"""The difference between the mandates of two versions: changed, new, ended, not yet checked, unchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import get_language

from majlis.instruments.core.subqueries import chain_json
from majlis.instruments.models import Provision, ProvisionWording
from majlis.kernel.models import Reader, Record
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.rows import JsonRow, addressees_json, entities_by_role
from majlis.mandates.extraction.extract import IS_HEAD
from majlis.mandates.lifecycle import REPLACED, WAITING
from majlis.mandates.models import Addressee, Entity, Finding, Mandate, MandateSource

CHANGED, NEW, ENDED, UNREAD, KEPT = "changed", "new", "ended", "unread", "kept"
ORDER = (CHANGED, NEW, ENDED, UNREAD, KEPT)
"""The order of the groups on the page.

``unread``: the provision is still there, and its finding has not been checked yet.
"""
PROVISION_FIELDS = ("eid", "kind", "position", "lineage")
COMPARED_FIELDS = ("force", "kind", "deadline", "occasion", "recurrence", "trigger")


@dataclass(frozen=True)
class DiffSide:
    """The source of a mandate in one version, its addressees by role, and its wording by language."""

    source: MandateSource
    named: Mapping[str, Sequence[Entity]]
    words: Mapping[str, JsonRow]

    @property
    def mandate(self) -> Mandate:
        """The mandate that this source states."""
        return self.source.mandate


@dataclass(frozen=True)
class DiffRow:
    """A mandate in both versions, or in one of them.

    ``fields``: the names of the fields that changed, with ``words`` for its wording.
    """

    what: str
    old: DiffSide | None
    new: DiffSide | None
    fields: tuple[str, ...] = ()

    @property
    def latest(self) -> DiffSide:
        """The side of the later version, or of the earlier one where the later one has none."""
        side = self.new or self.old
        assert side is not None  # one of the two is always there
        return side

    def language(self, preferred: str) -> str:
        """The language in which the wordings are shown.

        The preferred language where both versions have it, else the language of the source.
        """
        sides = [each.words for each in (self.old, self.new) if each is not None]
        common = set.intersection(*(set(each) for each in sides)) if sides else set()
        own = self.latest.source.language
        if preferred in common:
            return preferred
        return own if own in common or not common else min(common)


@dataclass(frozen=True)
class FindingCounts:
    """How many findings a version has, and how many of them are not checked yet."""

    findings: int = 0
    unchecked: int = 0


@dataclass
class VersionDiff:
    """All rows, in the order of ORDER and then of the later text.

    ``earlier`` and ``later``: how many findings each version has, and how many are not checked yet. As long
    as there are any, nobody knows how many mandates that version has.
    """

    rows: list[DiffRow] = field(default_factory=list)
    earlier: FindingCounts = field(default_factory=FindingCounts)
    later: FindingCounts = field(default_factory=FindingCounts)

    @property
    def counts(self) -> Mapping[str, int]:
        """The number of rows of each kind."""
        return Counter(each.what for each in self.rows)

    @property
    def before(self) -> int:
        """The number of mandates in the earlier version."""
        return sum(each.old is not None for each in self.rows)


def version_diff(old: Any, new: Any) -> VersionDiff:
    """Compare the mandates of two versions that were read with the annotations of this module.

    Sources that a recital only quotes belong to another text and are left out. No query.
    """
    before, after = (
        {each["mandate"]: _diff_side(each) for each in version.asked_of} for version in (old, new)
    )
    pairs = _paired_mandates(before, after)
    successors = dict(pairs)
    kept_lineages = set(new.lineages)
    rows = []
    for key, old_side in before.items():
        new_side = after.get(successors.get(key, 0))
        if new_side is None:
            is_dropped = old_side.source.provision.lineage_id not in kept_lineages
            rows.append(DiffRow(ENDED if is_dropped else UNREAD, old_side, None))
            continue
        fields = _changed_fields(old_side, new_side)
        rows.append(DiffRow(CHANGED if fields else KEPT, old_side, new_side, fields))
    continued = set(successors.values())
    rows += [
        DiffRow(NEW, None, new_side) for key, new_side in after.items() if key not in continued
    ]
    rows.sort(key=lambda each: (ORDER.index(each.what), each.latest.source.provision.position))
    counts = (FindingCounts(**(version.finding_counts or {})) for version in (old, new))
    return VersionDiff(rows, *counts)


def sources_json(user: Reader) -> ArraySubquery:
    """A subquery of the sources of a version that the user may see, in the order of its provisions."""
    words = ProvisionWording.objects.filter(provision=OuterRef("provision")).exclude(text="")
    wordings = words.values(
        json=JSONObject(language=F("language"), text=F("text"), at=chain_json())
    )
    sources = MandateSource.objects.filter(
        visibility_condition(user, "mandate__record__"), version=OuterRef("pk"), quoted=False
    ).order_by("provision__position", "pk")
    provision_fields = {name: F(f"provision__{name}") for name in PROVISION_FIELDS}
    return ArraySubquery(
        sources.values(
            json=JSONObject(
                mandate=F("mandate"),
                slug=F("mandate__slug"),
                names=addressees_json("pk", get_language() or "en"),
                said=ArraySubquery(wordings),
                language=F("language"),
                of_kind=F("kind"),
                **provision_fields,
                **{name: F(name) for name in COMPARED_FIELDS if name != "kind"},
            )
        )
    )


def lineages_json(_user: Reader) -> ArraySubquery:
    """A subquery of the lineages of the provisions of a version."""
    return ArraySubquery(
        Provision.objects.filter(version=OuterRef("pk")).order_by().values("lineage")
    )


def finding_counts_json(_user: Reader) -> Subquery:
    """A subquery of the number of findings of a version, and of those that are not checked yet."""
    findings = Finding.objects.filter(IS_HEAD, version=OuterRef("pk")).exclude(state=REPLACED)
    counts = JSONObject(findings=Count("pk"), unchecked=Count("pk", filter=Q(state=WAITING)))
    return Subquery(findings.order_by().values("version").values(json=counts))


def _diff_side(data: JsonRow) -> DiffSide:
    """Build one side from the JSON of ``sources_json``."""
    record = Record(pk=data["mandate"], kind="mandate", address=f"mandates/{data['slug']}")
    source = MandateSource(
        mandate=Mandate(record=record, slug=data["slug"]),
        provision=Provision(**{name: data[name] for name in ("eid", "kind", "position")}),
        language=data["language"],
        kind=data["of_kind"],
        **{name: data[name] for name in COMPARED_FIELDS if name != "kind"},
    )
    source.provision.lineage_id = data["lineage"]
    named = entities_by_role(data["names"])
    return DiffSide(source, named, {each["language"]: each for each in data["said"]})


def _paired_mandates(
    before: Mapping[int, DiffSide], after: Mapping[int, DiffSide]
) -> Iterable[tuple[int, int]]:
    """Pairs of mandate keys: a mandate of the earlier version and the one that continues it.

    A mandate continues itself. In another text of the series it is continued by the mandates of the
    same provision, in their order.
    """
    pairs = [(key, key) for key in before if key in after]
    unpaired: dict[int, list[int]] = {}
    for key, side in after.items():
        if key not in before:
            unpaired.setdefault(side.source.provision.lineage_id, []).append(key)
    for key, side in before.items():
        rest = unpaired.get(side.source.provision.lineage_id)
        if key not in after and rest:
            pairs.append((key, rest.pop(0)))
    return pairs


def _changed_fields(old_side: DiffSide, new_side: DiffSide) -> tuple[str, ...]:
    """The names of the fields that the later version changed.

    Wordings are compared in one language, if possible that of the source.
    """
    old_source, new_source = old_side.source, new_side.source
    same_language = old_source.language == new_source.language
    fields = [
        name
        for name in COMPARED_FIELDS
        if getattr(old_source, name) != getattr(new_source, name)
        # Excerpts in different languages always differ.
        and (same_language or name not in ("occasion", "trigger"))
    ]
    for role in Addressee.Role.values:
        if {each.pk for each in old_side.named.get(role, ())} != {
            each.pk for each in new_side.named.get(role, ())
        }:
            fields.append(role)
    row = DiffRow(KEPT, old_side, new_side)
    language = row.language(old_source.language)
    texts = [side.words.get(language, {}).get("text", "").split() for side in (old_side, new_side)]
    if all(texts) and texts[0] != texts[1]:
        fields.append("words")
    return tuple(fields)
