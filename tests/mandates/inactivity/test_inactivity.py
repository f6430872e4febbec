"""The quiet list: about the records of the site alone, to who leads and the secretariat first, nothing ends by it."""

from __future__ import annotations

import csv
import datetime
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from majlis.commons.drafts.models import Draft
from majlis.commons.notices.models import Event, Notice
from majlis.commons.notices.todo import todo_items as asked_of
from majlis.instruments.lifecycle import PROPOSED
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import Access, User
from majlis.kernel.records import get_or_create_circle
from majlis.mandates import models as m
from majlis.mandates.assignments import actions as assignments_actions
from majlis.mandates.core.status import refresh_status
from majlis.mandates.deliverables import actions, overdue, steps
from majlis.mandates.inactivity import actions as inactivity_actions
from majlis.mandates.inactivity import queries, tasks
from majlis.mandates.models import InactivityNotice, Mandate
from majlis.mandates.statements import actions as statements_actions
from tests.mandates import factories
from tests.support.parties import body
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
OLD = "2003-05-17"
LINK = {"link": "https://example.org/a.pdf", "title": "Fictional", "language": "en"}
PAGE = "/en/mandates/inactive/"
WORDS = "The lamps are lit each night."


def read(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def owner() -> User:
    lead = body("keepers")
    factories.entity("Keeper", body=lead)
    return person(("chair", lead.record), language="en")


@pytest.fixture
def it(owner: User) -> Mandate:
    return old()


def old(date: str = OLD, **values: Any) -> Mandate:
    """A mandate of a text of that date, whose lead is confirmed; of no kind that yields deliverables by itself."""
    lead = values.pop("lead", factories.entity("Keeper"))
    return factories.mandate(factories.text(date=date), lead=lead, kind="action", **values)


def is_quiet(it: Mandate) -> bool:
    return queries.inactive_mandates(
        Mandate.objects.filter(pk=it.pk), timezone.localdate()
    ).exists()


def passed() -> None:
    InactivityNotice.objects.update(answer_by=timezone.localdate() - datetime.timedelta(days=1))


def listed(answer: Any) -> list[str]:
    return [str(row[0].url).rstrip("/").rpartition("/")[2] for row in answer.context["table"].rows]


def test_quiet_is_what_nothing_was_recorded_of_for_the_years_of_the_setting(
    it: Mandate, settings: Any
) -> None:
    assert is_quiet(it)
    (row,) = queries.inactive_mandates(Mandate.objects.all(), timezone.localdate())
    assert row.last_activity == OLD
    settings.MAJLIS_QUIET_YEARS = timezone.localdate().year - 2002
    assert not is_quiet(it)


@pytest.mark.parametrize("known", ["{year}", "{year}-01", "{year}-12-31"])
def test_of_a_date_the_last_day_counts_that_it_may_be(known: str, settings: Any) -> None:
    year = timezone.localdate().year - settings.MAJLIS_QUIET_YEARS
    assert is_quiet(old(known.format(year=year - 1)))
    late_in_it = old(known.format(year=year))
    if known != "{year}-01":
        assert not is_quiet(late_in_it)


def test_a_text_without_a_date_counts_from_the_day_of_its_acceptance() -> None:
    it = old("")
    assert not is_quiet(it)
    m.MandateSource.objects.filter(mandate=it).update(accepted_at="2001-02-03T12:00Z")
    assert is_quiet(it)


def recorded(it: Mandate, what: str) -> None:
    """One thing recorded of a mandate today."""
    keeper, date = factories.entity("Keeper"), timezone.localdate().isoformat()
    if what in ("deliverable", "answer", "step"):
        due = {"due": "2004", "language": "en"}
        one = actions.add_deliverable(SYSTEM, it, kind="report", **due)
        if what != "deliverable":
            m.Deliverable.objects.update(made_at="2004-01-01T12:00Z")
            assert is_quiet(it)
        if what == "answer":
            actions.submit_document(SYSTEM, one, **LINK)
        if what == "step":
            step = steps.add_step(SYSTEM, one, entity=keeper, task="draft")
            m.Step.objects.filter(pk=step.pk).update(done_on=date)
    elif what == "statement":
        statements_actions.publish_statement(
            SYSTEM, it, language="en", text=WORDS, state="under_way", period_from="2030"
        )
    elif what == "response":
        statements_actions.publish_response(SYSTEM, it, entity=keeper, language="en", text=WORDS)
    elif what == "evaluation":
        statements_actions.add_evaluation(
            SYSTEM, it, evaluator=factories.entity("Council"), year=2030, language="en", text="Lit"
        )
    elif what == "occurrence":
        m.Occurrence.objects.create(mandate=it, words="A storm", date="2004", language="en")
    elif what == "resource":
        given = {"kind": "spending", "amount": 12, "currency": "CHF", "year": 2030}
        statements_actions.add_resource(SYSTEM, it, funding="voluntary", **given, **LINK)
    elif what == "pause and revival":
        for kind in ("pause", "revive"):
            m.LifecycleEvent.objects.create(mandate=it, kind=kind, language="en", text=WORDS)
    elif what == "source":
        factories.mandate(factories.text(state=PROPOSED, date=date), of=it, kind="action")
    it.refresh_from_db()


@pytest.mark.parametrize(
    "what",
    [
        *("deliverable", "answer", "step", "statement", "response", "evaluation", "occurrence"),
        *("resource", "pause and revival", "source"),
    ],
)
def test_whatever_is_recorded_takes_it_off_the_list(it: Mandate, what: str) -> None:
    assert is_quiet(it)
    recorded(it, what)
    assert not is_quiet(it)


def test_a_word_of_who_leads_on_a_date_that_passed_takes_it_off(it: Mandate) -> None:
    one = actions.add_deliverable(SYSTEM, it, kind="report", due="2004-05-01", language="en")
    m.Deliverable.objects.update(made_at="2004-01-01T12:00Z")
    assert is_quiet(it)
    notice = overdue.notify_overdue(SYSTEM, one)
    assert not is_quiet(it)  # asked once already: it is late, and not asked about twice
    m.OverdueNotice.objects.update(answer_by="2005-01-01")
    refresh_status([it.pk])
    assert not is_quiet(it)
    overdue.explain_delay(SYSTEM, notice, answer=WORDS, language="en")
    m.Deliverable.objects.update(due="2004")
    refresh_status([it.pk])
    assert not is_quiet(it)


def test_what_has_its_date_ahead_waits_for_a_trigger_or_is_not_in_force_is_not_quiet() -> None:
    ahead, undated = old(), old()
    for one, due in ((ahead, "2091-05-01"), (undated, "2091")):
        actions.add_deliverable(SYSTEM, one, kind="report", due=due, language="en")
        m.Deliverable.objects.update(made_at="2004-01-01T12:00Z")
    waits = old(trigger="after each storm")
    paused = old()
    Mandate.objects.filter(pk=paused.pk).update(lifecycle_state="paused")
    proposed = factories.mandate(factories.text(state=PROPOSED, date=OLD), kind="action")
    assert not any(is_quiet(each) for each in (ahead, undated, waits, paused, proposed))


def test_nobody_but_who_leads_and_the_secretariat_reads_it_before_the_days_have_passed(
    it: Mandate, owner: User, settings: Any
) -> None:
    settings.MAJLIS_DAYS_TO_ANSWER = 5
    office, anybody = signed_in(person("secretariat")), Client()
    other = signed_in(person(("chair", body("council").record)))
    assert listed(office.get(PAGE)) == [it.slug]
    assert listed(signed_in(owner).get(PAGE)) == []  # nobody has told them yet
    tasks.notify_inactive_weekly.call()
    notice = InactivityNotice.objects.get()
    assert notice.answer_by == timezone.localdate() + datetime.timedelta(days=5)
    assert listed(signed_in(owner).get(PAGE)) == [it.slug]
    assert "The lead was notified. A reply is due by " in read(signed_in(owner).get(PAGE))
    for stranger in (anybody, other):
        assert listed(stranger.get(PAGE)) == []
    passed()
    for reader in (anybody, other, office, signed_in(owner)):
        assert listed(reader.get(PAGE)) == [it.slug]
    text = read(anybody.get(PAGE))
    assert "No activity recorded since" in text and "17 May 2003" in text
    assert "No reply was received" in text
    assert not any(word in text.lower() for word in ("stale", "obsolete", "dormant", "removed"))
    history = read(anybody.get(f"/en/{it.record.address}/history/"))
    assert "notified of inactivity" not in history


def test_all_of_one_lead_are_told_in_one_and_once(it: Mandate, owner: User) -> None:
    second, office = old("2004"), person("secretariat")
    tasks.notify_inactive_weekly.call()
    (notice,) = Notice.objects.all()
    assert notice.user == owner and notice.event.values["count"] == 2
    (asked,) = asked_of(owner)
    assert asked.count == 2 and asked.due == InactivityNotice.objects.latest("pk").answer_by
    assert asked_of(office) == []
    tasks.notify_inactive_weekly.call()
    assert (Event.objects.count(), InactivityNotice.objects.count()) == (1, 2)
    with pytest.raises(WrongState):
        inactivity_actions.notify_inactive(
            SYSTEM, factories.entity("Keeper"), mandates=[it.pk, second.pk]
        )
    page = signed_in(owner).get("/en" + str(asked.url).removeprefix("/en"))
    assert sorted(listed(page)) == sorted([it.slug, second.slug])


def test_where_nobody_can_answer_it_is_never_public() -> None:
    silent = old(lead=factories.entity("Warden"))
    unled = old(lead=None)
    tasks.notify_inactive_weekly.call()
    assert not InactivityNotice.objects.exists()
    office = signed_in(person("secretariat"))
    assert listed(office.get(PAGE)) == [silent.slug, unled.slug]
    text = read(office.get(PAGE))
    assert "No lead is named; no notification was sent." in text
    assert "The lead has not been notified." in text
    assert listed(Client().get(PAGE)) == []


def test_another_lead_is_told_anew_before_it_is_public(it: Mandate, owner: User) -> None:
    tasks.notify_inactive_weekly.call()
    passed()
    assert listed(Client().get(PAGE)) == [it.slug]
    wardens = body("wardens")
    warden = factories.entity("Warden", body=wardens)
    m.Assignment.objects.filter(mandate=it).update(entity=warden)
    refresh_status([it.pk])
    assert listed(Client().get(PAGE)) == []
    person(("chair", wardens.record))
    tasks.notify_inactive_weekly.call()
    assert InactivityNotice.objects.filter(mandate=it, entity=warden).count() == 1
    assert listed(Client().get(PAGE)) == []


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ("goes_on", "Still active"),
        ("finished", "Completed"),
        ("not_ours", "Not led by this entity"),
    ],
)
def test_who_leads_says_how_it_is_and_it_stands_beside_it(
    it: Mandate, owner: User, reply: str, words: str
) -> None:
    office = person("secretariat")
    tasks.notify_inactive_weekly.call()
    client = signed_in(owner)
    page = f"{PAGE}{InactivityNotice.objects.get().pk}/"
    assert page in read(client.get(PAGE))
    hidden = dict(client.get(page).context["drafted"].hidden)
    wrong = client.post(page, hidden | {"reply": "", "answer": WORDS, "language": "en"})
    assert wrong.status_code == 422 and WORDS in read(wrong)
    sent = client.post(page, hidden | {"reply": reply, "answer": WORDS, "language": "en"})
    assert sent.status_code == 302
    assert asked_of(owner) == []
    told = Notice.objects.get(user=office)
    assert told.event.values == {"reply": reply}
    assert WORDS not in read(Client().get(PAGE))
    passed()
    text = read(Client().get(PAGE))
    assert words in text and WORDS in text
    it.refresh_from_db()
    assert (it.lifecycle_state, it.lead) == (
        "active",
        factories.entity("Keeper"),
    )  # nothing follows by itself


def test_a_reply_of_the_secretariat_says_so(it: Mandate, owner: User) -> None:
    tasks.notify_inactive_weekly.call()
    notice = InactivityNotice.objects.get()
    passed()
    marked = "Entered by the secretariat"
    inactivity_actions.confirm_activity(Actor(user=owner), notice, reply="goes_on", answer=WORDS)
    assert marked not in read(Client().get(PAGE))
    officer = Actor(user=person("secretariat"))
    inactivity_actions.confirm_activity(officer, notice, reply="finished", answer=WORDS)
    assert marked in read(Client().get(PAGE))


def test_nobody_writes_over_the_words_of_who_led_before(it: Mandate, owner: User) -> None:
    tasks.notify_inactive_weekly.call()
    notice = InactivityNotice.objects.get()
    inactivity_actions.confirm_activity(Actor(user=owner), notice, reply="goes_on", answer=WORDS)
    successor = body("wardens")
    warden = factories.entity("Warden", body=successor)
    assignments_actions.add_assignment(SYSTEM, it, entity=warden, words="A letter.")
    chair = person(("chair", successor.record))
    notice = InactivityNotice.objects.get()  # as the form had read it
    with pytest.raises(WrongState, match="former lead"):
        inactivity_actions.confirm_activity(
            Actor(user=chair), notice, reply="finished", answer="Ours."
        )
    assert InactivityNotice.objects.get().answer == WORDS


def test_a_session_that_is_lost_while_answering_loses_nothing(it: Mandate, owner: User) -> None:
    tasks.notify_inactive_weekly.call()
    client, page = signed_in(owner), f"{PAGE}{InactivityNotice.objects.get().pk}/"
    hidden = dict(client.get(page).context["drafted"].hidden)
    client.logout()
    answer = client.post(page, hidden | {"reply": "goes_on", "answer": WORDS, "language": "en"})
    assert answer.status_code == 302 and "sign-in" in answer["Location"]
    assert Draft.objects.get().values["answer"] == [WORDS]
    client.force_login(owner)
    assert WORDS in read(client.get(page))


def test_the_form_is_closed_to_others_and_to_whom_the_mandate_is(it: Mandate, owner: User) -> None:
    tasks.notify_inactive_weekly.call()
    page = f"{PAGE}{InactivityNotice.objects.get().pk}/"
    # Which notices there are is not to be counted from outside; the letter leads to the page all the same.
    for client in (Client(), signed_in(person())):
        closed, none = (client.get(at) for at in (page, f"{PAGE}{10**9}/"))
        assert (closed.status_code, none.status_code) == (404, 404)
        assert client.post(page, {"reply": "goes_on"}).status_code == 404
    assert f"next={page}" in read(Client().get(page))
    alone = get_or_create_circle("tests:quiet", {"user": person()})
    it.record.access, it.record.circle = Access.PRIVATE, alone
    it.record.save()
    assert signed_in(owner).get(page).status_code == 404


def test_who_leads_hears_nothing_of_what_they_may_not_see(it: Mandate, owner: User) -> None:
    alone = get_or_create_circle("tests:quiet", {"user": person()})
    it.record.access, it.record.circle = Access.PRIVATE, alone
    it.record.save()
    tasks.notify_inactive_weekly.call()
    assert not Notice.objects.exists() and not InactivityNotice.objects.exists()
    passed()
    assert listed(signed_in(owner).get(PAGE)) == []


def test_only_the_clock_tells_and_who_leads_answers(it: Mandate, owner: User) -> None:
    office = person("secretariat")
    strangers: dict[str, User | None] = {
        "nobody": None,
        "somebody": person(),
        "a chair of another body": person(("chair", body("council").record)),
        "an administrator": person("administrator"),
        "a closed account": person("secretariat", is_active=False),
    }
    check_permissions(
        "mandates.notify_inactive",
        factories.entity("Keeper"),
        granted={},
        refused=strangers | {"who leads": owner, "the secretariat": office},
    )
    (notice,) = inactivity_actions.notify_inactive(
        SYSTEM, factories.entity("Keeper"), mandates=[it.pk]
    )
    check_permissions(
        "mandates.confirm_activity",
        notice,
        granted={"who leads": owner, "the secretariat": office},
        refused=strangers,
        do=lambda who: inactivity_actions.confirm_activity(who, notice, reply="goes_on"),
    )
    for wrong in ({"reply": "gone"}, {"reply": "goes_on", "language": "xx"}):
        with pytest.raises(InvalidInput):
            inactivity_actions.confirm_activity(SYSTEM, notice, **wrong)


def test_the_files_have_the_rows_of_the_list_and_the_filters_of_the_register(
    it: Mandate, owner: User, django_assert_max_num_queries: Any
) -> None:
    old("2004-02")
    tasks.notify_inactive_weekly.call()
    notice = InactivityNotice.objects.get(mandate=it)
    inactivity_actions.confirm_activity(SYSTEM, notice, reply="goes_on", answer=WORDS)
    passed()
    client = Client()
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        page = client.get(PAGE)
    rows = listed(page)
    assert rows[0] == it.slug and len(rows) == 2
    assert "2 mandates" in read(page)
    answer: Any = client.get(f"{PAGE}?download=csv")
    lines = list(
        csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    )
    assert len(lines) == 2
    assert it.slug in lines[0].values() and WORDS in lines[0].values()
    data: Any = client.get(f"{PAGE}?download=json")
    raw = b"".join(data.streaming_content) if data.streaming else data.content
    assert OLD in raw.decode() and "goes_on" in raw.decode()
    assert json.loads(raw)
    assert listed(client.get(f"{PAGE}?lead=keeper")) == rows
    assert listed(client.get(f"{PAGE}?q={it.slug}")) == [it.slug]
    assert listed(client.get(f"{PAGE}?force=invites")) == []
    mine = signed_in(owner)
    mine.get(PAGE)
    with django_assert_max_num_queries(12):
        mine.get(PAGE)


def test_the_register_leads_to_the_list() -> None:
    assert PAGE in read(Client().get("/en/mandates/"))
