"""Documents on the page of a meeting: under its items, and in the section that counts them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from majlis.documents.core.access import set_draft_access, set_posted_access
from majlis.documents.models import Document
from majlis.documents.posted_documents.agenda import documents_of_items, meeting_documents
from majlis.documents.posted_documents.item_documents import documents_to_discuss
from majlis.events.models import Meeting
from majlis.kernel.models import Reader
from tests.documents import factories
from tests.documents.posted_documents import texts
from tests.events import factories as events
from tests.support.parties import organisation
from tests.support.people import person

pytestmark = pytest.mark.django_db


def request_of(reader: Reader | None = None) -> Any:
    request = RequestFactory().get("/en/")
    request.user = reader or AnonymousUser()
    return request


def under_items(meeting: Meeting, reader: Reader | None = None) -> dict[int, str]:
    shown = documents_of_items(request_of(reader), meeting)
    return {key: " ".join(markup.split()) for key, markup in shown.items()}


def test_documents_stand_under_their_items_in_their_order() -> None:
    meeting = events.meeting()
    first, second = events.item(meeting), events.item(meeting)
    one, two = texts.written(meeting, title="A fictional list"), texts.written(meeting, code="INF")
    two.purpose = "information"
    two.save()
    texts.place(two, first, position=2)
    texts.place(one, first, position=1)
    shown = under_items(meeting)
    assert list(shown) == [first.pk] and second.pk not in shown
    markup = shown[first.pk]
    assert markup.startswith('<ul class="docs">')
    assert markup.index(one.symbol) < markup.index(two.symbol)
    assert "A fictional list" in markup
    assert markup.index("For action") < markup.index("For information")


def test_a_document_has_its_source_revision_and_what_stands_beside_it() -> None:
    meeting = events.meeting()
    item, document = events.item(meeting), texts.written(meeting, late=True)
    office = organisation()
    document.sources.create(organisation=office)
    texts.version(document, number=2)
    texts.version(document, "addendum")
    texts.version(document, "corrigendum", number=3, state="submitted", posted_at=None)
    texts.place(document, item)
    markup = under_items(meeting)[item.pk]
    for words in (
        f"{document.symbol}(Rev.2)",
        office.say("title").text,
        "received after the deadline",
        "revision 2 of",
        f"/en/{document.record.address}/versions/revision-2/changes/",
        f'/en/{document.record.address}/versions/addendum-1/"><bdi dir="ltr">(Add.1)</bdi>',
    ):
        assert words in markup
    assert "Corr" not in markup


def test_languages_are_named_by_themselves_and_what_is_missing_has_its_date() -> None:
    meeting = events.meeting()
    item, document = events.item(meeting), texts.written(meeting)
    version = document.versions.get()
    texts.translation(version, "ar")
    for code in ("fr", "ru", "es"):
        version.files.create(language=code, due="2027-02-25" if code != "es" else "2027-02-20")
    texts.place(document, item)
    markup = under_items(meeting)[item.pk]
    url = f"/en/{document.record.address}/?in="
    assert f'<a lang="ar" hreflang="ar" href="{url}ar#text">العربية</a>' in markup
    assert f'<a lang="en" hreflang="en" href="{url}en#text">English</a>' in markup
    assert "1 language due 20 February 2027" in markup
    assert "2 languages due 25 February 2027" in markup
    assert "Français" not in markup


def test_documents_of_other_meetings_and_withdrawn_ones_stand_there_too() -> None:
    meeting = events.meeting(state="open")
    item, guest, gone = events.item(meeting), texts.written(), texts.written(meeting)
    Document.objects.filter(pk=gone.pk).update(state="withdrawn")
    texts.place(guest, item, outcome="noted")
    texts.place(gone, item)
    markup = under_items(meeting)[item.pk]
    assert guest.symbol in markup and "Noted" in markup
    assert "withdrawn" in markup and "English" in markup.split(gone.symbol)[0]
    assert "English" not in markup.split(gone.symbol)[1]


def test_what_a_reader_may_not_see_stands_under_no_item() -> None:
    meeting = events.meeting()
    item = events.item(meeting)
    accepted, for_members = (
        factories.document(meeting, state="accepted"),
        texts.written(meeting, members_only=True),
    )
    set_draft_access(accepted)
    set_posted_access(for_members)
    texts.place(accepted, item)
    texts.place(for_members, item)
    assert under_items(meeting) == {}
    member = under_items(meeting, person(("member", meeting.body.record)))[item.pk]
    assert for_members.symbol in member and accepted.symbol not in member
    officer = under_items(meeting, events.officer(meeting))[item.pk]
    assert "accepted" in officer and "Record outcome" in officer
    assert "Record outcome" not in member


def test_all_items_take_as_many_queries_as_one(django_assert_max_num_queries: Any) -> None:
    meeting = events.meeting()
    for _n in range(4):
        item = events.item(meeting)
        for _m in range(3):
            document = texts.written(meeting)
            document.sources.create(organisation=organisation())
            texts.place(document, item)
    with django_assert_max_num_queries(4):
        documents_of_items(request_of(), meeting)


def test_the_section_counts_the_documents_of_each_series() -> None:
    meeting = events.meeting()
    for code in ("", "INF", "INF"):
        texts.written(meeting, code=code)
    set_draft_access(factories.document(meeting, state="accepted"))
    section = meeting_documents(request_of(), meeting)
    assert section is not None and section["total"] == 3
    assert [(str(each.name), each.number) for each in section["series"]] == [
        ("Main series", 1),
        ("Information documents", 2),
    ]
    assert section["series"][1].url == f"/en/meetings/{meeting.slug}/documents/?series=INF"
    assert section["unplaced"] == []


def test_officers_see_which_documents_stand_at_no_item() -> None:
    meeting = events.meeting()
    placed, waiting = texts.written(meeting), texts.written(meeting)
    texts.place(placed, events.item(meeting))
    section = meeting_documents(request_of(events.officer(meeting)), meeting)
    assert section is not None and len(section["unplaced"]) == 1
    assert waiting.symbol in section["unplaced"][0].words
    assert section["place_url"]


def test_a_meeting_without_documents_has_no_section_for_readers() -> None:
    meeting = events.meeting()
    assert meeting_documents(request_of(), meeting) is None
    section = meeting_documents(request_of(events.officer(meeting)), meeting)
    assert section is not None and section["total"] == 0


def test_the_live_page_names_posted_documents_that_all_its_followers_may_see() -> None:
    meeting = events.meeting(state="open")
    item = events.item(meeting)
    shared = texts.written(meeting)
    texts.translation(shared.versions.get(), "fr")
    texts.place(shared, item)
    texts.place(factories.document(meeting, state="withdrawn"), item)
    for_members = factories.document(meeting, members_only=True)
    set_posted_access(for_members)
    texts.place(for_members, item)
    (named,) = documents_to_discuss(meeting, [item.pk])[item.pk]
    assert (named.record, named.symbol) == (shared.record, shared.symbol)
    assert [code for code, _url in named.files] == ["en", "fr"]
    client = Client()
    assert all(client.get(url).status_code == 200 for _code, url in named.files)


def test_the_live_page_names_the_latest_revision() -> None:
    item = events.item(events.meeting(state="open"))
    document = texts.written(item.meeting)
    texts.version(document)
    texts.place(document, item)
    (named,) = documents_to_discuss(item.meeting, [item.pk])[item.pk]
    assert named.symbol == f"{document.symbol}(Rev.1)"
    assert [url.split("/")[-2] for _code, url in named.files] == ["revision-1"]
