"""Documents of past meetings come in with their symbols; the numbers go on above them; each fault is named."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from majlis.commons.notices.models import Event, Notice, Subscription
from majlis.documents.contributions.actions import accept_document, create_document, submit_document
from majlis.documents.contributions.announcements import announce_all, meetings_with_news
from majlis.documents.core.symbols import resolve_symbol
from majlis.documents.models import Consideration, Document, DocumentRules, DocumentVersion
from majlis.documents.numbering.allotment import allot_number, number_series
from majlis.documents.posted_documents.actions import add_file
from majlis.documents.transfer import actions
from majlis.events.models import Meeting, MeetingRules
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access, AuditEntry, User
from majlis.kernel.numbering import next_number
from majlis.parties.models import Body
from tests.commons.helpers import client_for
from tests.documents import factories as documents
from tests.events import factories
from tests.events.transfer.tables import (
    Row,
    checked_table,
    counts,
    import_row,
    import_table,
)
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("immediate_tasks")]
TARGET = "past-documents"


@pytest.fixture
def officer() -> User:
    return person("secretariat")


@pytest.fixture
def meeting(officer: User) -> Meeting:
    return past_meeting(officer, factories.body(abbreviation="WG-TIDES"))


def past_meeting(officer: User, body: Body, number: int = 3) -> Meeting:
    """An imported meeting with two items."""
    row = {"body": body.slug, "number": str(number), "first_day": "2019-02-12", "mode": "hybrid"}
    import_row(officer, "past-meetings", **row)
    made = Meeting.objects.get(body=body, number=number)
    for label in ("1", "2"):
        item = {"meeting": made.slug, "number": label, "title": f"Item {label}"}
        import_row(officer, "past-agenda-items", **item)
    return made


def document_row(meeting: Meeting, symbol: str = "WG-TIDES-3/7", **values: Any) -> Row:
    row = {
        "meeting": meeting.slug,
        "symbol": symbol,
        "title": "On high tides",
        "language": "",
        "date": "2019-01-30",
        "submitter": "Chair",
        "items": "1; 2",
    }
    return row | values


def import_document(officer: User, meeting: Meeting, *symbol: str, **values: Any) -> str:
    return import_row(officer, TARGET, **document_row(meeting, *symbol, **values))


def new_document(officer: User, meeting: Meeting, title: str = "A late paper") -> Document:
    """A document that is accepted here, so that it gets a number."""
    actor = Actor(user=officer)
    made = create_document(
        actor, meeting, language="en", title=title, text="Words.", source_words="Chair"
    )
    submit_document(actor, made, late_reason="It was found later.")
    return accept_document(actor, made, reason="It was found later.")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_documents_come_in_with_symbols_and_once_only(
    form: str, meeting: Meeting, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    author = organisation()
    follower = person()
    for followed in ({"record": meeting.record}, {"kind": "document"}):
        Subscription.objects.create(user=follower, **followed)
    Notice.objects.all().delete()
    Event.objects.all().delete()
    mail.outbox.clear()
    date: Any = "2019-01-30" if form == "csv" else datetime.datetime(2019, 1, 30)
    name = author.say("title").text
    rows = [
        document_row(meeting, date=date, submitter=name, outcome="noted"),
        document_row(
            meeting,
            "wg-tides-3/7-F",
            title="Sur les marées hautes",
            date=date,
            submitter="",
            items="",
        ),
        document_row(meeting, "WG-TIDES-3/7(Rev.2)", date="2019-02-12", submitter=""),
        document_row(meeting, "WG-TIDES-3/7 Add. 1", title="More on high tides", date="2019-02-13"),
        document_row(meeting, "WG-TIDES-3/7(Corr.1)", date="2019-02-14"),
        document_row(meeting, "WG-TIDES-3/INF/4", title="Harbours", submitter="Pilots; Divers"),
        document_row(meeting, "WG-TIDES-3/DT/1", title="Draft conclusions", items=""),
    ]
    client = client_for(officer)
    batch = import_table(client, TARGET, rows, django_capture_on_commit_callbacks, form)
    assert counts(batch) == (6, 1, 0, 0), [str(each) for each in batch.faults.all()]
    entries = AuditEntry.objects.filter(verb__startswith="documents.").count()
    assert counts(checked_table(client, TARGET, rows, form)) == (0, 0, 7, 0)
    assert AuditEntry.objects.filter(verb__startswith="documents.").count() == entries
    one = Document.objects.get(symbol="WG-TIDES-3/7")
    assert (one.state, one.number, one.category, one.purpose) == (
        "posted",
        7,
        "contribution",
        "action",
    )
    assert one.posted_at is not None and clock.date_of(one.posted_at) == datetime.date(2019, 1, 30)
    assert [each.organisation for each in one.sources.all()] == [author]
    assert (one.submitted_by, one.language) == (None, "en")
    assert one.say("title", "fr").text == "Sur les marées hautes"
    assert set(
        Consideration.objects.filter(document=one).values_list("item__label", "outcome")
    ) == {
        ("1", "noted"),
        ("2", "noted"),
    }
    versions = one.versions.order_by("posted_at", "pk")
    assert [(each.kind, each.number, each.state) for each in versions] == [
        ("original", 0, "posted"),
        ("revision", 2, "posted"),
        ("addendum", 1, "posted"),
        ("corrigendum", 1, "posted"),
    ]
    assert versions[2].note == "More on high tides"
    information = Document.objects.get(symbol="WG-TIDES-3/INF/4")
    assert (information.purpose, information.source_words) == ("information", "Pilots; Divers")
    assert Document.objects.get(symbol="WG-TIDES-3/DT/1").category == "other"
    assert meetings_with_news() == [] and announce_all(Actor.as_system("tests")) == 0
    assert (Event.objects.count(), Notice.objects.count(), len(mail.outbox)) == (0, 0, 0)


def test_pages_show_documents_without_files_until_these_are_added(
    meeting: Meeting, officer: User
) -> None:
    import_document(officer, meeting)
    import_document(officer, meeting, "WG-TIDES-3/7(Rev.1)", date="2019-02-12")
    document = Document.objects.get()
    lists = reverse("documents:meeting_documents", args=[meeting.slug])
    addresses = [document.get_absolute_url(), meeting.get_absolute_url(), lists]
    for address in addresses:
        assert "WG-TIDES-3/7(Rev.1)" in Client().get(address).content.decode(), address
    row = Client().get(lists).content.decode()
    assert "12 February 2019" in row and "30 January 2019" not in row
    row_of_files = Client().get(f"{lists}?format=csv").content.decode()
    assert "2019-02-12" in row_of_files
    for client in (Client(), client_for(officer)):
        for address in addresses:
            page = client.get(address)
            assert page.status_code == 200 and "On high tides" in page.content.decode(), address
    found = resolve_symbol(officer, "WG-TIDES-3/7(Rev.1)")
    assert found is not None and found.version is not None
    add_file(Actor(user=officer), found.version, language="en", typed="Words of the paper.")
    assert "Words of the paper." in Client().get(document.get_absolute_url()).content.decode()
    entries = AuditEntry.objects.filter(record=document.record)
    assert {each.verb for each in entries} == {"documents.import_document", "documents.add_file"}
    history = Client().get(f"{document.get_absolute_url()}history/").content.decode()
    assert "Document imported" in history and "30 January 2019" in history
    assert "posted_on" not in history


def test_who_sees_imported_documents_is_a_rule_of_the_body(officer: User) -> None:
    body = factories.body(abbreviation="WG-TIDES")
    MeetingRules.objects.create(body=body, access=Access.MEMBERS)
    import_document(officer, past_meeting(officer, body))
    document = Document.objects.get()
    assert document.record.access == Access.MEMBERS
    assert Client().get(document.get_absolute_url()).status_code == 404


def test_a_known_organization_is_linked_beside_a_name_in_plain_words(
    meeting: Meeting, officer: User
) -> None:
    author = organisation()
    name = author.say("title").text
    for result in ("made", "same"):
        assert import_document(officer, meeting, submitter=f"{name}; Pilots") == result
    document = Document.objects.get()
    assert [each.organisation for each in document.sources.all()] == [author]
    assert document.source_words == "Pilots"
    lists = reverse("documents:meeting_documents", args=[meeting.slug])
    for address in (document.get_absolute_url(), meeting.get_absolute_url(), lists):
        shown = Client().get(address).content.decode()
        assert name in shown and "Pilots" in shown, address


# Numbers.


def test_the_next_number_is_higher_than_any_imported_one(meeting: Meeting, officer: User) -> None:
    for symbol in ("WG-TIDES-3/7", "WG-TIDES-3/12", "WG-TIDES-3/2"):
        import_document(officer, meeting, symbol, title=f"Paper {symbol[-1]}")
    import_document(officer, meeting, "WG-TIDES-3/INF/40")
    assert new_document(officer, meeting).symbol == "WG-TIDES-3/13"


def test_a_preview_uses_no_number(meeting: Meeting, officer: User) -> None:
    client = client_for(officer)
    assert counts(checked_table(client, TARGET, [document_row(meeting)])) == (1, 0, 0, 0)
    assert new_document(officer, meeting).number == 1


@pytest.mark.django_db(transaction=True)
def test_imports_and_new_documents_at_once_never_share_a_number() -> None:
    officer = person("secretariat")
    meeting = past_meeting(officer, factories.body(abbreviation="WG-TIDES"))
    kept = documents.series(meeting.body)
    faults: list[Exception] = []

    def act(turn: int) -> None:
        try:
            if turn % 2:
                import_document(officer, meeting, f"WG-TIDES-3/{turn}", title=f"Paper no {turn}")
            else:
                waiting = documents.document(meeting, state="submitted")
                with transaction.atomic():
                    allot_number(waiting)
                    waiting.state = "accepted"
                    waiting.save()
        except actions.InvalidInput:
            pass  # a new document took the number: the row is refused with the reason
        except Exception as error:  # noqa: BLE001 - of another thread, so that the test fails
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(turn,)) for turn in range(1, 13)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert faults == []
    numbers = list(Document.objects.exclude(number=None).values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) >= 6
    with transaction.atomic():
        assert next_number(number_series(meeting, kept)) > max(numbers)


# Faults.


@pytest.mark.parametrize(
    ("column", "values", "words"),
    [
        ("meeting", {"meeting": "nowhere-3"}, "No meeting has this name"),
        ("symbol", {"symbol": "Paper seven"}, "Use a form such as WG-TIDES-3/1"),
        ("symbol", {"symbol": "WG-TIDES-4/7"}, "belongs to meeting 4, not 3"),
        ("symbol", {"symbol": "WG-TIDES-3/XX/1"}, "no series XX"),
        ("symbol", {"symbol": "WG-TIDES-3/8(Rev.1)"}, "Import the original first"),
        ("symbol", {"symbol": "WG-TIDES-3/7(Rev.0)"}, "numbered from 1"),
        ("symbol", {"title": "On low tides"}, "belongs to “On high tides” already"),
        ("language", {"symbol": "WG-TIDES-3/7-F", "language": "es"}, "names another language"),
        ("language", {"language": "de"}, "ar, zh, en, fr, ru, es"),
        ("title", {"symbol": "WG-TIDES-3/8", "title": "WG-TIDES-3/8"}, "is a symbol"),
        ("title", {"symbol": "WG-TIDES-3/8", "title": "T" * 1001}, "too long"),
        ("date", {"date": "30/01/2019"}, "full date"),
        ("date", {"date": "2999-01-30"}, "in the future"),
        ("date", {"date": "2019-01-29"}, "another value here: “2019-01-30”. Correct the cell."),
        (
            "date",
            {"symbol": "WG-TIDES-3/7(Rev.1)", "date": "2019-01-29"},
            "before that of the original",
        ),
        ("submitter", {"submitter": "Secretary"}, "“Chair”"),
        ("submitter", {"symbol": "WG-TIDES-3/8", "submitter": "S" * 201}, "201 characters"),
        ("items", {"items": "1; 9"}, "Item 9 is not on the agenda"),
        ("outcome", {"outcome": "lost"}, "considered"),
        ("outcome", {"outcome": "agreed"}, "“noted”"),
        ("category", {"category": "leaflet"}, "working text"),
        ("category", {"category": "report"}, "“contribution”"),
        ("purpose", {"purpose": "information"}, "“for action”"),
    ],
)
def test_each_fault_of_a_document_is_named(
    column: str, values: Row, words: str, meeting: Meeting, officer: User
) -> None:
    import_document(officer, meeting, outcome="noted")
    before = list(Document.objects.values()), list(DocumentVersion.objects.values())
    row = document_row(meeting, outcome="", category="", purpose="") | values
    batch = checked_table(client_for(officer), TARGET, [row])
    assert counts(batch) == (0, 0, 0, 1)
    (fault,) = batch.faults.all()
    heads = {each.place: each.key for each in batch.columns.all()}
    assert (fault.row, heads[fault.place]) == (2, column)
    assert words in str(fault), str(fault)
    assert before == (list(Document.objects.values()), list(DocumentVersion.objects.values()))


def test_a_symbol_of_another_meeting_clashes(meeting: Meeting, officer: User) -> None:
    other = factories.meeting(meeting.body, number=9)
    documents.document(other, title="Elsewhere")
    Document.objects.update(symbol="WG-TIDES-3/7")
    batch = checked_table(client_for(officer), TARGET, [document_row(meeting)])
    assert "belongs to “Elsewhere” already" in str(batch.faults.get())


def test_what_was_accepted_here_keeps_its_number(meeting: Meeting, officer: User) -> None:
    made = new_document(officer, meeting, "On high tides")
    row = document_row(meeting, made.symbol)
    batch = checked_table(client_for(officer), TARGET, [row])
    assert "belongs to “On high tides” already" in str(batch.faults.get())


def test_documents_come_in_for_imported_meetings_only(meeting: Meeting, officer: User) -> None:
    held = factories.meeting(meeting.body, number=4)
    batch = checked_table(
        client_for(officer), TARGET, [document_row(held, "WG-TIDES-4/1", items="")]
    )
    assert "was not imported" in str(batch.faults.get())


def test_a_symbol_under_an_earlier_name_of_the_group_stays_as_it_was(
    meeting: Meeting, officer: User
) -> None:
    DocumentRules.objects.create(body=meeting.body, group="WG-TIDES", aliases=["EG-TIDES"])
    assert import_document(officer, meeting, "EG-TIDES-3/7") == "made"
    assert import_document(officer, meeting, "EG-TIDES-3/7(Rev.1)", date="2019-02-01") == "made"
    document = Document.objects.get()
    assert document.symbol == "EG-TIDES-3/7"
    for symbol in ("EG-TIDES-3/7", "WG-TIDES-3/7"):
        found = resolve_symbol(officer, symbol)
        assert found is not None and found.document == document
    assert import_document(officer, meeting, "WG-TIDES-3/7") == "same"


def test_a_row_adds_what_is_blank(meeting: Meeting, officer: User) -> None:
    author, other = organisation(), organisation()
    bare = {"submitter": "", "items": ""}
    assert import_document(officer, meeting, **bare) == "made"
    document = Document.objects.get()
    assert Client().get(document.get_absolute_url()).status_code == 200
    both = f"{author.say('title').text}; {other.say('title').text}"
    for values, result in (
        ({"items": "2"}, "changed"),
        ({"items": "2", "outcome": "agreed"}, "changed"),
        ({"items": "2", "outcome": "agreed"}, "same"),
        ({"submitter": both}, "changed"),
        ({"submitter": both}, "same"),
    ):
        assert import_document(officer, meeting, **(bare | values)) == result
    assert document.sources.count() == 2
    (row,) = Consideration.objects.all()
    assert (row.item.label, row.outcome) == ("2", "agreed")
    fault = checked_table(
        client_for(officer), TARGET, [document_row(meeting, submitter="Chair")]
    ).faults.get()
    assert author.say("title").text in str(fault)


def test_an_office_may_be_added_where_no_source_is_known(meeting: Meeting, officer: User) -> None:
    assert import_document(officer, meeting, submitter="") == "made"
    assert import_document(officer, meeting) == "changed"
    assert Document.objects.get().source_words == "Chair"


def test_who_may_import_documents(meeting: Meeting, officer: User) -> None:
    given = actions.PastDocument("WG-TIDES-3/7", "On tides", datetime.date(2019, 1, 30))
    check_permissions(
        "documents.import_document",
        meeting,
        granted={"the secretariat": officer},
        refused={
            "a visitor": None,
            "a person": person(),
            "the chair of the body": person(("chair", meeting.body.record)),
            "an officer of the body": factories.officer(meeting),
            "a closed account": person("secretariat", is_active=False),
        },
        do=lambda who: actions.import_document(who, meeting, given=given),
    )
