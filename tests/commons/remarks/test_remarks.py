"""Remarks: said on any page without an account, answered in public, with nobody's data in public."""

from __future__ import annotations

import datetime
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
from django.conf import settings as configured
from django.core import mail as post
from django.utils import timezone

from majlis.commons.notices import queries as notices
from majlis.commons.notices import todo
from majlis.commons.notices.actions import follow_queue
from majlis.commons.remarks import actions, mail, tasks
from majlis.commons.remarks.models import PERSONAL_DATA_DAYS, Answer, Remark
from majlis.commons.remarks.page_reference import site_address
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry, Record, User
from majlis.kernel.rate_limits import RateLimit
from majlis.kernel.verbs import Act
from majlis.parties.accounts import personal_data_registry
from tests.commons.helpers import client_for, make_record
from tests.support.markup import compact
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
NEW = "/en/remarks/new/"


def submit(address: str = "", user: User | None = None, **fields: Any) -> Remark:
    given = {"text": "The year is wrong.", "language": "en", **fields}
    return actions.submit_remark(Actor(user=user), actions.RemarkInput(address=address, **given))


def give_answer(
    remark: Remark, text: str = "It is right now.", outcome: str = "corrected"
) -> Answer:
    officer = Actor(user=person("secretariat"))
    return actions.answer_remark(officer, remark, outcome=outcome, language="en", text=text)


def page(path: str, user: User | None = None) -> str:
    answer = client_for(user).get(path)
    assert answer.status_code == 200, answer.status_code
    text: str = compact(answer.content.decode())
    html5lib.HTMLParser(strict=True).parse(text)
    return text


def page_url(record: Record) -> str:
    return f"/en/{record.address}/"


# Saying it.


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The form of a stranger is taken at once, as if the script had done its work."""
    monkeypatch.setattr("majlis.kernel.proof_of_work.MIN_AGE", -1)


def form_of(path: str) -> dict[str, str]:
    """What a browser would send back: the fields of the form as they were opened."""
    form = client_for().get(path).context["form"]
    widget = form["guard"].field.widget
    token = widget.get_context("guard", None, {})["token"]
    return {
        "about": form["about"].value() or "",
        "language": form["language"].value(),
        "guard": token,
        "guard_nonce": "",
    }


def test_a_reader_without_an_account_says_it_and_gets_a_number_and_a_day(quick: None) -> None:
    record = make_record()
    foot = page("/ar/remarks/").rsplit("<footer", 1)[1]
    assert 'href="/ar/remarks/new/?about=%2Far%2Fremarks%2F"' in foot
    path = f"/ar/remarks/new/?about=/ar/{record.address}/"
    opened = page(path)
    assert "موضوع خيالي" in opened and '<meta name="robots" content="noindex">' in opened
    given = form_of(path) | {"text": "سنة خاطئة", "source": "TG/RES/3", "email": "a@example.org"}
    answer = client_for().post("/ar/remarks/new/", given)
    remark = Remark.objects.get()
    assert answer["Location"] == f"/ar/remarks/{remark.number}/"
    assert (remark.number, remark.state, remark.language) == (1, "waiting", "ar")
    assert remark.record == record and remark.email == "a@example.org"
    assert remark.due == timezone.localdate() + datetime.timedelta(days=14)
    assert remark.get_absolute_url().endswith("/remarks/1/")


def test_the_number_of_days_is_a_setting_and_the_form_says_it(settings: Any) -> None:
    settings.MAJLIS_REMARK_DAYS = 3
    assert "within 3 days" in page(NEW)
    assert submit().due == timezone.localdate() + datetime.timedelta(days=3)


@pytest.mark.parametrize(
    "given",
    [
        "https://elsewhere.example/en/",
        "//elsewhere.example/en/",
        "javascript:alert(1)",
        "/\\elsewhere.example/",
        "http://testserver//elsewhere.example/",
        "en/bodies/",
        "http://[",
    ],
)
def test_an_address_of_elsewhere_is_no_page_of_this_site(given: str, quick: None) -> None:
    opened = compact(client_for().get(NEW, {"about": given}).content.decode())
    assert "elsewhere.example" not in opened.split("<main", 1)[1].split("</main>")[0]
    assert "alert(1)" not in opened.split("<main", 1)[1].split("</main>")[0]
    sending = form_of(NEW) | {"about": given, "text": "Wrong."}
    answer = client_for().post(NEW, sending)
    assert answer.status_code == 422 and not Remark.objects.exists()
    # What was typed stays in a field that can be mended.
    assert 'type="text" name="about"' in compact(answer.content.decode())
    with pytest.raises(InvalidInput):
        submit(given)


def test_a_whole_address_of_this_site_is_taken() -> None:
    record = make_record()
    opened = client_for().get(NEW, {"about": f"http://testserver{page_url(record)}?in=ar#part"})
    assert opened.context["about"] == f"{page_url(record)}?in=ar"
    assert submit(configured.MAJLIS_PUBLIC_ADDRESS + page_url(record)).record == record


def test_the_form_names_no_page_that_its_reader_may_not_see() -> None:
    insider = person()
    private = make_record(private_to=insider)
    title = str(private)
    assert title not in page(f"{NEW}?about={page_url(private)}")
    assert title in page(f"{NEW}?about={page_url(private)}", insider)
    # As one that is not there, in the form and in the log.
    hidden, absent = submit(page_url(private)), submit("/en/subjects/900009/")
    assert hidden.record is None
    log = page("/en/remarks/")
    assert log.count("page not disclosed") == 2 and private.address not in log
    one, two = (page(each.get_absolute_url()) for each in (hidden, absent))
    for number in (hidden.number, absent.number):
        one, two = one.replace(f"{number}", "#"), two.replace(f"{number}", "#")
    assert one.split("<main")[1].split("<footer")[0] == two.split("<main")[1].split("<footer")[0]


def test_a_secret_in_an_address_is_not_kept() -> None:
    token = "ImEtc2VjcmV0Ig:1vT0k3N:aBcD3fGh1jKlMnOpQr"
    assert token not in submit(f"/en/notices/stop/{token}/?key=1").address
    # Of a list the filters stay, and where somebody would go on to does not.
    address = submit(
        f"/en/remarks/?state=late&q=salt+and+sea&next=/en/x/&key={token}{token}"
    ).address
    assert address == "/en/remarks/?state=late&q=salt+and+sea"


def test_floods_and_empty_forms_are_told_and_nothing_is_lost(
    quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "majlis.commons.remarks.views.SUBMIT_LIMIT", RateLimit("test.remarks", 1, 3600)
    )
    answer = client_for().post(NEW, form_of(NEW))
    assert answer.status_code == 422 and "is blank." in compact(answer.content.decode())
    assert client_for().post(NEW, form_of(NEW) | {"text": "One"}).status_code == 302
    answer = client_for().post(NEW, form_of(NEW) | {"text": "My second words"})
    assert answer.status_code == 429 and Remark.objects.count() == 1
    assert "My second words" in compact(answer.content.decode())


@pytest.mark.parametrize(
    ("field", "value"),
    [("text", " \0"), ("text", "x" * 4001), ("language", "xx"), ("email", "no address")],
)
def test_what_cannot_be_kept_is_refused(field: str, value: str) -> None:
    with pytest.raises(InvalidInput) as fault:
        submit(**{field: value})
    assert set(fault.value.faults) == {field} and not Remark.objects.exists()


# The log.


def test_the_text_is_public_only_when_somebody_has_looked_and_the_row_at_once() -> None:
    record, officer = make_record(), person("moderator")
    remark = submit(
        page_url(record), text="Buy <b>salt</b>", source="S1", name="N. N.", email="n@x.example"
    )
    for where in ("/en/remarks/", remark.get_absolute_url(), "/en/remarks/feed.atom"):
        shown = compact(client_for().get(where).content.decode())
        assert str(record) in shown and "salt" not in shown
    assert "salt" in page(remark.get_absolute_url(), officer)
    actions.publish_remark(Actor(user=officer), remark)
    shown = page(remark.get_absolute_url())
    assert "Buy &lt;b&gt;salt&lt;/b&gt;" in shown and "S1" in shown and remark.state == "waiting"
    for where in ("/en/remarks/", remark.get_absolute_url()):
        for reader in (None, officer):
            assert "n@x.example" not in page(where, reader)
    assert "N. N." not in page(remark.get_absolute_url())
    assert "N. N." in page(remark.get_absolute_url(), officer)


def test_an_answer_is_public_with_the_text_and_a_corrected_one_beside_the_first() -> None:
    remark, officer = submit(), Actor(user=person("secretariat"))
    give_answer(remark, "We looked: it is right.", "right")
    shown = page(remark.get_absolute_url())
    assert "We looked: it is right." in shown and "The year is wrong." in shown
    again = {"outcome": "corrected", "language": "en", "text": "We were wrong."}
    actions.correct_answer(officer, remark, **again)
    actions.correct_answer(officer, remark, **again)
    shown = page(remark.get_absolute_url())
    assert shown.index("We were wrong.") < shown.index("Earlier replies")
    assert "We looked: it is right." in shown and Answer.objects.count() == 2
    with pytest.raises(WrongState):
        give_answer(remark)


def test_a_withheld_text_is_nowhere_and_its_row_and_reason_are() -> None:
    remark, officer = submit(text="Buy salt"), Actor(user=person("moderator"))
    give_answer(remark)
    actions.withhold_remark(officer, remark, why="advertising", words="Twice this week.")
    for where in ("/en/remarks/", remark.get_absolute_url(), "/en/remarks/?download=json"):
        answer = client_for().get(where)
        shown = b"".join(answer) if answer.streaming else answer.content
        assert b"Advertising" in shown and b"Buy salt" not in shown
        assert b"It is right now." not in shown
    assert "Twice this week." in page(remark.get_absolute_url())
    actions.publish_remark(officer, remark)
    assert (remark.state, remark.why, remark.closed_at) == ("waiting", "", None)
    assert "Buy salt" in page(remark.get_absolute_url())


def test_what_is_late_says_so_and_what_came_late_too() -> None:
    remark = submit()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Remark.objects.update(due=yesterday)
    assert '<span class="state late">overdue</span>' in page("/en/remarks/")
    assert "The reply is overdue." in page(remark.get_absolute_url())
    assert remark.get_absolute_url() in page("/en/remarks/?state=late")
    remark.refresh_from_db()
    give_answer(remark)
    assert "after the due date" in page(remark.get_absolute_url())
    assert remark.get_absolute_url() not in page("/en/remarks/?state=late")


def test_the_log_is_filtered_by_state_and_page_and_every_file_counts_the_same() -> None:
    record, private = make_record(), make_record(private_to=person())
    first, second, other = (
        submit(page_url(record)),
        submit(page_url(record)),
        submit("/en/remarks/"),
    )
    give_answer(second)
    submit("", text="The whole site")
    for query, numbers in {
        "": [4, 3, 2, 1],
        "state=waiting": [1, 3, 4],
        "state=answered": [2],
        f"about={page_url(record)}": [2, 1],
        f"about=http://testserver/ar/{record.address}/%3Fin=ar": [2, 1],
        f"about={page_url(record)}&state=waiting": [1],
        "about=/en/remarks/": [3],
        f"about={page_url(private)}": [],
        "about=/en/subjects/900009/": [],
        "about=https://elsewhere.example/": [],
    }.items():
        answer = client_for().get(f"/en/remarks/?{query}")
        assert [row[0].words for row in (answer.context["table"] or EMPTY).rows] == [
            f"Remark No. {each}" for each in numbers
        ], query
        rows = b"".join(client_for().get(f"/en/remarks/?{query}&download=csv")).splitlines()
        assert len(rows) == len(numbers) + 1, query
    assert (first.number, other.number) == (1, 3)


class EMPTY:
    """A list without rows."""

    rows: tuple[Any, ...] = ()


def test_a_remark_on_a_page_that_was_closed_is_a_number_and_dates_to_others(
    settings: Any,
) -> None:
    insider, officer = person(), person("secretariat")
    private = make_record(private_to=insider)
    remark = submit(page_url(private), insider, text="Secret words", source="Secret source")
    assert remark.record == private
    entry = AuditEntry.objects.get(verb="remarks.submit_remark")
    assert entry.record == private and "Secret" not in str(entry.new)
    # Whoever may answer must see the page.
    assert client_for(officer).get(f"{remark.get_absolute_url()}answer/").status_code == 404
    Remark.objects.update(shown=True, state="answered")
    Answer.objects.create(remark=remark, outcome="corrected", language="en", text="Secret answer")
    for reader in (None, officer):
        for where in ("/en/remarks/", remark.get_absolute_url()):
            shown = page(where, reader)
            assert "Remark No. 1" in shown
            assert "Secret" not in shown and private.address not in shown
    assert b"Secret" not in client_for().get("/en/remarks/feed.atom").content
    shown = page(remark.get_absolute_url(), insider)
    assert "Secret answer" in shown and str(private) in shown


def test_the_very_place_is_linked_once_somebody_has_looked_at_the_address() -> None:
    record = make_record()
    remark = submit(f"{page_url(record)}buy-salt/?q=salt")
    row = client_for().get("/en/remarks/").context["table"].rows[0]
    assert row[1].url == page_url(record)
    give_answer(remark)
    row = client_for().get("/en/remarks/").context["table"].rows[0]
    assert row[1].url == f"{page_url(record)}buy-salt/"


def test_the_feed_is_atom_and_holds_what_everybody_may_read() -> None:
    give_answer(submit(text="A & B <i>"))
    submit(text="Unseen words")
    answer = client_for().get("/fr/remarks/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    tree = ElementTree.fromstring(answer.content)
    names = {"a": "http://www.w3.org/2005/Atom"}
    summaries = [each.text or "" for each in tree.findall("a:entry/a:summary", names)]
    assert len(summaries) == 2 and "Unseen" not in str(summaries)
    assert "A &amp; B &lt;i&gt;" in summaries[1]


def test_the_log_costs_few_queries(django_assert_max_num_queries: Any) -> None:
    for each in range(5):
        give_answer(submit(page_url(make_record()), text=f"Words {each}"))
    with django_assert_max_num_queries(7):
        page("/en/remarks/")
    with django_assert_max_num_queries(7):
        page("/en/remarks/1/")


# Who may, who is told, what is kept.


def test_permissions() -> None:
    record = make_record()
    officer, moderator = person("secretariat"), person("moderator")
    closed = person("secretariat", is_active=False)
    others = {"nobody": None, "delegate": person(), "closed": closed}
    reader, words = person(), {"language": "en", "text": "-"}

    def write(actor: Actor) -> Remark:
        return actions.submit_remark(actor, actions.RemarkInput("Wrong.", "en", page_url(record)))

    check_permissions(
        "remarks.submit_remark",
        None,
        granted={"a reader": reader, "officer": officer},
        refused={"closed": closed},
        do=write,
    )
    remark = write(Actor())
    granted = {"secretariat": officer, "moderator": moderator}
    for name, do in (
        ("remarks.publish_remark", lambda actor: actions.publish_remark(actor, remark)),
        (
            "remarks.answer_remark",
            lambda actor: actions.answer_remark(actor, remark, outcome="right", **words),
        ),
        (
            "remarks.correct_answer",
            lambda actor: actions.correct_answer(actor, remark, outcome="corrected", **words),
        ),
        (
            "remarks.withhold_remark",
            lambda actor: actions.withhold_remark(actor, remark, why="personal"),
        ),
    ):
        check_permissions(name, remark, granted=granted, refused=others, do=do)
    check_permissions(
        "remarks.erase_personal_data", remark, granted={}, refused={**others, **granted}
    )
    of_private = submit(page_url(make_record(private_to=reader)), reader)
    check_permissions(
        "remarks.answer_remark", of_private, granted={}, refused={**others, **granted}
    )


def test_the_office_is_asked_with_the_first_due_day_and_the_queue_can_be_followed() -> None:
    officer = person("secretariat")
    follow_queue(Actor(user=officer), "remarks")
    first = submit()
    submit()
    Remark.objects.filter(pk=first.pk).update(due=datetime.date(2026, 1, 2))
    (waiting,) = [each for each in todo.todo_items(officer) if "remarks/" in each.url]
    assert (waiting.count, waiting.due) == (2, datetime.date(2026, 1, 2))
    assert "2 remarks" in waiting.sentence and notices.unread_count(officer) == 2
    assert not [each for each in todo.todo_items(person()) if "remarks/" in each.url]
    answer = client_for(officer).get(waiting.url)
    assert [row[0].words for row in answer.context["table"].rows] == [
        "Remark No. 1",
        "Remark No. 2",
    ]


def test_the_secretariat_answers_on_the_page() -> None:
    remark, client = submit(), client_for(person("secretariat"))
    url = f"{remark.get_absolute_url()}answer/"
    slip = client.get(url).context["drafted"].hidden
    given = {**dict(slip), "outcome": "corrected", "language": "en", "text": "Thank you."}
    assert client.post(url, given | {"text": ""}).status_code == 422
    assert client.post(url, given)["Location"] == remark.get_absolute_url()
    assert "Thank you." in page(remark.get_absolute_url())
    correct = f"{remark.get_absolute_url()}correct/"
    assert client.get(correct).context["form"]["text"].value() == "Thank you."
    url = f"{remark.get_absolute_url()}withhold/"
    assert client.post(url, {"why": "", "language": "en"}).status_code == 422
    assert client.post(url, {"why": "personal", "language": "en"}).status_code == 302
    assert client.post(f"{remark.get_absolute_url()}publish/").status_code == 302
    assert Remark.objects.get().state == "waiting"
    for name in ("answer", "withhold", "publish"):
        url = f"{remark.get_absolute_url()}{name}/"
        assert client_for(person()).post(url).status_code == 404
        assert "/sign-in/" in client_for().post(url)["Location"]


def test_who_has_an_account_is_told_there_and_nothing_else_of_them_is_kept() -> None:
    reader = person()
    remark = submit("", reader, name="N. N.", email="n@example.org")
    assert (remark.name, remark.email) == ("", "")
    assert "only you and the secretariat can view this text" in page(
        remark.get_absolute_url(), reader
    )
    assert 'name="email"' not in page(NEW, reader)
    give_answer(remark)
    assert notices.unread_count(reader) == 1 and not post.outbox


@pytest.mark.django_db(transaction=True)
def test_who_left_an_address_is_told_by_mail_in_their_language(immediate_tasks: None) -> None:
    remark = submit(page_url(make_record()), language="fr", email="A@Example.org", name="N. N.")
    give_answer(remark, "Corrigé.")
    (letter,) = post.outbox
    assert letter.to == ["a@example.org"]
    assert f"/fr/remarks/{remark.number}/" in letter.body and "Corrigé." in letter.body
    assert "Un sujet fictif" in letter.body
    # What a stranger typed is sent to nobody, not even as a salutation.
    assert "The year is wrong." not in letter.body
    assert letter.body.startswith("Madame, Monsieur,\n") and "N. N." not in letter.body
    actions.withhold_remark(Actor(user=person("moderator")), remark, why="advertising")
    withheld = post.outbox[1].body
    assert "The year is wrong." not in withheld and "N. N." not in withheld
    assert not mail.deliver.call(900009)


def test_the_audit_and_the_queue_of_work_hold_nothing_of_anybody() -> None:
    remark = submit(text="My words", source="My source", name="N. N.", email="n@example.org")
    give_answer(remark)
    actions.withhold_remark(
        Actor(user=person("secretariat")), remark, why="personal", words="Because"
    )
    kept = str(list(AuditEntry.objects.values("old", "new", "reason")))
    for word in ("My words", "My source", "N. N.", "n@example.org", "Because"):
        assert word not in kept


def test_name_and_address_are_forgotten_some_days_after_the_answer() -> None:
    old, new = (submit(name="N. N.", email="n@example.org") for _each in range(2))
    waiting, spam = submit(email="w@example.org"), submit(text="Buy salt")
    for each in (old, new):
        give_answer(each)
    actions.withhold_remark(Actor(user=person("moderator")), spam, why="advertising")
    before = timezone.now() - datetime.timedelta(days=PERSONAL_DATA_DAYS, hours=1)
    Remark.objects.filter(pk__in=[old.pk, spam.pk]).update(closed_at=before)
    assert tasks.erase_personal_data.call() == 2 and tasks.erase_personal_data.call() == 0
    for each in (old, new, waiting, spam):
        each.refresh_from_db()
    assert (old.name, old.email, old.text) == ("", "", "The year is wrong.")
    assert (new.email, waiting.email, spam.text) == ("n@example.org", "w@example.org", "")
    with pytest.raises(WrongState):
        actions.publish_remark(Actor(user=person("moderator")), spam)


def test_what_is_held_on_a_person_is_handed_out_and_erased() -> None:
    reader, officer = person(), person("secretariat")
    shown, hidden = submit("", reader), submit(email=reader.email.upper())
    actions.answer_remark(Actor(user=officer), shown, outcome="right", language="en", text="No.")
    holding, answers = (
        personal_data_registry.PERSONAL_DATA_KINDS["remarks"],
        personal_data_registry.PERSONAL_DATA_KINDS["remark_answers"],
    )
    assert [each["number"] for each in holding.export(reader)] == [shown.number, hidden.number]
    assert [each["text"] for each in answers.export(officer)] == ["No."]
    act = Act(Actor(user=reader), "test")
    assert holding.erase(reader, act) == 2 and answers.erase(officer, act) == 1
    shown.refresh_from_db(), hidden.refresh_from_db()
    assert (shown.writer, shown.text, hidden.email, hidden.text) == (
        None,
        "The year is wrong.",
        "",
        "",
    )
    assert not holding.export(reader)
    assert "no longer held in Majlis" in page(hidden.get_absolute_url())


@pytest.mark.parametrize("path", ["new/", ""])
def test_an_address_with_a_sign_that_no_address_has_is_none(path: str) -> None:
    for given in ("/en/a%2500", "/en/a%250A"):
        assert client_for().get(f"/en/remarks/{path}?about={given}").status_code in (200, 404)
    assert site_address("/en/a%00") is None
    assert site_address("/en/a%20b") == "/en/a%20b"


def test_the_log_links_to_pages_in_the_language_of_its_reader() -> None:
    record = make_record()
    remark = submit(f"/en/{record.address}/")
    actions.publish_remark(Actor(user=person("secretariat")), remark)
    for user in (None, person("secretariat")):
        text = page("/ar/remarks/", user)
        assert f'href="/ar/{record.address}/"' in text and f'"/en/{record.address}/"' not in text
