"""Printing: agenda and list of participants as numbered documents, and their revisions."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from majlis.documents.models import Document, DocumentFile
from majlis.documents.posted_documents import actions as posted_documents
from majlis.documents.posted_documents.reading import read_text
from majlis.documents.printing import actions
from majlis.events.models import Meeting, MeetingRules
from majlis.events.people import actions as people
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.files import file_path
from majlis.kernel.models import AuditEntry, StoredFile, User
from majlis.kernel.records import set_wording
from tests.documents.posted_documents import texts
from tests.events import factories as events
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db


def officer_of(meeting: Meeting) -> Actor:
    return Actor(user=events.officer(meeting))


def words_of(document: Document, language: str = "en", number: int = 0) -> str:
    """The words of the original or the n-th revision in a language."""
    return DocumentFile.objects.get(
        version__document=document, version__number=number, language=language
    ).words


def labels(document: Document) -> list[tuple[str, int]]:
    return list(document.versions.order_by("pk").values_list("kind", "number"))


def with_items() -> Meeting:
    """A meeting with two items, one below the other."""
    meeting = events.meeting()
    top = events.item(meeting, "A fictional review")
    events.item(meeting, "A fictional list", parent=top, presenters="The secretariat")
    return meeting


# The agenda.


def test_the_agenda_becomes_a_numbered_document_of_the_meeting() -> None:
    meeting = with_items()
    document = actions.print_agenda(officer_of(meeting), meeting)
    assert (document.symbol, document.number, document.state) == (
        f"{meeting.body.abbreviation}-{meeting.number}/1",
        1,
        "posted",
    )
    assert (document.category, document.record.access) == ("agenda", "public")
    file = document.versions.get().files.get()
    assert (file.language, file.status, file.origin) == ("en", "authentic", "records")
    assert file.file is not None and file.pdf is not None
    assert file_path(file.file.sha256).read_bytes().startswith(b"PK")
    assert file_path(file.pdf.sha256).read_bytes().startswith(b"%PDF")
    assert "1 A fictional review" in file.words and "1.1 A fictional list" in file.words
    text = read_text(file.text)
    assert text is not None
    assert [each.label for each in text.walk() if each.label] == ["1", "1.1"]
    assert AuditEntry.objects.get(verb="documents.print_agenda").record == document.record


def test_an_agenda_that_has_not_changed_is_not_printed_again() -> None:
    meeting = with_items()
    officer = officer_of(meeting)
    first = actions.print_agenda(officer, meeting)
    assert actions.print_agenda(officer, meeting) == first
    assert labels(first) == [("original", 0)]
    assert AuditEntry.objects.filter(verb="documents.print_agenda").count() == 1


def test_each_change_makes_a_revision_of_the_same_number() -> None:
    meeting = with_items()
    officer = officer_of(meeting)
    document = actions.print_agenda(officer, meeting)
    for title in ("A fictional debate", "A fictional vote"):
        events.item(meeting, title)
        assert actions.print_agenda(officer, meeting) == document
    assert labels(document) == [("original", 0), ("revision", 1), ("revision", 2)]
    assert "A fictional vote" not in words_of(document, number=1)
    assert "3 A fictional vote" in words_of(document, number=2)
    document.refresh_from_db()
    assert document.number == 1


def test_the_symbols_of_the_documents_stand_at_their_items() -> None:
    meeting = with_items()
    officer = officer_of(meeting)
    item = meeting.items.get(label="1.1")
    open_to_all, for_members = texts.written(meeting), texts.written(meeting, members_only=True)
    texts.version(open_to_all)
    texts.place(open_to_all, item)
    texts.place(for_members, item)
    agenda = actions.print_agenda(officer, meeting)
    posted_documents.add_consideration(officer, meeting.items.get(label="1"), document=agenda)
    words = words_of(agenda)
    assert f"Documents: {open_to_all.symbol}(Rev.1)" in words
    assert for_members.symbol not in words
    assert actions.print_agenda(officer, meeting).versions.count() == 1


def test_times_stand_in_the_zone_of_the_meeting_and_withdrawn_items_are_marked() -> None:
    meeting = with_items()
    sitting = events.sitting(meeting)
    meeting.items.filter(label="1.1").update(starts=sitting.starts, ends=sitting.ends)
    meeting.items.filter(label="1").update(withdrawn_at=sitting.starts)
    words = words_of(actions.print_agenda(officer_of(meeting), meeting))
    assert "11:00–13:00, The secretariat" in words
    assert "UTC+1" in words
    assert "1 A fictional review (withdrawn)" in words


def test_the_agenda_is_printed_in_the_languages_of_its_titles() -> None:
    meeting = with_items()
    officer = officer_of(meeting)
    top = meeting.items.get(label="1")
    set_wording(top.record, "title", "ar", "استعراض خيالي")
    document = actions.print_agenda(officer, meeting)
    assert set(document.versions.get().files.values_list("language", "status")) == {
        ("en", "authentic"),
        ("ar", "translated"),
    }
    arabic = words_of(document, "ar")
    assert "استعراض خيالي" in arabic and "A fictional list (" in arabic
    # A translation alone makes no revision: it takes the place of the former one.
    set_wording(meeting.items.get(label="1.1").record, "title", "ar", "قائمة خيالية")
    actions.print_agenda(officer, meeting)
    assert labels(document) == [("original", 0)]
    assert "A fictional list" not in words_of(document, "ar")


def test_the_body_may_choose_the_series() -> None:
    meeting = with_items()
    document = actions.print_agenda(officer_of(meeting), meeting, series="ADM")
    assert document.symbol.endswith("/ADM/1")
    other = with_items()
    with pytest.raises(InvalidInput) as caught:
        actions.print_agenda(officer_of(other), other, series="XYZ")
    assert list(caught.value.faults) == ["series"]
    assert not other.documents.exists()


def test_what_cannot_be_printed_is_refused() -> None:
    empty, cancelled = events.meeting(), events.meeting(state="cancelled")
    events.item(cancelled)
    for meeting in (empty, cancelled):
        with pytest.raises(WrongState):
            actions.print_agenda(officer_of(meeting), meeting)
        with pytest.raises(WrongState):
            actions.print_participants(officer_of(meeting), meeting)
    draft = events.meeting(state="draft")
    events.participant(draft)
    with pytest.raises(WrongState, match="not convened"):
        actions.print_participants(officer_of(draft), draft)


def test_an_agenda_that_was_withdrawn_is_printed_as_a_new_document() -> None:
    meeting = with_items()
    officer = officer_of(meeting)
    first = actions.print_agenda(officer, meeting)
    Document.objects.filter(pk=first.pk).update(state="withdrawn")
    second = actions.print_agenda(officer, meeting)
    assert (first.number, second.number) == (1, 2)


def test_only_officers_print() -> None:
    meeting = with_items()
    events.participant(meeting, listed=True)
    granted = {"officer": events.officer(meeting), "secretariat": person("secretariat")}
    refused: dict[str, User | None] = {
        "nobody": None,
        "participant": events.participant(meeting).user,
        "officer of another body": events.officer(events.body()),
        "inactive": person("secretariat", is_active=False),
    }
    for name, verb in (
        ("documents.print_agenda", actions.print_agenda),
        ("documents.print_participants", actions.print_participants),
    ):
        check_permissions(
            name,
            meeting,
            granted=granted,
            refused=refused,
            do=lambda actor, verb=verb: verb(actor, meeting),
        )


@pytest.mark.django_db(transaction=True)
def test_two_who_print_at_once_make_one_document() -> None:
    meeting = with_items()
    officers = [officer_of(meeting) for _n in range(3)]

    def work(actor: Actor) -> None:
        try:
            actions.print_agenda(actor, Meeting.objects.get(pk=meeting.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[each]) for each in officers]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert labels(meeting.documents.get()) == [("original", 0)]


# The list of participants.


def with_participants(**values: Any) -> tuple[Meeting, User]:
    """A meeting with somebody who agrees to be named, somebody who does not, and an observer by rule."""
    meeting = events.meeting()
    MeetingRules.objects.create(body=meeting.body, listed=["observer"])
    office = organisation()
    named = person(name="Fictional Amal")
    events.participant(meeting, named, organisation=office, listed=True, function="Director")
    events.participant(meeting, person(name="Fictional Hidden"), organisation=office)
    events.participant(meeting, person(name="Fictional Observer"), capacity="observer")
    events.participant(meeting, person(name="Fictional Waiting"), state="requested", listed=True)
    return meeting, named


def test_the_list_names_by_rule_or_consent_and_counts_the_others() -> None:
    meeting, _named = with_participants()
    document = actions.print_participants(officer_of(meeting), meeting)
    assert document.symbol.endswith("/ADM/1") and document.purpose == "information"
    words = words_of(document)
    assert "3 participants" in words
    assert "Fictional Amal, Director" in words and "Fictional Observer" in words
    assert "1 not named" in words
    assert "Fictional Hidden" not in words and "Fictional Waiting" not in words
    assert document.versions.get().files.count() == 6
    entry = AuditEntry.objects.get(verb="documents.print_participants")
    assert "Fictional" not in str(entry.new)


def test_a_new_list_takes_the_text_of_the_earlier_one_away() -> None:
    meeting, _named = with_participants()
    officer = officer_of(meeting)
    document = actions.print_participants(officer, meeting)
    first = document.versions.get()
    stored = first.files.get(language="en").file
    assert stored is not None
    assert actions.print_participants(officer, meeting).versions.count() == 1
    events.participant(meeting, person(name="Fictional Zoe"), listed=True)
    actions.print_participants(officer, meeting)
    assert labels(document) == [("original", 0), ("revision", 1)]
    assert not first.files.exists() and "Fictional Zoe" in words_of(document, number=1)
    assert not StoredFile.objects.filter(pk=stored.pk).exists()


def test_who_withdraws_is_named_no_more_without_anybody_printing() -> None:
    meeting, named = with_participants()
    document = actions.print_participants(officer_of(meeting), meeting)
    row = meeting.participants.get(user=named)
    people.withdraw_participant(Actor(user=named), row)
    assert labels(document) == [("original", 0), ("revision", 1)]
    words = DocumentFile.objects.filter(version__document=document).values_list("words", flat=True)
    assert words and not any("Fictional Amal" in each for each in words)


def test_who_still_may_be_named_causes_no_new_list() -> None:
    meeting, _named = with_participants()
    document = actions.print_participants(officer_of(meeting), meeting)
    hidden = meeting.participants.get(name="Fictional Hidden")
    people.withdraw_participant(officer_of(meeting), hidden)
    assert labels(document) == [("original", 0)]


def test_a_list_of_nobody_is_removed() -> None:
    meeting = events.meeting()
    alone = person(name="Fictional Alone")
    row = events.participant(meeting, alone, listed=True)
    document = actions.print_participants(officer_of(meeting), meeting)
    people.withdraw_participant(Actor(user=alone), row)
    assert not DocumentFile.objects.filter(version__document=document).exists()
    assert labels(document) == [("original", 0)]


def test_a_name_goes_from_the_lists_with_the_person() -> None:
    from majlis.documents.personal_data import erase_from_lists, printed_lists
    from majlis.events.personal_data import erase_participation
    from majlis.kernel.verbs import Act

    meeting, named = with_participants()
    document = actions.print_participants(officer_of(meeting), meeting)
    assert [row["document"] for row in printed_lists(named)] == [document.record.address]
    act = Act(Actor(user=named), "accounts.erase")
    erase_participation(named, act)
    assert erase_from_lists(named, act) == 1
    words = DocumentFile.objects.filter(version__document=document).values_list("words", flat=True)
    assert words and not any("Fictional Amal" in each for each in words)
    assert printed_lists(named) == []
