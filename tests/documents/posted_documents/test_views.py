"""Pages of posted documents: lists, a document by role, its files, its changes, and where symbols lead."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from majlis.commons.search.index import index_records
from majlis.documents.core.access import set_draft_access, set_posted_access
from majlis.documents.models import Document, HeaderField
from majlis.documents.posted_documents import actions
from majlis.documents.posted_documents.paper import file_stem
from majlis.events.core.names import meeting_name
from majlis.kernel.actor import Actor
from majlis.kernel.models import Record, User
from majlis.kernel.records import set_wording
from tests.documents import factories
from tests.documents.posted_documents import texts
from tests.events import factories as events
from tests.support.forms import submit
from tests.support.parties import organisation
from tests.support.people import person

pytestmark = pytest.mark.django_db


def read(url: str, user: User | None = None, status: int = 200) -> str:
    client = Client()
    if user is not None:
        client.force_login(user)
    response = client.get(url)
    assert response.status_code == status, response.get("Location", "")
    return " ".join(response.content.decode().split())


def page(document: Document) -> str:
    return f"/en/{document.record.address}/"


def rows_of(url: str) -> list[dict[str, Any]]:
    content = b"".join(Client().get(f"{url}download=json"))  # type: ignore[arg-type]
    rows: list[dict[str, Any]] = json.loads(content)["rows"]
    return rows


# Lists.


def test_the_list_of_a_meeting_has_its_documents_and_those_at_its_items() -> None:
    meeting = events.meeting()
    own = texts.written(meeting, title="A fictional contribution of its own")
    guest = texts.written(title="A fictional guest")
    texts.written(title="A fictional stranger")
    texts.place(guest, events.item(meeting))
    content = read(f"/en/meetings/{meeting.slug}/documents/")
    assert own.symbol in content and guest.symbol in content
    assert "A fictional stranger" not in content
    assert "2 documents" in content


def test_the_symbol_in_a_list_is_that_of_the_latest_revision() -> None:
    document = texts.written()
    texts.version(document)
    texts.version(document, number=2, state="draft", posted_at=None)
    content = read(f"/en/meetings/{document.meeting.slug}/documents/")
    assert f"{document.symbol}(Rev.1)" in content


def test_a_meeting_of_a_body_without_abbreviation_is_named_and_never_by_its_code() -> None:
    meeting = events.meeting(events.body(abbreviation=""), number=3)
    document = texts.written(meeting)
    item = events.item(meeting)
    placed = texts.place(document, item)
    name = meeting_name(meeting, "en").text
    content = read("/en/documents/").partition("<table")[2]
    assert name in content and f">{meeting.slug}" not in content
    host = events.meeting()
    texts.place(texts.written(host), item)
    texts.place(document, events.item(host))
    other = read(f"/en/meetings/{host.slug}/documents/").partition("<table")[2]
    assert f"{name}</span>, " in other or f"{name}, " in other
    assert f">{meeting.body.slug}" not in other
    choices = read("/en/documents/").partition("</table>")[2]
    assert f"{meeting.body.say('title').text}, third meeting (" in choices
    page = read(reverse("documents:set_outcome", args=[placed.pk]), events.officer(meeting))
    assert f"{name}, {item.label}" in page and meeting.slug not in page.partition("<form")[0]


def test_a_list_has_few_columns_and_its_files_have_all() -> None:
    meeting = texts.written(late=True).meeting
    for url in ("/en/documents/", f"/en/meetings/{meeting.slug}/documents/"):
        content = read(url)
        assert content.count('scope="col"') == 5
        assert "For action" in content and "Late" in content
        assert {"source", "purpose", "items", "late", "series"} <= rows_of(f"{url}?")[0].keys()


def test_the_list_of_all_documents_is_reached_from_meetings_help_and_open_data() -> None:
    meeting = texts.written().meeting
    link = 'href="/en/documents/"'
    for url in ("/en/meetings/", f"/en/meetings/{meeting.slug}/", "/en/help/", "/en/open-data/"):
        assert link in read(url).partition("<main")[2], url
    menu, _main, page = read("/en/documents/").partition("<main")
    assert re.search(r'href="/en/meetings/" aria-current="page"', menu)
    assert 'href="/en/meetings/"' in page  # the breadcrumbs


def test_links_to_files_name_their_symbol_and_language_for_those_who_hear_them() -> None:
    document = texts.written()
    texts.translation(document.versions.get(), "fr")
    page = read(f"/en/{document.record.address}/")
    links = re.findall(r'<a href="[^"]*"><bdi>([^<]*)</bdi>(.*?)</a>', page)
    heard = [f"{label}{re.sub('<[^>]*>', '', rest)}" for label, rest in links if "PDF" in label]
    assert heard == [f"PDF {document.symbol}, {name}" for name in ("English", "French")]


def test_a_version_that_is_not_posted_is_named_by_its_kind() -> None:
    document = texts.written()
    version = texts.version(document, "addendum", 0, state="submitted", posted_at=None)
    officer = events.officer(document.meeting)
    page = read(f"/en/{document.record.address}/", officer)
    assert re.search(rf"{re.escape(document.symbol)}</bdi>, addendum", page)
    page = read(f"/en/{document.record.address}/versions/draft-{version.pk}/", officer)
    assert f"<title>{document.symbol}, addendum ·" in page.replace("<title> ", "<title>")
    assert file_stem(document, version, "en").endswith("-addendum.en")


def test_a_delegate_reads_who_answers_a_request_to_co_sign() -> None:
    asked, document = organisation(), factories.document(state="submitted")
    document.sources.create(organisation=organisation())
    document.sources.create(organisation=asked, state="asked")
    set_draft_access(document)
    url = f"/en/{document.record.address}/"
    words = "The focal point of the organization answers."
    assert words in read(url, person(("delegate", asked.record)))
    assert words not in read(url, person(("focal_point", asked.record)))


def test_a_hit_of_the_search_shows_symbol_and_meeting() -> None:
    document = texts.written(title="A fictional telescope")
    index_records(Record.objects.filter(pk=document.pk).with_wordings())
    hits = read("/en/search/?q=telescope").partition('<ol class="notes"')[2]
    assert document.symbol in hits and meeting_name(document.meeting, "en").text in hits


@pytest.fixture
def filtered() -> tuple[Document, Document]:
    """Two documents of a meeting that differ in everything that lists are filtered by."""
    meeting = events.meeting()
    one = texts.written(meeting, category="report", title="A fictional report on lamps")
    two = texts.written(
        meeting,
        code="INF",
        purpose="information",
        late=True,
        title="A fictional note",
        text="A fictional note\n\nThe boats are counted.",
    )
    one.sources.create(organisation=organisation())
    two.sources.create(organisation=organisation(), state="asked")
    texts.translation(two.versions.get(), "fr")
    texts.place(one, events.item(meeting))
    index_records(Record.objects.filter(kind="document").with_wordings())
    return one, two


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("series=main", [0]),
        ("series=INF", [1]),
        ("purpose=information", [1]),
        ("category=report", [0]),
        ("language=fr", [1]),
        ("q=lamps", [0]),
        ("q=/INF/1", [1]),
        ("purpose=praise", []),
        ("sort=-symbol", [1, 0]),
        ("sort=title", [1, 0]),
    ],
)
def test_lists_are_filtered_and_sorted(
    filtered: tuple[Document, Document], query: str, expected: list[int]
) -> None:
    symbols = [filtered[place].symbol for place in expected]
    meeting = filtered[0].meeting
    for url in (
        f"/en/meetings/{meeting.slug}/documents/?",
        f"/en/documents/?body={meeting.body.slug}&",
    ):
        assert [row["symbol"] for row in rows_of(f"{url}{query}&")] == symbols


def test_lists_are_filtered_by_source_item_and_meeting(
    filtered: tuple[Document, Document],
) -> None:
    one, two = filtered
    number = one.sources.get().organisation.number
    item = one.considerations.get().item
    url = f"/en/meetings/{one.meeting.slug}/documents/"
    for query in (f"source={number}", f"item={item.pk}"):
        assert [row["symbol"] for row in rows_of(f"{url}?{query}&")] == [one.symbol]
    asked = two.sources.get().organisation
    assert asked.say("title").text not in read(url)
    other = texts.written()
    rows = rows_of(f"/en/documents/?meeting={other.meeting.slug}&")
    assert [row["symbol"] for row in rows] == [other.symbol]


def test_the_words_of_files_are_found_in_the_list_and_by_the_search() -> None:
    document = texts.written(text="A fictional list\n\nThe zeppelins are counted.")
    actions.add_file(
        Actor(user=events.officer(document.meeting)),
        document.versions.get(),
        language="fr",
        typed="Les dirigeables sont comptés.",
    )
    for word in ("zeppelins", "dirigeables"):
        assert document.symbol in read(f"/en/documents/?q={word}")
        assert page(document) in read(f"/en/search/?q={word}")


def test_a_list_is_a_feed_with_the_same_filters() -> None:
    meeting = events.meeting()
    texts.written(meeting)
    note = texts.written(meeting, code="INF", title="A fictional note")
    feed = read(f"/en/meetings/{meeting.slug}/documents/feed/?series=INF")
    assert feed.count("<entry>") == 1 and f"{note.symbol} · A fictional note" in feed
    assert read("/en/documents/feed/").count("<entry>") == 2
    assert "<entry>" not in read("/en/documents/feed/?series=none")


def test_lists_hide_what_is_not_posted_and_what_is_for_members() -> None:
    meeting = events.meeting()
    for state in ("draft", "submitted", "accepted", "returned", "refused", "withdrawn"):
        set_draft_access(factories.document(meeting, state=state, title=f"Fictional: {state}"))
    members_only = texts.written(meeting, title="Fictional: for members", members_only=True)
    set_posted_access(members_only)
    member = person(("member", meeting.body.record))
    url = f"/en/meetings/{meeting.slug}/documents/"
    assert "Fictional:" not in read(url)
    assert "Fictional: for members" in read(url, member)
    assert read(url, events.officer(meeting)).count("Fictional:") == 1
    assert "Fictional:" not in read("/en/documents/feed/")


def test_the_documents_of_a_draft_meeting_are_seen_by_its_officers() -> None:
    meeting = events.meeting(state="draft")
    texts.written(meeting)
    url = f"/en/meetings/{meeting.slug}/documents/"
    read(url, status=404)
    read(f"{url}feed/", status=404)
    assert "1 document" in read(url, events.officer(meeting))


# The page of a document.


def test_the_page_of_a_document_has_its_header_and_its_text() -> None:
    meeting = events.meeting()
    author, signatory, asked = organisation(), organisation(), organisation()
    document = texts.written(
        meeting, late=True, late_reason="The ferry was late.", submitted_by=person()
    )
    for office, state in ((author, "author"), (signatory, "signed"), (asked, "asked")):
        document.sources.create(organisation=office, state=state)
    set_wording(document.record, "abstract", "en", "All lamps in a fictional list.", "authentic")
    set_wording(document.record, "action_required", "en", "To agree the list.", "authentic")
    for key, words in (("references", "Fictional references"), ("contact", "A. Sample")):
        field = HeaderField.objects.create(body=meeting.body, key=key, names={"en": key.title()})
        document.header_values.create(field=field, text=words)
    content = read(page(document))
    for words in (
        f'<bdi dir="ltr">{document.symbol}</bdi>',
        "For action",
        escape(author.say("title").text),
        escape(signatory.say("title").text),
        "All lamps in a fictional list.",
        "To agree the list.",
        "The ferry was late.",
        "Fictional references",
        "The offices count the lamps.",
        "English",
    ):
        assert words in content
    assert asked.say("title").text not in content
    assert "A. Sample" not in content and str(document.submitted_by) not in content
    shown = read(page(document), events.officer(meeting))
    assert "A. Sample" in shown and str(document.submitted_by) in shown


def test_the_text_is_in_the_language_of_the_reader_else_in_the_original() -> None:
    document = texts.written()
    texts.translation(document.versions.get(), "fr", "Les lampes sont comptées.")
    address = document.record.address
    assert "Les lampes" in read(f"/fr/{address}/")
    assert "count the lamps" in read(f"/ru/{address}/")
    assert "Les lampes" in read(f"/en/{address}/?in=fr")
    assert "count the lamps" in read(f"/en/{address}/?in=es")


def test_what_is_missing_has_its_date() -> None:
    document = texts.written()
    document.versions.get().files.create(language="ar", due="2027-02-25")
    content = read(page(document))
    assert "due <time" in content and "25 February 2027" in content
    assert content.count("not available yet") == 4


def test_a_file_that_has_no_text_is_offered_for_download() -> None:
    document = factories.document()
    officer = Actor(user=events.officer(document.meeting))
    version = document.versions.get()
    pdf = io.BytesIO(b"%PDF-1.4 a fictional scan")
    actions.add_file(officer, version, language="fr", stream=pdf, name="scan.pdf")
    content = read(f"/en/{document.record.address}/?in=fr")
    assert "cannot be shown on the page" in content
    response = Client().get(f"{page(document)}versions/original/fr.pdf")
    assert b"".join(response) == b"%PDF-1.4 a fictional scan"  # type: ignore[arg-type]
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert Client().get(f"{page(document)}versions/original/fr.docx").status_code == 404


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("pdf", b"%PDF"), ("xml", b"<?xml")])
def test_a_text_is_rendered_as_a_file(form: str, start: bytes) -> None:
    document = texts.written()
    response = Client().get(f"{page(document)}versions/original/en.{form}")
    assert response.content.startswith(start)
    stem = document.symbol.replace("/", "-")
    assert f'filename="{stem}.en.{form}"' in response["Content-Disposition"]


@pytest.mark.parametrize("address", ["original/ru.pdf", "original/en.exe", "revision-7/en.pdf"])
def test_a_file_that_is_not_there_is_not_found(address: str) -> None:
    read(f"{page(texts.written())}versions/{address}", status=404)


def test_versions_are_listed_and_the_latest_is_read() -> None:
    document = texts.written()
    texts.version(document)
    texts.version(document, "addendum", text="A fictional annex.")
    content = read(page(document))
    assert "count all lamps" in content and "A fictional annex." not in content
    for address in ("original", "revision-1/changes", "addendum-1"):
        assert f"{page(document)}versions/{address}/" in content
    assert "A fictional annex." in read(f"{page(document)}versions/addendum-1/")
    first = read(f"{page(document)}versions/original/")
    assert "count the lamps" in first and "A later revision replaces this version." in first
    read(f"{page(document)}versions/revision-9/", status=404)


def test_a_revision_that_is_not_posted_is_seen_by_those_who_prepare_the_document() -> None:
    document = texts.written(submitted_by=person())
    set_posted_access(document)
    draft = texts.version(document, number=0, state="submitted", posted_at=None)
    url = f"{page(document)}versions/draft-{draft.pk}/"
    read(url, status=404)
    read(f"{url}en.pdf", status=404)
    read(url, person(), status=404)
    assert "count all lamps" in read(url, document.submitted_by)
    assert "count all lamps" in read(url, events.officer(document.meeting))
    assert "count the lamps" in read(page(document), document.submitted_by)


def test_a_draft_is_seen_by_its_author_and_the_officers_only() -> None:
    document = texts.written(state="draft", submitted_by=person())
    set_draft_access(document)
    for reader in (None, person(), person("translator")):
        read(page(document), reader, status=404)
        read(f"{page(document)}versions/original/en.pdf", reader, status=404)
    for reader in (document.submitted_by, events.officer(document.meeting)):
        assert "draft" in read(page(document), reader)


def test_a_withdrawn_document_keeps_a_page_with_the_reason() -> None:
    document = texts.written()
    Document.objects.filter(pk=document.pk).update(state="withdrawn", reason="Its lamps are sold.")
    set_posted_access(document)
    content = read(page(document))
    assert "has been withdrawn" in content and "Its lamps are sold." in content
    assert "count the lamps" not in content and document.symbol in content
    response = Client().get(f"{page(document)}versions/original/en.pdf")
    assert (response.status_code, response["Location"]) == (302, page(document))
    assert "has been withdrawn" in read(f"{page(document)}versions/original/")
    assert "count the lamps" in read(page(document), events.officer(document.meeting))
    listed = read(f"/en/meetings/{document.meeting.slug}/documents/")
    assert document.symbol in listed and "Withdrawn" in listed


def test_where_a_document_is_considered_leaves_out_what_the_reader_may_not_see() -> None:
    document = texts.written(events.meeting(state="open"))
    texts.place(
        document,
        events.item(document.meeting, "A fictional review"),
        outcome="agreed_with_statements",
        note="Con la declaración de Oriel.",
        note_language="es",
    )
    hidden = events.item(events.meeting(state="draft"), "A fictional secret")
    texts.place(document, hidden)
    content = read(page(document))
    assert "A fictional review" in content and "Agreed with statements" in content
    assert '<span lang="es" dir="ltr">Con la declaración de Oriel.</span>' in content
    assert "A fictional secret" not in content and "Record outcome" not in content
    assert "Record outcome" in read(page(document), events.officer(document.meeting))


def test_a_long_text_is_shown_in_parts() -> None:
    paragraphs = "\n\n".join(f"{n}. " + "The offices count the lamps. " * 40 for n in range(1, 61))
    document = texts.written(text=f"A fictional list\n\n{paragraphs}")
    content = read(page(document))
    assert "Part 1 of 3" in content and 'href="?part=2"' not in content
    assert "part=2" in content
    assert "Part 2 of 3" in read(f"{page(document)}?part=2")
    assert "View in parts" in read(f"{page(document)}?part=all")


# Changes.


def test_a_revision_is_shown_as_a_redline_of_what_it_replaces() -> None:
    document = texts.written()
    texts.version(document)
    content = read(f"{page(document)}versions/revision-1/changes/")
    assert "<del>" in content and "<ins>" in content and "1 changed" not in content
    assert f"{document.symbol}(Rev.1)" in content
    only = read(f"{page(document)}versions/revision-1/changes/?only=changed")
    assert "count the boats" in content and "count the boats" not in only


def test_the_base_of_the_second_revision_is_the_first() -> None:
    document = texts.written()
    texts.version(document)
    texts.version(document, number=2, text=texts.SECOND.replace("boats", "ships"))
    content = read(f"{page(document)}versions/revision-2/changes/")
    assert "boats" in content and "ships" in content
    assert f"{page(document)}versions/revision-1/" in content


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("pdf", b"%PDF"), ("json", b"{")])
def test_changes_are_a_file_too(form: str, start: bytes) -> None:
    document = texts.written()
    texts.version(document)
    url = f"{page(document)}versions/revision-1/changes.en.{form}"
    assert Client().get(url).content.startswith(start)
    assert Client().get(url.replace("changes.en", "changes.fr")).status_code == 404


def test_versions_without_a_common_language_are_not_compared() -> None:
    document = texts.written()
    revision = texts.version(document)
    revision.files.update(language="ar")
    content = read(f"{page(document)}versions/revision-1/changes/")
    assert "No language of both versions" in content
    read(f"{page(document)}versions/original/changes/", status=404)
    addendum = texts.version(document, "addendum")
    read(f"{page(document)}versions/addendum-{addendum.number}/changes/", status=404)


# Symbols.


def test_a_symbol_leads_to_the_document_the_version_and_the_language() -> None:
    document = texts.written()
    texts.version(document)
    for symbol, expected in (
        (document.symbol, page(document)),
        (document.symbol.lower(), page(document)),
        (f"{document.symbol}-F", f"{page(document)}?in=fr"),
        (f"{document.symbol} Rev. 1", f"{page(document)}versions/revision-1/"),
        (f"{document.symbol}(Rev.1)-A", f"{page(document)}versions/revision-1/?in=ar"),
    ):
        response = Client().get("/en/documents/by-symbol/", {"symbol": symbol})
        assert (response.status_code, response["Location"]) == (302, expected)


def test_a_symbol_that_leads_nowhere_says_so() -> None:
    hidden = texts.written(events.meeting(state="draft"))
    for symbol in ("FWG-1/99", hidden.symbol, "lamps"):
        content = read(f"/en/documents/by-symbol/?symbol={symbol}", status=404)
        assert "symbol" in content.lower()
    assert "Go to document" in read("/en/documents/by-symbol/")


# Work.


def test_a_translator_sees_what_is_missing_and_adds_it() -> None:
    document = texts.written(title="A fictional list of lamps")
    texts.written(events.meeting(state="closed"), title="A fictional list of the past")
    document.versions.get().files.create(language="ru", due="2999-01-01")
    translator = person("translator")
    content = read("/en/documents/translations/?into=ru", translator)
    assert "A fictional list of lamps" in content and "of the past" not in content
    assert "/en/documents/translations/" in read("/en/translation/", translator)
    read("/en/documents/translations/", person(), status=403)
    client = Client()
    client.force_login(translator)
    submit(
        client,
        f"{page(document)}versions/original/add-file/?language=ru",
        {"language": "ru", "text": "Лампы подсчитаны."},
    )
    assert "Лампы подсчитаны." in read(f"/ru/{document.record.address}/")
    assert "of lamps" not in read("/en/documents/translations/?into=ru", translator)


def test_an_officer_places_a_document_from_its_page_and_from_the_agenda() -> None:
    meeting = events.meeting()
    document, other = texts.written(meeting), texts.written()
    item = events.item(meeting, "A fictional review")
    client = Client()
    client.force_login(events.officer(meeting))
    client.post(f"{page(document)}place/", {"item": item.pk})
    url = f"/en/meetings/{meeting.slug}/documents/place/"
    refused = submit(client, url, {"item": item.pk, "symbol": "FWG-0/99"})
    assert refused.status_code == 422
    assert "No document has this symbol" in refused.content.decode()
    submit(client, url, {"item": item.pk, "symbol": other.symbol.lower()})
    assert [each.document for each in item.considerations.all()] == [document, other]
    read(url, person(), status=403)
    read(f"{page(document)}place/", person(), status=403)


def test_an_officer_records_the_outcome_and_removes_a_document() -> None:
    document = texts.written(events.meeting(state="open"))
    row = texts.place(document, events.item(document.meeting))
    client = Client()
    client.force_login(events.officer(document.meeting))
    url = f"/en/documents/considerations/{row.pk}"
    submit(client, f"{url}/outcome/", {"outcome": "noted", "note": "", "note_language": "en"})
    assert "Noted" in read(page(document))
    assert submit(client, f"{url}/remove/", {"reason": ""}).status_code == 422
    submit(client, f"{url}/remove/", {"reason": "At the wrong item."})
    assert not document.considerations.exists()
    read(f"{url}/outcome/", events.officer(document.meeting), status=404)


def test_an_officer_sets_a_due_date_and_removes_a_file() -> None:
    document = texts.written()
    file = texts.translation(document.versions.get(), "fr")
    client = Client()
    client.force_login(events.officer(document.meeting))
    submit(
        client,
        f"{page(document)}versions/original/due/",
        {"language": "ar", "due_day": "3", "due_month": "4", "due_year": "2999"},
    )
    assert "3 April 2999" in read(page(document))
    submit(client, f"{page(document)}files/{file.pk}/remove/", {"reason": "The wrong file."})
    assert "not available yet" in read(f"{page(document)}?in=fr")
    read(f"{page(document)}files/{file.pk}/remove/", events.officer(document.meeting), status=404)


def test_the_page_of_a_document_offers_what_the_reader_may_do_with_it() -> None:
    author, signatory = person(), organisation()
    document = texts.written(state="draft", submitted_by=author)
    source = document.sources.create(organisation=signatory, state="asked")
    set_draft_access(document)
    content = read(page(document), author)
    for path in ("submit/", "change/", "withdraw/"):
        assert f'href="{page(document)}{path}"' in content
    assert "accept/" not in content and "place/" not in content
    Document.objects.filter(pk=document.pk).update(state="submitted")
    focal_point = person(("focal_point", signatory.record))
    assert f"signatures/{source.pk}/sign/" in read(page(document), focal_point)
    posted = texts.written(submitted_by=author)
    set_posted_access(posted)
    content = read(page(posted), author)
    assert f'href="{page(posted)}versions/add/"' in content
    assert "Available actions" not in read(page(posted), person())
    officer = read(page(posted), events.officer(posted.meeting))
    assert f'href="{page(posted)}place/"' in officer
    draft = texts.version(posted, number=0, state="submitted", posted_at=None)
    url = f"{page(posted)}versions/draft-{draft.pk}/"
    assert f"versions/{draft.pk}/post/" in read(url, events.officer(posted.meeting))
