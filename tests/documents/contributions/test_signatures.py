"""Co-signatories: those who are asked decide, and only those who signed are named."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from majlis.documents.contributions import actions, signatures
from majlis.documents.core.sources import source_text
from majlis.documents.models import Document, Source
from majlis.kernel.actor import Actor
from majlis.kernel.errors import WrongState
from majlis.kernel.models import AuditEntry
from majlis.kernel.verbs import CONFIDENTIAL_VERBS
from tests.documents.contributions.test_actions import Case, faults_of
from tests.parties.test_registration import unrelated_people
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.permissions import check_permissions


@pytest.fixture
def case(db: None) -> Case:
    return Case()


def ask(case: Case, document: Document) -> tuple[Source, Actor]:
    """An organization that is asked to co-sign, and its focal point."""
    focal_point = person()
    other = organisation(focal_point)
    (source,) = signatures.ask_for_signature(case.author, document, organisations=[other])
    return source, Actor(user=focal_point)


def test_authors_ask_and_focal_points_decide(case: Case) -> None:
    document, focal_point = case.create(), person()
    other = organisation(focal_point)
    people = case.people()
    refused = {**unrelated_people(), "delegate": people.pop("delegate"), "focal point": focal_point}
    check_permissions(
        "documents.ask_for_signature",
        document,
        granted=people,
        refused=refused,
        do=lambda actor: signatures.ask_for_signature(actor, document, organisations=[other]),
    )
    source = document.sources.get(state="asked")
    refused = {**unrelated_people(), **people, "delegate": person(("delegate", other.record))}
    for name, do in (
        ("sign_document", lambda actor: signatures.sign_document(actor, source)),
        ("decline_signature", lambda actor: signatures.decline_signature(actor, source)),
    ):
        check_permissions(
            f"documents.{name}",
            source,
            granted={"focal point": focal_point},
            refused=refused,
            do=do,
        )


def test_who_is_asked_sees_the_draft_and_is_named_only_after_signing(case: Case) -> None:
    document = case.create()
    own = str(case.organisation)
    source, focal_point = ask(case, document)
    visible = Document.objects.visible_to(focal_point.person)
    assert visible.filter(pk=document.pk).exists() and source_text(document) == own
    signatures.sign_document(focal_point, source)
    assert source_text(Document.objects.get()) == f"{own}, {source.organisation}"
    signatures.decline_signature(focal_point, source)
    assert source_text(Document.objects.get()) == own
    assert not visible.filter(pk=document.pk).exists()
    with pytest.raises(WrongState):
        signatures.sign_document(focal_point, source)
    assert {"documents.ask_for_signature", "documents.decline_signature"} <= CONFIDENTIAL_VERBS


def test_who_declined_may_be_asked_again_but_nobody_twice(case: Case) -> None:
    document = case.create()
    source, focal_point = ask(case, document)
    before = AuditEntry.objects.count()
    both = [source.organisation, case.organisation]
    assert signatures.ask_for_signature(case.author, document, organisations=both) == []
    assert AuditEntry.objects.count() == before
    signatures.decline_signature(focal_point, source)
    assert signatures.ask_for_signature(case.author, document, organisations=both) == [source]
    assert "organisations" in faults_of(
        lambda: signatures.ask_for_signature(case.author, document, organisations=[])
    )
    closed = organisation()
    closed.state = "closed"
    assert "organisations" in faults_of(
        lambda: signatures.ask_for_signature(case.author, document, organisations=[closed])
    )


def test_a_signature_holds_for_the_text_that_was_signed(case: Case) -> None:
    document = case.create()
    source, focal_point = ask(case, document)
    signatures.sign_document(focal_point, source)
    actions.change_document(case.author, document, abstract="In short.", purpose="information")
    source.refresh_from_db()
    assert source.state == "signed"
    actions.change_document(case.author, document, text="Other words.")
    source.refresh_from_db()
    assert (source.state, source.decided_by) == ("asked", None)
    entry = AuditEntry.objects.filter(verb="documents.change_document").latest("pk")
    assert entry.new["organisation"] == source.organisation.record.address


def test_a_co_signatory_stays_after_posting_and_may_join_later(case: Case) -> None:
    document = case.post()
    source, focal_point = ask(case, document)
    signatures.sign_document(focal_point, source)
    assert str(source.organisation) in source_text(document)
    assert Document.objects.visible_to(AnonymousUser()).filter(pk=document.pk).exists()
    actions.withdraw_document(case.author, document, reason="Overtaken.")
    with pytest.raises(WrongState, match="withdrawn or refused"):
        signatures.decline_signature(focal_point, source)
    with pytest.raises(WrongState):
        ask(case, document)
