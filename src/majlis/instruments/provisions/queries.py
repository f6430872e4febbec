"""Queries of the page of a provision: ancestors, wordings, history, candidates for a match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Case, Q, QuerySet, Value, When

from majlis.instruments.core.subqueries import body_from, body_json
from majlis.instruments.core.visibility import hide_bodies
from majlis.instruments.extension_points import section_annotations
from majlis.instruments.models import Citation, Provision, ProvisionWording, Version
from majlis.instruments.texts.queries import citations_of, with_citations
from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition

NEARBY_LIMIT = 60
"""Provisions before and behind that are offered for a choice; for others a person enters the address."""
MOST_VERSIONS = 8


@dataclass
class ProvisionStep:
    """The provision in one version."""

    provision: Provision
    version: Version
    wording: ProvisionWording | None


@dataclass
class ProvisionDetail:
    """The data of the page of a provision."""

    provision: Provision
    chain: list[Provision]
    wordings: list[ProvisionWording]
    above: dict[int, dict[str, ProvisionWording]] = field(default_factory=dict)
    cites: dict[str, list[Citation]] = field(default_factory=dict)
    history: list[ProvisionStep] = field(default_factory=list)
    under: list[ProvisionWording] = field(default_factory=list)


def provision_at(user: Reader, slug: str, version: str, eid: str) -> Provision:
    """The provision at an address; wordings are loaded later. Raises Provision.DoesNotExist."""
    if "\x00" in eid:  # PostgreSQL refuses it in a string
        raise Provision.DoesNotExist(eid)
    rows = _provision_at(user, slug=slug, version=version, eid=eid)
    if not rows:
        raise Provision.DoesNotExist(eid)
    provision: Provision = rows[0]
    provision.version.body = body_from(rows[0].body_of_version)
    provision.version.instrument.body = body_from(rows[0].body_of_text)
    return provision


@compiled_query
def _provision_at(user: Reader, slug: str, version: str, eid: str) -> QuerySet[Provision]:
    rows: QuerySet[Provision] = Provision.objects.visible_to(user).filter(
        version__instrument__slug=slug,
        version__slug=version,
        version__record__withdrawal=None,
        eid=eid,
    )
    return rows.select_related("version__record", "version__instrument__record").annotate(
        body_of_version=body_json("version__body"),
        body_of_text=body_json("version__instrument__body"),
        **section_annotations("provision", user),
    )


def provision_detail(user: Reader, provision: Provision, language: str) -> ProvisionDetail:
    """The data of a provision's page; ``language`` is the language of names."""
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
    """The ancestors of a provision from the top, then the provision."""
    provisions = {each.provision_id: each.provision for each in near}
    chain = [provision]
    while chain[0].parent_id is not None:
        if chain[0].parent_id in provisions:
            chain[0].parent = provisions[chain[0].parent_id]
        assert chain[0].parent is not None  # an ancestor that is not in ``near`` is loaded here
        chain.insert(0, chain[0].parent)
    return chain


@compiled_query
def _wordings_nearby(
    user: Reader, own: int, version: int, position: int
) -> QuerySet[ProvisionWording]:
    """Wordings of a provision, its children, and the last provision of each level before it.

    These include its ancestors: one query reads a chain of any depth. A join for each level would
    take the database longer to plan.
    """
    before = Provision.objects.filter(version=version, position__lt=position)
    last = before.order_by("level", "-position").distinct("level").values("pk")
    wordings = ProvisionWording.objects.filter(
        Q(provision=own) | Q(provision__parent=own) | Q(provision__in=last)
    )
    return with_citations(user, wordings.select_related("provision")).order_by(
        "provision__position"
    )


def best_wording(wordings: Sequence[ProvisionWording], language: str) -> ProvisionWording:
    """The wording for a reader: in their language, else authentic, else any."""
    return min(wordings, key=lambda each: (each.language != language, each.status, each.pk))


def provision_history(user: Reader, provision: Provision, language: str) -> list[ProvisionStep]:
    """The provision in all versions that the user may see, the earliest first, itself included.

    The wordings of the versions' names are loaded later.
    """
    wordings = _history(user, lineage=provision.lineage_id)
    by_provision: dict[int, list[ProvisionWording]] = {}
    for wording in wordings:
        if wording.provision_id == provision.pk:
            wording.provision = provision
        by_provision.setdefault(wording.provision_id, []).append(wording)
    if provision.pk not in by_provision:
        by_provision[provision.pk] = []
    steps = [
        ProvisionStep(words[0].provision, words[0].provision.version, best_wording(words, language))
        if words
        else ProvisionStep(provision, provision.version, None)
        for words in by_provision.values()
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
def _history(user: Reader, lineage: int) -> QuerySet[ProvisionWording]:
    return ProvisionWording.objects.filter(
        visibility_condition(user, "provision__version__record__"),
        visibility_condition(user, "provision__version__instrument__record__"),
        provision__lineage=lineage,
    ).select_related("provision__version__record", "provision__version__instrument__record")


NearbyWordings = list[tuple[Version, list[ProvisionWording]]]


def match_candidates(user: Reader, provision: Provision, language: str) -> NearbyWordings:
    """Provisions of neighbouring versions for a person to match this one with, by version.

    Neighbours are the version that this one follows, those that follow it, and other versions of
    the instrument. The wordings of the versions' names are loaded later.
    """
    version = provision.version
    neighbours = (
        Version.objects.visible_to(user)
        .filter(
            Q(instrument=version.instrument_id) | Q(pk=version.follows_id) | Q(follows=version.pk),
            visibility_condition(user, "instrument__record__"),
        )
        .exclude(pk=version.pk)
        .select_related("record", "instrument__record")
    )
    versions = list(neighbours.order_by("position", "pk")[:MOST_VERSIONS])
    in_versions = ProvisionWording.objects.filter(provision__version__in=versions)
    near = Q(provision__kind=provision.kind) & _nearby(provision)
    wordings = _one_per_provision(
        in_versions.filter(near | Q(provision__lineage=provision.lineage_id)), language
    )
    candidates: NearbyWordings = []
    for candidate in versions:
        own = [wording for wording in wordings if wording.provision.version_id == candidate.pk]
        for wording in own:
            wording.provision.version = candidate
        if own:
            candidates.append((candidate, own))
    return candidates


def nearby_provisions(provision: Provision, language: str) -> list[ProvisionWording]:
    """The provisions near this one in its version, for a person to choose from."""
    wordings = ProvisionWording.objects.filter(
        _nearby(provision), provision__version=provision.version
    )
    return _one_per_provision(wordings.exclude(provision=provision), language)


def _nearby(provision: Provision) -> Q:
    return Q(
        provision__position__gte=provision.position - NEARBY_LIMIT,
        provision__position__lte=provision.position + NEARBY_LIMIT,
    )


def _one_per_provision(
    wordings: QuerySet[ProvisionWording], language: str
) -> list[ProvisionWording]:
    """One wording for each provision, preferably in this language; in reading order."""
    language_rank = Case(When(language=language, then=Value(0)), default=Value(1))
    rows = wordings.select_related("provision").order_by(
        "provision__version_id", "provision__position", language_rank, "status", "pk"
    )
    return list(rows.distinct("provision__version_id", "provision__position"))
