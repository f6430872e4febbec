"""The pages of conclusions: writing with and without the pen, lost sessions, decisions, lists."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse

from majlis.commons.drafts.models import Draft
from majlis.events.conclusions import actions
from majlis.events.conclusions.tables import conclusions_of_items
from majlis.events.models import Conclusion, ConclusionRevision
from majlis.kernel.models import User
from tests.events import factories
from tests.events.conclusions.test_actions import TEXT, Room, statement
from tests.support.forms import opened, submit
from tests.support.markup import compact

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return Room()


def client_of(user: User | None) -> Client:
    """A browser in which a person has signed in."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def url(name: str, conclusion: Conclusion, **more: Any) -> str:
    """The address of a page of a conclusion."""
    slug = conclusion.item.meeting.slug
    arguments = {"slug": slug, "number": conclusion.number, **more}
    return reverse(f"events:{name}", kwargs=arguments)


def page(client: Client, address: str, status: int = 200) -> str:
    """A page as text."""
    response = client.get(address)
    assert response.status_code == status, response.status_code
    return compact(response.content.decode())


def test_an_officer_begins_a_conclusion_and_writes_its_first_text(room: Room) -> None:
    client = client_of(room.officer.user)
    serial = room.item.record.address.rpartition("/")[2]
    begin = reverse("events:begin_conclusion", args=[room.meeting.slug, serial])
    response = submit(client, begin, {"language": "en"})
    conclusion = Conclusion.objects.get()
    assert response["Location"] == url("write_conclusion", conclusion)
    assert conclusion.pen == room.officer.user
    response = submit(client, url("write_conclusion", conclusion), {"text": TEXT})
    assert response["Location"] == url("write_conclusion", conclusion)
    saved = ConclusionRevision.objects.get()
    assert (saved.text, saved.base) == (TEXT, 0)
    assert "Saved as revision 1." in page(client, url("write_conclusion", conclusion))


def test_who_has_no_pen_reads_the_text_and_takes_the_pen_over(room: Room) -> None:
    conclusion = room.written()
    actions.take_pen(room.second, conclusion)
    client = client_of(room.first.user)
    write = url("write_conclusion", conclusion)
    shown = page(client, write)
    assert "Take over the pen" in shown and str(room.second.user) in shown
    assert "<textarea" not in shown
    assert client.get(url("take_pen", conclusion))["Location"] == write
    assert client.post(url("take_pen", conclusion))["Location"] == write
    conclusion.refresh_from_db()
    assert conclusion.pen == room.first.user
    assert "<textarea" in page(client, write)
    assert client.post(url("release_pen", conclusion)).status_code == 302
    conclusion.refresh_from_db()
    assert conclusion.pen is None


def test_the_words_of_who_lost_the_pen_are_merged(room: Room) -> None:
    conclusion = room.written()
    actions.take_pen(room.first, conclusion)
    client, write = client_of(room.first.user), url("write_conclusion", conclusion)
    form = opened(client, write)
    actions.take_pen(room.second, conclusion)
    actions.save_conclusion(room.second, conclusion, base=1, text=TEXT.replace("list", "table"))
    response = client.post(write, form | {"text": TEXT.replace("May", "June")}, follow=True)
    shown = compact(response.content.decode())
    assert "Saved as revision 3, merged with the changes saved before it." in shown
    merged = ConclusionRevision.objects.get(number=3)
    assert merged.text == TEXT.replace("list", "table").replace("May", "June")
    revisions = page(client, url("conclusion_revisions", conclusion) + "?to=3")
    assert "As its writer sent it" in revisions


def test_two_wordings_are_shown_side_by_side_until_they_are_settled(room: Room) -> None:
    conclusion = room.written()
    client, write = client_of(room.first.user), url("write_conclusion", conclusion)
    actions.take_pen(room.first, conclusion)
    form = opened(client, write)
    actions.save_conclusion(room.second, conclusion, base=1, text=TEXT.replace("list", "table"))
    response = client.post(write, form | {"text": TEXT.replace("list", "annex")})
    settle = url("settle_conclusion", conclusion, revision=3)
    assert response["Location"] == settle
    shown = page(client, settle)
    assert "Current text" in shown and "Other wording" in shown
    assert "</span>table<" in shown and "</span>annex<" in shown
    for address in (write, conclusion.get_absolute_url()):
        assert settle in page(client, address)
    agree = url("agree_conclusion", conclusion)
    assert "Two people changed" in page(client_of(room.officer.user), agree)
    refused = submit(client, settle, {"choice": "own", "text": " "})
    assert refused.status_code == 422
    for choice, text, number in (
        ("other", TEXT.replace("list", "annex"), 4),
        ("own", "Words of both.", 5),
        ("current", "Words of both.", 5),
    ):
        assert submit(client, settle, {"choice": choice, "text": text}).status_code == 302
        conclusion.refresh_from_db()
        assert conclusion.revision == number
    assert "has been settled" in page(client, settle)


def test_who_is_signed_out_while_writing_finds_the_words_after_signing_in(room: Room) -> None:
    conclusion = room.written()
    actions.take_pen(room.first, conclusion)
    client, write = client_of(room.first.user), url("write_conclusion", conclusion)
    form = opened(client, write)
    client.logout()
    response = client.post(write, form | {"text": "Words that took an hour."})
    assert response.status_code == 302 and "sign" in response["Location"]
    # Meanwhile somebody takes the pen and saves.
    actions.take_pen(room.second, conclusion)
    actions.save_conclusion(room.second, conclusion, base=1, text="All new words.")
    client.force_login(room.first.user)
    shown = page(client, write)
    assert "Words that took an hour." in shown and "Saved by others since you began" in shown
    response = submit(client, write, {"text": "Words that took an hour."})
    aside = ConclusionRevision.objects.get(number=3)
    assert (aside.base, aside.aside, aside.text) == (1, True, "Words that took an hour.")
    assert not Draft.objects.exists()


def test_words_that_were_only_saved_as_a_draft_stay_after_the_pen_is_lost(room: Room) -> None:
    conclusion = room.written()
    actions.take_pen(room.first, conclusion)
    client, write = client_of(room.first.user), url("write_conclusion", conclusion)
    form = opened(client, write)
    kept = client.post(reverse("drafts:save"), form | {"text": "Half a sentence"})
    assert kept.status_code == 302
    actions.take_pen(room.second, conclusion)
    shown = page(client, write)
    assert "Half a sentence" in shown and "You do not have the pen." in shown


def test_a_server_that_fails_while_it_saves_loses_neither_text_nor_draft(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    conclusion = room.written()
    actions.take_pen(room.first, conclusion)
    client, write = client_of(room.first.user), url("write_conclusion", conclusion)
    form = opened(client, write)
    client.post(reverse("drafts:save"), form | {"text": "Words."})

    def fail(*_args: Any, **_values: Any) -> None:
        raise ConnectionError

    form = opened(client, write)
    with monkeypatch.context() as patch:
        patch.setattr("majlis.commons.drafts.forms.DraftedForm.discard_sent_draft", fail)
        with pytest.raises(ConnectionError):
            client.post(write, form | {"text": "Words."})
    assert conclusion.revisions.count() == 1 and Draft.objects.count() == 1
    client.post(write, form | {"text": "Words."})
    assert conclusion.revisions.count() == 2 and not Draft.objects.exists()


def test_a_text_is_not_lost_when_the_meeting_decides_meanwhile(room: Room) -> None:
    conclusion = room.written()
    actions.take_pen(room.first, conclusion)
    client, write = client_of(room.first.user), url("write_conclusion", conclusion)
    form = opened(client, write)
    actions.agree_conclusion(room.officer, conclusion)
    response = client.post(write, form | {"text": "Late words."})
    assert response.status_code == 409 and "Late words." in response.content.decode()


def test_decisions_are_recorded_on_pages(room: Room) -> None:
    client = client_of(room.officer.user)
    conclusion = room.written()
    detail = page(client, conclusion.get_absolute_url())
    for name in ("agree_conclusion", "decline_conclusion", "submit_conclusion"):
        assert url(name, conclusion) in detail
    assert "no statement for the record" in page(
        client, url("agree_conclusion_with_statements", conclusion)
    )
    made = statement(room.item)
    response = submit(
        client, url("agree_conclusion_with_statements", conclusion), {"statements": [made.pk]}
    )
    assert response.status_code == 302
    shown = page(client, conclusion.get_absolute_url())
    assert "Agreed with statements" in shown and "For the record." in shown
    assert url("reopen_conclusion", conclusion) in shown
    submit(client, url("reopen_conclusion", conclusion), {"reason": "A slip"})
    submit(client, url("decline_conclusion", conclusion), {"reason": "No consensus"})
    conclusion.refresh_from_db()
    assert conclusion.state == "not_agreed"


def test_a_text_that_changed_while_it_was_read_is_shown_before_it_is_agreed(room: Room) -> None:
    conclusion = room.written()
    client, agree = client_of(room.officer.user), url("agree_conclusion", conclusion)
    form = opened(client, agree)
    actions.save_conclusion(room.first, conclusion, base=1, text="Quite other words.")
    refused = client.post(agree, form)
    assert refused.status_code == 409 and "Quite other words." in refused.content.decode()
    assert submit(client, agree).status_code == 302
    assert conclusion.record.wordings.get(field="text").text == "Quite other words."


def test_strangers_read_the_text_and_not_who_writes_it(room: Room) -> None:
    conclusion = room.written()
    actions.take_pen(room.first, conclusion)
    name = str(room.first.user)
    for user in (None, factories.participant(room.meeting, state="requested").user):
        client = client_of(user)
        for address in (
            conclusion.get_absolute_url(),
            url("conclusion_revisions", conclusion),
            room.meeting.get_absolute_url(),
        ):
            shown = page(client, address)
            assert name not in shown and "Take over" not in shown
        assert "The group agrees to the list." in page(client, conclusion.get_absolute_url())
        assert client.get(url("write_conclusion", conclusion)).status_code in (302, 403)
    assert name in page(client_of(room.second.user), conclusion.get_absolute_url())


def test_a_conclusion_of_a_draft_meeting_is_found_by_its_officers_only() -> None:
    meeting = factories.meeting(state="draft")
    conclusion = factories.conclusion(factories.item(meeting))
    names = ("conclusion", "conclusion_revisions", "write_conclusion")
    for name in names:
        assert client_of(None).get(url(name, conclusion)).status_code == 404
    officer = client_of(factories.officer(meeting))
    assert all(officer.get(url(name, conclusion)).status_code == 200 for name in names)


def test_conclusions_stand_at_the_items_of_the_agenda(room: Room) -> None:
    agreed, draft = room.written(), room.written("A second text.")
    actions.agree_conclusion(room.officer, agreed)
    actions.take_pen(room.first, draft)
    other = factories.item(room.meeting)
    request = RequestFactory().get("/en/")
    for user, items, words in (
        (None, {room.item.pk}, "Agreed"),
        (room.first.user, {room.item.pk}, "You have the pen"),
        (room.officer.user, {room.item.pk, other.pk}, "Begin a conclusion"),
    ):
        request.user = user or AnonymousUser()
        shown = conclusions_of_items(request, room.meeting)
        assert set(shown) == items
        assert words in "".join(shown[room.item.pk])


def test_the_list_is_filtered_and_downloaded(room: Room) -> None:
    agreed = room.written()
    actions.agree_conclusion(room.officer, agreed)
    room.written("Something about harbours.")
    factories.conclusion(factories.item(factories.meeting()))
    client, address = Client(), reverse("events:conclusions")
    assert "3 conclusions" in page(client, address)
    for query, count in (
        ("q=harbours", 1),
        ("q=list", 1),
        ("state=agreed", 1),
        (f"body={room.meeting.body.slug}", 2),
        (f"meeting={room.meeting.slug}", 2),
        ("sort=-number", 3),
    ):
        assert f"{count} conclusion" in page(client, f"{address}?{query}")
    own = reverse("events:meeting_conclusions", args=[room.meeting.slug])
    assert "2 conclusions" in page(client, own)
    rows = b"".join(client.get(f"{own}?download=csv")).decode("utf-8-sig").splitlines()
    assert rows[0].startswith("address,number,meeting,item,state,decided,language,text,text_ar")
    assert ",agreed," in "".join(rows)


def test_revisions_are_compared(room: Room) -> None:
    conclusion = room.begin()
    client, address = Client(), url("conclusion_revisions", conclusion)
    assert "No text was saved yet." in page(client, address)
    actions.save_conclusion(room.first, conclusion, base=0, text=TEXT)
    assert "The group agrees" in page(client, address)
    actions.save_conclusion(room.first, conclusion, base=1, text=TEXT.replace("list", "table"))
    for query in ("", "?from=1&to=2", "?to=x&from=99"):
        shown = page(client, address + query)
        assert "Revision 1 to Revision 2" in shown and "</span>table<" in shown
