"""One page for a delegation, an entity or a body; for a successor; for the next meeting."""

from __future__ import annotations

import datetime
import io
import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from majlis.instruments.lifecycle import PROPOSED
from majlis.kernel.models import Access, Circle, Wording
from majlis.look import formats
from majlis.mandates.briefings import handover as days
from majlis.mandates.briefings import meeting as lists
from majlis.mandates.briefings import queries, tables
from majlis.mandates.core.status import refresh_status
from majlis.mandates.models import Clause, Deliverable, Entity, Mandate, Occasion, OverdueNotice
from majlis.paper.blocks import Table
from tests.mandates import factories
from tests.support.markup import compact
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.queries import MAX_QUERIES_SIGNED_IN

pytestmark = pytest.mark.django_db


def dated(mandate: Mandate, day: str = "2099-05-01") -> Mandate:
    Mandate.objects.filter(pk=mandate.pk).update(due=datetime.date.fromisoformat(day))
    return mandate


def test_forces_stand_apart_and_dated_before_undated(client: Client) -> None:
    dated(factories.mandate())
    factories.mandate(number=1, force="obliges")
    factories.mandate(number=3, force="invites")
    page = compact(client.get("/en/entities/keeper/brief/").content.decode())
    assert page.index("f-obliges") < page.index("f-requests") < page.index("f-invites")
    assert page.index("With a date") > page.index("f-requests")
    assert "f-encourages" not in page


def test_the_printed_list_calls_a_number_what_it_is_in_arabic() -> None:
    """Not the word for a quantity: the column has the numbers of mandates."""
    factories.mandate()
    with translation.override("ar"):
        brief = queries.brief(AnonymousUser(), [factories.entity("Keeper")], "ar")
        document = tables.brief_document("موجز", brief, "http://localhost/", "")
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert table.columns[0].head == "الرقم"


def test_what_does_not_bind_is_not_asked(client: Client) -> None:
    proposed = factories.mandate(factories.text(PROPOSED))
    ended = factories.mandate()
    Mandate.objects.filter(pk=ended.pk).update(lifecycle_state="lapsed")
    page = compact(client.get("/en/entities/keeper/brief/").content.decode())
    assert "No requests were found in the texts in force held in Majlis." in page
    assert f"/mandates/{proposed.slug}/" not in page


def test_a_delegation_is_asked_as_one_of_its_kind(client: Client) -> None:
    own = organisation(person())
    group = factories.entity("Member States", kind="group", organisation_kinds=[own.kind])
    it = factories.mandate(asked=str(group.say("title")))
    other = factories.mandate(asked="Keeper")
    page = compact(client.get(f"/en/organisations/{own.number}/brief/").content.decode())
    assert it.slug in page
    assert other.slug not in page


def test_the_list_and_the_calendar_of_a_brief_have_what_it_has(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    own = organisation(person())
    itself = factories.entity("Reading Society", organisation=own)
    group = factories.entity("Member States", kind="group", organisation_kinds=[own.kind])
    asked = dated(factories.mandate(asked=str(itself.say("title"))))
    as_one = factories.mandate(asked=str(group.say("title")))
    soon = datetime.date.today() + datetime.timedelta(days=100)
    led = dated(factories.mandate(lead=itself), soon.isoformat())
    other = dated(factories.mandate(lead=factories.entity("Council")))
    address = own.record.address
    page = compact(client.get(f"/en/{address}/brief/").content.decode())
    for name in ("", "calendar/", "calendar.ics"):
        assert f'href="/en/mandates/{name}?of={address}"' in page
    client.get("/en/mandates/")
    for path in ("", "calendar/"):
        with django_assert_max_num_queries(12):
            listed = compact(client.get(f"/en/mandates/{path}?of={address}").content.decode())
        assert str(own.say("title")) in listed, path
        assert other.slug not in listed
    listed = compact(client.get(f"/en/mandates/?of={address}").content.decode())
    assert [each.slug in listed for each in (asked, as_one, led)] == [True] * 3
    assert "3 mandates" in listed
    file = compact(client.get(f"/en/mandates/calendar.ics?of={address}").content.decode())
    assert (led.slug in file, other.slug in file) == (True, False)
    only = compact(client.get("/en/mandates/?of=entities/reading-society").content.decode())
    assert "2 mandates" in only
    for nothing in (
        "organisations/999999",
        "entities/nobody",
        "mandates/M-0001",
        "organisations/x",
    ):
        assert "No matching mandates." in compact(
            client.get(f"/en/mandates/?of={nothing}").content.decode()
        )


def test_whose_mandates_they_are_is_not_told_of_what_is_closed(client: Client) -> None:
    own = organisation(person())
    it = factories.mandate(
        asked=str(factories.entity("Reading Society", organisation=own).say("title"))
    )
    own.record.access, own.record.circle = Access.MEMBERS, Circle.objects.create(code="t")
    own.record.save()
    page = compact(client.get(f"/en/mandates/?of={own.record.address}").content.decode())
    assert str(own.say("title")) not in page
    assert it.slug not in page


def test_the_front_page_leads_who_speaks_for_it_to_what_is_asked(client: Client) -> None:
    user = person()
    own = organisation(user)
    client.force_login(user)
    page = compact(client.get("/en/").content.decode())
    assert f'href="/en/{own.record.address}/brief/"' in page


def test_it_fits_on_one_page_of_paper(client: Client) -> None:
    version = factories.text()
    rows = [
        [
            factories.mandate(version, number=number, force=force)
            for number, force in (
                (1, "obliges"),
                (2, "requests"),
                (3, "invites"),
                (4, "encourages"),
            )
        ]
        for _n in range(9)
    ]
    for with_date in (0, 2, 9):
        for row in rows[:with_date]:
            for it in row:
                dated(it)
        for language in ("en", "ar", "zh"):
            file = client.get(f"/{language}/entities/keeper/brief/?download=pdf").content
            assert len(PdfReader(io.BytesIO(file)).pages) == 1, (language, with_date)


def test_in_an_arabic_brief_english_words_and_the_address_read_from_the_left(
    client: Client,
) -> None:
    dated(factories.mandate(factories.text(words=factories.TEXT.replace("tide", "tide " * 20))))
    file = client.get("/ar/entities/keeper/brief/?download=pdf").content
    # the words as they stand on the paper, from left to right
    shown = PdfReader(io.BytesIO(file)).pages[0].extract_text(extraction_mode="layout")
    assert "tide…" in shown and "…tide" not in shown
    # wherever the line is broken; read from the right, the slash at the end would come first
    (address,) = re.findall(r"\S*keeper/brief\S*", shown)
    assert address.endswith("keeper/brief/") and not address.startswith("/")


def test_what_is_closed_is_in_no_brief(client: Client) -> None:
    it = factories.mandate()
    version = it.source.version  # type: ignore[union-attr]
    version.record.access, version.record.circle = Access.MEMBERS, Circle.objects.create(code="t")
    version.record.save()
    refresh_status([it.pk])
    for page in ("brief", "handover", "checklist"):
        for who in ("keeper", "council"):
            assert it.slug not in compact(
                client.get(f"/en/entities/{who}/{page}/").content.decode()
            )


def test_a_successor_sees_what_is_due_and_whom_to_ask(client: Client) -> None:
    today = datetime.date.today()
    dated(factories.mandate(), (today + datetime.timedelta(days=30)).isoformat())
    page = compact(client.get("/en/entities/keeper/handover/").content.decode())
    assert "Due within 90 days" in page
    assert "due within 90 days" in page
    assert "No contact details yet." in page


def test_a_checklist_says_what_a_body_is_to_receive(client: Client) -> None:
    it = factories.mandate()
    page = compact(client.get("/en/entities/council/checklist/").content.decode())
    assert (
        it.slug
        in page[
            page.index("Deliverables for this body") : page.index("Requests addressed to this body")
        ]
    )


def test_they_ask_the_database_little(
    client: Client, django_assert_max_num_queries: object
) -> None:
    version = factories.text()
    for number in (1, 2, 3):
        factories.mandate(version, number=number)
    own = organisation(person())
    Entity.objects.filter(slug="keeper").update(organisation_kinds=[own.kind])
    for page in (
        "entities/keeper/brief",
        "entities/keeper/handover",
        "entities/council/checklist",
        f"organisations/{own.number}/brief",
        f"organisations/{own.number}/handover",
    ):
        client.get(f"/en/{page}/")
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            assert client.get(f"/en/{page}/").status_code == 200


def test_of_many_the_first_due_of_each_force_are_named_and_all_are_counted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MAX_ROWS", 2)
    version = factories.text()
    for _n in range(2):
        factories.mandate(version)
    first = [dated(factories.mandate(version), f"2099-05-0{n}").slug for n in (2, 1)]
    invited = factories.mandate(version, number=3, force="invites", lead=factories.entity())
    found = queries.brief(AnonymousUser(), [factories.entity()], "en")
    shown = {each.force: [line.mandate.slug for line in each.dated] for each in found.asked}
    assert shown == {"requests": first[::-1], "invites": []}
    assert [(each.force, each.count, each.left) for each in found.asked] == [
        ("requests", 4, 2),
        ("invites", 1, 0),
    ]
    assert (found.count, found.unled) == (5, 4)
    page = compact(client.get("/en/entities/keeper/brief/").content.decode())
    assert "2 more mandates in the register." in page and invited.slug in page
    same = "/en/mandates/?of=entities/keeper&amp;force=requests"
    assert f'href="{same}"' in page
    assert "4 mandates" in compact(client.get(same.replace("&amp;", "&")).content.decode())
    unled = "/en/mandates/?of=entities/keeper&amp;state=nolead"
    assert f'href="{unled}">4 of these mandates have no lead entity.' in page
    assert "4 mandates" in compact(client.get(unled.replace("&amp;", "&")).content.decode())


def test_the_pages_of_who_is_asked_lead_to_them(client: Client) -> None:
    factories.mandate()
    page = compact(client.get("/en/entities/keeper/").content.decode())
    for name in ("brief", "handover"):
        assert f'href="/en/entities/keeper/{name}/"' in page
    own = organisation(person())
    page = compact(client.get(f"/en/organisations/{own.number}/").content.decode())
    for name in ("brief", "handover"):
        assert f'href="/en/organisations/{own.number}/{name}/"' in page
    brief = compact(client.get(f"/en/organisations/{own.number}/brief/").content.decode())
    assert f'href="/en/organisations/{own.number}/handover/"' in brief


def test_the_register_leads_to_every_list_of_the_room(client: Client) -> None:
    page = compact(client.get("/en/mandates/").content.decode())
    for name in ("calendar", "reports", "occasions", "changes", "related", "sets", "check"):
        assert f'href="/en/mandates/{name}/' in page, name
    for name in ("clauses", "coverage", "method", "rejected", "archive"):
        assert f'href="/en/mandates/{name}/' in page, name


def count_of(client: Client, link: str) -> int:
    """How many mandates the register has at a link of a page."""
    page = compact(client.get(link.replace("&amp;", "&")).content.decode())
    found = re.search(r"([0-9,]+) mandates?\b", page)
    assert found is not None
    return int(found[1].replace(",", ""))


def more(page: str, heading: str) -> tuple[str, str]:
    """Of a section of a page: how many more there are, and the list that has all."""
    section = page[page.index(heading) :].partition("</section>")[0]
    found = re.search(r'([0-9]+) more mandates? in the register\. <a href="([^"]+)"', section)
    assert found is not None, heading
    return found[1], found[2]


def test_lists_that_stop_say_so_and_lead_to_the_same_rows(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    for where in (queries, lists, days):
        monkeypatch.setattr(where, "MAX_ROWS", 2)
    monkeypatch.setattr(days, "MAX_NAMED", 2)
    version = factories.text()
    led = [
        factories.mandate(version, asked="Council", lead=factories.entity("Warden"))
        for _n in range(3)
    ]
    for number in (1, 3, 4):
        factories.mandate(version, number=number, asked="Council")
    for each in led:
        dated(each, "2020-05-01")
    page = compact(client.get("/en/entities/council/brief/").content.decode())
    left, link = more(page, 'id="comes"')
    assert (left, count_of(client, link)) == ("4", 6)
    with django_assert_max_num_queries(12):
        page = compact(client.get("/en/entities/council/checklist/").content.decode())
    for heading, told, whole in (("comes", "4", 6), ("own", "4", 6), ("unled", "1", 3)):
        left, link = more(page, f'id="{heading}"')
        assert (left, count_of(client, link)) == (told, whole), heading
    with django_assert_max_num_queries(12):
        page = compact(client.get("/en/entities/council/handover/").content.decode())
    for heading, told, whole in (("passed", "1", 3), ("open", "1", 3)):
        left, link = more(page, f'id="{heading}"')
        assert (left, count_of(client, link)) == (told, whole), heading


def test_what_has_no_list_of_its_own_is_shown_whole_on_the_same_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for where in (queries, lists):
        monkeypatch.setattr(where, "MAX_ROWS", 2)
    version = factories.text()
    for number in (1, 2, 3):
        factories.mandate(version, number=number)
        at = {
            "version": version,
            "provision": factories.operative(version, number),
            "language": "en",
        }
        Clause.objects.create(**at, kind="review", body=factories.entity("Council"))
    page = compact(client.get("/en/entities/keeper/brief/").content.decode())
    assert "1 more change." in page and 'href="?list=whole#changed"' in page
    whole = compact(client.get("/en/entities/keeper/brief/?list=whole").content.decode())
    assert "more change" not in whole
    page = compact(client.get("/en/entities/council/checklist/").content.decode())
    assert page.count("review clause") == 2 or page.count("blockquote class") == 2
    assert 'href="?list=whole#clauses"' in page
    whole = compact(client.get("/en/entities/council/checklist/?list=whole").content.decode())
    assert whole.count("blockquote class") == 3 and "list=whole#" not in whole


def test_the_name_of_a_closed_actor_is_in_no_brief(client: Client) -> None:
    own = organisation(person())
    closed = factories.entity("Night Watch", organisation=own)
    closed.record.access, closed.record.circle = Access.PRIVATE, Circle.objects.create(code="t")
    closed.record.save()
    for name in ("brief", "handover"):
        page = compact(client.get(f"/en/organisations/{own.number}/{name}/").content.decode())
        assert "Night Watch" not in page


def running(lead: Entity) -> Mandate:
    """A mandate whose date is past, and whose lead has days to answer."""
    it = factories.mandate(asked="Council", lead=lead, force="obliges")
    made_ = Deliverable.objects.create(mandate=it, ordinal=1, due="2020-05-01")
    OverdueNotice.objects.create(
        deliverable=made_,
        entity=lead,
        due=datetime.date(2020, 5, 1),
        answer_by=datetime.date.today() + datetime.timedelta(days=9),
    )
    refresh_status([it.pk])
    it.refresh_from_db()
    return it


def test_a_successor_sees_what_is_past_and_until_when_it_can_be_answered(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    user = person()
    own = organisation(user)
    it = running(factories.entity("Reading Society", organisation=own))
    assert it.overdue_from and it.overdue_from > datetime.date.today()
    until = formats.date(datetime.date.today() + datetime.timedelta(days=9), "en")
    pages = ("entities/reading-society", f"organisations/{own.number}")
    for page in pages:
        for who, told in ((None, False), (person(), False), (user, True)):
            if who is None:
                client.logout()
            else:
                client.force_login(who)
                client.get("/en/")
            with django_assert_max_num_queries(MAX_QUERIES_SIGNED_IN):
                shown = compact(client.get(f"/en/{page}/handover/").content.decode())
            past = shown[shown.index('id="passed"') :].partition("</section>")[0]
            assert "Due date passed" in past and it.slug in past
            assert (
                f"Until {until}, only the lead and the secretariat see this note." in past
            ) is told, (
                page,
                who,
            )


def test_the_first_day_of_a_delegation_has_what_it_is_asked_as_one_of_its_kind(
    client: Client,
) -> None:
    own = organisation(person())
    factories.entity("Reading Society", organisation=own)
    group = factories.entity("Member States", kind="group", organisation_kinds=[own.kind])
    it = dated(factories.mandate(asked=str(group.say("title"))), "2020-05-01")
    other = dated(factories.mandate(asked="Keeper"), "2020-05-01")
    page = compact(client.get(f"/en/organisations/{own.number}/handover/").content.decode())
    assert it.slug in page and other.slug not in page
    assert "Member States" in page and str(own.say("title")) in page
    assert f'href="/en/organisations/{own.number}/brief/"' in page
    assert client.get("/en/organisations/999999/handover/").status_code == 404


def on_paper(file: bytes) -> str:
    """The words of a PDF."""
    pages = [each.extract_text() for each in PdfReader(io.BytesIO(file)).pages]
    return " ".join(" ".join(pages).replace("\xad", "-").split())


def test_a_checklist_names_its_next_meeting_and_what_is_due_for_it_first(client: Client) -> None:
    council = factories.entity("Council")
    today = datetime.date.today()
    page = compact(client.get("/en/entities/council/checklist/").content.decode())
    assert "No sessions yet." in page and 'id="now"' not in page
    for days_, label in ((-30, "old"), (400, "far"), (20, "near")):
        day = today + datetime.timedelta(days=days_)
        Occasion.objects.create(entity=council, year=day.year, label=label, date=day.isoformat())
    near = Occasion.objects.get(label="near")
    Occasion.objects.create(
        entity=factories.entity("Warden"), year=today.year, date=today.isoformat()
    )
    due, other = factories.mandate(), factories.mandate()
    Deliverable.objects.create(mandate=due, ordinal=1, occasion=near)
    page = compact(client.get("/en/entities/council/checklist/").content.decode())
    assert formats.date(near.date, "en") in page and "near" in page and "far" not in page
    now = page[page.index('id="now"') : page.index('id="comes"')]
    comes = page[page.index('id="comes"') : page.index('id="own"')]
    assert (due.slug in now, other.slug in now) == (True, False)
    assert (due.slug in comes, other.slug in comes) == (False, True)
    file = client.get("/en/entities/council/checklist/?download=pdf")
    assert file["Content-Type"] == "application/pdf"
    text = on_paper(file.content)
    assert due.slug in text and other.slug in text and "near" in text


def test_on_paper_dated_and_undated_stand_apart_and_changes_have_their_words(
    client: Client,
) -> None:
    version = factories.text()
    undated = factories.mandate(version)
    with_date = dated(factories.mandate(version, number=1, force="obliges"))
    file = client.get("/en/entities/keeper/brief/?download=pdf").content
    assert len(PdfReader(io.BytesIO(file)).pages) == 1
    text = on_paper(file)
    due, rest, news = (
        text.index(each)
        for each in (
            "With a date, or closed",
            "Without a date",
            "Changes in the last 12 months",
        )
    )
    assert with_date.slug in text[due:rest] and undated.slug not in text[due:rest]
    assert undated.slug in text[rest:news]
    assert "Requests the Keeper to report" in text[news:]


def test_whom_to_ask_is_said_in_the_language_that_it_is_in(client: Client) -> None:
    keeper = factories.entity()
    Wording.objects.create(
        record=keeper.record,
        field="contact",
        language="en",
        text="The office.",
        status="translated",
    )
    factories.mandate()
    page = compact(client.get("/ar/entities/keeper/handover/").content.decode())
    assert '<span lang="en" dir="ltr">The office.</span>' in page
