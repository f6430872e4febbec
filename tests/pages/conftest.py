"""The world that pages are looked at in: the demonstration, with one of each thing that has a page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.test import override_settings

from majlis.kernel import actions as kernel
from majlis.kernel import audit
from majlis.kernel.actor import Actor
from majlis.kernel.models import Appointment, AuditEntry, PersonalDatum, Record, User
from tests.support import databases
from tests.support.tasks import DUMMY_TASKS

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TABLE = (
    b"scheme,code,language,name,source\naction-lines,C2,fr,Nom fictif,A fictional source\nx,y,z,,\n"
)


@dataclass
class World:
    """The demonstration: its people by role, some records by what they are, visits and what they were made of."""

    people: dict[str, User]
    things: dict[str, Any]
    files: Any
    visits: dict[Any, tuple[int, bytes, int]] = field(default_factory=dict)
    templates: set[str] = field(default_factory=set)

    @property
    def record(self) -> Record:
        """A public record to which something was done."""
        found = Record.objects.filter(access="public", history__isnull=False).first()
        assert found is not None
        return found


@pytest.fixture(scope="module")
def world(
    django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The demonstration in a database of its own; what tests do to it is undone after the module."""
    files = tmp_path_factory.mktemp("files")
    with (
        django_db_blocker.unblock(),
        databases.demonstration(files),
        override_settings(MAJLIS_DEMO=True, MAJLIS_FILES=files, TASKS=DUMMY_TASKS),
        transaction.atomic(),
    ):
        people: dict[str, User] = {}
        for each in Appointment.objects.select_related("user").order_by("pk"):
            people.setdefault(each.role, each.user)
        made = World(people, make_things(people), files)
        # Once for the world, and not again at the end of each test, where it is undone.
        connection.check_constraints()
        yield made
        transaction.set_rollback(True)


def make_things(people: dict[str, User]) -> dict[str, Any]:
    """One of each thing that has a page of its own and that the demonstration does not have yet."""
    from majlis.commons.comments.models import Comment
    from majlis.commons.imports import actions as imports
    from majlis.commons.imports.registry import TARGETS
    from majlis.commons.moderation.models import Case
    from majlis.commons.notices.links import stop_mail_path
    from majlis.commons.search.index import index_records
    from majlis.commons.search.tasks import BATCH_SIZE
    from majlis.commons.translation import actions as translation
    from majlis.kernel.records import create_record
    from majlis.parties.models import Body, Delegation, Office, Organisation, Registration
    from majlis.site.mail import OutboxBackend
    from majlis.site.models import Letter
    from tests.mandates.extraction import samples as extraction_samples
    from tests.mandates.reviews import samples as reviews_samples
    from tests.mandates.similarity import samples as similarity_samples

    officer = Actor(user=people["secretariat"])
    note = create_record(
        "concept", "concepts/fictional", {"title": {"en": "A fictional plan."}}, authentic="en"
    )
    wanted = translation.QueueItem(note, "title", "en", "ar")
    job = translation.take_job(Actor(user=people["translator"]), wanted)
    other = create_record(
        "concept", "concepts/fictional-2", {"title": {"en": "Another plan."}}, authentic="en"
    )
    batch = imports.upload_table(
        officer, TARGETS["concept-names"], stream=io.BytesIO(TABLE), name="fictional.csv"
    )
    mapped = imports.upload_table(
        officer, TARGETS["concept-names"], stream=io.BytesIO(TABLE + b"x,x,x,x,x\n"), name="two.csv"
    )
    imports.map_columns(
        officer, mapped, keys={each.place: each.key for each in mapped.columns.all()}
    )
    OutboxBackend(alias="default").send_messages(
        [EmailMessage("A fictional letter", "Fictional words.", "a@example.org", ["b@example.org"])]
    )
    index_records(
        Record.objects.filter(kind__in=["concept", "body", "organisation"]).with_wordings()[
            :BATCH_SIZE
        ]
    )
    personal = Body.objects.get(slug="demonstration-council").record
    AuditEntry.objects.create(
        verb="parties.admit_member",
        record=personal,
        new={
            "member": audit.personal_reference("Fictional Person"),
            "name": audit.personal_reference("Another"),
        },
    )
    datum = PersonalDatum.objects.get(value="Fictional Person")
    texts = make_instruments(officer)
    texts |= extraction_samples.plant(officer, texts)
    texts |= similarity_samples.plant(officer, texts)
    redaction = kernel.propose_redaction(officer, [datum], reason="Asked for.", record=personal)
    texts |= reviews_samples.plant(officer, texts)
    from tests.mandates.deliverables import samples as deliverables_samples

    answers = deliverables_samples.plant(officer, texts)
    return {
        "personal": personal,
        "redaction": redaction,
        "organisation": Organisation.objects.order_by("number").first(),
        "registration": Registration.objects.filter(state="waiting").first(),
        "body": Body.objects.get(slug="demonstration-council"),
        "office": Office.objects.first(),
        "delegation": Delegation.objects.first(),
        "comment": Comment.objects.first(),
        "case": Case.objects.first(),
        "job": job,
        "wanted": other,
        "batch": batch,
        "mapped": mapped,
        "letter": Letter.objects.first(),
        "person": people["expert"],
        "remark": make_remarks(officer),
        **texts,
        **answers,
        **make_meetings(people),
        "stop": stop_mail_path(people["delegate"]).rstrip("/").rsplit("/", 1)[1],
    }


def make_meetings(people: dict[str, User]) -> dict[str, Any]:
    """An open meeting with a sitting, an item, a participant, a conclusion and a document; and a draft."""
    from majlis.parties.models import Organisation
    from tests.documents import factories as documents
    from tests.documents.contributions import samples as contributions
    from tests.documents.posted_documents import samples as posted_documents
    from tests.documents.reporting import samples as reporting
    from tests.events import factories
    from tests.events.agenda import samples as agenda
    from tests.events.conclusions import samples as conclusions
    from tests.events.floor import samples as floor
    from tests.events.meetings import samples as meetings
    from tests.portal.follow_up import samples as follow_up

    delegate = people["delegate"]
    meeting = factories.meeting(state="open")
    item = factories.item(meeting, "A fictional item")
    document = documents.document(meeting)
    participant = factories.participant(meeting, delegate)
    sitting = factories.sitting(meeting)
    member = Organisation.objects.order_by("number").first()
    assert member is not None
    return {
        **meetings.plant(meeting),
        **agenda.plant(meeting, member),
        **conclusions.plant(meeting, delegate, member),
        **contributions.plant(meeting, people["focal_point"], member),
        **posted_documents.plant(meeting, item),
        **reporting.plant(meeting, item),
        **follow_up.plant(meeting),
        **floor.plant(meeting, sitting, item, participant),
        "meeting": meeting,
        "draft_meeting": factories.meeting(meeting.body, state="draft"),
        "sitting": sitting,
        "item": item,
        "participant": participant,
        "waiting_participant": factories.participant(
            meeting, state="requested", organisation=Organisation.objects.order_by("number").first()
        ),
        "conclusion": factories.conclusion(item),
        "meeting_document": document,
        "document_version": document.versions.get(),
        "meeting_body": meeting.body,
    }


def make_remarks(officer: Actor) -> Any:
    """What a reader said about a concept and waits; another that was answered, and one withheld."""
    from majlis.commons.remarks import actions

    def said(text: str, address: str = "") -> Any:
        return actions.submit_remark(
            Actor(), actions.RemarkInput(text, "en", address, name="A fictional name")
        )

    waiting = said("A fictional mistake.", "/en/concepts/action-lines/C2/")
    answer = {"outcome": "corrected", "language": "ar", "text": "رد خيالي."}
    actions.answer_remark(officer, said("A fictional gap.", "/en/schemes/"), **answer)
    actions.withhold_remark(officer, said("Fictional words."), why="advertising")
    return waiting


def make_instruments(officer: Actor) -> dict[str, Any]:
    """A report with annexed texts that is published, its languages and versions, and one that waits."""
    from majlis.framework.models import Concept
    from majlis.instruments.acts import actions as acts_actions
    from majlis.instruments.imports import actions as imports_actions
    from majlis.instruments.imports import publish, read
    from majlis.instruments.models import Instrument, Provision
    from majlis.instruments.series import actions as series_actions
    from majlis.instruments.tags import actions as tags_actions
    from majlis.instruments.withdrawals import actions as withdrawals_actions
    from majlis.textkit.edit import Edit
    from tests.instruments.stored_texts import stored_version as small_version
    from tests.mandates.entities import samples as entities_samples

    def brought(name: str) -> Any:
        with (SAMPLES / name).open("rb") as stream:
            kept = imports_actions.upload_import(officer, name=name, stream=stream)
        return read.read_file(officer, kept)

    report, resolution, terms = publish.publish_import(officer, brought("lighthouses.2031.ar.txt"))
    language = brought("lighthouses-resolution-27.2031.en.txt")
    publish.publish_import(officer, language)
    waiting = brought("tidal-gardens.2026.en.docx")
    imports_actions.correct_import(
        officer, waiting, edits=[Edit("kind", first_of(waiting), "paragraph")]
    )
    with io.BytesIO(b"%PDF-1.7 nothing") as stream:
        unreadable = imports_actions.upload_import(officer, name="nothing.pdf", stream=stream)
    made = series_actions.create_series(
        officer, titles={"en": "Fictional: the light of the coasts"}
    )
    series_actions.set_series(officer, resolution.instrument, series=made)
    tags_actions.propose_tag(
        officer,
        resolution.instrument,
        concept=Concept.objects.get(scheme__key="action-lines", code="C2"),
    )
    withdrawn = small_version()
    withdrawals_actions.withdraw_version(officer, withdrawn, reason="Published wrongly.")
    act = acts_actions.record_act(officer, resolution, kind="notes", words="Fictional 3rd meeting")
    return {
        "report": report,
        "text": resolution,
        "terms": terms,
        "former": resolution.follows,
        "provision": Provision.objects.filter(version=resolution, kind="operative")[2],
        "import": waiting,
        "unreadable": read.read_file(officer, unreadable),
        "series": made,
        "withdrawn": withdrawn,
        "stub": Instrument.objects.filter(held=False, became=None)[0],
        "act": act,
        "operative": first_of(waiting),
        **entities_samples.plant(officer, {"text": resolution, "former": resolution.follows}),
    }


def first_of(imported: Any) -> str:
    """The first operative paragraph of what was read."""
    from majlis.instruments.imports import working_copy

    return next(
        each.id for each in working_copy.current_text(imported).walk() if each.kind == "operative"
    )
