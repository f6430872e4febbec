"""Pages of contributions, seen and sent as a browser does."""

from __future__ import annotations

import io
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import translation

from majlis.documents.contributions import action_views, actions, signatures, versions
from majlis.documents.contributions.forms import ContributionForm
from majlis.documents.contributions.section import contributions_of_meeting
from majlis.documents.contributions.template import write_template
from majlis.documents.models import Document, HeaderField
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from tests.documents.contributions.completed import completed
from tests.documents.contributions.test_actions import Case
from tests.events import factories as events
from tests.support.forms import filled, opened, submit
from tests.support.parties import organisation
from tests.support.people import person


@pytest.fixture
def case(db: None) -> Case:
    return Case()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response: object) -> str:
    """The words of a page, in one line."""
    return re.sub(r"\s+", " ", response.content.decode())  # type: ignore[attr-defined]


def word_file(data: bytes, name: str = "light.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_meeting_that_receives_no_contributions_offers_no_template(case: Case) -> None:
    page = f"/en/meetings/{case.meeting.slug}/"
    officer = client_of(case.officer.person)
    assert "Word template" in text(officer.get(page))
    case.meeting.state = "closed"
    case.meeting.save()
    shown = text(officer.get(page))
    assert "Contributions" in shown and "Word template" not in shown
    assert "Submit a contribution" not in shown and "Add a document" in shown


# The way of an author.


def test_a_contribution_is_written_checked_and_submitted(case: Case) -> None:
    HeaderField.objects.create(
        body=case.meeting.body, key="topic", names={"en": "Topic"}, required=True
    )
    item = events.item(case.meeting, "Lights")
    client = client_of(case.focal_point)
    add = f"/en/meetings/{case.meeting.slug}/contributions/add/"
    page = text(client.get(add))
    assert (
        "Contributions are due" in page
        and "Most words allowed: 2,000" in page
        and "1 Lights" in page
    )
    assert "Topic" in page and "Office" not in page
    sent = submit(
        client,
        add,
        {
            "organisation": case.organisation.number,
            "language": "en",
            "title": "A light for the coast",
            "purpose": "action",
            "items": [str(item.pk)],
            "text": "The Group met.",
        },
    )
    document = Document.objects.get()
    check = f"/en/documents/{document.slug}/submit/"
    assert sent["Location"] == check
    page = text(client.get(check))
    assert "“Topic” is blank" in page and "3 words" in page
    refused = submit(client, check)
    assert refused.status_code == 422 and "“Topic” is blank" in text(refused)
    change = f"/en/documents/{document.slug}/change/"
    assert client.post(change, filled(client, change, header_topic="Lights"))["Location"] == check
    assert "The document is complete" in text(client.get(check))
    assert submit(client, check)["Location"] == f"/en/documents/{document.slug}/"
    document.refresh_from_db()
    assert document.state == "submitted"
    assert [each.item for each in document.considerations.all()] == [item]
    page = text(client.get("/en/contributions/mine/"))
    assert "A light for the coast" in page and "submitted" in page
    assert "A light" not in text(client_of(person()).get("/en/contributions/mine/"))


def test_what_was_typed_is_kept_where_the_title_is_a_symbol(case: Case) -> None:
    client = client_of(case.focal_point)
    add = f"/en/meetings/{case.meeting.slug}/contributions/add/"
    values = {"organisation": case.organisation.number, "language": "fr", "purpose": "action"}
    case.post()
    sent = submit(client, add, {**values, "title": "FSG-1/2", "text": "Le Groupe."})
    page = text(sent)
    assert sent.status_code == 422 and "This title is a symbol." in page
    assert "Le Groupe." in page and "FSG-1/2" in page


def test_a_template_is_downloaded_completed_and_uploaded(case: Case) -> None:
    client = client_of(case.focal_point)
    address = f"/en/meetings/{case.meeting.slug}/contributions/"
    template = client.get(f"{address}template.fr.docx")
    assert template["Content-Disposition"].endswith(f'-{case.meeting.slug}-fr.docx"') or template
    data = completed(template.content, {"title": "Une lumière"}, ["Le Groupe."])
    values = {"organisation": case.organisation.number, "language": "fr", "purpose": "information"}
    sent = submit(client, f"{address}upload/", {**values, "file": word_file(data)})
    assert sent.status_code == 302
    document = Document.objects.get()
    assert (document.say("title").text, document.purpose) == ("Une lumière", "information")
    page = text(client.get(sent["Location"]))
    assert "light.docx" in page and "The document is complete" in page


def test_a_wrong_file_is_refused_at_its_field_and_the_form_is_kept(case: Case) -> None:
    client = client_of(case.focal_point)
    upload = f"/en/meetings/{case.meeting.slug}/contributions/upload/"
    values = {"organisation": case.organisation.number, "language": "es", "purpose": "information"}
    for file, sentence in (
        (word_file(b"%PDF-1.7"), "This is not a Word file"),
        (word_file(write_template(events.meeting(), "es")), "template of another body"),
        (word_file(write_template(case.meeting, "es")), "fields of the template are blank"),
    ):
        sent = submit(client, upload, {**values, "file": file})
        assert sent.status_code == 422
        assert sentence in str(sent.context["form"].errors["file"])
        assert sent.context["form"]["purpose"].value() == "information"
    assert not Document.objects.exists()


def test_a_document_in_the_template_is_corrected_by_another_file(case: Case) -> None:
    data = completed(write_template(case.meeting, "en"), {"title": "A light"}, ["The Group."])
    document = case.create(title="", text="", upload=actions.Upload(io.BytesIO(data), "one.docx"))
    client = client_of(case.focal_point)
    change = f"/en/documents/{document.slug}/change/"
    page = text(client.get(change))
    assert "to replace one.docx" in page and 'name="title"' not in page
    other = completed(
        write_template(case.meeting, "en"), {"title": "Two lights"}, ["The Group met."]
    )
    sent = client.post(change, {**filled(client, change), "file": word_file(other, "two.docx")})
    assert sent.status_code == 302
    document.refresh_from_db()
    assert Document.objects.get().say("title").text == "Two lights"
    assert document.versions.get().files.get().name == "two.docx"


def test_who_represents_nobody_reads_how_to_submit(case: Case) -> None:
    page = text(client_of(person()).get(f"/en/meetings/{case.meeting.slug}/contributions/add/"))
    assert "Contributions come from organizations" in page and "Save and check" not in page
    anonymous = Client().get(f"/en/meetings/{case.meeting.slug}/contributions/add/")
    assert anonymous.status_code in (302, 403)
    assert Client().get("/en/contributions/mine/").status_code in (302, 403)
    draft = events.meeting(case.meeting.body, state="draft")
    for name in ("add/", "upload/", "template.en.docx"):
        assert (
            client_of(person()).get(f"/en/meetings/{draft.slug}/contributions/{name}").status_code
            == 404
        )


def test_a_late_document_is_announced_and_an_officer_gives_the_reason(case: Case) -> None:
    document = case.create()
    case.rules(group="FSG", late_rule="refuse")
    case.close_deadline()
    check = f"/en/documents/{document.slug}/submit/"
    page = text(client_of(case.focal_point).get(check))
    assert "The deadline has passed, so this document is late" in page
    sent = submit(client_of(case.focal_point), check)
    assert sent.status_code == 409 and "The deadline for contributions was" in text(sent)
    officer = client_of(case.officer.person)
    assert "late_reason" in text(officer.get(check))
    assert submit(officer, check, {"late_reason": "A storm."}).status_code == 302


# The way of officers.


def test_an_officer_adds_a_document_of_an_office_with_a_file(case: Case) -> None:
    officer = client_of(case.officer.person)
    add = f"/en/meetings/{case.meeting.slug}/contributions/add/"
    sent = submit(
        officer,
        add,
        {
            "source_words": "Chair",
            "category": "report",
            "series": "TD",
            "language": "en",
            "title": "Report",
            "purpose": "information",
            "file": word_file(b"%PDF-1.7 nothing", "report.pdf"),
        },
    )
    assert sent.status_code == 302, text(sent)
    document = Document.objects.get()
    assert (document.series.code, document.source_words) == ("TD", "Chair")
    assert (
        submit(officer, add, {"language": "en", "title": "x", "purpose": "action"}).status_code
        == 422
    )


def test_the_queue_shows_what_waits_and_leads_to_each_decision(case: Case) -> None:
    first, second, third = (
        case.submit(title="First"),
        case.submit(title="Second"),
        case.accept(title="Third"),
    )
    posted = case.post(title="Fourth")
    versions.submit_version(
        case.author,
        versions.create_version(case.author, posted, kind="addendum", language="en", text="More."),
    )
    other = Case()
    other.submit(title="Of another body")
    officer = client_of(case.officer.person)
    queue = "/en/contributions/submitted/"
    page = text(officer.get(queue))
    assert all(title in page for title in ("First", "Second", "Third", "Fourth", "addendum"))
    assert "Of another body" not in page
    assert (
        f"/en/documents/{first.slug}/accept/" in page
        and f"/en/documents/{third.slug}/post/" in page
    )
    only = text(officer.get(f"{queue}?state=accepted&meeting={case.meeting.slug}"))
    assert "Third" in only and "First" not in only
    assert "Fourth" in text(officer.get(f"{queue}?state=versions"))
    accept = f"/en/documents/{first.slug}/accept/"
    accepted = officer.post(accept, filled(officer, accept), follow=True)
    assert "Its symbol is FSG-1/3" in text(accepted)
    submit(officer, f"/en/documents/{second.slug}/return/", {"reason": "Add a date."})
    assert "Add a date." in text(client_of(case.focal_point).get("/en/contributions/mine/"))
    assert client_of(case.focal_point).get(queue).status_code == 403
    rows = b"".join(officer.get(f"{queue}?download=csv")).decode("utf-8-sig")
    assert "Third,FSG-1/1,original" in rows


def test_several_documents_are_posted_at_once(case: Case) -> None:
    first, second, third = (case.accept(title=title) for title in ("First", "Second", "Third"))
    officer = client_of(case.officer.person)
    post = f"/en/contributions/post/?meeting={case.meeting.slug}"
    assert "Second" in text(officer.get(post))
    sent = officer.post(
        post,
        {**opened(officer, post), "selected": [first.pk, second.pk], "do": "first"},
        follow=True,
    )
    assert "2 documents were posted." in text(sent)
    states = Document.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["posted", "posted", "accepted"]
    gone = officer.post(
        post, {**opened(officer, post), "selected": [first.pk, third.pk], "do": "first"}
    )
    assert gone.status_code == 409 and Document.objects.get(pk=third.pk).state == "accepted"
    assert client_of(case.focal_point).get(post).status_code == 403


def test_a_document_is_posted_for_members_and_withdrawn_with_a_reason(case: Case) -> None:
    document = case.accept()
    officer = client_of(case.officer.person)
    submit(officer, f"/en/documents/{document.slug}/post/", {"members_only": "on"})
    document.refresh_from_db()
    assert (document.state, document.members_only) == ("posted", True)
    withdraw = f"/en/documents/{document.slug}/withdraw/"
    author = client_of(case.focal_point)
    assert submit(author, withdraw).status_code == 422
    assert submit(author, withdraw, {"reason": "Overtaken."}).status_code == 302
    refuse = f"/en/documents/{case.submit().slug}/refuse/"
    assert submit(officer, refuse, {"reason": "Not of this Group."}).status_code == 302


# Co-signatures and versions.


def test_an_organization_is_asked_and_co_signs(case: Case) -> None:
    document, focal_point = case.create(), person()
    other = organisation(focal_point)
    ask = f"/en/documents/{document.slug}/signatures/ask/"
    assert (
        submit(client_of(case.focal_point), ask, {"organisations": [other.number]}).status_code
        == 302
    )
    source = document.sources.get(state="asked")
    address = f"/en/documents/{document.slug}/signatures/{source.pk}/"
    assert client_of(case.focal_point).get(f"{address}sign/").status_code == 403
    assert submit(client_of(focal_point), f"{address}sign/").status_code == 302
    source.refresh_from_db()
    assert source.state == "signed"
    sent = submit(client_of(focal_point), f"{address}decline/")
    assert sent["Location"] == "/en/contributions/mine/"
    assert client_of(person()).get(f"{address}sign/").status_code == 404


def test_a_revision_is_drafted_from_the_present_text_and_posted(case: Case) -> None:
    document = case.post()
    author, officer = client_of(case.focal_point), client_of(case.officer.person)
    add = f"/en/documents/{document.slug}/versions/add/"
    values = filled(author, add)
    assert values["text"].startswith("The Group met.")
    sent = author.post(add, {**values, "text": "The Group met twice.", "note": "A number."})
    version = document.versions.get(kind="revision")
    address = f"/en/documents/{document.slug}/versions/{version.pk}/"
    assert sent["Location"] == f"{address}submit/"
    assert "4 words" in text(author.get(f"{address}submit/"))
    change = author.post(
        f"{address}change/", filled(author, f"{address}change/", note="Two numbers.")
    )
    assert change["Location"] == f"{address}submit/"
    assert submit(author, f"{address}submit/").status_code == 302
    assert submit(officer, f"{address}return/", {"reason": "Add a date."}).status_code == 302
    assert submit(author, f"{address}submit/").status_code == 302
    posted = submit(officer, f"{address}post/", follow=True)
    assert "FSG-1/1(Rev.1)" in text(posted)
    addendum = versions.submit_version(
        case.author,
        versions.create_version(
            case.author, document, kind="addendum", language="en", text="More."
        ),
    )
    refuse = f"/en/documents/{document.slug}/versions/{addendum.pk}/refuse/"
    assert submit(officer, refuse, {"reason": "Not needed."}).status_code == 302
    original = document.versions.get(kind="original")
    assert (
        officer.get(f"/en/documents/{document.slug}/versions/{original.pk}/post/").status_code
        == 404
    )


def test_a_version_is_hidden_from_who_does_not_prepare_it(case: Case) -> None:
    document = case.post()
    version = versions.create_version(
        case.author, document, kind="addendum", language="en", text="More."
    )
    address = f"/en/documents/{document.slug}/versions/{version.pk}/submit/"
    assert client_of(person()).get(address).status_code == 404


# The page of the meeting, and what a document offers.


def test_the_section_of_a_meeting_says_what_is_due_and_what_waits(case: Case) -> None:

    request = RequestFactory().get("/")
    case.create(title="A draft")
    case.submit()
    case.accept()

    def section(user: object) -> dict[str, object] | None:
        request.user = user  # type: ignore[assignment]
        return contributions_of_meeting(request, case.meeting)  # type: ignore[return-value]

    it = section(AnonymousUser())
    assert it is not None and not it["may_contribute"] and not it["drafts"] and it["deadline"]
    it = section(case.focal_point)
    assert it is not None and it["may_contribute"] and len(it["drafts"]) == 3  # type: ignore[arg-type]
    it = section(case.officer.person)
    assert it is not None and (it["to_check"], it["to_post"]) == (1, 1)
    case.meeting.state = "reported"
    assert section(AnonymousUser()) is None


def test_a_document_offers_what_each_person_may_do(case: Case) -> None:
    document = case.create()
    pages = {
        name: getattr(action_views, name)
        for name in [
            "SubmitDocument",
            "ChangeDocument",
            "AcceptDocument",
            "ReturnDocument",
            "RefuseDocument",
            "PostDocument",
            "CreateVersion",
            "AskForSignature",
            "WithdrawDocument",
        ]
    }

    def offered(actor: Actor, target: Document) -> set[str]:
        return {
            name.removesuffix("Document")
            for name, page in pages.items()
            if page.is_offered(actor, target)
        }

    author, officer = case.author, case.officer
    always = {"AskForSignature", "Withdraw"}
    assert offered(author, document) == {"Submit", "Change", *always}
    document = actions.submit_document(author, document)
    assert offered(author, document) == always
    assert offered(officer, document) == {"Change", "Accept", "Return", "Refuse", *always}
    document = actions.accept_document(officer, document)
    assert offered(officer, document) == {"Change", "Post", *always}
    document = actions.post_document(officer, document)
    assert offered(author, document) == {"CreateVersion", *always}
    focal_point = person()
    (source,) = signatures.ask_for_signature(
        author, document, organisations=[organisation(focal_point)]
    )
    asked = Actor(user=focal_point)
    assert action_views.SignDocument.is_offered(asked, source)
    assert not action_views.SignDocument.is_offered(author, source)
    source = signatures.sign_document(asked, source)
    assert not action_views.SignDocument.is_offered(asked, source)
    assert action_views.DeclineSignature.is_offered(asked, source)
    version = versions.create_version(
        author, document, kind="addendum", language="en", text="More."
    )
    assert action_views.ChangeVersion.is_offered(author, version)
    version = versions.submit_version(author, version)
    assert not action_views.ChangeVersion.is_offered(author, version)
    assert action_views.ChangeVersion.is_offered(officer, version)
    original = document.versions.get(kind="original")
    original.document = document
    assert not action_views.ChangeVersion.is_offered(officer, original)


def test_header_fields_are_marked_where_they_are_in_another_language() -> None:
    fields = [HeaderField(key="topic", names={"en": "Topic"}, hints={"en": "In <one> word"})]
    own = ContributionForm(fields=["header"], header=fields)
    assert own["header_topic"].label == "Topic"
    assert own["header_topic"].help_text == "In &lt;one&gt; word"
    with translation.override("ar"):
        other = ContributionForm(fields=["header"], header=fields)
    assert other["header_topic"].label == '<span lang="en" dir="ltr">Topic</span>'
    hint = '<span lang="en" dir="ltr">In &lt;one&gt; word</span>'
    assert other["header_topic"].help_text == hint
