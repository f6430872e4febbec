"""What the page of a provision reads: its context, wordings, history and candidates for a match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from majlis.instruments.core.subqueries import body_from, body_json
from majlis.instruments.core.visibility import hide_bodies
from majlis.instruments.extension_points import panel_annotations
from majlis.instruments.models import Citation, Provision, ProvisionWording, Version
from majlis.instruments.texts.queries import citations_of, with_citations
from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.models.record import visibility_condition

NEARBY_LIMIT = 60
"""Provisions before and behind that a person chooses from; others are named by their address."""
MOST_VERSIONS = 8


@dataclass
class ProvisionStep:
    """The provision in one version."""

    provision: Provision
    version: Version
    wording: ProvisionWording | None


@dataclass
class ProvisionDetail:
    """All that the page of a provision shows."""

    provision: Provision
    chain: list[Provision]
    wordings: list[ProvisionWording]
    above: dict[int, dict[str, ProvisionWording]] = field(default_factory=dict)
    cites: dict[str, list[Citation]] = field(default_factory=dict)
    history: list[ProvisionStep] = field(default_factory=list)
    under: list[ProvisionWording] = field(default_factory=list)


def provision_at(user: Any, slug: str, version: str, eid: str) -> Provision:
    """The provision at an address; words of records are read later. Raises Provision.DoesNotExist."""
    if "\x00" in eid:  # no text has it, and the database takes it in no question
        raise Provision.DoesNotExist(eid)
    rows: list[Any] = _provision_at(user, slug=slug, version=version, eid=eid)
    if not rows:
        raise Provision.DoesNotExist(eid)
    found: Provision = rows[0]
    found.version.body = body_from(rows[0].body_of_version)
    found.version.instrument.body = body_from(rows[0].body_of_text)
    return found


@compiled_query
def _provision_at(user: Any, slug: str, version: str, eid: str) -> QuerySet[Provision]:
    found: QuerySet[Provision] = Provision.objects.visible_to(user).filter(
        version__instrument__slug=slug,
        version__slug=version,
        version__record__withdrawal=None,
        eid=eid,
    )
    return found.select_related("version__record", "version__instrument__record").annotate(
        body_of_version=body_json("version__body"),
        body_of_text=body_json("version__instrument__body"),
        **panel_annotations("provision", user),
    )


def provision_detail(user: Any, provision: Provision, language: str) -> ProvisionDetail:
    """The provision with all that its page shows; ``language``: the one that names are wanted in."""
    hide_bodies(user, [provision.version, provision.version.instrument])
    near = _wordings_nearby(
        user, own=provision.pk, version=provision.version_id, position=provision.position
    )
    chain = _chain(provision, near)
    rows = {each.pk: each for each in chain}
    above: dict[int, dict[str, ProvisionWording]] = {each.pk: {} for each in chain}
    under: dict[int, list[ProvisionWording]] = {}
    for wording in near:
        if wording.provision_id in rows:
            wording.provision = rows[wording.provision_id]
            above[wording.provision_id][wording.language] = wording
        elif wording.provision.parent_id == provision.pk:
            wording.provision.version = provision.version
            under.setdefault(wording.provision_id, []).append(wording)
    own = above[provision.pk]
    return ProvisionDetail(
        provision=provision,
        chain=chain,
        wordings=sorted(own.values(), key=lambda each: (each.status, each.pk)),
        above=above,
        cites={each.language: citations_of(each) for each in own.values()},
        history=provision_history(user, provision, language),
        under=[best_wording(each, language) for each in under.values()],
    )


def _chain(provision: Provision, near: Sequence[ProvisionWording]) -> list[Provision]:
    """The provisions above one, the highest first, then itself."""
    there = {each.provision_id: each.provision for each in near}
    chain = [provision]
    while chain[0].parent_id is not None:
        if chain[0].parent_id in there:
            chain[0].parent = there[chain[0].parent_id]
        assert chain[0].parent is not None  # what is not among those near is read here
        chain.insert(0, chain[0].parent)
    return chain


@compiled_query
def _wordings_nearby(
    user: Any, own: int, version: int, position: int
) -> QuerySet[ProvisionWording]:
    """Of a provision, of those under it, and of the last one of each level before it: those above it are among them.

    So one query reads a chain of any depth; a table more to join for each level takes the database longer to plan.
    """
    before = Provision.objects.filter(version=version, position__lt=position)
    last = before.order_by("level", "-position").distinct("level").values("pk")
    there = ProvisionWording.objects.filter(
        Q(provision=own) | Q(provision__parent=own) | Q(provision__in=last)
    )
    return with_citations(user, there.select_related("provision")).order_by("provision__position")


def best_wording(wordings: Sequence[ProvisionWording], language: str) -> ProvisionWording:
    """The words for a reader: in their language, else authentic, else any there are."""
    return min(wordings, key=lambda each: (each.language != language, each.status, each.pk))


def provision_history(user: Any, provision: Provision, language: str) -> list[ProvisionStep]:
    """The same provision in all versions that the user may see, the earliest first, itself included.

    The words of the versions are read later.
    """
    found = _history(user, lineage=provision.lineage_id)
    said: dict[int, list[ProvisionWording]] = {}
    for wording in found:
        if wording.provision_id == provision.pk:
            wording.provision = provision
        said.setdefault(wording.provision_id, []).append(wording)
    if provision.pk not in said:
        said[provision.pk] = []
    steps = [
        ProvisionStep(words[0].provision, words[0].provision.version, best_wording(words, language))
        if words
        else ProvisionStep(provision, provision.version, None)
        for words in said.values()
    ]
    return sorted(
        steps,
        key=lambda step: (
            step.version.date or "9999",
            step.version.instrument_id,
            step.version.position,
        ),
    )


@compiled_query
def _history(user: Any, lineage: int) -> QuerySet[ProvisionWording]:
    return ProvisionWording.objects.filter(
        visibility_condition(user, "provision__version__record__"),
        visibility_condition(user, "provision__version__instrument__record__"),
        provision__lineage=lineage,
    ).select_related("provision__version__record", "provision__version__instrument__record")


NearbyWordings = list[tuple[Version, list[ProvisionWording]]]


def match_candidates(user: Any, provision: Provision, language: str) -> NearbyWordings:
    """Of which provisions of neighbouring versions it may be the same, as a person chooses: by version.

    Neighbours are the version that this one follows, those that follow it, and other versions of the instrument.
    The words of the versions are read later.
    """
    version = provision.version
    near = (
        Version.objects.visible_to(user)
        .filter(
            Q(instrument=version.instrument_id) | Q(pk=version.follows_id) | Q(follows=version.pk),
            visibility_condition(user, "instrument__record__"),
        )
        .exclude(pk=version.pk)
        .select_related("record", "instrument__record")
    )
    versions = list(near.order_by("position", "pk")[:MOST_VERSIONS])
    found = ProvisionWording.objects.filter(provision__version__in=versions)
    there = Q(provision__kind=provision.kind) & _nearby(provision)
    wordings = _one_per_provision(
        found.filter(there | Q(provision__lineage=provision.lineage_id)), language
    )
    made: NearbyWordings = []
    for each in versions:
        own = [one for one in wordings if one.provision.version_id == each.pk]
        for one in own:
            one.provision.version = each
        if own:
            made.append((each, own))
    return made


def nearby_provisions(provision: Provision, language: str) -> list[ProvisionWording]:
    """The provisions of its version that stand near a provision, as a person chooses one of them."""
    found = ProvisionWording.objects.filter(
        _nearby(provision), provision__version=provision.version
    )
    return _one_per_provision(found.exclude(provision=provision), language)


def _nearby(provision: Provision) -> Q:
    return Q(
        provision__position__gte=provision.position - NEARBY_LIMIT,
        provision__position__lte=provision.position + NEARBY_LIMIT,
    )


def _one_per_provision(found: QuerySet[ProvisionWording], language: str) -> list[ProvisionWording]:
    """For each provision its words in this language, else in another one; in reading order."""
    other = Case(When(language=language, then=Value(0)), default=Value(1))
    rows = found.select_related("provision").order_by(
        "provision__version_id", "provision__position", other, "status", "pk"
    )
    return list(rows.distinct("provision__version_id", "provision__position"))
