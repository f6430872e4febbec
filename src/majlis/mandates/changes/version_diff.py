"""The difference between the mandates of two versions: changed, new, ended, not yet checked, unchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.instruments.models import Provision, ProvisionWording
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.models import Record
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.rows import entity_from_json, entity_title
from majlis.mandates.models import Addressee, Entity, Mandate, MandateSource

CHANGED, NEW, ENDED, UNREAD, KEPT = "changed", "new", "ended", "unread", "kept"
ORDER = (CHANGED, NEW, ENDED, UNREAD, KEPT)
"""What is told first. ``unread``: the paragraph is there, and nobody has judged yet what it asks."""
PROVISION_FIELDS = ("eid", "kind", "position", "lineage")
COMPARED_FIELDS = ("force", "kind", "deadline", "occasion", "recurrence", "trigger")


@dataclass(frozen=True)
class DiffSide:
    """What one of the versions asks: the source, whom it names by their part, its words by language."""

    source: MandateSource
    named: Mapping[str, Sequence[Entity]]
    words: Mapping[str, Mapping[str, str]]

    @property
    def mandate(self) -> Any:
        """The mandate that it asks."""
        return self.source.mandate


@dataclass(frozen=True)
class DiffRow:
    """A mandate in both versions, or in one. ``fields``: what of it was changed, ``plain_snippet`` among them."""

    what: str
    old: DiffSide | None
    new: DiffSide | None
    fields: tuple[str, ...] = ()

    @property
    def said(self) -> DiffSide:
        """What it asks now, else what it asked."""
        found = self.new or self.old
        assert found is not None  # one of the two is always there
        return found

    def language(self, wanted: str) -> str:
        """The language in which its words are shown: the wanted one where both versions have it."""
        sides = [each.words for each in (self.old, self.new) if each is not None]
        common = set.intersection(*(set(each) for each in sides)) if sides else set()
        own = self.said.source.language
        if wanted in common:
            return wanted
        return own if own in common or not common else min(common)


@dataclass
class VersionDiff:
    """All of it, in the order of ORDER and then of the later text."""

    rows: list[DiffRow] = field(default_factory=list)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many there are of each."""
        return Counter(each.what for each in self.rows)

    @property
    def before(self) -> int:
        """How many mandates the earlier version asks."""
        return sum(each.old is not None for each in self.rows)


def version_diff(old: Any, new: Any) -> VersionDiff:
    """What lies between what two versions ask, which were read with ``sources_json`` and ``lineages_json``; no query.

    Those that a recital only quotes are of another text, and left out.
    """
    before, after = (
        {each["mandate"]: _diff_side(each) for each in version.asked_of} for version in (old, new)
    )
    pairs = _paired_mandates(before, after)
    goes_on = dict(pairs)
    there = set(new.lineages)
    rows = []
    for key, was in before.items():
        now = after.get(goes_on.get(key, 0))
        if now is None:
            left_out = was.source.provision.lineage_id not in there
            rows.append(DiffRow(ENDED if left_out else UNREAD, was, None))
            continue
        fields = _changed_fields(was, now)
        rows.append(DiffRow(CHANGED if fields else KEPT, was, now, fields))
    known = set(goes_on.values())
    rows += [DiffRow(NEW, None, now) for key, now in after.items() if key not in known]
    rows.sort(key=lambda each: (ORDER.index(each.what), each.said.source.provision.position))
    return VersionDiff(rows)


def sources_json(user: Any) -> ArraySubquery:
    """What the version outside asks, as far as the user may see it, in the order of its provisions."""
    names = (
        Addressee.objects.filter(source=OuterRef("pk"))
        .order_by("role", "position", "pk")
        .values(
            json=JSONObject(
                role=F("role"),
                pk=F("entity"),
                slug=F("entity__slug"),
                title=entity_title("entity", get_language() or "en"),
            )
        )
    )
    words = ProvisionWording.objects.filter(provision=OuterRef("provision")).exclude(text="")
    said = words.values(json=JSONObject(language=F("language"), label=F("label"), text=F("text")))
    found = MandateSource.objects.filter(
        visibility_condition(user, "mandate__record__"), version=OuterRef("pk"), quoted=False
    ).order_by("provision__position", "pk")
    of_provision = {name: F(f"provision__{name}") for name in PROVISION_FIELDS}
    return ArraySubquery(
        found.values(
            json=JSONObject(
                mandate=F("mandate"),
                slug=F("mandate__slug"),
                names=ArraySubquery(names),
                said=ArraySubquery(said),
                language=F("language"),
                of_kind=F("kind"),
                **of_provision,
                **{name: F(name) for name in COMPARED_FIELDS if name != "kind"},
            )
        )
    )


def lineages_json(_user: Any) -> ArraySubquery:
    """What goes on in the version outside: the lineages of its provisions."""
    return ArraySubquery(
        Provision.objects.filter(version=OuterRef("pk")).order_by().values("lineage")
    )


def _diff_side(found: dict[str, Any]) -> DiffSide:
    """What a version asks, from the JSON of a subquery."""
    record = Record(pk=found["mandate"], kind="mandate", address=f"mandates/{found['slug']}")
    source = MandateSource(
        mandate=Mandate(record=record, slug=found["slug"]),
        provision=Provision(**{name: found[name] for name in ("eid", "kind", "position")}),
        language=found["language"],
        kind=found["of_kind"],
        **{name: found[name] for name in COMPARED_FIELDS if name != "kind"},
    )
    source.provision.lineage_id = found["lineage"]
    named: dict[str, list[Entity]] = {}
    for each in found["names"]:
        named.setdefault(each["role"], []).append(entity_from_json(each))
    return DiffSide(source, named, {each["language"]: each for each in found["said"]})


def _paired_mandates(
    before: Mapping[int, DiffSide], after: Mapping[int, DiffSide]
) -> Iterable[tuple[int, int]]:
    """Which mandate goes on which: itself; in another text of the series, that of the same provision, in their order."""
    pairs = [(key, key) for key in before if key in after]
    left: dict[int, list[int]] = {}
    for key, each in after.items():
        if key not in before:
            left.setdefault(each.source.provision.lineage_id, []).append(key)
    for key, each in before.items():
        rest = left.get(each.source.provision.lineage_id)
        if key not in after and rest:
            pairs.append((key, rest.pop(0)))
    return pairs


def _changed_fields(was: DiffSide, now: DiffSide) -> tuple[str, ...]:
    """What of a mandate the later version changed. Words are compared in one language, that of the reading where it can be."""
    one, other = was.source, now.source
    same_language = one.language == other.language
    fields = [
        name
        for name in COMPARED_FIELDS
        if getattr(one, name) != getattr(other, name)
        # Words of the text differ where they are of another language.
        and (same_language or name not in ("occasion", "trigger"))
    ]
    for role in Addressee.Role.values:
        if {each.pk for each in was.named.get(role, ())} != {
            each.pk for each in now.named.get(role, ())
        }:
            fields.append(role)
    row = DiffRow(KEPT, was, now)
    language = row.language(one.language)
    texts = [side.words.get(language, {}).get("text", "").split() for side in (was, now)]
    if all(texts) and texts[0] != texts[1]:
        fields.append("words")
    return tuple(fields)


FIELDS = (
    Field("number", _("Number"), _("of the mandate, in the later version where it is in both")),
    Field("change", _("What changed"), "changed, new, ended, unread, kept"),
    Field("standing", _("Standing"), _("would be, where the later version is not adopted yet")),
    Field("fields", _("What of it"), _("fields, parted by semicolons")),
    Field("force", pgettext_lazy("mandate", "Force")),
    Field("asked", _("Who is asked"), _("actors, as their pages are addressed, parted by semicolons")),
    Field("provision_before", _("Provision before"), _("its id in the earlier version")),
    Field("provision", _("Provision"), _("its id in the later version")),
    Field("language", _("Language"), _("code: the one in which the words are given")),
    Field("before", _("Words before")),
    Field("after", _("Words after")),
    Field("address", _("Address"), _("of its page, under a language")),
)  # fmt: skip


def diff_sheet(found: VersionDiff, language: str, *, would: bool) -> Sheet:
    """The same as data."""
    return Sheet(
        "mandates-between",
        _("What changed in the mandates"),
        FIELDS,
        [_sheet_row(each, language, would=would) for each in found.rows],
    )


def _sheet_row(row: DiffRow, language: str, *, would: bool) -> tuple[Any, ...]:
    shown = row.language(language)
    words = [
        side.words.get(shown, {}).get("text", "") if side is not None else ""
        for side in (row.old, row.new)
    ]
    it = row.said
    return (
        it.mandate.slug,
        row.what,
        "would be" if would and row.what not in (KEPT, UNREAD) else "",
        "; ".join(row.fields),
        it.source.force,
        "; ".join(each.slug for each in it.named.get("asked", ())),
        row.old.source.provision.eid if row.old else "",
        row.new.source.provision.eid if row.new else "",
        shown,
        *words,
        f"mandates/{it.mandate.slug}",
    )
