"""A version to read: its languages, its provisions in parts, and what stands in their margin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.db.models.functions import Length

from majlis.instruments.lifecycle import ADOPTED, IN_FORCE, PROPOSED
from majlis.instruments.models import (
    Citation,
    Difference,
    Instrument,
    LanguageVersion,
    Provision,
    ProvisionWording,
    Version,
)
from majlis.instruments.queries.private import hide_bodies
from majlis.kernel.models.record import visible

A_PART = 40_000
"""Characters of a part of a page, in one language: some 15 kB compressed."""
END = 1 << 30
_RANK = {IN_FORCE: 0, ADOPTED: 1, PROPOSED: 2}


@dataclass
class Row:
    """A provision as a page shows it: the words in the language read, and in the one beside it."""

    provision: Provision
    here: ProvisionWording | None = None
    beside: ProvisionWording | None = None
    cites: list[Citation] = field(default_factory=list)


def versions_of(user: Any, instrument: Instrument) -> list[Version]:
    """The versions that the user may see, in their order, with their words."""
    found = Version.objects.visible_to(user).filter(instrument=instrument)
    rows = list(
        found.with_words()
        .select_related("body__record")
        .prefetch_related("body__record__wordings", "acts__body__record__wordings")
        .order_by("position", "pk")
    )
    for each in rows:
        each.instrument = instrument
    hide_bodies(user, [*rows, *(act for each in rows for act in each.acts.all())])
    return rows


def current(versions: Sequence[Version]) -> Version | None:
    """The version that a reader wants first: in force, else adopted, else proposed, else the last one."""
    there = [each for each in versions if each.reconstructed_from_id is None]
    if not there:
        return None
    best = min(_RANK.get(each.state, 3) for each in there)
    found = [each for each in there if _RANK.get(each.state, 3) == best]
    return ([each for each in found if each.variant_of_id is None] or found)[-1]


def language_for(languages: Sequence[LanguageVersion], wanted: str) -> LanguageVersion:
    """The language to read: the one asked for, else the first authentic one."""
    return min(languages, key=lambda each: (each.language != wanted, each.status, each.pk))


def parts_of(version: Version, language: str) -> list[tuple[int, int]]:
    """The parts of a page as first and last position, each of about A_PART characters.

    A part ends before a provision of the highest level, where one is near.
    """
    sizes = Provision.objects.filter(version=version).order_by("position")
    found = sizes.filter(wordings__language=language).annotate(size=Length("wordings__text"))
    parts: list[tuple[int, int]] = []
    first, last, held = 0, -1, 0
    for position, level, size in found.values_list("position", "level", "size"):
        full = held + size > A_PART
        if held and full and (level == 0 or held > A_PART * 5 // 4):
            parts.append((first, last))
            first, held = last + 1, 0
        last, held = position, held + size
    parts.append((first, END))  # what only another language has may stand behind the last
    return parts


def rows_of(
    user: Any, version: Version, between: tuple[int, int] | None, here: str, beside: str = ""
) -> list[Row]:
    """The provisions of a part with their words and citations; all of them where ``between`` is None."""
    found = Provision.objects.filter(version=version).order_by("position")
    if between is not None:
        found = found.filter(position__range=between)
    languages = [here, beside] if beside else [here]
    cites = Citation.objects.filter(visible(user, "target__record__")).select_related(
        "target__record"
    )
    wordings = ProvisionWording.objects.filter(language__in=languages).prefetch_related(
        Prefetch("citations", cites, to_attr="seen")
    )
    rows = []
    for each in found.prefetch_related(Prefetch("wordings", wordings, to_attr="said")):
        each.version = version
        row = Row(each)
        for wording in each.said:  # type: ignore[attr-defined]
            wording.provision = each
            if wording.language == here:
                row.here, row.cites = wording, wording.seen
            else:
                row.beside = wording
        if row.here is not None or row.beside is not None:
            rows.append(row)
    return rows


def differences_of(version: Version) -> list[Difference]:
    """Where the languages of a version are out of step, as it was found when they were aligned."""
    found = Difference.objects.filter(version=version)
    return list(found.select_related("provision__version", "other__version"))
