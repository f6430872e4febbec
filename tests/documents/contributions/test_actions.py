"""Verbs of documents: from the draft to posting and withdrawal, with each reason to refuse."""

from __future__ import annotations

import datetime
import io
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from majlis.documents.contributions import actions
from majlis.documents.contributions.drafts import Upload
from majlis.documents.contributions.template import write_template
from majlis.documents.core.access import visible_versions
from majlis.documents.core.sources import source_text
from majlis.documents.models import Document, DocumentRules, HeaderField
from majlis.documents.numbering import actions as numbering
from majlis.events.models import Meeting
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry, User
from majlis.paper import blocks
from majlis.paper.write import docx
from majlis.parties.actions import member as members
from tests.documents import factories
from tests.documents.contributions.completed import completed
from tests.documents.core.test_words import pdf_of
from tests.events import factories as events
from tests.parties.test_registration import unrelated_people
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

SYSTEM = Actor.as_system("tests")
DAY = datetime.timedelta(days=1)


class Case:
    """A meeting with an open deadline, an organization with its focal point, and an officer of the body."""

    def __init__(self, **meeting: Any) -> None:
        values = {"contributions_due": clock.now() + DAY} | meeting
        self.meeting: Meeting = events.meeting(events.body(abbreviation="FSG"), **values)
        self.focal_point = person()
        self.organisation = organisation(self.focal_point)
        self.author = Actor(user=self.focal_point)
        self.officer = Actor(user=events.officer(self.meeting))

    def create(self, **values: Any) -> Document:
        """A draft of the organization."""
        given = {
            "title": "A light for the coast",
            "language": "en",
            "text": "The Group met.\n\n1. Requests the Chair to report.",
            "organisation": self.organisation,
        }
        return actions.create_document(self.author, self.meeting, **given | values)

    def submit(self, **values: Any) -> Document:
        """A submitted document."""
        return actions.submit_document(self.author, self.create(**values))

    def accept(self, **values: Any) -> Document:
        """An accepted document."""
        return actions.accept_document(self.officer, self.submit(**values))

    def post(self, **values: Any) -> Document:
        """A posted document."""
        return actions.post_document(self.officer, self.accept(**values))

    def rules(self, **values: Any) -> None:
        """Set the rules of the body."""
        numbering.set_document_rules(SYSTEM, self.meeting.body, **values)
        self.meeting = Meeting.objects.select_related("body", "record").get(pk=self.meeting.pk)

    def close_deadline(self) -> None:
        """Let the deadline be past."""
        self.meeting.contributions_due = clock.now() - DAY
        self.meeting.save()

    def people(self) -> dict[str, User]:
        """People by what they are to the document."""
        return {
            "author": self.focal_point,
            "delegate": person(("delegate", self.organisation.record)),
            "officer": self.officer.person,
            "chair": person(("chair", self.meeting.body.record)),
            "secretariat": person("secretariat"),
        }


@pytest.fixture
def case(db: None) -> Case:
    return Case()


def faults_of(act: Callable[[], Any]) -> dict[str, str]:
    """The faults that a verb raises, by field."""
    with pytest.raises(InvalidInput) as refused:
        act()
    return {name: str(sentence) for name, sentence in refused.value.faults.items()}


# Permissions.


def test_who_may_create_a_document(case: Case) -> None:
    strangers = unrelated_people()
    check_permissions(
        "documents.create_document",
        case.meeting,
        granted={**case.people(), "anybody signed in": person()},
        refused={"nobody": None, "closed account": strangers["closed account"]},
        do=lambda actor: actions.create_document(
            actor, case.meeting, title="A light", language="en", organisation=case.organisation
        ),
    )
    draft = events.meeting(case.meeting.body, state="draft")
    check_permissions(
        "documents.create_document",
        draft,
        granted={"officer": case.officer.person},
        refused={**strangers, "author": case.focal_point},
    )


def test_authors_and_officers_work_on_a_document(case: Case) -> None:
    document = case.create()
    people = case.people()
    refused = {
        **unrelated_people(),
        "delegate who is not the author": people.pop("delegate"),
        "chair of another body": person(("chair", events.body().record)),
    }
    for name, do in (
        ("change_document", lambda a: actions.change_document(a, document, title="Another light")),
        ("submit_document", lambda a: actions.submit_document(a, document)),
        (
            "withdraw_document",
            lambda a: actions.withdraw_document(a, document, reason="Not needed."),
        ),
    ):
        check_permissions(f"documents.{name}", document, granted=people, refused=refused, do=do)


def test_only_officers_decide_on_a_document(case: Case) -> None:
    people = case.people()
    refused = {
        **unrelated_people(),
        "author": people.pop("author"),
        "delegate": people.pop("delegate"),
    }
    for name in ("return_document", "refuse_document", "accept_document", "post_document"):
        document = case.accept() if name == "post_document" else case.submit()
        reason = {"reason": "A reason."} if name in ("return_document", "refuse_document") else {}
        check_permissions(
            f"documents.{name}",
            document,
            granted=people,
            refused=refused,
            do=lambda a, name=name, document=document, reason=reason: getattr(actions, name)(
                a, document, **reason
            ),
        )


# Create and change.


def test_a_draft_is_seen_by_those_who_prepare_it_only(case: Case) -> None:
    item = events.item(case.meeting)
    document = case.create(abstract="In short.", action_required="To note it.", items=[item])
    assert (document.state, document.symbol, document.series.code) == ("draft", "", "")
    assert (document.say("title").text, document.say("abstract").text) == (
        "A light for the coast",
        "In short.",
    )
    assert source_text(document) == str(case.organisation)
    assert [each.item for each in document.considerations.all()] == [item]
    file = document.versions.get().files.get()
    assert (file.origin, file.status, file.language) == ("form", "authentic", "en")
    assert "Requests the Chair" in file.text and file.words.startswith("The Group met.\n\n1.")
    for who, user in case.people().items():
        assert Document.objects.visible_to(user).filter(pk=document.pk).exists(), who
    for stranger in (AnonymousUser(), person(), person(("member", case.meeting.body.record))):
        assert not Document.objects.visible_to(stranger).filter(pk=document.pk).exists()
    entry = AuditEntry.objects.get(verb="documents.create_document")
    assert entry.new["title"] == {"en": "A light for the coast"} and "text" not in entry.new


def test_an_individual_member_submits_in_their_own_name(case: Case) -> None:
    member = person(("member", case.meeting.body.record), name="A. Fictional")
    document = actions.create_document(
        Actor(user=member), case.meeting, title="A light", language="fr"
    )
    assert source_text(document) == "A. Fictional"


def test_an_officer_adds_a_document_of_an_office_or_of_any_organization(case: Case) -> None:
    document = actions.create_document(
        case.officer,
        case.meeting,
        title="Report of the Chair",
        language="en",
        source_words=" Chair ",
        category="report",
        series="TD",
    )
    assert (document.category, document.series.code, source_text(document)) == (
        "report",
        "TD",
        "Chair",
    )
    other = actions.create_document(
        case.officer, case.meeting, title="A light", language="en", organisation=organisation()
    )
    assert other.sources.count() == 1


def test_what_only_officers_choose_is_not_taken_from_others(case: Case) -> None:
    document = case.create(
        category="report", series="TD", source_words="Chair", purpose="information"
    )
    assert (document.category, document.series.code, document.source_words) == (
        "contribution",
        "INF",
        "",
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 1001}, "title"),
        ({"title": "fsg-1/INF/3 (Rev. 1)"}, "title"),
        ({"language": "de"}, "language"),
        ({"purpose": "sale"}, "purpose"),
        ({"organisation": None}, "organisation"),
        ({"text": "x" * 400_001}, "text"),
    ],
)
def test_a_draft_with_wrong_values_is_refused(
    case: Case, values: dict[str, Any], field: str
) -> None:
    factories.document(case.meeting)
    assert list(faults_of(lambda: case.create(**values))) == [field]


def test_a_draft_for_another_organization_meeting_or_item_is_refused(case: Case) -> None:
    assert "organisation" in faults_of(lambda: case.create(organisation=organisation()))
    assert "items" in faults_of(lambda: case.create(items=[events.item(events.meeting())]))
    office = lambda: actions.create_document(case.officer, case.meeting, title="x", language="en")
    assert "source_words" in faults_of(office)
    case.meeting.state = "closed"
    with pytest.raises(WrongState, match="does not receive contributions"):
        case.create()
    late = {"title": "Report", "language": "en", "source_words": "Chair"}
    assert actions.create_document(case.officer, case.meeting, **late).state == "draft"
    case.meeting.state = "cancelled"
    with pytest.raises(WrongState):
        actions.create_document(case.officer, case.meeting, **late)


def upload_of(data: bytes, name: str = "contribution.docx") -> Upload:
    return Upload(io.BytesIO(data), name)


def test_the_template_states_title_header_and_text(case: Case) -> None:
    HeaderField.objects.create(
        body=case.meeting.body, key="topic", names={"en": "Topic"}, required=True
    )
    data = completed(
        write_template(case.meeting, "en"),
        {"title": "A light", "abstract": "In short.", "header-topic": "Lights"},
        ["The Group met."],
    )
    document = case.create(title="", text="", upload=upload_of(data, r"C:\papers\light.docx"))
    assert document.say("title").text == "A light" and document.say("abstract").text == "In short."
    assert document.header_values.get().text == "Lights"
    file = document.versions.get().files.get()
    assert (file.origin, file.name, file.words) == ("template", "light.docx", "The Group met.")
    assert file.file is not None and file.file.size == len(data)
    assert actions.submit_document(case.author, document).state == "submitted"


def test_all_that_is_wrong_in_a_template_is_named_at_the_file(case: Case) -> None:
    HeaderField.objects.create(
        body=case.meeting.body, key="topic", names={"en": "Topic"}, required=True
    )
    case.rules(group="FSG", word_limit=3, title_limit=5)
    data = completed(
        write_template(case.meeting, "en"), {"title": "A light"}, ["One two three four."]
    )
    faults = faults_of(lambda: case.create(text="", upload=upload_of(data)))
    assert list(faults) == ["file"]
    for sentence in (
        "These fields of the template are blank: Topic.",
        "The text has 4 words. Shorten it to at most 3.",
        "The title is too long. Characters: 7; most allowed: 5.",
    ):
        assert sentence in faults["file"]
    empty = write_template(case.meeting, "en")
    faults = faults_of(lambda: case.create(text="", upload=upload_of(empty)))
    assert "are blank: Title, Topic" in faults["file"] and "contains no text" in faults["file"]
    assert "file" in faults_of(lambda: case.create(upload=upload_of(data)))


def test_a_template_from_before_a_new_header_field_is_told_apart(case: Case) -> None:
    data = completed(write_template(case.meeting, "en"), {"title": "A light"}, ["The Group."])
    HeaderField.objects.create(
        body=case.meeting.body, key="topic", names={"en": "Topic"}, required=True
    )
    faults = faults_of(lambda: case.create(text="", upload=upload_of(data)))
    assert "The template has changed since you downloaded it" in faults["file"]
    HeaderField.objects.update(required=False)
    assert case.create(text="", upload=upload_of(data)).say("title").text == "A light"


def test_only_officers_upload_other_files(case: Case) -> None:
    word = docx(blocks.Document("en", "A report", (blocks.Paragraph("The Chair reports."),)))
    assert "file" in faults_of(lambda: case.create(text="", upload=upload_of(word)))
    values = {"title": "Report", "language": "en", "source_words": "Chair"}
    document = actions.create_document(case.officer, case.meeting, upload=upload_of(word), **values)
    file = document.versions.get().files.get()
    assert file.origin == "uploaded" and "The Chair reports." in file.words and file.text
    scan = upload_of(pdf_of("A light"), "report.pdf")
    document = actions.create_document(case.officer, case.meeting, upload=scan, **values)
    file = document.versions.get().files.get()
    assert (file.text, file.words) == ("", "A light")
    other = upload_of(write_template(events.meeting(), "en"))
    assert "file" in faults_of(
        lambda: actions.create_document(case.officer, case.meeting, upload=other, **values)
    )
    picture = upload_of(b"\x89PNG\r\n\x1a\n", "x.png")
    assert "file" in faults_of(
        lambda: actions.create_document(case.officer, case.meeting, upload=picture, **values)
    )


def test_a_draft_is_changed_and_unchanged_values_write_nothing(case: Case) -> None:
    HeaderField.objects.create(body=case.meeting.body, key="topic", names={"en": "Topic"})
    first, second = events.item(case.meeting), events.item(case.meeting)
    document = case.create(items=[first])
    changed = {
        "title": "Another light",
        "abstract": "In short.",
        "text": "Other words.",
        "purpose": "information",
        "header": {"topic": "Lights", "unknown": "x"},
        "items": [second],
    }
    document = actions.change_document(case.author, document, **changed)
    assert (document.say("title").text, document.series.code) == ("Another light", "INF")
    assert document.versions.get().files.get().words == "Other words."
    assert document.header_values.get().text == "Lights"
    assert [each.item for each in document.considerations.all()] == [second]
    before = AuditEntry.objects.count()
    actions.change_document(case.author, document, **changed)
    assert AuditEntry.objects.count() == before
    document = actions.change_document(case.author, document, text="", header={"topic": ""})
    assert not document.versions.get().files.exists() and not document.header_values.exists()
    assert "title" in faults_of(lambda: actions.change_document(case.author, document, title=""))


def test_after_submission_only_officers_change_a_document_and_after_posting_nobody(
    case: Case,
) -> None:
    document = case.submit()
    with pytest.raises(WrongState, match="can no longer be changed"):
        actions.change_document(case.author, document, title="Another light")
    actions.change_document(case.officer, document, title="Another light")
    document = actions.accept_document(case.officer, document)
    actions.change_document(case.officer, document, abstract="In short.")
    assert "series" in faults_of(lambda: actions._change_purpose(document, "information", "INF"))
    actions.post_document(case.officer, document)
    with pytest.raises(WrongState):
        actions.change_document(case.officer, document, title="Another")


# Submission.


def test_what_is_missing_or_too_long_is_named_at_submission(case: Case) -> None:
    HeaderField.objects.create(
        body=case.meeting.body, key="topic", names={"en": "Topic"}, required=True
    )
    document = case.create(text="")
    case.rules(group="FSG", word_limit=3, title_limit=10)
    faults = faults_of(lambda: actions.submit_document(case.author, document))
    assert set(faults) == {"title", "header_topic", "text"}
    assert "The text is missing" in faults["text"]
    actions.change_document(case.author, document, text="One two three four.", title="A light")
    faults = faults_of(lambda: actions.submit_document(case.author, document))
    assert faults["text"] == "The text has 4 words. Shorten it to at most 3."
    document.refresh_from_db()
    assert document.state == "draft"
    actions.change_document(case.author, document, text="One two.", header={"topic": "Lights"})
    assert actions.submit_document(case.author, document).state == "submitted"


def test_a_late_contribution_is_marked(case: Case) -> None:
    case.close_deadline()
    document = case.submit()
    assert (document.late, document.purpose, document.versions.get().late) == (True, "action", True)
    assert actions.accept_document(case.officer, document).symbol == "FSG-1/1"


def test_a_late_contribution_is_refused_except_with_a_reason_of_the_secretariat(case: Case) -> None:
    case.rules(group="FSG", late_rule="refuse")
    document = case.create()
    case.close_deadline()
    with pytest.raises(WrongState, match="The deadline for contributions was"):
        actions.submit_document(case.author, document, late_reason="Please.")
    assert "late_reason" in faults_of(lambda: actions.submit_document(case.officer, document))
    document = actions.submit_document(case.officer, document, late_reason="A storm.")
    assert (document.late, document.late_reason) == (True, "A storm.")


def test_a_late_contribution_is_for_information_except_with_a_reason(case: Case) -> None:
    case.rules(group="FSG", late_rule="information")
    case.close_deadline()
    document = case.submit()
    assert (document.late, document.purpose, document.series.code) == (True, "information", "INF")
    faults = faults_of(lambda: actions.accept_document(case.officer, document, purpose="action"))
    assert list(faults) == ["reason"]
    accepted = actions.accept_document(case.officer, document, purpose="action", reason="A storm.")
    assert (accepted.symbol, accepted.late_reason) == ("FSG-1/1", "A storm.")
    assert actions.accept_document(case.officer, case.submit()).symbol == "FSG-1/INF/1"


def test_what_was_returned_does_not_become_late(case: Case) -> None:
    document = actions.return_document(case.officer, case.submit(), reason="Add a date.")
    assert (document.state, document.reason) == ("returned", "Add a date.")
    case.close_deadline()
    actions.change_document(case.author, document, text="The Group met in May.")
    document = actions.submit_document(case.author, document)
    assert (document.late, document.reason) == (False, "")


def test_a_document_is_returned_or_refused_with_a_reason_only(case: Case) -> None:
    document = case.submit()
    for act in (actions.return_document, actions.refuse_document):
        assert list(faults_of(lambda act=act: act(case.officer, document, reason=" "))) == [
            "reason"
        ]
    document = actions.refuse_document(case.officer, document, reason="Not of this Group.")
    assert (document.state, document.versions.get().state, document.number) == (
        "refused",
        "refused",
        None,
    )
    with pytest.raises(WrongState):
        actions.accept_document(case.officer, document)


# Numbers, posting and withdrawal.


def test_a_number_is_allotted_on_acceptance_and_not_before(case: Case) -> None:
    refused = actions.refuse_document(case.officer, case.submit(), reason="Not of this Group.")
    first, second = case.accept(), case.accept(purpose="information")
    assert [each.symbol for each in (refused, first, second)] == ["", "FSG-1/1", "FSG-1/INF/1"]
    assert actions.accept_document(case.officer, case.submit(), series="DT").symbol == "FSG-1/DT/1"
    with pytest.raises(WrongState):
        actions.accept_document(case.officer, first)
    assert case.accept().symbol == "FSG-1/2"


def test_a_symbol_clash_refuses_the_acceptance_and_loses_no_number(case: Case) -> None:
    taken = factories.document()
    Document.objects.filter(pk=taken.pk).update(symbol="FSG-1/1")
    document = case.submit()
    with pytest.raises(WrongState, match="FSG-1/1 belongs to another document"):
        actions.accept_document(case.officer, document)
    document.refresh_from_db()
    assert (document.state, document.number) == ("submitted", None)
    DocumentRules.objects.filter(body=case.meeting.body).delete()
    Document.objects.filter(pk=taken.pk).update(symbol="OTHER-1/1")
    assert actions.accept_document(case.officer, document).symbol == "FSG-1/1"


def test_a_posted_document_is_seen_as_its_meeting_or_by_members_only(case: Case) -> None:
    nobody, member = AnonymousUser(), person(("member", case.meeting.body.record))
    public = case.post()
    narrow = actions.post_document(case.officer, case.accept(), members_only=True)
    seen = set(Document.objects.visible_to(nobody).values_list("pk", flat=True))
    assert seen == {public.pk}
    for who in (member, *case.people().values()):
        assert Document.objects.visible_to(who).filter(pk=narrow.pk).exists()
    assert [each.state for each in visible_versions(nobody, public)] == ["posted"]
    assert public.posted_at is not None


def test_a_document_for_members_follows_the_membership(case: Case) -> None:
    document = actions.post_document(case.officer, case.accept(), members_only=True)
    focal_point = person()
    joining = organisation(focal_point)
    visible = Document.objects.visible_to(focal_point).filter(pk=document.pk)
    assert not visible.exists()
    members.admit_member(SYSTEM, case.meeting.body, organisation=joining)
    assert visible.exists()
    members.end_membership(SYSTEM, case.meeting.body, organisation=joining)
    assert not visible.exists()


def test_a_document_without_a_text_is_not_posted(case: Case) -> None:
    document = case.accept()
    document.versions.get().files.all().delete()
    with pytest.raises(WrongState, match="neither a text nor a file"):
        actions.post_document(case.officer, document)


def test_a_withdrawn_document_keeps_its_number_its_page_and_the_reason(case: Case) -> None:
    document = case.post()
    assert list(faults_of(lambda: actions.withdraw_document(case.author, document))) == ["reason"]
    document = actions.withdraw_document(case.author, document, reason="Overtaken.")
    assert (document.state, document.symbol, document.reason) == (
        "withdrawn",
        "FSG-1/1",
        "Overtaken.",
    )
    assert Document.objects.visible_to(AnonymousUser()).filter(pk=document.pk).exists()
    unposted = actions.withdraw_document(case.author, case.accept(), reason="Overtaken.")
    assert unposted.symbol == "FSG-1/2"
    assert Document.objects.visible_to(AnonymousUser()).filter(pk=unposted.pk).exists()
    assert not visible_versions(AnonymousUser(), unposted).exists()
    draft = actions.withdraw_document(case.author, case.create())
    assert not Document.objects.visible_to(AnonymousUser()).filter(pk=draft.pk).exists()
    assert case.accept().symbol == "FSG-1/3"


@pytest.mark.django_db(transaction=True)
def test_documents_that_are_accepted_at_once_have_consecutive_numbers() -> None:
    """Twenty-four documents, each accepted by two officers at the same moment: one of both is told that it is done."""
    case = Case()
    documents = [case.submit() for _ in range(24)]
    start = threading.Barrier(48)
    done: list[str] = []

    def accept(document: Document) -> None:
        start.wait()
        try:
            done.append(actions.accept_document(case.officer, document).symbol)
        except WrongState:
            done.append("")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=(each,)) for each in documents * 2]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert done.count("") == 24
    assert sorted(filter(None, done)) == sorted(f"FSG-1/{number}" for number in range(1, 25))
    assert set(Document.objects.values_list("state", flat=True)) == {"accepted"}
