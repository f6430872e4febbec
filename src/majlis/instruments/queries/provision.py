"""One provision: what is above it, its words in all languages, and where it went through versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet

from majlis.instruments.models import (
    Citation,
    Instrument,
    Provision,
    ProvisionWording,
    Version,
)
from majlis.instruments.queries.private import hide_bodies
from majlis.kernel.models.record import visible

ABOVE = "parent__parent__parent__parent__parent__parent"
"""As deep as the engine nests."""


@dataclass
class Step:
    """The provision in one version."""

    provision: Provision
    version: Version
    wording: ProvisionWording | None


@dataclass
class Read:
    """All that the page of a provision shows."""

    provision: Provision
    chain: list[Provision]
    wordings: list[ProvisionWording]
    above: dict[int, dict[str, ProvisionWording]] = field(default_factory=dict)
    history: list[Step] = field(default_factory=list)
    under: list[Provision] = field(default_factory=list)


def provision_of(user: Any, slug: str, version: str, eid: str) -> Provision:
    """The provision at an address. Raises Provision.DoesNotExist."""
    found: QuerySet[Provision] = Provision.objects.visible_to(user)
    return found.select_related("version__record", "version__instrument__record", ABOVE).get(
        version__instrument__slug=slug, version__slug=version, eid=eid
    )


def read(user: Any, provision: Provision, language: str) -> Read:
    """The provision with all that its page shows; ``language``: the one that names are wanted in."""
    hide_bodies(user, [provision.version, provision.version.instrument])
    chain = [provision]
    while chain[0].parent is not None:
        chain.insert(0, chain[0].parent)
    cites = Citation.objects.filter(visible(user, "target__record__")).select_related(
        "target__record"
    )
    wordings = ProvisionWording.objects.filter(provision__in=chain).prefetch_related(
        Prefetch("citations", cites, to_attr="seen")
    )
    above: dict[int, dict[str, ProvisionWording]] = {each.pk: {} for each in chain}
    for wording in wordings:
        wording.provision = next(each for each in chain if each.pk == wording.provision_id)
        above[wording.provision_id][wording.language] = wording
    own = above[provision.pk]
    return Read(
        provision=provision,
        chain=chain,
        wordings=sorted(own.values(), key=lambda each: (each.status, each.pk)),
        above=above,
        history=history(user, provision, language),
        under=list(provision.children.order_by("position")),
    )


def history(user: Any, provision: Provision, language: str) -> list[Step]:
    """The same provision in all versions that the user may see, the earliest first, itself included."""
    found = Provision.objects.visible_to(user).filter(lineage=provision.lineage_id)
    words = ProvisionWording.objects.order_by("status", "pk")
    rows = found.select_related("version__instrument__record").prefetch_related(
        Prefetch("wordings", words, to_attr="said")
    )
    versions = {
        each.pk: each
        for each in Version.objects.visible_to(user)
        .filter(provisions__in=rows)
        .with_words()
        .select_related("instrument__record")
    }
    steps = []
    for row in rows:
        said: Sequence[ProvisionWording] = row.said  # type: ignore[attr-defined]
        best = (
            min(said, key=lambda each: (each.language != language, each.status, each.pk))
            if said
            else None
        )
        if row.version_id in versions:
            steps.append(Step(row, versions[row.version_id], best))
    return sorted(
        steps,
        key=lambda step: (
            step.version.date or "9999",
            step.version.instrument_id,
            step.version.position,
        ),
    )


def candidates(
    user: Any, provision: Provision, language: str
) -> list[tuple[Version, list[ProvisionWording]]]:
    """Of which provisions of neighbouring versions it may be the same, as a person chooses: by version.

    Neighbours are the version that this one follows, those that follow it, and other versions of the instrument.
    """
    version = provision.version
    near = Version.objects.visible_to(user).exclude(pk=version.pk).filter(
        instrument=version.instrument
    ) | Version.objects.visible_to(user).filter(pk=version.follows_id)
    made = []
    for each in near.distinct().with_words().order_by("position")[:8]:
        wordings = ProvisionWording.objects.filter(
            provision__version=each, provision__kind=provision.kind
        ).select_related("provision")
        own = [w for w in wordings.order_by("provision__position") if w.language == language]
        if not own:
            first = next(iter(wordings.order_by("provision__position")), None)
            own = [w for w in wordings if first is not None and w.language == first.language]
        if own:
            made.append((each, own))
    return made


def cited_by(user: Any, instrument: Instrument, limit: int = 50) -> tuple[list[Provision], int]:
    """Provisions of other texts that cite an instrument, the newest text first; and how many there are."""
    found = (
        Provision.objects.visible_to(user)
        .filter(wordings__citations__target=instrument)
        .exclude(version__instrument=instrument)
        .distinct()
    )
    shown = found.select_related("version__instrument__record").order_by(
        "-version__date", "version_id", "position"
    )
    return list(shown[:limit]), found.count()
