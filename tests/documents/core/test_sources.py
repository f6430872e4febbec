"""Those from whom a document comes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from majlis.documents.archive.pdf import source_names as archived_names
from majlis.documents.archive.queries import meeting_records, visible_to_all_who_see
from majlis.documents.core.sources import office_name, source_names
from majlis.documents.models import Document
from majlis.kernel.models import WordingStatus
from majlis.kernel.records import set_wording
from tests.documents import factories as documents
from tests.events import factories as events


@pytest.mark.parametrize(
    ("words", "written", "page", "shown"),
    [
        ("Secretariat", "en", "fr", ("Secrétariat", "fr")),
        ("Secrétariat", "fr", "en", ("Secretariat", "en")),
        ("Secretariat", "en", "en", ("Secretariat", "en")),
        ("Office of the Chair", "en", "fr", ("Office of the Chair", "en")),
        ("Secrétariat", "en", "fr", ("Secrétariat", "en")),
    ],
)
def test_an_office_that_the_site_named_is_in_the_language_of_the_page(
    words: str, written: str, page: str, shown: tuple[str, str]
) -> None:
    document = Document(source_words=words, language=written)
    with translation.override(page):
        name = office_name(document)
    assert (name.text, name.language) == shown
    assert office_name(document, page) == name


@pytest.mark.django_db
def test_a_report_is_from_the_chair_of_its_body_in_the_language_of_the_reader() -> None:
    council = events.meeting(state="open")
    group = events.meeting(state="closed")
    name = group.body.say("title", "en").text
    set_wording(group.body.record, "title", "fr", "Groupe des marées", WordingStatus.TRANSLATED)
    report = documents.document(
        council, category="report", source_words=f"Chair, {name}", title="A fictional report"
    )
    report.considerations.create(item=events.item(council))
    report.reported_meetings.create(meeting=group)
    pages = (
        "documents/",
        report.record.address,
        council.record.address,
        f"{report.record.address}/versions/original/",
    )
    for page in pages:
        shown = Client().get(f"/fr/{page.strip('/')}/").content.decode()
        assert "Présidence, Groupe des marées" in shown, page
        assert f"Chair, {name}" not in shown, page
    report.refresh_from_db()
    assert [each.text for each in source_names(report, "en")] == [f"Chair, {name}"]
    assert source_names(report, "es")[0].language == "en"  # the body has no Spanish name
    records = meeting_records(council, visible_to_all_who_see(council))
    with translation.override("fr"):
        assert archived_names(records.documents[0], "fr") == ["Présidence, Groupe des marées"]


@pytest.mark.django_db
def test_the_archive_names_the_secretariat_in_the_language_of_its_page() -> None:
    document = documents.document(source_words="Secretariat")
    assert archived_names(document, "fr") == ["Secrétariat"]
