"""What was typed is kept: two windows, two editors, a session that ends, a server that dies."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import html5lib
import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from majlis.commons.drafts import actions, location, middleware, rescue, tasks
from majlis.commons.drafts.models import Draft
from majlis.commons.notices import queries, sentences
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import AuditEntry, Record, User
from majlis.kernel.rate_limits import RateLimit
from majlis.kernel.records import set_wording
from majlis.parties.accounts import personal_data_registry
from tests.commons.helpers import client_for, make_record
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.commons.drafts.form_urls")]
KEEP = "/en/drafts/save/"


def fields(client: Client, url: str) -> dict[str, Any]:
    """The form of a page as a browser would send it untouched."""
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return read(answer.content.decode())


def read(page: str) -> dict[str, Any]:
    """The fields of the page's last form with a slip."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    form = [
        each for each in tree.iter("form") if each.find(".//input[@name='draft-slip']") is not None
    ][-1]
    found: dict[str, Any] = {}
    for each in form.iter():
        name, kind = each.get("name"), each.get("type", "text")
        if not name:
            continue
        if each.tag == "textarea":
            found[name] = (each.text or "").removeprefix("\n")
        elif each.tag == "select":
            chosen = [o.get("value", "") for o in each.iter("option") if "selected" in o.attrib]
            found[name] = chosen if "multiple" in each.attrib else (chosen or [""])[0]
        elif kind in ("radio", "checkbox"):
            if "checked" in each.attrib:
                found[name] = each.get("value", "on")
        elif each.tag == "input":
            found[name] = each.get("value", "")
    return found


def thing(**words: str) -> Record:
    with transaction.atomic():
        record = make_record()
        for name, text in {"title": "Old title", "note": "Old note", **words}.items():
            set_wording(record, name, "en", text)
    return record


def stands(record: Record, name: str) -> str:
    return Record.objects.get(pk=record.pk).say(name, "en").text


@pytest.fixture
def me() -> User:
    return person()


def test_the_button_saves_without_a_script_and_the_form_opens_with_it(me: User) -> None:
    client, record = client_for(me), thing()
    url = f"/en/test/{record.pk}/"
    form = fields(client, url)
    typed = form | {
        "title": "Half a",
        "note": "line one\r\nline two",
        "colour": "g",
        "tags": ["2"],
        "day_year": "2026",
        "loud": "on",
        "secret": "never kept",
    }
    answer = client.post(KEEP, typed)
    draft = Draft.objects.get()
    assert answer["Location"] == f"{url}?draft={draft.pk}"
    assert "secret" not in draft.values
    again = fields(client, url)
    assert {
        name: again[name] for name in ("title", "note", "colour", "tags", "day_year", "loud")
    } == {
        "title": "Half a",
        "note": "line one\nline two",
        "colour": "g",
        "tags": ["2"],
        "day_year": "2026",
        "loud": "on",
    }
    assert again["draft-id"] == str(draft.pk)
    assert stands(record, "title") == "Old title"
    # And it can be opened without the draft.
    assert fields(client, f"{url}?draft=new")["title"] == "Old title"


def test_the_script_is_answered_with_what_it_goes_on_with(me: User) -> None:
    client, record = client_for(me), thing()
    form = fields(client, f"/en/test/{record.pk}/")
    told = client.post(KEEP, form | {"title": "a"}, headers={"accept": "application/json"}).json()
    assert told["version"] == 1 and "compare" not in told
    form |= {"draft-id": told["key"], "draft-version": told["version"], "title": "ab"}
    told = client.post(KEEP, form, headers={"accept": "application/json"}).json()
    assert told["version"] == 2
    assert Draft.objects.get().values["title"] == ["ab"]


def test_sending_lets_the_draft_go(me: User) -> None:
    client, record = client_for(me), thing()
    url = f"/en/test/{record.pk}/"
    client.post(KEEP, fields(client, url) | {"title": "New title"})
    answer = client.post(url, fields(client, url))
    assert (answer.status_code, answer["Location"]) == (302, "/done/")
    assert stands(record, "title") == "New title"
    assert not Draft.objects.exists()
    verbs = list(AuditEntry.objects.values_list("verb", flat=True).order_by("pk"))
    assert verbs == ["drafts.save_draft", "drafts.discard_draft"]
    assert "New title" not in str(list(AuditEntry.objects.values("old", "new")))


def test_two_windows_never_replace_each_other(me: User) -> None:
    client, record = client_for(me), thing()
    url = f"/en/test/{record.pk}/"
    one, two = fields(client, url), fields(client, url)
    client.post(KEEP, one | {"title": "From one"})
    told = client.post(KEEP, two | {"title": "From two"}, headers={"accept": "application/json"})
    assert {each.values["title"][0] for each in Draft.objects.all()} == {"From one", "From two"}
    page = client.get(told.json()["compare"]).content.decode()
    assert "From one" in page and "From two" in page
    # The same with two windows that both opened the draft.
    both = fields(client, url), fields(client, url)
    client.post(KEEP, both[0] | {"title": "Third"})
    client.post(KEEP, both[1] | {"title": "Fourth"})
    assert {each.values["title"][0] for each in Draft.objects.all()} >= {"Third", "Fourth"}


def test_two_drafts_become_one_as_the_person_chooses(me: User) -> None:
    client, record = client_for(me), thing()
    url = f"/en/test/{record.pk}/"
    form = fields(client, url)
    client.post(KEEP, form | {"title": "Title one", "note": "Note one"})
    told = client.post(
        KEEP,
        form | {"title": "Title two", "note": "Note two"},
        headers={"accept": "application/json"},
    ).json()
    choice = read(client.get(told["compare"]).content.decode())
    answer = client.post(url, choice | {"draft-choice-title": "mine"})
    assert answer.status_code == 409 and Draft.objects.count() == 2
    answer = client.post(
        url,
        choice
        | {
            "draft-choice-title": "theirs",
            "draft-choice-note": "merged",
            "draft-merged-note": "Note of both",
        },
    )
    draft = Draft.objects.get()
    assert answer["Location"] == f"{url}?draft={draft.pk}"
    assert draft.values["title"] == ["Title one"]
    assert draft.values["note"] == ["Note of both"]


def test_two_editors_see_both_texts_and_nothing_is_replaced(me: User) -> None:
    mine, theirs, record = client_for(me), client_for(person()), thing()
    url = f"/en/test/{record.pk}/"
    my_form, their_form = fields(mine, url), fields(theirs, url)
    assert theirs.post(url, their_form | {"title": "Their title"}).status_code == 302
    answer = mine.post(url, my_form | {"title": "My title", "note": "My <note>"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert stands(record, "title") == "Their title" and stands(record, "note") == "Old note"
    assert "My title" in page and "Their title" in page and "My &lt;note&gt;" in page
    choice = read(page)
    # Only I changed the note: mine is suggested. Both changed the title: no word is put in my mouth.
    assert choice["draft-choice-note"] == "mine"
    assert "draft-choice-title" not in choice
    again = mine.post(url, choice | {"draft-merged-title": "Ours"})
    assert again.status_code == 409
    # What was chosen and typed stays, and the choice that is missing is not made for the person.
    kept = read(again.content.decode())
    assert kept["draft-choice-note"] == "mine" and kept["draft-merged-title"].strip() == "Ours"
    assert "draft-choice-title" not in kept
    done = mine.post(url, choice | {"draft-choice-title": "merged", "draft-merged-title": "Ours"})
    assert done.status_code == 302
    assert (stands(record, "title"), stands(record, "note")) == ("Ours", "My <note>")


def test_what_only_the_other_changed_is_suggested_and_can_be_taken(me: User) -> None:
    mine, record = client_for(me), thing(day="2026-03-04", colour="r", loud="True")
    url = f"/en/test/{record.pk}/"
    form = fields(mine, url)
    for name, text in {"day": "2027-01", "colour": "g", "loud": ""}.items():
        set_wording(record, name, "en", text)
    choice = read(mine.post(url, form | {"title": "My title"}).content.decode())
    suggested = {
        name[13:]: each for name, each in choice.items() if name.startswith("draft-choice-")
    }
    assert suggested == {"title": "mine", "day": "theirs", "colour": "theirs", "loud": "theirs"}
    assert mine.post(url, choice).status_code == 302
    assert stands(record, "title") == "My title"
    assert (stands(record, "day"), stands(record, "colour"), stands(record, "loud")) == (
        "2027-01",
        "g",
        "",
    )


def test_a_third_change_while_one_chooses_is_shown_again(me: User) -> None:
    mine, record = client_for(me), thing()
    url = f"/en/test/{record.pk}/"
    form = fields(mine, url)
    set_wording(record, "title", "en", "Second")
    choice = read(mine.post(url, form | {"title": "First"}).content.decode())
    set_wording(record, "title", "en", "Third")
    answer = mine.post(url, choice | {"draft-choice-title": "mine"})
    assert answer.status_code == 409 and "Third" in answer.content.decode()
    assert stands(record, "title") == "Third"


def test_a_draft_that_is_older_than_the_thing_leads_to_both_texts(me: User) -> None:
    mine, record = client_for(me), thing()
    url = f"/en/test/{record.pk}/"
    mine.post(KEEP, fields(mine, url) | {"title": "Begun last week"})
    set_wording(record, "title", "en", "Changed since")
    answer = mine.post(url, fields(mine, url))
    assert answer.status_code == 409
    assert "Begun last week" in answer.content.decode()
    assert Draft.objects.count() == 1


def test_a_form_that_carries_no_slip_replaces_nothing(me: User) -> None:
    mine, record = client_for(me), thing()
    answer = mine.post(f"/en/test/{record.pk}/", {"title": "From nowhere"})
    assert answer.status_code == 409
    assert stands(record, "title") == "Old title"


def test_a_session_that_ended_loses_nothing(me: User) -> None:
    client, record = client_for(me), thing()
    url = f"/en/test/{record.pk}/"
    form = fields(client, url)
    client.logout()
    answer = client.post(url, form | {"title": "Typed for an hour"})
    assert answer.status_code == 302 and "next=" in answer["Location"]
    assert stands(record, "title") == "Old title"
    draft = Draft.objects.get()
    assert draft.user == me
    # Somebody else at the same machine does not get it; the person does.
    client.force_login(person())
    assert fields(client, url)["title"] == "Old title"
    client.force_login(me)
    again = fields(client, url)
    assert again["title"] == "Typed for an hour"
    assert client.post(url, again).status_code == 302
    assert stands(record, "title") == "Typed for an hour"


def test_the_script_saves_also_after_the_session_ended(me: User) -> None:
    client, record = client_for(me), thing()
    form = fields(client, f"/en/test/{record.pk}/")
    client.logout()
    told = client.post(KEEP, form | {"title": "Still"}, headers={"accept": "application/json"})
    assert told.status_code == 200 and Draft.objects.get().user == me


def test_another_account_sends_nothing_in_its_name(me: User) -> None:
    client, record = client_for(me), thing()
    url = f"/en/test/{record.pk}/"
    form = fields(client, url)
    client.force_login(person())
    answer = client.post(url, form | {"title": "Whose?"})
    assert answer["Location"] == "/en/drafts/"
    assert stands(record, "title") == "Old title"
    assert Draft.objects.get().user == me


def test_signing_in_elsewhere_voids_the_token_and_loses_nothing(me: User) -> None:
    client, record = Client(enforce_csrf_checks=True), thing()
    client.force_login(me)
    url = f"/en/test/{record.pk}/"
    form = fields(client, url) | {"csrfmiddlewaretoken": "x" * 64, "title": "Kept"}
    there = {"origin": "http://testserver"}
    answer = client.post(url, form, headers=there)
    assert answer.status_code == 302 and "?draft=" in answer["Location"]
    assert fields(client, answer["Location"])["title"] == "Kept"
    assert stands(record, "title") == "Old title"
    # A page of somebody else's site is refused, and nothing is kept of it.
    Draft.objects.all().delete()
    for headers in ({"origin": "http://elsewhere.example"}, {}):
        assert client.post(url, form, headers=headers).status_code == 403
    assert not Draft.objects.exists()


def test_without_signing_in_the_browser_keeps_it_by_a_signed_cookie() -> None:
    client, other = client_for(), client_for()
    url = "/en/test/new/"
    client.post(KEEP, fields(client, url) | {"title": "Nobody's"})
    assert fields(client, url)["title"] == "Nobody's"
    assert client.cookies[location.COOKIE]["httponly"]
    assert fields(other, url)["title"] == ""
    other.cookies[location.COOKIE] = client.cookies[location.COOKIE].value + "x"
    assert fields(other, url)["title"] == ""
    # After signing in the same browser still offers it, and sending lets it go.
    client.force_login(person())
    assert "Nobody&#x27;s" in client.get("/en/drafts/").content.decode()
    client.post(url, fields(client, url))
    assert not Draft.objects.exists()


def test_a_server_that_dies_while_sending_loses_neither_text_nor_draft(me: User) -> None:
    client, record = client_for(me, raise_request_exception=False), thing()
    url = f"/en/test/{record.pk}/"
    client.post(KEEP, fields(client, url) | {"title": "fall"})
    assert client.post(url, fields(client, url)).status_code == 500
    assert stands(record, "title") == "Old title"
    assert Draft.objects.get().values["title"] == ["fall"]


@pytest.mark.django_db(transaction=True)
def test_a_connection_killed_between_doing_and_letting_go_undoes_both(
    me: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, record = client_for(me, raise_request_exception=False), thing()
    url = f"/en/test/{record.pk}/"
    client.post(KEEP, fields(client, url) | {"title": "New title"})
    form = fields(client, url)
    outcome: list[int] = []

    def send() -> None:
        def killed(*_a: Any, **_k: Any) -> None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

        monkeypatch.setattr(actions, "discard_draft", killed)
        outcome.append(client.post(url, form).status_code)
        connection.close()

    sender = threading.Thread(target=send)
    sender.start()
    sender.join()
    assert outcome == [503]
    assert stands(record, "title") == "Old title"
    assert Draft.objects.get().values["title"] == ["New title"]


def test_what_a_verb_refuses_stands_at_its_field_and_the_draft_stays(me: User) -> None:
    client, record = client_for(me), thing()
    url = f"/en/test/{record.pk}/"
    client.post(KEEP, fields(client, url) | {"title": "refuse"})
    answer = client.post(url, fields(client, url))
    page = answer.content.decode()
    assert answer.status_code == 422 and "Not this word." in page and "Nor anything." in page
    assert Draft.objects.count() == 1


def test_what_another_window_put_into_the_draft_is_not_let_go(me: User) -> None:
    client, record = client_for(me), thing()
    url = f"/en/test/{record.pk}/"
    client.post(KEEP, fields(client, url) | {"title": "One"})
    first, second = fields(client, url), fields(client, url)
    client.post(KEEP, second | {"title": "Two"})
    assert client.post(url, first).status_code == 302
    assert Draft.objects.get().values["title"] == ["Two"]


def test_others_drafts_do_not_exist(me: User) -> None:
    client, record = client_for(me), thing()
    client.post(KEEP, fields(client, f"/en/test/{record.pk}/") | {"title": "Mine alone"})
    draft = Draft.objects.get()
    for other in (client_for(), client_for(person())):
        assert "Mine alone" not in other.get("/en/drafts/").content.decode()
        assert other.post(f"/en/drafts/{draft.pk}/discard/").status_code == 404
    assert client.post(f"/en/drafts/{draft.pk}/discard/").status_code == 302
    assert not Draft.objects.exists()


def test_what_is_held_on_a_person_shows_their_drafts(me: User) -> None:
    client, record = client_for(me), thing()
    client.post(KEEP, fields(client, f"/en/test/{record.pk}/") | {"title": "Mine alone, and long"})
    held = personal_data_registry.personal_data_of(me)["drafts"]
    assert [row["begins"] for row in held] == ["Mine alone, and long"]
    assert held[0]["values"]["title"] == ["Mine alone, and long"]


def test_the_owner_is_told_two_weeks_before_and_then_it_goes(me: User) -> None:
    client, record = client_for(me), thing()
    client.post(KEEP, fields(client, f"/en/test/{record.pk}/") | {"title": "Forgotten"})
    tasks.expire_drafts.func()
    assert queries.unread_count(me) == 0
    Draft.objects.update(expires_at=timezone.now() + datetime.timedelta(days=13))
    for _again in range(2):
        tasks.expire_drafts.func()
    assert queries.unread_count(me) == 1
    line = sentences.notice_sentences(queries.notices_of(me))[0]
    assert "{" not in line.words and line.url == "/en/drafts/"
    Draft.objects.update(expires_at=timezone.now())
    tasks.expire_drafts.func()
    assert not Draft.objects.exists()


def test_there_is_a_limit_and_what_is_too_much_can_be_copied(me: User) -> None:
    client, record = client_for(me), thing()
    form = fields(client, f"/en/test/{record.pk}/")
    answer = client.post(KEEP, form | {"note": "x" * (actions.MAX_CHARACTERS + 1)})
    assert answer.status_code == 422 and "x" * 1000 in answer.content.decode()
    with pytest.raises(InvalidInput):
        for number in range(actions.MAX_DRAFTS_IN_BROWSER + 1):
            place = location.DraftLocation("test", str(number), browser="b" * 64)
            actions.save_draft(Actor(), place, values={"a": ["b"]})


def test_permissions(me: User) -> None:
    other, closed = person(), person(is_active=False)
    place = location.DraftLocation("test.form", user_id=me.pk)
    refused: dict[str, User | None] = {"nobody": None, "another": other, "closed": closed}
    check_permissions(
        "drafts.save_draft",
        place,
        granted={"its person": me},
        refused=refused,
        do=lambda actor: actions.save_draft(actor, place, values={"a": ["b"]}),
    )
    check_permissions(
        "drafts.save_draft",
        location.DraftLocation("test.form", browser="b" * 64),
        granted={"anybody in that browser": other},
        refused={"closed": closed},
    )
    check_permissions(
        "drafts.save_draft",
        location.DraftLocation("test.form"),
        granted={},
        refused={"no browser": None},
    )
    owned = actions.OwnedDraft(Draft.objects.get())
    check_permissions(
        "drafts.discard_draft",
        owned,
        granted={"its person": me},
        refused=refused,
        do=lambda actor: actions.discard_draft(actor, owned),
    )
    in_browser = Draft(browser="b" * 64, form="x")
    for mark, told in (("b" * 64, True), ("c" * 64, False), ("", False)):
        who: dict[str, User | None] = {"another": other}
        check_permissions(
            "drafts.discard_draft",
            actions.OwnedDraft(in_browser, mark),
            granted={"holder": other} if told else {},
            refused={} if told else who,
        )
    everybody: dict[str, User | None] = {**refused, "secretariat": person("secretariat")}
    for name in ("notify_expiry", "delete_expired_drafts"):
        check_permissions(f"drafts.{name}", owned, granted={}, refused=everybody)


TEXTS = st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(title=TEXTS, note=TEXTS, colour=TEXTS, day=TEXTS, slip=TEXTS, key=TEXTS, version=TEXTS)
def test_any_text_can_be_typed_and_saved(
    me: User, title: str, note: str, colour: str, day: str, slip: str, key: str, version: str
) -> None:
    with transaction.atomic():
        client = client_for(me)
        form = fields(client, "/en/test/new/")
        typed = form | {"title": title, "note": note, "colour": colour, "day_year": day}
        assert client.post(KEEP, typed).status_code == 302
        answer = client.get("/en/test/new/")
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
        kept = read(answer.content.decode())
        clean = note.replace("\0", "")
        assert (
            kept["note"].replace("\r\n", "\n").replace("\r", "\n")
            == clean.replace("\r\n", "\n").replace("\r", "\n")
            or not clean.isprintable()
        )
        odd = {"draft-slip": slip, "draft-id": key, "draft-version": version}
        assert client.post(KEEP, typed | odd).status_code in (302, 403)
        assert client.post("/en/test/new/", typed | odd).status_code in (302, 422)
        transaction.set_rollback(True)


def test_without_a_token_no_more_is_kept_than_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rescue, "ANONYMOUS_SAVE_LIMIT", RateLimit("test.keep", 3, 3600))
    form = fields(client_for(), "/en/test/new/") | {"csrfmiddlewaretoken": "x" * 64}
    for number in range(5):
        flood = Client(enforce_csrf_checks=True)
        there = {"origin": "http://testserver"}
        flood.post("/en/test/new/", form | {"title": f"Flood {number}"}, headers=there)
    assert Draft.objects.count() == 3


def test_a_form_sent_without_end_after_its_session_ended_keeps_no_more(
    me: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "ANONYMOUS_SAVE_LIMIT", RateLimit("test.ended", 2, 3600))
    client, record = client_for(me), thing()
    url = f"/en/test/{record.pk}/"
    form = fields(client, url)
    client.logout()
    answers = [client.post(url, form | {"title": f"Flood {number}"}) for number in range(3)]
    assert [each.status_code for each in answers] == [302, 302, 429]
    assert Draft.objects.count() == 2
    page = answers[-1].content.decode()
    assert (
        "Flood 2" in page
        and "Copy them before leaving this page." in page
        and "Try again in" in page
    )
    assert '<a href="/en/drafts/">My drafts</a>' in page
    assert '<span aria-current="page">Your unsaved text</span>' in page
