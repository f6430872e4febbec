"""What the register keeps beside a mandate, that is not public: findings, readings, pairs, reviews, ends, actors."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from majlis.instruments.models import Provision, Version
from majlis.kernel.models import Record
from majlis.mandates.core.addressees import resolve_entity
from majlis.mandates.core.numbers import create_mandate
from majlis.mandates.core.status import refresh_status
from majlis.mandates.models import (
    Addressee,
    Alias,
    AlternativeReading,
    Assignment,
    Clause,
    Entity,
    Finding,
    LifecycleEvent,
    Mandate,
    MandateSource,
    RelatedPair,
    ReviewItem,
    ReviewSet,
)
from majlis.mandates.reviews.snapshot import snapshot_mandates
from majlis.mandates.similarity import pairs
from majlis.parties.models import Organisation
from tests.mandates import factories
from tests.pages.private.secrets import SEARCH_WORD, PrivateRecords
from tests.support.people import person


def plant_review(private_records: PrivateRecords, hidden: Any) -> Record:
    """A frozen set that is not public, of a public mandate; and all else that is kept beside mandates."""
    record, slug = hidden(private_records, "review-set", "mandates/sets/{slug}", "title", "purpose")
    mandate = factories.mandate(private_records.things.get("public text"))
    kept = ReviewSet.objects.create(
        record=record, slug=slug, state="frozen", frozen_at=timezone.now()
    )
    plant_review_item(kept, mandate, private_records.of(record, "outcome of a review"))
    private_records.things["sets"] = [(kept, mandate)]
    plant_beside_mandate(private_records, mandate)
    plant_findings(private_records, mandate)
    return record


def plant_review_item(of: ReviewSet, mandate: Mandate, words: str, **more: Any) -> ReviewItem:
    """A mandate of a frozen set, with what was decided."""
    return ReviewItem.objects.create(
        review=of,
        mandate=mandate,
        snapshot=snapshot_mandates([mandate])[mandate.pk],
        outcome="goes_on",
        text=f"{SEARCH_WORD} {words}",
        language="en",
        **more,
    )


def plant_beside_mandate(private_records: PrivateRecords, open_one: Mandate) -> None:
    """Of the mandate that is not public: how it ended, its numbers, its pair with one that is; in an open set."""
    mandate = Mandate.objects.get(number=900_000)
    record = mandate.record

    def words(kind: str) -> str:
        return f"{SEARCH_WORD} {private_records.of(record, kind)}"

    LifecycleEvent.objects.create(
        mandate=mandate, kind="pause", date="2031", language="en", text=words("closing record")
    )
    Alias.objects.create(mandate=mandate, registry=SEARCH_WORD, value=words("number elsewhere"))
    Assignment.objects.create(
        mandate=mandate,
        entity=factories.entity("Keeper"),
        part="contributor",
        state="confirmed",
        words=words("act of an assignment"),
    )
    pair = RelatedPair.objects.create(
        first=min(mandate, open_one, key=lambda each: each.pk),
        second=max(mandate, open_one, key=lambda each: each.pk),
        score=0.9,
        method="words-1",
        state="judged",
        judgement="repeated",
        reason=words("reason of a pair"),
        function=words("function of a pair"),
        place=words("place of a pair"),
        language="en",
        judged_at=timezone.now(),
    )
    private_records.things["related"] = [pair]
    pairs.update_embeddings()
    LifecycleEvent.objects.create(
        mandate=open_one, kind="merge", date="2031", into=mandate, language="en", text="Merged."
    )
    shared = public_review("neighbour-set")
    plant_review_item(shared, mandate, private_records.of(record, "outcome on a closed mandate"))
    plant_review_item(shared, open_one, "", record=private_records.records[Version])
    private_records.near += [
        f"/en/mandates/{open_one.slug}/",
        f"/en/mandates/{open_one.slug}/?download=json",
        *(f"/en/mandates/sets/neighbour-set/{each}" for each in ("", "document.docx")),
        f"/en/mandates/sets/neighbour-set/{open_one.slug}/",
        f"/en/mandates/?q={SEARCH_WORD}",
        "/en/mandates/related/?state=repeated",
        "/en/mandates/related/?state=repeated&download=csv",
    ]
    private_records.things["sets"].append((shared, mandate))


def public_review(slug: str) -> ReviewSet:
    """A frozen set that everybody may see."""
    from majlis.kernel.records import create_record

    words = {"title": {"en": "A public neighbour"}}
    record = create_record("review-set", f"mandates/sets/{slug}", words, authentic="en")
    return ReviewSet.objects.create(
        record=record, slug=slug, state="frozen", frozen_at=timezone.now()
    )


def plant_findings(private_records: PrivateRecords, open_one: Mandate) -> None:
    """What was read in a version that is not public, whom it names first, and readings of members."""
    version, _eid = private_records.things["versions"][0]
    record = version.record
    provision = Provision.objects.filter(version=version, kind="operative")[1]
    asked = resolve_entity(
        f"{SEARCH_WORD} {private_records.of(record, 'entity of a closed text')}", "en", of=version
    )
    mandate = create_mandate(version.instrument, provision.lineage)
    source = MandateSource.objects.create(
        mandate=mandate, version=version, provision=provision, language="en", force="requests"
    )
    Addressee.objects.create(source=source, role="asked", entity=asked, words="it")
    Clause.objects.create(
        version=version,
        provision=provision,
        kind="review",
        language="en",
        deadline="2099-05",
        occasion=f"{SEARCH_WORD} {private_records.of(record, 'occasion of a clause')}",
        body=asked,
    )
    refresh_status([mandate.pk])
    private_records.things["read"] = [provision]
    private_records.things["closed mandate"] = mandate
    private_records.things["entities"] = [asked]
    for state in ("rejected", "waiting"):
        found = Finding.objects.create(
            version=version,
            provision=provision,
            language="en",
            state=state,
            reason=f"{SEARCH_WORD} {private_records.of(record, 'reason of a finding')}"
            if state != "waiting"
            else "",
            reason_language="en",
            decided_by=person("secretariat"),
            decided_at=timezone.now(),
        )
        private_records.things.setdefault("findings", []).append(found)
    member = Organisation.objects.get(number=9001)
    for of, at in ((member, open_one), (private_records.world.things["organisation"], None)):
        closed = member.record if of == member else record
        AlternativeReading.objects.create(
            lineage=at.lineage if at else provision.lineage,
            version=at.source.version if at else provision.version,
            mandate=at,
            organisation=of,
            language="en",
            text=f"{SEARCH_WORD} {private_records.of(closed, 'reading of a member')}",
            made_by=person(),
        )
    assert open_one.source is not None
    private_records.near.append(open_one.source.provision.get_absolute_url())
    plant_neighbouring_entities(private_records)


def plant_neighbouring_entities(private_records: PrivateRecords) -> None:
    """Public actors above, below and of the name of one that is not public; and of an organization that is not."""
    closed = Entity.objects.get(record=private_records.records[Entity])
    near = [
        factories.entity("Below", parent=closed),
        factories.entity("Former", merged_into=closed),
        factories.entity("Of", organisation=Organisation.objects.get(number=9001)),
        factories.entity("Above"),
    ]
    Entity.objects.filter(pk=closed.pk).update(parent=near[-1])
    for each in near:
        own = each.get_absolute_url()
        private_records.near += [
            own,
            *(f"{own}{page}/" for page in ("brief", "handover", "checklist")),
        ]


def plant_decisions_of(private_records: PrivateRecords, record: Record) -> None:
    """A public mandate that a closed record assigned and ended."""
    mandate = factories.mandate(private_records.things["public text"], number=3)
    entity = factories.entity("Keeper")
    Assignment.objects.create(
        mandate=mandate, entity=entity, part="lead", state="confirmed", record=record
    )
    LifecycleEvent.objects.create(
        mandate=mandate, kind="pause", date="2031", record=record, language="en", text="Paused."
    )
    refresh_status([mandate.pk])
    private_records.near += [
        f"/en/mandates/{mandate.slug}/",
        f"/en/mandates/{mandate.slug}/?download=json",
    ]
