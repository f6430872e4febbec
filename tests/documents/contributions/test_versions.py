"""Revisions, addenda and corrigenda: they keep the number, count by kind, and follow the rules of contributions."""

from __future__ import annotations

import io
import threading
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from majlis.documents.contributions import actions, versions
from majlis.documents.contributions.drafts import Upload
from majlis.documents.contributions.template import write_template
from majlis.documents.core.access import visible_versions
from majlis.documents.core.symbols import version_symbol
from majlis.documents.models import Document, DocumentVersion
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry
from tests.documents.contributions.completed import completed
from tests.documents.contributions.test_actions import Case, faults_of
from tests.documents.core.test_words import pdf_of
from tests.parties.test_registration import unrelated_people
from tests.support.permissions import check_permissions

REVISION = {"kind": "revision", "language": "en", "text": "The Group met twice."}


@pytest.fixture
def case(db: None) -> Case:
    return Case()


def revise(case: Case, document: Document, **values: Any) -> DocumentVersion:
    return versions.create_version(case.author, document, **REVISION | values)


def test_who_may_work_on_versions(case: Case) -> None:
    document = case.post()
    people = case.people()
    delegate = {"delegate": people.pop("delegate")}
    strangers = {**unrelated_people(), **delegate}
    check_permissions(
        "documents.create_version",
        document,
        granted=people,
        refused=strangers,
        do=lambda actor: versions.create_version(actor, document, **REVISION),
    )
    version = document.versions.get(kind="revision")
    for name, do in (
        (
            "change_version",
            lambda a: versions.change_version(a, version, language="en", text="Other."),
        ),
        ("submit_version", lambda a: versions.submit_version(a, version)),
    ):
        check_permissions(f"documents.{name}", version, granted=people, refused=strangers, do=do)
    author = {"author": people.pop("author")}
    version.refresh_from_db()
    check_permissions(
        "documents.return_version",
        version,
        granted=people,
        refused={**strangers, **author},
        do=lambda actor: versions.return_version(actor, version, reason="Add a date."),
    )
    version = versions.submit_version(case.author, DocumentVersion.objects.get(pk=version.pk))
    check_permissions(
        "documents.post_version",
        version,
        granted=people,
        refused={**strangers, **author},
        do=lambda actor: versions.post_version(actor, version),
    )
    addendum = versions.submit_version(case.author, revise(case, document, kind="addendum"))
    check_permissions(
        "documents.refuse_version",
        addendum,
        granted=people,
        refused={**strangers, **author},
        do=lambda actor: versions.refuse_version(actor, addendum, reason="Not needed."),
    )


def test_versions_keep_the_number_and_count_by_kind(case: Case) -> None:
    document = case.post()
    symbols = []
    for kind in ("revision", "addendum", "revision", "corrigendum", "revision"):
        version = versions.submit_version(case.author, revise(case, document, kind=kind))
        if symbols and kind == "corrigendum":
            refused = versions.refuse_version(case.officer, version, reason="Not needed.")
            assert (refused.number, refused.reason) == (0, "Not needed.")
            version = versions.submit_version(case.author, revise(case, document, kind=kind))
        symbols.append(version_symbol(document, versions.post_version(case.officer, version)))
    assert symbols == [
        "FSG-1/1(Rev.1)",
        "FSG-1/1(Add.1)",
        "FSG-1/1(Rev.2)",
        "FSG-1/1(Corr.1)",
        "FSG-1/1(Rev.3)",
    ]
    entry = AuditEntry.objects.filter(verb="documents.post_version").latest("pk")
    assert entry.record == document.record and entry.new["symbol"] == "FSG-1/1(Rev.3)"
    assert case.accept().symbol == "FSG-1/2"


def test_a_version_is_seen_by_all_once_it_is_posted(case: Case) -> None:
    document, nobody = case.post(), AnonymousUser()
    version = revise(case, document, note="A year was added.", note_language="en")
    assert [each.kind for each in visible_versions(nobody, document)] == ["original"]
    assert version in visible_versions(case.focal_point, document)
    version = versions.post_version(case.officer, versions.submit_version(case.author, version))
    assert [each.kind for each in visible_versions(nobody, document)] == ["original", "revision"]
    assert version.posted_at is not None and version.note == "A year was added."


def test_a_version_of_a_document_that_is_not_posted_is_refused(case: Case) -> None:
    document = case.accept()
    with pytest.raises(WrongState, match="has not been posted"):
        revise(case, document)
    document = actions.post_document(case.officer, document)
    for values, field in (
        ({"kind": "original"}, "kind"),
        ({"language": "de"}, "language"),
        ({"upload": Upload(io.BytesIO(b"x"), "x.docx")}, "file"),
        ({"text": "", "upload": Upload(io.BytesIO(b"x"), "x.docx")}, "file"),
    ):
        assert list(faults_of(lambda values=values: revise(case, document, **values))) == [field]
    version = revise(case, document)
    with pytest.raises(WrongState, match="a revision that is not posted yet"):
        revise(case, document)
    versions.submit_version(case.author, version)
    with pytest.raises(WrongState):
        versions.change_version(case.author, version, language="en", text="Other words.")
    versions.change_version(case.officer, version, language="en", text="Other words.")
    original = document.versions.get(kind="original")
    for verb in (versions.post_version, versions.submit_version):
        with pytest.raises(WrongState):
            verb(case.officer, original)
    with pytest.raises(InvalidInput):
        versions.refuse_version(case.officer, version, reason="")


def test_a_corrigendum_names_its_languages_and_a_version_comes_in_the_template_too(
    case: Case,
) -> None:
    document = case.post()
    corrigendum = revise(case, document, kind="corrigendum", languages=["fr", "ar", "xx"])
    assert corrigendum.languages == ["ar", "fr"]
    corrigendum = versions.change_version(
        case.author, corrigendum, language="en", note="A typing error.", languages=["fr"]
    )
    assert (corrigendum.languages, corrigendum.note) == (["fr"], "A typing error.")
    before = AuditEntry.objects.count()
    versions.change_version(case.author, corrigendum, language="en", text=REVISION["text"])
    assert AuditEntry.objects.count() == before
    data = completed(
        write_template(case.meeting, "en"), {"title": "A light"}, ["The Group met in May."]
    )
    revision = revise(case, document, text="", upload=Upload(io.BytesIO(data), "light.docx"))
    assert revision.files.get().words == "The Group met in May."
    addendum = versions.create_version(
        case.officer,
        document,
        kind="addendum",
        language="fr",
        upload=Upload(io.BytesIO(pdf_of("Une lampe")), "a.pdf"),
    )
    assert addendum.files.get().words == "Une lampe"


def test_limits_deadline_and_late_rule_apply_to_versions_too(case: Case) -> None:
    document = case.post()
    case.rules(group="FSG", word_limit=3)
    version = revise(case, document)
    assert "4 words" in faults_of(lambda: versions.submit_version(case.author, version))["text"]
    empty = revise(case, document, kind="addendum", text="")
    assert "missing" in faults_of(lambda: versions.submit_version(case.author, empty))["text"]
    case.rules(word_limit=10)
    case.close_deadline()
    assert versions.submit_version(case.author, version).late
    case.rules(late_rule="refuse")
    addendum = revise(case, document, kind="addendum")
    with pytest.raises(WrongState, match="The deadline for contributions was"):
        versions.submit_version(case.author, addendum)
    assert "late_reason" in faults_of(lambda: versions.submit_version(case.officer, addendum))
    assert versions.submit_version(case.officer, addendum, late_reason="A storm.").late


@pytest.mark.django_db(transaction=True)
def test_versions_that_are_posted_at_once_have_consecutive_numbers() -> None:
    case = Case()
    document = case.post()
    addenda = [
        versions.submit_version(case.author, revise(case, document, kind="addendum"))
        for _ in range(8)
    ]
    start = threading.Barrier(8)

    def post(version: DocumentVersion) -> None:
        start.wait()
        try:
            versions.post_version(case.officer, version)
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=(each,)) for each in addenda]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    numbers = document.versions.filter(kind="addendum").values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, 9))
