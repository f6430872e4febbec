"""Commitments: a force of its own, a filter and counts beside those of requests, and overdue by the same rule."""

from __future__ import annotations

import csv
import io
from html import unescape
from typing import Any

import pypdf
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import translation

from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.look.templatetags.look import FORCES
from majlis.mandates.briefings import meeting
from majlis.mandates.briefings import queries as brief_queries
from majlis.mandates.briefings import tables as brief_tables
from majlis.mandates.core import table
from majlis.mandates.core.progress import binding_sources
from majlis.mandates.core.table import mandate_phase
from majlis.mandates.deliverables import actions, overdue
from majlis.mandates.models import Deliverable, Entity, Mandate
from majlis.mandates.models.choices import CAN_BE_OVERDUE, Force
from majlis.mandates.publications import archive_pages, pdf
from majlis.mandates.register import queries
from tests.mandates import factories
from tests.mandates.deliverables.test_overdue import days_pass, speaker
from tests.mandates.register.test_register import day, found
from tests.support.parties import body, organisation
from tests.support.people import person
from tests.support.queries import MAX_QUERIES_SIGNED_IN

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")


def page(url: str, client: Client | None = None) -> str:
    return " ".join(unescape((client or Client()).get(url).content.decode()).split())


def commitment(**values: Any) -> Mandate:
    """A commitment of the Member States, at a paragraph of a text in force."""
    asked = values.pop("asked", "Member States")
    return factories.mandate(asked=asked, recipient="", force="commits", **values)


# The tables of forces


def test_every_table_of_forces_has_the_commitment() -> None:
    forces = set(Force.values)
    assert "commits" in forces
    assert forces == set(table.GISTS) == set(brief_tables.MAX_PER_FORCE) == set(FORCES)


def test_it_has_a_word_of_its_own_in_each_language() -> None:
    words = {}
    for language in LANGUAGE_CODES:
        with translation.override(language):
            labels = [str(each.label) for each in Force]
            assert len(set(labels)) == len(labels)
            words[language] = str(Force.COMMITS.label)
            assert str(FORCES["commits"]).lower() == words[language]
    assert words == {
        "ar": "التزام",
        "zh": "承诺",
        "en": "commitment",
        "fr": "engagement",
        "ru": "обязательство",
        "es": "compromiso",
    }


# The filter and the counts


def test_the_filter_finds_commitments_and_the_register_counts_them_apart() -> None:
    made = [commitment(), commitment(number=3)]
    asked, invited = factories.mandate(), factories.mandate(number=3, force="invites")
    assert found(force="commits") == {each.slug for each in made}
    assert found(force="requests") == {asked.slug} and found(force="invites") == {invited.slug}
    counts = queries.state_counts(AnonymousUser())
    assert (counts["all"], counts[queries.COMMITTED], counts[queries.INVITED]) == (4, 2, 1)
    shown = page("/en/mandates/?force=commits")
    assert "2 mandates, Force: commitment" in shown and "commitment</span>" in shown
    assert all(each.slug in shown for each in made) and asked.slug not in shown
    assert "commitments</a>" not in shown  # above a filtered list, the count of all would mislead


def test_the_heads_of_register_and_front_page_lead_to_as_many_as_they_say() -> None:
    commitment(), commitment(), factories.mandate()
    for url, link in (("/en/mandates/", "?force=commits"), ("/en/", "/en/mandates/?force=commits")):
        assert f'<a href="{link}">2 commitments</a>' in page(url)
    assert len(found(force="commits")) == 2


def test_where_there_are_none_no_count_is_shown() -> None:
    factories.mandate()
    for url in ("/en/", "/en/mandates/", "/en/entities/keeper/"):
        assert "commitments</a>" not in page(url) and "0 commitment" not in page(url)


def test_the_page_of_a_text_counts_those_in_force() -> None:
    version = factories.text()
    commitment(version=version), factories.mandate(version, number=3)
    url = version.get_absolute_url()
    link = f"/en/mandates/?text={version.instrument.slug}&force=commits"
    assert f'<a href="{link}">1 commitment</a>' in page(url)
    assert "1 mandate, " in page(link)
    Mandate.objects.filter(force="commits").update(lifecycle_state="completed")
    assert "1 commitment</a>" not in page(url)


def test_the_count_on_a_text_takes_no_query_of_its_own(
    django_assert_max_num_queries: Any,
) -> None:
    version = factories.text()
    commitment(version=version)
    officer = Client()
    officer.force_login(person("secretariat"))
    for client in (Client(), officer):
        page(version.get_absolute_url(), client)
        with django_assert_max_num_queries(MAX_QUERIES_SIGNED_IN):
            page(version.get_absolute_url(), client)


def test_the_page_of_an_entity_has_a_row_and_a_section_of_its_own() -> None:
    made, asked = commitment(asked="Keeper"), factories.mandate()
    shown = page("/en/entities/keeper/")
    row = shown.split('<span class="force commits">commitment</span>')[1]
    assert row.index("?entity=keeper&force=commits") < row.index("</tr>")
    part = shown.split('<h2 id="f-commits">')[1]
    assert made.slug in part and asked.slug not in part.partition("<h2")[0]


# Who is bound


def test_a_commitment_of_all_members_alike_asks_each_of_them() -> None:
    own = organisation(person("chair"))
    group = factories.entity("Member States", kind="group", organisation_kinds=[own.kind])
    made = commitment()
    assert made.lead is None and not made.assignments.exists()
    shown = page(f"{own.get_absolute_url()}brief/")
    assert made.slug in shown and "commitment" in shown
    assert made.slug in page(f"/en/mandates/?of={own.record.address}&force=commits")
    assert group.slug in page(f"/en/mandates/{made.slug}/")


def test_a_body_reads_its_commitments_apart_from_what_it_is_asked() -> None:
    keeper = factories.entity("Keeper", body=body("keeper"))
    made, asked = commitment(asked="Keeper"), factories.mandate()
    brief = meeting.meeting_brief(AnonymousUser(), keeper, "en")
    assert [each.mandate for each in brief.own.lines] == [asked]
    assert [each.mandate for each in brief.commitments.lines] == [made]
    assert brief.unled.count == 2
    shown = page(reverse("mandates:checklist", args=["keeper"]))
    assert '<h2 id="commitments">Commitments</h2>' in shown


def test_a_brief_names_the_force_on_the_page_and_on_paper() -> None:
    keeper = factories.entity("Keeper")
    commitment(asked="Keeper"), factories.mandate()
    groups = brief_queries.brief(AnonymousUser(), [keeper], "en").asked
    assert [(each.force, each.count) for each in groups] == [("requests", 1), ("commits", 1)]
    file = Client().get("/en/entities/keeper/brief/?download=pdf").content
    text = " ".join(pypdf.PdfReader(io.BytesIO(file)).pages[0].extract_text().split())
    assert "commitment: 1" in text.replace("\xad ", "")


# Overdue


def promised(lead: Entity | None, due: str) -> Deliverable:
    """A commitment with a deliverable of that date."""
    it = commitment(asked="Keeper", lead=lead, number=2)
    return actions.add_deliverable(SYSTEM, it, kind="report", due=due, language="en")


def is_late(of: Deliverable) -> bool:
    return mandate_phase(Mandate.objects.get(pk=of.mandate_id))[0] == "late"


def test_a_dated_and_led_commitment_is_overdue_like_a_request() -> None:
    assert Force.COMMITS in CAN_BE_OVERDUE
    lead, _chair = speaker("Keeper")
    of = promised(lead, day(-90).isoformat())
    assert binding_sources().filter(mandate=of.mandate_id).exists()
    overdue.notify_overdue(SYSTEM, of)
    assert not is_late(of)
    days_pass()
    assert is_late(of) and found(state="late", force="commits") == {of.mandate.slug}
    assert "state late" in page(f"/en/mandates/{of.mandate.slug}/")
    assert "mandate can become overdue" in page(f"/en/mandates/{of.mandate.slug}/")


@pytest.mark.parametrize(
    ("has_lead", "date"), [(False, "2001-03-31"), (True, "2001"), (True, "2001-03"), (True, "")]
)
def test_without_a_lead_or_a_full_date_it_is_never_overdue(has_lead: bool, date: str) -> None:
    lead = speaker("Keeper")[0] if has_lead else None
    of = promised(lead, date)
    assert overdue.missed_due_date(of, day(0)) is None
    days_pass()
    assert not is_late(of)


# Exports and pages


def test_files_name_the_force() -> None:
    made = commitment()
    answer = Client().get("/en/mandates/?force=commits&download=csv")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    (row,) = [row for row in rows if made.slug in row]
    assert "commits" in row
    data = Client().get(f"/en/mandates/{made.slug}/?download=json").json()
    assert data["force"] == "commits"
    assert made.slug in page("/en/mandates/feed.atom?force=commits")


def test_editions_and_the_archive_have_the_count_and_its_definition() -> None:
    commitment(), factories.mandate()
    rows = archive_pages.figure_rows(queries.state_counts(AnonymousUser()))
    assert rows[0][1] == 2 and rows[-1][:2] == ("Commitments", 1)
    (volume,) = pdf.edition_volumes("en", day(0))
    assert "mandates by which those who adopt a text bind themselves" in repr(volume.document)


def test_a_title_made_of_the_fields_says_that_it_is_a_commitment() -> None:
    made = commitment()
    assert table.gist(made, [factories.entity("Member States")]).startswith("Commitment of ")
    assert "Engagement (auteur" in page("/fr/mandates/?force=commits")


def test_its_page_speaks_of_a_commitment() -> None:
    made, asked = commitment(), factories.mandate()
    assert "Text of the commitment" in page(f"/en/mandates/{made.slug}/")
    assert "Text of the request" in page(f"/en/mandates/{asked.slug}/")


def test_the_method_page_says_what_a_commitment_is() -> None:
    shown = page("/en/mandates/method/")
    for words in (
        "those who adopt a text bind themselves",
        "not counted as requests",
        "only if an act follows",
        "binds each of them",
        "inferred from the adopting body",
        "“Welcomes”, “recalls”, “notes” and “thanks” are not requests.",
        "Only obligations, requests and commitments in force can be overdue.",
        '"/en/mandates/?force=commits">Commitments</a>',
    ):
        assert words in shown, words
