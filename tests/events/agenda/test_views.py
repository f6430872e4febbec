"""The pages of the agenda: what each reader sees of it, and what the forms do."""

from __future__ import annotations

import datetime
import html
import io
import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from majlis.commons.search.index import index_records
from majlis.events import extension_points
from majlis.events.agenda import actions, queries, tables, views
from majlis.events.agenda.numbering import serial_of
from majlis.events.core.access import set_access
from majlis.events.models import AgendaItem, Floor, ItemMaterial, Meeting
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access, AuditEntry, Record, User
from majlis.kernel.records import get_or_create_circle
from tests.commons.helpers import client_for
from tests.events import factories
from tests.support.forms import filled, submit
from tests.support.markup import compact
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.queries import MAX_QUERIES

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")


@pytest.fixture
def meeting() -> Meeting:
    return factories.meeting(state="open")


@pytest.fixture
def officer(meeting: Meeting) -> User:
    return factories.officer(meeting)


@pytest.fixture
def client(officer: User) -> Client:
    return client_for(officer)


def page_of(item: AgendaItem, rest: str = "") -> str:
    return f"/en/{item.record.address}/{rest}"


def agenda_of(meeting: Meeting, user: User | None = None, query: str = "") -> str:
    """The agenda of a meeting as a reader sees it, compact."""
    meeting = Meeting.objects.select_related("record", "body__record").get(pk=meeting.pk)
    request = request_of(meeting, user, query)
    with translation.override("en"):
        context = tables.agenda_context(request, meeting)
        return compact(render_to_string("events/agenda/agenda.html", context, request))


def request_of(meeting: Meeting, user: User | None, query: str = "") -> HttpRequest:
    request = RequestFactory().get(f"/en/{meeting.record.address}/{query}")
    request.user = user or AnonymousUser()
    return request


def words_of(text: str) -> str:
    """The words of a page; a block begins a new word, what stands inside a line does not."""
    inline = re.sub(r"</?(?:a|b|bdi|time|span|i)\b[^>]*>", "", text)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", inline)).split())


def messages_of(client: Client, url: str) -> str:
    """The messages and the links in them that the next page shows."""
    text = compact(client.get(url).content.decode())
    found = re.findall(r'<div class="msg.*?</div>|<ul class="msg.*?</ul>', text)
    return " ".join(found) or text


# What readers see.


def test_the_agenda_is_a_tree_with_permanent_links(meeting: Meeting) -> None:
    sitting = factories.sitting(meeting)
    top = factories.item(
        meeting, "Opening", sitting=sitting, starts=sitting.starts, presenters="Chair"
    )
    below = factories.item(meeting, "Election", parent=top)
    text = agenda_of(meeting)
    assert f'id="item-{serial_of(top)}"' in text and f'href="#item-{serial_of(below)}"' in text
    assert re.search(r'<ol class="agenda">.*<ol class="agenda">.*Election', text)
    assert "Wednesday 24 February" in words_of(text) and "11:00" in text
    assert "UTC: 10:00" in words_of(text) and "Chair" in text
    assert "Change item" not in text and "<form" not in text


def test_times_are_shown_by_the_clock_of_the_reader(meeting: Meeting) -> None:
    sitting = factories.sitting(meeting, hour=15)
    factories.item(meeting, "Late", sitting=sitting, starts=sitting.starts, ends=sitting.ends)
    text = agenda_of(meeting, person(time_zone="Pacific/Auckland"))
    assert "Time of the meeting (UTC+1)" in words_of(text)
    assert "<b>Thursday 25 February</b>" in text and "04:00" in text
    assert "UTC: 15:00–17:00" in words_of(agenda_of(meeting, None, "?clock=utc"))


def test_the_day_is_named_where_it_changes(meeting: Meeting) -> None:
    for day in (0, 0, 1):
        sitting = meeting.sittings.filter(
            starts__date=meeting.first_day + datetime.timedelta(days=day)  # type: ignore[operator]
        ).first() or factories.sitting(meeting, day=day)
        factories.item(meeting, "Item", sitting=sitting, starts=sitting.starts)
    words = words_of(agenda_of(meeting))
    assert words.count("Wednesday 24 February") == 1 and words.count("Thursday 25") == 1


def test_the_outcome_stands_in_the_margin(meeting: Meeting, officer: User) -> None:
    pending, noted, current = (factories.item(meeting, each) for each in ("A", "B", "C"))
    actions.set_item_outcome(SYSTEM, noted, outcome="noted")
    Floor.objects.create(sitting=factories.sitting(meeting), item=current)
    text = agenda_of(meeting)
    assert '<span class="state met">Noted</span>' in text
    assert '<span class="state wait">Not yet considered</span>' in text
    assert text.count('aria-current="true"') == 1 and "Under discussion" in text
    Meeting.objects.filter(pk=meeting.pk).update(state="convened")
    assert "Not yet considered" not in agenda_of(meeting)
    assert str(pending) in agenda_of(meeting, officer)


def test_a_withdrawn_item_keeps_its_place_when_numbers_are_published(meeting: Meeting) -> None:
    item = factories.item(meeting, "Postponed item", presenters="Chair")
    actions.withdraw_item(SYSTEM, item, reason="Postponed.")
    words = words_of(agenda_of(meeting))
    assert "Postponed item Withdrawn" in words and "Chair" not in words


def test_what_was_withdrawn_from_a_draft_is_for_officers_only() -> None:
    draft = factories.meeting(state="draft")
    officer = factories.officer(draft)
    item = factories.item(draft, "Sensitive item")
    actions.withdraw_item(SYSTEM, item, reason="Sensitive.")
    set_access(draft, Access.PUBLIC, None)
    Meeting.objects.filter(pk=draft.pk).update(state="convened")
    assert "Sensitive" not in agenda_of(draft)
    assert client_for().get(page_of(item)).status_code == 404
    text = agenda_of(draft, officer)
    assert "Withdrawn items without a number" in text and "Sensitive item" in text
    assert page_of(item, "restore/") in text


def test_where_an_item_went_on_is_linked_for_who_may_see_it(meeting: Meeting) -> None:
    item = factories.item(meeting, "Licence")
    actions.set_item_outcome(SYSTEM, item, outcome="carried_over")
    following = factories.meeting(meeting.body, state="draft", first_day=datetime.date(2027, 9, 1))
    copied = actions.copy_agenda(SYSTEM, following, previous=meeting)[0]
    link = f'<a href="{page_of(copied)}">second meeting, item 1</a>'
    officer = factories.officer(meeting)
    assert link in agenda_of(meeting, officer) and "second meeting" not in agenda_of(meeting)
    back = f'Carried over from: <a href="{page_of(item)}">first meeting, item 1</a>'
    assert back in agenda_of(following, officer)
    assert "Continued" not in words_of(client_for().get(page_of(item)).content.decode())
    text = compact(client_for(officer).get(page_of(item)).content.decode())
    assert "This item through meetings" in text and page_of(copied) in text


def test_an_item_of_another_body_is_named_with_its_meeting(meeting: Meeting) -> None:
    other = factories.meeting(state="open")
    source = factories.item(other, "Licence")
    actions.set_item_outcome(SYSTEM, source, outcome="carried_over")
    actions.copy_agenda(SYSTEM, meeting, previous=other)
    assert "Meeting 1 of a fictional group, item 1" in words_of(agenda_of(meeting))


def test_rooms_above_add_content_under_items(meeting: Meeting, monkeypatch: Any) -> None:
    item = factories.item(meeting)

    def content(request: HttpRequest, meeting: Meeting) -> dict[int, SafeString]:
        return {item.pk: format_html("<p>{}</p>", "A fictional document")}

    monkeypatch.setattr(extension_points, "_ITEM_CONTENT", [content])
    assert "<p>A fictional document</p>" in agenda_of(meeting)
    page = client_for().get(page_of(item)).content.decode()
    assert "A fictional document" in page


def test_an_agenda_of_sixty_items_takes_no_more_queries_than_one_of_three(
    meeting: Meeting, officer: User, monkeypatch: Any
) -> None:
    """Without what higher rooms and the conclusions show under the items."""
    monkeypatch.setattr(extension_points, "_ITEM_CONTENT", [])
    monkeypatch.setattr(tables, "conclusions_of_items", lambda *read: {})
    counts = []
    sitting = factories.sitting(meeting)
    previous = factories.meeting(meeting.body, first_day=datetime.date(2026, 1, 5))
    following = factories.meeting(meeting.body, first_day=datetime.date(2028, 1, 5))
    giver = organisation(person())
    for number in (3, 57):
        for _each in range(number):
            source = factories.item(previous, outcome="carried_over")
            item = factories.item(
                meeting,
                sitting=sitting,
                starts=sitting.starts,
                carried_from=source,
                outcome="carried_over",
            )
            item.presenting.add(giver)
            factories.item(following, carried_from=item)
            ItemMaterial.objects.create(
                item=item, kind="statement", title="x", language="en", organisation=giver, text="x"
            )
        for user in (None, officer):
            read = Meeting.objects.select_related("record", "body__record").get(pk=meeting.pk)
            request = request_of(read, user)
            if user is not None:
                user.appointments_today()
            with CaptureQueriesContext(connection) as made, translation.override("en"):
                context = tables.agenda_context(request, read)
                render_to_string("events/agenda/agenda.html", context, request)
            counts.append(len(made))
    assert counts == [4, 4, 4, 4]


# Who may see.


def test_the_items_of_a_draft_are_seen_by_its_officers_only() -> None:
    draft = factories.meeting(state="draft")
    item = factories.item(draft, "A secret item")
    material = factories_material(item)
    officer = factories.officer(draft)
    addresses = [
        page_of(item),
        f"/en/meetings/{draft.slug}/materials/",
        page_of(item, f"materials/{material.pk}/file/"),
        page_of(item, "change/"),
        f"/en/meetings/{draft.slug}/items/add/",
    ]
    for url in addresses:
        assert client_for().get(url).status_code == 404, url
        assert client_for(person()).get(url).status_code == 404, url
        response = client_for(officer).get(url)
        assert response.status_code == 200, url
        assert response.getvalue()
    assert queries.agenda_items(AnonymousUser(), draft) == []


def factories_material(item: AgendaItem) -> ItemMaterial:
    """A presentation with a file."""
    return actions.add_material(
        SYSTEM,
        item,
        kind="presentation",
        title="Slides",
        language="en",
        presented_by="L. Brandt",
        file=io.BytesIO(b"%PDF-1.7 fictional"),
        file_name="slides.pdf",
    )


def test_the_items_of_a_meeting_for_members_are_seen_by_members(meeting: Meeting) -> None:
    item = factories.item(meeting)
    circle = get_or_create_circle("tests:members", {"role": "member", "scope": meeting.body.record})
    set_access(meeting, Access.MEMBERS, circle)
    member = person(("member", meeting.body.record))
    assert client_for(person()).get(page_of(item)).status_code == 404
    assert client_for(member).get(page_of(item)).status_code == 200
    assert client_for(member).get(page_of(item, "change/")).status_code == 403


def test_an_item_of_another_meeting_has_no_page_here(meeting: Meeting) -> None:
    item = factories.item(factories.meeting())
    url = f"/en/meetings/{meeting.slug}/items/{serial_of(item)}/"
    assert client_for().get(url).status_code == 404


def test_an_item_is_found_by_search(meeting: Meeting) -> None:
    item = factories.item(meeting, "Lighthouse tariffs")
    draft = factories.item(factories.meeting(state="draft"), "Lighthouse secrets")
    keys = [item.pk, draft.pk]
    index_records(Record.objects.filter(pk__in=keys).with_wordings())
    page = compact(client_for().get("/en/search/?q=lighthouse").content.decode())
    assert page_of(item) in page and "secrets" not in page


# What officers do.


def test_an_item_is_added_in_its_place_with_times_of_the_meeting(
    meeting: Meeting, client: Client
) -> None:
    sitting = factories.sitting(meeting)
    first = factories.item(meeting, "First", sitting=sitting, starts=sitting.starts)
    AgendaItem.objects.filter(pk=first.pk).update(
        ends=sitting.starts + datetime.timedelta(minutes=30)
    )
    factories.item(meeting, "Last")
    url = f"/en/meetings/{meeting.slug}/items/add/?place=after-{serial_of(first)}"
    typed = filled(
        client,
        url,
        title_en="Second",
        title_fr="Deuxième",
        note_en="Take note.",
        sitting=str(sitting.pk),
        starts="11:15",
        ends="11:45",
        presenters="Chair",
    )
    response = client.post(url, typed)
    item = AgendaItem.objects.get(label="2")
    assert response["Location"] == f"/en/meetings/{meeting.slug}/#item-{serial_of(item)}"
    assert (str(item), item.say("title", "fr").text) == ("Second", "Deuxième")
    assert item.starts == sitting.starts + datetime.timedelta(minutes=15)
    shown = messages_of(client, page_of(item))
    assert "Item 2 added to the agenda. Same time as: 1. Check the times." in words_of(shown)
    assert page_of(item, "withdraw/") in shown


def test_a_time_outside_the_sitting_is_refused_and_the_form_kept(
    meeting: Meeting, client: Client
) -> None:
    sitting = factories.sitting(meeting)
    url = f"/en/meetings/{meeting.slug}/items/add/"
    for changes, sentence in (
        ({"sitting": str(sitting.pk), "starts": "09:00"}, "This time is outside the sitting."),
        ({"starts": "11:00"}, "Select the sitting to which this time belongs."),
        ({"starts": "half past"}, "Enter the time as hours and minutes"),
        ({"title_en": ""}, "“Title (English)” is blank."),
    ):
        typed = filled(client, url, **{"title_en": "Typed", "presenters": "Kept"} | changes)
        response = client.post(url, typed)
        assert response.status_code == 422
        text = response.content.decode()
        assert sentence in text and 'value="Kept"' in text
    assert not AgendaItem.objects.exists()


def test_an_item_is_changed_and_saved_untouched(meeting: Meeting, client: Client) -> None:
    sitting = factories.sitting(meeting, hour=22)
    starts = sitting.starts + datetime.timedelta(minutes=90)
    item = factories.item(meeting, "Night item", sitting=sitting, starts=starts)
    url = page_of(item, "change/")
    entries = AuditEntry.objects.count()
    assert client.post(url, filled(client, url)).status_code == 302
    assert AuditEntry.objects.count() == entries
    # 00:30 is after midnight by the clock of the meeting, in the same sitting.
    assert 'value="00:30"' in client.get(url).content.decode()
    client.post(url, filled(client, url, ends="00:45", standing="on", title_ar="بند"))
    item.refresh_from_db()
    assert item.ends == starts + datetime.timedelta(minutes=15) and item.standing
    assert item.say("title", "ar").text == "بند"


def test_the_original_language_stands_first_in_the_form(meeting: Meeting, client: Client) -> None:
    words = {"title": {"fr": "Ouverture"}}
    item = actions.add_item(SYSTEM, meeting, words=words, authentic="fr")
    form = client.get(page_of(item, "change/")).context["form"]
    assert next(iter(form.fields)) == "title_fr"


def test_items_are_moved_by_buttons_and_the_message_leads_back(
    meeting: Meeting, client: Client
) -> None:
    first, second = factories.item(meeting, "A"), factories.item(meeting, "B")
    url = page_of(second, "move/up/")
    assert url in agenda_of(meeting, factories.officer(meeting))
    assert client.get(url)["Location"].endswith(f"#item-{serial_of(second)}")
    assert client.post(url)["Location"].endswith(f"#item-{serial_of(second)}")
    second.refresh_from_db()
    assert second.label == "1"
    undo = f"{page_of(second, 'move/')}?place=after-{serial_of(first)}"
    assert undo in html.unescape(messages_of(client, page_of(second)))
    client.post(undo, filled(client, undo))
    second.refresh_from_db()
    assert second.label == "2"
    client.post(page_of(second, "move/down/"))
    assert "at this place already" in messages_of(client, page_of(second))


def test_an_item_is_moved_below_another(meeting: Meeting, client: Client) -> None:
    first, second = factories.item(meeting, "A"), factories.item(meeting, "B")
    url = page_of(second, "move/")
    text = client.get(url).content.decode()
    assert "The agenda is published." in text
    assert f'value="after-{serial_of(second)}"' not in text
    client.post(url, filled(client, url, place=f"under-{serial_of(first)}"))
    second.refresh_from_db()
    assert (second.label, second.parent) == ("1.1", first)


def test_an_item_is_withdrawn_and_restored(meeting: Meeting, client: Client) -> None:
    item = factories.item(meeting)
    url = page_of(item, "withdraw/")
    assert submit(client, url, {"reason": ""}).status_code == 422
    assert submit(client, url, {"reason": "Postponed."}).status_code == 302
    assert page_of(item, "restore/") in messages_of(client, page_of(item))
    text = client.get(page_of(item)).content.decode()
    assert "Withdrawn on" in text and page_of(item, "change/") not in text
    submit(client, page_of(item, "restore/"))
    item.refresh_from_db()
    assert item.withdrawn_at is None


def test_an_outcome_is_recorded_on_its_page(meeting: Meeting, client: Client) -> None:
    item = factories.item(meeting)
    url = page_of(item, "outcome/")
    client.post(url, filled(client, url, outcome="agreed"))
    item.refresh_from_db()
    assert item.outcome == "agreed"
    form = client.get(url).context["form"]
    assert len(form.fields["outcome"].choices) == 7


def test_before_the_opening_an_item_can_only_be_carried_over(
    client: Client, meeting: Meeting
) -> None:
    item = factories.item(meeting)
    url = page_of(item, "outcome/")
    Meeting.objects.filter(pk=meeting.pk).update(state="convened")
    form = client.get(url).context["form"]
    assert [code for code, _label in form.fields["outcome"].choices] == ["", "carried_over"]
    Meeting.objects.filter(pk=meeting.pk).update(state="draft")
    assert url not in client.get(page_of(item)).content.decode()


def test_an_earlier_agenda_is_copied(meeting: Meeting, client: Client) -> None:
    url = f"/en/meetings/{meeting.slug}/items/copy/"
    assert "No earlier meeting of this body has an agenda." in client.get(url).content.decode()
    previous = factories.meeting(meeting.body, first_day=datetime.date(2026, 1, 5))
    factories.item(previous, "Opening", standing=True)
    assert "Meeting 2 of a fictional group" in client.get(url).content.decode()
    response = client.post(url, filled(client, url))
    assert response["Location"] == f"/en/meetings/{meeting.slug}/#agenda"
    item = AgendaItem.objects.get(meeting=meeting)
    assert str(item) == "Opening"
    assert "1 item copied." in messages_of(client, page_of(item))
    client.post(url, filled(client, url))
    assert "copied already" in messages_of(client, page_of(item))


def test_warnings_are_for_officers(meeting: Meeting, officer: User) -> None:
    sitting = factories.sitting(meeting)
    values: dict[str, Any] = {"sitting": sitting, "starts": sitting.starts, "ends": sitting.ends}
    for title in ("A", "B"):
        factories.item(meeting, title, **values)
    factories.item(meeting, "C", starts=sitting.starts)
    words = words_of(agenda_of(meeting, officer))
    assert "Same time as: 2. Check the times." in words
    assert "The time of this item is outside its sitting." in words
    assert "Check the times" not in agenda_of(meeting)


# Materials.


def upload(name: str = "slides.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 fictional", "text/html")


def test_a_presentation_is_added_and_downloaded(meeting: Meeting, client: Client) -> None:
    item = factories.item(meeting)
    url = page_of(item, "materials/add/")
    typed = filled(client, url, kind="presentation", title="Slides", presented_by="L. Brandt")
    assert client.post(url, typed | {"file": upload()}).status_code == 302
    material = ItemMaterial.objects.get()
    address = page_of(item, f"materials/{material.pk}/file/")
    assert address in agenda_of(meeting)
    response = client_for().get(address)
    assert response.getvalue() == b"%PDF-1.7 fictional"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="slides.pdf"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    withdraw = page_of(item, f"materials/{material.pk}/withdraw/")
    assert withdraw in messages_of(client, page_of(item))
    submit(client, withdraw, {"reason": "Wrong file."})
    assert client_for().get(address).status_code == 404
    assert "Slides" not in client_for().get(page_of(item)).content.decode()
    restore = page_of(item, f"materials/{material.pk}/restore/")
    assert restore in client.get(page_of(item)).content.decode()
    submit(client, restore)
    assert client_for().get(address).getvalue() == b"%PDF-1.7 fictional"


def test_a_file_that_is_not_on_this_server_is_told(
    meeting: Meeting, settings: Any, tmp_path: Any
) -> None:
    item = factories.item(meeting)
    material = factories_material(item)
    settings.MAJLIS_FILES = tmp_path
    url = page_of(item, f"materials/{material.pk}/file/")
    answer = client_for().get(url)
    assert answer.status_code == 503
    assert "This file is not available at the moment." in answer.content.decode()


def test_a_participant_adds_a_statement_for_their_organization(meeting: Meeting) -> None:
    item, own = factories.item(meeting), organisation(person())
    organisation(person())
    user = factories.participant(meeting, organisation=own).user
    client, url = client_for(user), page_of(item, "materials/add/")
    assert url in client.get(page_of(item)).content.decode()
    form = client.get(url).context["form"]
    assert [each.pk for each in form.fields["organisation"].queryset] == [own.pk]
    assert [code for code, _label in form.fields["kind"].choices] == ["presentation", "statement"]
    typed = filled(client, url, kind="statement", title="Statement", text="We support it.\n\nAll.")
    assert client.post(url, typed | {"text": ""}).status_code == 422
    assert client.post(url, typed).status_code == 302
    material = ItemMaterial.objects.get()
    assert material.organisation == own
    page = compact(client_for().get(page_of(item)).content.decode())
    assert f'id="material-{material.pk}"' in page and "<p>We support it.</p>" in page
    assert f"#material-{material.pk}" in agenda_of(meeting)
    assert client_for(person()).get(url).status_code == 403


def test_a_participant_without_an_organization_is_named(meeting: Meeting) -> None:
    item, user = factories.item(meeting), person(name="Zeynep Fictional")
    factories.participant(meeting, user)
    url = page_of(item, "materials/add/")
    assert 'value="Zeynep Fictional"' in client_for(user).get(url).content.decode()


def test_the_materials_of_a_meeting_are_listed_and_filtered(meeting: Meeting) -> None:
    item = factories.item(meeting, "Licence")
    factories_material(item)
    actions.add_material(
        SYSTEM,
        item,
        kind="recording",
        title="Recording of the morning",
        language="en",
        presented_by="Secretariat",
        link="https://example.org/recording",
    )
    url = f"/en/meetings/{meeting.slug}/materials/"
    words = words_of(client_for().get(url).content.decode())
    assert "2 entries" in words and "1 Licence" in words and "Recording of the morning" in words
    assert "Slides" not in client_for().get(f"{url}?kind=recording").content.decode()
    assert "Slides" in client_for().get(f"{url}?q=slide").content.decode()
    rows = json.loads(b"".join(client_for().get(f"{url}?download=json")))["rows"]
    assert [row["item"] for row in rows] == ["1 Licence", "1 Licence"]
    assert rows[1]["link"] == "https://example.org/recording"


def test_the_page_of_an_item_has_its_facts(meeting: Meeting) -> None:
    sitting, presenting = factories.sitting(meeting), organisation(person())
    top = factories.item(meeting, "Licence", sitting=sitting, standing=True)
    item = factories.item(
        meeting, "Text", parent=top, sitting=sitting, starts=sitting.starts, presenters="Z. Quill"
    )
    item.presenting.add(presenting)
    words = words_of(client_for().get(page_of(item)).content.decode())
    assert "1.1 Text" in words and "Sub-item of 1 Licence" in words
    assert f"{presenting}, Z. Quill" in words
    assert "Time of the meeting (UTC+1) Wednesday 24 February, 11:00" in words
    words = words_of(client_for().get(page_of(top)).content.decode())
    assert "On the agenda of each meeting" in words and "First sitting" in words
    assert "Sub-items 1.1 Text" in words


@pytest.mark.parametrize("who", ["", "officer", "participant"])
def test_the_page_of_an_item_takes_few_queries(
    who: str, meeting: Meeting, monkeypatch: Any
) -> None:
    monkeypatch.setattr(extension_points, "_ITEM_CONTENT", [])
    monkeypatch.setattr(views, "conclusions_of_items", lambda *read: {})
    sitting, giver = factories.sitting(meeting), organisation(person())
    previous = factories.meeting(meeting.body, first_day=datetime.date(2026, 1, 5))
    item = factories.item(
        meeting,
        parent=factories.item(meeting),
        sitting=sitting,
        starts=sitting.starts,
        carried_from=factories.item(previous),
    )
    item.presenting.add(giver)
    for number in range(3):
        statement = {"kind": "statement", "title": f"x{number}", "language": "en", "text": "x"}
        actions.add_material(SYSTEM, item, organisation=giver, **statement)  # type: ignore[arg-type]
        factories.item(meeting, parent=item)
    users = {
        "": None,
        "officer": factories.officer(meeting),
        "participant": factories.participant(meeting, organisation=giver).user,
    }
    client = client_for(users[who])
    client.get(page_of(item))
    with CaptureQueriesContext(connection) as made:
        assert client.get(page_of(item)).status_code == 200
    assert len(made) <= MAX_QUERIES - 5 + bool(who), "\n".join(each["sql"][:150] for each in made)
