"""Verbs of posted documents: language files, due dates, places on agendas and what came of documents there."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest

from majlis.commons.search.models import SearchEntry
from majlis.documents.core.access import set_draft_access
from majlis.documents.models import Consideration, Document, DocumentFile, DocumentVersion
from majlis.documents.posted_documents import actions
from majlis.events.agenda import actions as agenda
from majlis.events.models import AgendaItem
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.files import DOCX
from majlis.kernel.models import AuditEntry
from majlis.paper import write
from majlis.paper.blocks import Document as Paper
from majlis.paper.blocks import Paragraph
from tests.documents import factories
from tests.documents.posted_documents import texts
from tests.events import factories as events
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db


def officer_of(document: Document) -> Actor:
    return Actor(user=events.officer(document.meeting))


def original(document: Document) -> DocumentVersion:
    return document.versions.get(kind="original")


def word_file(words: str = "The lamps, counted.") -> io.BytesIO:
    return io.BytesIO(write.docx(Paper("fr", "Une liste", (Paragraph(words),))))


def fault_of(call: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        call()
    return {key: str(message) for key, message in caught.value.faults.items()}


# Language files.


def test_a_word_file_is_read_and_stands_beside_the_original() -> None:
    document = texts.written()
    row = actions.add_file(
        officer_of(document), original(document), language="fr", stream=word_file(), name="a.docx"
    )
    assert (row.language, row.status, row.origin, row.name) == (
        "fr",
        "translated",
        "uploaded",
        "a.docx",
    )
    assert row.file is not None and row.file.media_type == DOCX
    assert "The lamps, counted." in row.words and "akomaNtoso" in row.text
    entry = AuditEntry.objects.get(verb="documents.add_file")
    assert entry.record == document.record and entry.new["language"] == "fr"
    assert SearchEntry.objects.filter(record=document.pk, language="fr").exists()


def test_a_typed_text_takes_the_place_of_a_due_date() -> None:
    document = texts.written()
    officer = officer_of(document)
    actions.set_language_due(
        officer, original(document), language="es", due=clock.today() + datetime.timedelta(3)
    )
    row = actions.add_file(officer, original(document), language="es", typed="Las lámparas.")
    assert (row.due, row.origin, row.words) == (None, "translation", "Las lámparas.")
    assert DocumentFile.objects.filter(version__document=document).count() == 2


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"language": "en", "typed": "Again."}, "language"),
        ({"language": "de", "typed": "Anders."}, "language"),
        ({"language": "fr"}, "file"),
        ({"language": "fr", "typed": "A", "stream": io.BytesIO(b"B")}, "text"),
        ({"language": "fr", "stream": io.BytesIO(b"plain text")}, "file"),
        ({"language": "fr", "typed": "x" * 400_001}, "text"),
    ],
)
def test_a_file_that_cannot_be_is_refused_at_its_field(
    arguments: dict[str, Any], field: str
) -> None:
    document = texts.written()
    faults = fault_of(
        lambda: actions.add_file(officer_of(document), original(document), **arguments)
    )
    assert list(faults) == [field]


def test_a_corrigendum_takes_only_its_languages() -> None:
    document = texts.written()
    corrigendum = texts.version(document, "corrigendum", languages=["en", "fr"])
    faults = fault_of(
        lambda: actions.add_file(officer_of(document), corrigendum, language="ru", typed="Лампы.")
    )
    assert list(faults) == ["language"]
    actions.add_file(officer_of(document), corrigendum, language="fr", typed="Les lampes.")


def test_a_withdrawn_document_and_a_refused_version_take_no_file() -> None:
    withdrawn = texts.written(state="withdrawn")
    with pytest.raises(WrongState, match="withdrawn"):
        actions.add_file(
            officer_of(withdrawn), original(withdrawn), language="fr", typed="Les lampes."
        )
    document = texts.written()
    refused = texts.version(document, state="refused")
    with pytest.raises(WrongState, match="refused"):
        actions.add_file(officer_of(document), refused, language="fr", typed="Les lampes.")


def test_who_may_add_a_file_to_a_posted_version() -> None:
    office = organisation()
    document = texts.written(submitted_by=person())
    document.sources.create(organisation=office)
    people = {
        "officer": events.officer(document.meeting),
        "secretariat": person("secretariat"),
        "translator": person("translator"),
        "reviser": person("reviser"),
    }
    others = {
        "nobody": None,
        "author": document.submitted_by,
        "focal point of the author": person(("focal_point", office.record)),
        "focal point of another": person(("focal_point", organisation().record)),
        "inactive": person("translator", is_active=False),
    }
    check_permissions(
        "documents.add_file",
        original(document),
        granted=people,
        refused=others,
        do=lambda actor: actions.add_file(
            actor, original(document), language="fr", typed="Les lampes."
        ),
    )


def test_authors_add_files_while_they_write_and_translators_do_not_yet() -> None:
    document = factories.document(state="draft", submitted_by=person())
    set_draft_access(document)
    check_permissions(
        "documents.add_file",
        original(document),
        granted={"author": document.submitted_by or person()},
        refused={"translator": person("translator"), "nobody": None},
    )


def test_a_file_is_removed_with_a_reason_and_can_be_added_again() -> None:
    document = texts.written()
    file = texts.translation(original(document), "fr", "Les lampes.")
    officer = officer_of(document)
    assert list(fault_of(lambda: actions.remove_file(officer, file, reason=" "))) == ["reason"]
    actions.remove_file(officer, file, reason="The wrong file.")
    entry = AuditEntry.objects.get(verb="documents.remove_file")
    assert entry.old["language"] == "fr" and entry.reason == "The wrong file."
    assert not SearchEntry.objects.filter(record=document.pk, language="fr").exists()
    with pytest.raises(WrongState, match="already"):
        actions.remove_file(officer, file, reason="Again.")
    actions.add_file(officer, original(document), language="fr", typed="Les lampes.")


def test_the_original_of_a_posted_version_is_not_removed() -> None:
    document = texts.written()
    texts.translation(original(document), "fr")
    file = original(document).files.get(language="en")
    with pytest.raises(WrongState, match="original"):
        actions.remove_file(officer_of(document), file, reason="A mistake.")


def test_only_officers_remove_files_and_set_due_dates() -> None:
    document = texts.written(submitted_by=person())
    file = texts.translation(original(document), "fr")
    granted = {"officer": events.officer(document.meeting), "secretariat": person("secretariat")}
    refused = {
        "nobody": None,
        "author": document.submitted_by,
        "translator": person("translator"),
        "officer of another body": events.officer(events.body()),
        "inactive": person("secretariat", is_active=False),
    }
    due = clock.today() + datetime.timedelta(9)
    check_permissions(
        "documents.set_language_due",
        original(document),
        granted=granted,
        refused=refused,
        do=lambda actor: actions.set_language_due(
            actor, original(document), language="es", due=due
        ),
    )
    check_permissions(
        "documents.remove_file",
        file,
        granted=granted,
        refused=refused,
        do=lambda actor: actions.remove_file(actor, file, reason="The wrong file."),
    )


def test_a_due_date_is_set_changed_and_removed() -> None:
    document = texts.written()
    officer, version = officer_of(document), original(document)
    soon, later = (clock.today() + datetime.timedelta(days) for days in (3, 9))
    for due in (soon, later, later, None):
        actions.set_language_due(officer, version, language="ar", due=due)
    entries = AuditEntry.objects.filter(verb="documents.set_language_due").order_by("pk")
    assert [each.new["due"] for each in entries] == [soon.isoformat(), later.isoformat(), None]
    assert not version.files.filter(language="ar").exists()


@pytest.mark.parametrize(("language", "days", "field"), [("en", 3, "language"), ("ar", -1, "due")])
def test_a_due_date_that_cannot_be_is_refused(language: str, days: int, field: str) -> None:
    document = texts.written()
    due = clock.today() + datetime.timedelta(days)
    faults = fault_of(
        lambda: actions.set_language_due(
            officer_of(document), original(document), language=language, due=due
        )
    )
    assert list(faults) == [field]


# Where a document is considered.


def test_a_document_is_placed_at_items_of_any_meetings() -> None:
    document = texts.written()
    other = events.meeting()
    items = [events.item(document.meeting), events.item(other, "A fictional review")]
    for item in items:
        officer = Actor(user=events.officer(item.meeting))
        actions.add_consideration(officer, item, document=document)
    assert [each.item for each in document.considerations.order_by("pk")] == items
    entry = AuditEntry.objects.filter(verb="documents.add_consideration").latest("pk")
    assert entry.record == document.record
    assert entry.new == {"item": items[1].record.address, "label": "1"}


def test_documents_stand_in_the_order_in_which_they_were_placed() -> None:
    meeting = events.meeting()
    item, officer = events.item(meeting), Actor(user=events.officer(meeting))
    documents = [texts.written(meeting) for _n in range(3)]
    for document in documents:
        actions.add_consideration(officer, item, document=document)
    assert [each.document for each in item.considerations.all()] == documents
    assert [each.position for each in item.considerations.all()] == [1, 2, 3]


def test_a_document_is_not_placed_twice_nor_before_it_is_accepted_nor_when_withdrawn() -> None:
    meeting = events.meeting()
    item, officer = events.item(meeting), Actor(user=events.officer(meeting))
    placed = texts.written(meeting)
    actions.add_consideration(officer, item, document=placed)
    waiting = factories.document(meeting, state="submitted")
    set_draft_access(waiting)
    hidden = factories.document(state="submitted")
    set_draft_access(hidden)
    withdrawn = factories.document(meeting, state="withdrawn")
    for document, words in (
        (placed, "already"),
        (waiting, "accepted"),
        (hidden, "symbol"),
        (withdrawn, "withdrawn"),
    ):
        faults = fault_of(
            lambda each=document: actions.add_consideration(officer, item, document=each)
        )
        assert words in faults["document"]


@pytest.mark.parametrize("state", ["reported", "cancelled"])
def test_the_agenda_of_a_meeting_that_is_over_does_not_change(state: str) -> None:
    document = texts.written()
    meeting = events.meeting(state=state)
    item = events.item(meeting)
    with pytest.raises(WrongState):
        actions.add_consideration(Actor(user=events.officer(meeting)), item, document=document)


def test_a_document_is_not_placed_at_an_item_that_was_withdrawn() -> None:
    document = texts.written()
    item = events.item(document.meeting, withdrawn_at=clock.now())
    with pytest.raises(WrongState, match="withdrawn"):
        actions.add_consideration(officer_of(document), item, document=document)


def test_the_body_of_the_agenda_decides_where_a_document_is_considered() -> None:
    document = texts.written()
    item = events.item(events.meeting())
    row = texts.place(document, events.item(events.meeting(state="open")))
    refused = {
        "nobody": None,
        "officer of the body of the document": events.officer(document.meeting),
        "author": person(),
        "inactive": person("secretariat", is_active=False),
    }
    check_permissions(
        "documents.add_consideration",
        item,
        granted={"officer": events.officer(item.meeting), "secretariat": person("secretariat")},
        refused=refused,
        do=lambda actor: actions.add_consideration(actor, item, document=document),
    )
    granted = {
        "officer": events.officer(row.item.meeting),
        "chair": person(("chair", row.item.meeting.body.record)),
    }
    check_permissions(
        "documents.set_consideration_outcome",
        row,
        granted=granted,
        refused=refused,
        do=lambda actor: actions.set_consideration_outcome(actor, row, outcome="noted"),
    )
    check_permissions(
        "documents.remove_consideration",
        row,
        granted=granted,
        refused=refused,
        do=lambda actor: actions.remove_consideration(actor, row, reason="A mistake."),
    )


def test_an_outcome_is_recorded_with_a_note() -> None:
    document = texts.written(events.meeting(state="open"))
    row = texts.place(document, events.item(document.meeting))
    officer = officer_of(document)
    actions.set_consideration_outcome(
        officer, row, outcome="agreed", note="With the words of annex 2.", note_language="en"
    )
    row.refresh_from_db()
    assert (row.outcome, row.note_language) == ("agreed", "en")
    actions.set_consideration_outcome(
        officer, row, outcome="agreed", note="With the words of annex 2.", note_language="en"
    )
    entry = AuditEntry.objects.get(verb="documents.set_consideration_outcome")
    assert entry.new["outcome"] == "agreed" and entry.record == document.record


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"outcome": "praised"}, "outcome"),
        ({"outcome": "noted", "note": "x" * 4001, "note_language": "en"}, "note"),
        ({"outcome": "noted", "note": "x"}, "note_language"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(arguments: dict[str, str], field: str) -> None:
    document = texts.written(events.meeting(state="open"))
    row = texts.place(document, events.item(document.meeting))
    faults = fault_of(
        lambda: actions.set_consideration_outcome(officer_of(document), row, **arguments)
    )
    assert list(faults) == [field]


def test_before_the_meeting_is_open_a_document_can_only_be_carried_over() -> None:
    document = texts.written()
    row = texts.place(document, events.item(document.meeting))
    with pytest.raises(WrongState, match="not open"):
        actions.set_consideration_outcome(officer_of(document), row, outcome="noted")
    actions.set_consideration_outcome(officer_of(document), row, outcome="carried_over")


def test_a_document_with_an_outcome_is_removed_only_with_a_reason() -> None:
    document = texts.written(events.meeting(state="open"))
    row = texts.place(document, events.item(document.meeting), outcome="noted")
    officer = officer_of(document)
    assert list(fault_of(lambda: actions.remove_consideration(officer, row))) == ["reason"]
    actions.remove_consideration(officer, row, reason="At the wrong item.")
    with pytest.raises(WrongState, match="already"):
        actions.remove_consideration(officer, row, reason="Again.")
    other = texts.place(document, events.item(document.meeting))
    actions.remove_consideration(officer, other)


def test_documents_that_were_carried_over_stand_on_the_agenda_of_the_next_meeting() -> None:
    meeting = events.meeting(state="closed")
    done, going = texts.written(meeting), texts.written(meeting)
    standing = events.item(meeting, "A fictional review", standing=True)
    unfinished = events.item(meeting, "A fictional licence", outcome="carried_over")
    texts.place(done, standing, outcome="noted")
    texts.place(going, standing, outcome="carried_over")
    texts.place(going, unfinished)
    following = events.meeting(meeting.body)
    officer = Actor(user=events.officer(meeting))
    agenda.copy_agenda(officer, following, previous=meeting)
    rows = Consideration.objects.filter(item__meeting=following)
    assert {(each.document, each.item.carried_from) for each in rows} == {
        (going, standing),
        (going, unfinished),
    }
    assert AgendaItem.objects.filter(meeting=following).count() == 2
