"""The page of a mandate: its words with witnesses, its way through versions, its ends; in twelve queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from majlis.instruments.citations.names import comparison_url
from majlis.instruments.lifecycle import PROPOSED
from majlis.instruments.models import (
    Act,
    Instrument,
    LanguageVersion,
    Provision,
    ProvisionWording,
    Version,
)
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access, Circle
from majlis.mandates.assignments import actions, lifecycle_actions
from majlis.mandates.core import table
from majlis.mandates.core.status import refresh_status
from majlis.mandates.extraction.continuity import compare_versions
from majlis.mandates.models import AlternativeReading, Clause, Mandate
from tests.mandates import factories
from tests.support.parties import body, organisation
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")
CHANGED = factories.TEXT.replace("every year", "every two years")
WITHOUT = factories.TEXT.replace(
    "2. Requests the Keeper to report on the tide to the Council every year;\n\n3.", "2."
).replace("4. Welcomes", "3. Welcomes")


def page(it: Mandate, language: str = "en", query: str = "", by: Client | None = None) -> str:
    """The page of a mandate as somebody reads it."""
    client = by or Client()
    answer = client.get(f"/{language}/mandates/{it.slug}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def plain(html: str) -> str:
    """The words of a page in one line."""
    return " ".join(html.split())


def test_the_words_that_ask_come_first_with_their_witnesses_marked() -> None:
    it = factories.mandate(witness={"verb": [0, 8], "asked": [9, 19], "recurrence": [61, 71]})
    shown = page(it)
    assert "<mark>Requests</mark> <mark>the Keeper</mark>" in shown
    assert shown.index("Text of the request") < shown.index("Summary")
    assert "For information only. The register is not binding" in shown
    assert "no lead named" in shown


def test_the_way_to_it_calls_its_text_as_the_reader_does() -> None:
    """A symbol that the text has in the reader's language stands in the trail, and in no other language."""
    it = factories.mandate()
    version = it.source.version  # type: ignore[union-attr]
    LanguageVersion.objects.create(
        version=version, language="ar", status="authentic", symbol="القرار 7"
    )
    trail = page(it, "ar").split('class="trail"')[1].split("</nav>")[0]
    assert ">القرار 7</a>" in trail
    assert it.instrument.symbol not in trail


def test_a_text_without_a_symbol_is_called_by_its_title_in_the_language_of_the_title() -> None:
    it = factories.mandate()
    Instrument.objects.filter(pk=it.instrument_id).update(symbol="")
    title = f'<span lang="en" dir="ltr">{it.instrument.say("title")}</span>'
    arabic = page(it, "ar")
    assert f">{title}</a>" in arabic.split('class="trail"')[1].split("</nav>")[0]
    assert f"<bdi>{title}، " in arabic
    assert "<span" not in arabic.split("<title>")[1].split("</title>")[0]


def test_the_words_are_there_in_each_language_that_the_provision_has() -> None:
    it = factories.mandate()
    assert it.source is not None
    ProvisionWording.objects.create(
        provision=it.source.provision, language="ar", status="translated", text="يطلب إلى الحارس"
    )
    arabic = page(it, "ar")
    assert "يطلب إلى الحارس" in arabic.split('id="words"')[1].split("</blockquote>")[0]
    assert "?in=en#words" in arabic
    assert "Requests the Keeper" in page(it, "ar", "?in=en").split("</blockquote>")[0]


def test_a_reader_of_another_language_is_told_what_is_asked_of_whom() -> None:
    """From the fields, in the reader's language; on the page and in each list; never a translation."""
    it = factories.mandate(force="invites", kind="action", recipient="")
    assert it.source is not None
    it.source.provision.wordings.all().update(language="ar", text="يدعو الحارس إلى المساهمة")
    shown = page(it)
    assert "Invitation to Keeper: action" in shown
    assert "Text available only in: Arabic." in shown
    row = plain(Client().get("/en/mandates/").content.decode()).split("<tbody")[1]
    assert "Invitation to Keeper: action" in row and 'class="orig" lang="ar"' in row
    assert '<span class="tag">Text in Arabic</span>' in row
    arabic = Client().get("/ar/mandates/").content.decode().split("<tbody")[1]
    assert 'class="tag"' not in arabic
    ProvisionWording.objects.create(
        provision=it.source.provision, language="en", status="translated", text="Invites the Keeper"
    )
    assert "Invitation to Keeper" not in page(it) + page(it, "en", "?in=ar")


def test_what_asks_nobody_by_name_says_its_force_and_kind() -> None:
    it = factories.mandate(asked="", recipient="")
    with translation.override("en"):
        assert table.gist(it, []) == "requests: report"


def test_it_shows_what_each_version_did_to_it() -> None:
    first = factories.text()
    it = factories.mandate(first)
    second = factories.text(of=first, words=CHANGED)
    factories.mandate(second, of=it, change="changed")
    shown = plain(page(it)).split('id="through"')[1]
    assert "New: <a href=" in shown
    assert "<del>" in shown
    assert "two" in shown
    assert comparison_url(first, second) in shown
    assert "Shown in" not in shown


def test_a_change_in_another_language_says_which_version_lacks_the_reader_s() -> None:
    first = factories.text()
    it = factories.mandate(first)
    second = factories.text(of=first, words=CHANGED)
    factories.mandate(second, of=it, change="changed")
    ProvisionWording.objects.filter(provision__version=first).update(language="fr")
    for each in ProvisionWording.objects.filter(provision__version=second):
        ProvisionWording.objects.create(
            provision=each.provision, language="fr", status="translated", text=f"Prie {each.text}"
        )
    shown = plain(page(it)).split('id="through"')[1]
    assert "Shown in French: the earlier version is not available in English." in shown


ITU = """RESOLUTION {number}

Lights of the coast

The Council of Tides,

noting

a)\tthe tide;

b)\tthe lamps,

instructs the Keeper

1\tto keep the lights every night;

2\tto report on the tide to the Council every year.
"""


def test_a_provision_has_one_name_on_the_page() -> None:
    """That of its citation, also where it is said what each version did to it."""
    it = factories.mandate(factories.text(words=ITU))
    shown = plain(page(it))
    assert "instructs the Keeper 2</bdi>" in shown.split('id="words"')[1].split("</footer>")[0]
    through = shown.split('id="through"')[1].split("</section>")[0]
    assert "instructs the Keeper 2</a>" in through
    assert "operative paragraph 2" not in shown


def test_the_former_text_comes_before_the_version_that_revises_it() -> None:
    """Accepted after the version in force: the mandate is new in the former text, and unchanged by the revision."""
    later = factories.text(date="2025")
    former = factories.text("superseded", of=later)
    Version.objects.filter(pk=former.pk).update(reconstructed_from=later, position=later.position)
    Version.objects.filter(pk=later.pk).update(position=later.position + 1)
    it = factories.mandate(later)
    factories.mandate(former, of=it)
    compare_versions([it.pk])
    through = plain(page(it)).split('id="through"')[1].split("</section>")[0]
    assert through.count("New: <a href=") == 1
    assert through.index("New: <a href=") < through.index("Unchanged: <a href=")
    assert former.get_absolute_url() in through.split("Unchanged: <a href=")[0]
    data = Client().get(f"/en/mandates/{it.slug}/?download=json").json()
    assert [each["change"] for each in data["versions"]] == ["new", "kept"]


def test_it_would_be_a_mandate_while_its_version_is_proposed() -> None:
    shown = page(factories.mandate(factories.text(PROPOSED)))
    assert "This request would be a mandate if this version were in force" in shown
    assert "The request is not yet binding." in shown


def test_it_says_which_version_ended_it() -> None:
    first = factories.text()
    it = factories.mandate(first)
    second = factories.text(of=first, words=WITHOUT)
    assert not Provision.objects.filter(version=second, lineage=it.lineage).exists()
    refresh_status([it.pk])
    shown = page(it)
    assert "The mandate is omitted from the version in force" in shown
    assert "ended with this version" in shown


def test_it_would_end_while_what_leaves_it_out_is_proposed() -> None:
    first = factories.text()
    it = factories.mandate(first)
    factories.text(PROPOSED, of=first, words=WITHOUT)
    refresh_status([it.pk])
    shown = page(it)
    assert "The mandate would end on adoption of" in shown
    assert "would end with this version" in shown
    assert "ended by" not in shown


def test_several_acts_on_one_version_count_once() -> None:
    it = factories.mandate()
    assert it.source is not None
    for council in (body(), body()):
        Act.objects.create(version=it.source.version, kind="adopts", body=council)
    shown = page(it)
    assert "The mandate counts once" in shown
    assert Mandate.objects.count() == 1


def whole() -> Mandate:
    """A mandate with all that a page can show of one."""
    first = factories.text()
    it = factories.mandate(first)
    factories.mandate(factories.text(of=first, words=CHANGED), of=it, change="changed")
    it.refresh_from_db()
    assert it.source is not None
    Clause.objects.create(
        version=it.source.version,
        provision=it.source.provision,
        kind="review",
        language="en",
        deadline="2031",
        body=factories.entity("Council"),
    )
    record = first.record
    for name in ("Unit", "Other Unit", "Third Unit"):
        actions.add_assignment(
            SYSTEM, it, entity=factories.entity(name), record=record, since="2030-05"
        )
    actions.propose_contributor(SYSTEM, it, entity=factories.entity("Helper"))
    lifecycle_actions.add_alias(SYSTEM, it, registry="Registry of tides", value="T/7")
    lifecycle_actions.pause_mandate(
        SYSTEM, it, text="The tide is out.", language="en", words="A letter"
    )
    lifecycle_actions.revive_mandate(SYSTEM, it, text="It is in again.", language="en")
    member = person()
    reading = AlternativeReading(lineage=it.lineage, mandate=it, organisation=organisation(member))
    reading.version = it.source.version
    reading.language, reading.text, reading.made_by = "en", "We read it otherwise.", member
    reading.save()
    other = factories.mandate()
    lifecycle_actions.merge_mandate(
        SYSTEM, other, into=it, text="The same.", language="en", words="A letter"
    )
    return it


def test_all_of_it_in_few_queries(django_assert_max_num_queries: Any) -> None:
    it = whole()
    officer = Client()
    officer.force_login(person("secretariat"))
    with django_assert_max_num_queries(12):
        shown = page(it)
    for words in (
        *("Third Unit", "since May 2030", "T/7", "The tide is out.", "We read it otherwise."),
        *(
            "Mandates merged into this one",
            "Expiry, review and renewal",
            "How to cite",
            "proposed",
        ),
    ):
        assert words in shown, words
    with django_assert_max_num_queries(12):
        shown = page(it, by=officer)
    assert f"/mandates/{it.slug}/change/add_assignment/" in shown
    assert "/change/confirm_assignment/" in shown


def test_who_speaks_for_the_lead_takes_no_more_queries(django_assert_max_num_queries: Any) -> None:
    speaker = person()
    lead = factories.entity("Unit", organisation=organisation(speaker))
    it = factories.mandate(lead=lead)
    client = Client()
    client.force_login(speaker)
    with django_assert_max_num_queries(12):
        shown = page(it, by=client)
    assert "/change/propose_contributor/" in shown


def test_the_same_as_data() -> None:
    it = whole()
    answer = Client().get(f"/en/mandates/{it.slug}/?download=json").json()
    assert answer["id"] == it.slug
    assert answer["lead"]["name"] == "Third Unit"
    assert answer["other_ids"] == [{"registry": "Registry of tides", "id": "T/7", "address": ""}]
    assert [each["change"] for each in answer["versions"]] == ["new", "changed"]
    assert [each["kind"] for each in answer["ends"]] == ["pause", "revive"]


def test_what_is_closed_stays_closed() -> None:
    version = factories.text()
    it = factories.mandate(version)
    circle = Circle.objects.create(code="test")
    version.record.access, version.record.circle = Access.MEMBERS, circle
    version.record.save()
    refresh_status([it.pk])
    for path in ("", "?download=json", "change/add_assignment/"):
        client = Client()
        client.force_login(person())
        assert client.get(f"/en/mandates/{it.slug}/{path}").status_code == 404


def test_an_act_that_is_closed_is_not_named() -> None:
    it, closed = factories.mandate(), factories.text()
    closed.record.access = Access.MEMBERS
    closed.record.circle = Circle.objects.create(code="test")
    closed.record.save()
    actions.add_assignment(SYSTEM, it, entity=factories.entity("Unit"), record=closed.record)
    assert closed.record.address not in page(it)
    assert "Unit" in page(it)


def test_how_many_more_have_no_lead() -> None:
    version = factories.text()
    it = factories.mandate(version)
    factories.mandate(version, number=3)
    factories.mandate(version, number=4, asked="Somebody else")
    assert "1 other mandate with this addressee has no lead" in page(it)
