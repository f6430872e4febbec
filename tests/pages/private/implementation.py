"""Mandates, actors and answers that are not public; and public mandates whose answers lead to what is not."""

from __future__ import annotations

import datetime
from typing import Any

from majlis.instruments.models import Provision, Version
from majlis.kernel.models import Record
from majlis.mandates.models import (
    Deliverable,
    Entity,
    Evaluation,
    Evidence,
    InactivityNotice,
    Mandate,
    MandateSource,
    Occasion,
    Occurrence,
    OverdueNotice,
    Resource,
    Response,
    Statement,
    Step,
    Submission,
)
from majlis.mandates.statements import actions
from tests.mandates import factories
from tests.pages.private.secrets import SEARCH_WORD, PrivateRecords


def plant_entity(private_records: PrivateRecords, hidden: Any) -> Record:
    """An entity that is not public."""
    record, slug = hidden(private_records, "entity", "entities/{slug}", "title")
    Entity.objects.create(record=record, slug=slug)
    return record


def plant_mandate(private_records: PrivateRecords, hidden: Any) -> Record:
    """A mandate that is not public, with all that was said of it."""
    record, slug = hidden(private_records, "mandate", "mandates/{slug}")
    version = Version.objects.filter(state="adopted").order_by("pk")[0]
    provision = Provision.objects.filter(version=version, kind="operative")[0]
    mandate = Mandate.objects.create(
        record=record,
        number=900_000,
        slug=slug,
        instrument=version.instrument,
        lineage=provision.lineage,
        force="requests",
    )
    source = MandateSource.objects.create(
        mandate=mandate,
        version=version,
        provision=provision,
        language="en",
        force="requests",
        trigger="after each storm",
    )
    Mandate.objects.filter(pk=mandate.pk).update(source=source, legal_status="in_force")
    plant_mandate_data(mandate, lambda kind: f"{SEARCH_WORD} {private_records.of(record, kind)}")
    Mandate.objects.filter(pk=mandate.pk).update(lead=factories.entity("Keeper"))
    notice = InactivityNotice.objects.create(
        mandate=mandate,
        entity=factories.entity("Keeper"),
        since="2003",
        answer_by=datetime.date(2020, 2, 1),
        reply="goes_on",
        language="en",
        answer=f"{SEARCH_WORD} {private_records.of(record, 'words on a quiet mandate')}",
    )
    private_records.things["quiet notices"] = [notice]
    return record


def plant_mandate_data(mandate: Mandate, words: Any) -> Deliverable:
    """All that may be said of a mandate, with these words in each place."""
    keeper = factories.entity("Keeper")
    link = {"link": "https://example.org/a.pdf", "language": "en"}
    it = Deliverable.objects.create(
        mandate=mandate, ordinal=1, language="en", words=words("words of a deliverable")
    )
    Deliverable.objects.filter(pk=it.pk).update(
        state="partly", reason=words("reason of a deliverable"), reason_language="en"
    )
    step = {"deliverable": it, "entity": keeper, "task": "draft"}
    day = "2030-05-01"
    Step.objects.create(**step, done_on=day, link=link["link"], title=words("title of a step"))
    Submission.objects.create(
        deliverable=it, **link, title=words("title of an answer"), paragraphs=words("paragraphs")
    )
    Occurrence.objects.create(mandate=mandate, language="en", words=words("occurrence"))
    Response.objects.create(mandate=mandate, entity=keeper, language="en", text=words("response"))
    Resource.objects.create(
        mandate=mandate, kind="text", words=words("resources"), title=words("source"), **link
    )
    Evaluation.objects.create(
        mandate=mandate, evaluator=keeper, year=2030, language="en", text=words("evaluation")
    )
    OverdueNotice.objects.create(
        deliverable=it,
        entity=keeper,
        due=datetime.date(2020, 1, 1),
        answer_by=datetime.date(2020, 2, 1),
    )
    return it


def plant_statement(private_records: PrivateRecords, hidden: Any) -> Record:
    """A statement on a mandate that is not public, with its evidence."""
    mandate = Mandate.objects.get(number=900_000)
    admitted = (mandate.record.access, mandate.record.circle)
    address = f"{mandate.record.address}/statements/1"
    record, _slug = hidden(
        private_records, "statement", address, "text", "reason", admitted=admitted
    )
    statement = Statement.objects.create(
        record=record, mandate=mandate, ordinal=1, state="partly", reviewed_words="A meeting"
    )
    Evidence.objects.create(
        statement=statement,
        link="https://example.org/b.pdf",
        title=f"{SEARCH_WORD} {private_records.of(record, 'evidence')}",
    )
    return record


def plant_references_to(private_records: PrivateRecords, record: Record) -> None:
    """A public mandate of which everything that was said leads to the record."""
    mandate = factories.mandate(
        private_records.things.get("public text"), lead=factories.entity("Keeper")
    )
    private_records.things["public text"] = mandate.source.version if mandate.source else None
    it = plant_mandate_data(mandate, lambda _sort: "")
    for model in (Step, Submission):
        model.objects.filter(deliverable=it).update(record=record, link="")
    for model in (Occurrence, Response, Resource, Evaluation):
        model.objects.filter(mandate=mandate).update(record=record, link="")
    occasion = Occasion.objects.get_or_create(entity=factories.entity("Council"), year=2031)[0]
    Step.objects.create(
        deliverable=it,
        entity=factories.entity("Council"),
        task="agree",
        on_behalf_of=factories.entity("Keeper"),
        act=record,
        occasion=occasion,
    )
    other = Deliverable.objects.create(mandate=mandate, ordinal=2, merged_into=it, merged_by=record)
    said = actions.publish_statement(
        private_records.things["system"], mandate, language="en", text="Said.", state="under_way"
    )
    Evidence.objects.create(statement=said, record=record)
    slug = mandate.slug
    private_records.near += [
        f"/en/mandates/{slug}/deliverables/",
        f"/en/mandates/{slug}/deliverables/{it.ordinal}/",
        f"/en/mandates/{slug}/deliverables/{other.ordinal}/",
        f"/en/mandates/{slug}/statements/1/",
        f"/en/mandates/{slug}/resources/",
        f"/en/mandates/{slug}/evaluations/",
    ]
