"""What is fair to who leads: no date of before the text, its days told on the page, its private answer shown nowhere."""

from __future__ import annotations

import datetime
from html import unescape

import pytest
from django.test import Client

from majlis.instruments.lifecycle import PROPOSED, SUPERSEDED
from majlis.instruments.models import Version
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.look import formats
from majlis.mandates.core.status import refresh_status
from majlis.mandates.deliverables import actions, overdue, steps, tasks
from majlis.mandates.models import Deliverable, Entity, Mandate, OverdueNotice
from majlis.mandates.similarity import tables
from majlis.mandates.statements import actions as statements_actions
from tests.mandates import factories
from tests.mandates.register.test_register import put
from tests.support.parties import body
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
TODAY = datetime.date(2031, 11, 28)
TEXT = "2031-11-18"
WHY = "A storm took the lamp."


@pytest.fixture(autouse=True)
def _of_the_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def session(date: str, label: str = "") -> None:
    steps.add_occasion(
        SYSTEM, factories.entity("Council"), year=int(date[:4]), label=label, date=date
    )


def scheduled_dates(it: Mandate) -> list[str]:
    """The date of each scheduled deliverable, or the year of its session."""
    actions.schedule_deliverables(SYSTEM, it)
    rows = it.deliverables.filter(withdrawn_at=None).select_related("occasion")
    return [
        (each.occasion.date or str(each.occasion.year)) if each.occasion else each.due
        for each in rows
    ]


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        (["2031-03-01"], ["2032", "2033"]),
        ([TEXT], ["2032", "2033"]),
        (["2031-03-01", "2031-11-19"], ["2031-11-19", "2032", "2033"]),
        (["2031-11-19"], ["2031-11-19", "2032", "2033"]),
        (["2031-03-01", "2032-03-01"], ["2032-03-01", "2033"]),
        ([], ["2031", "2032", "2033"]),
    ],
)
def test_nothing_is_due_at_a_session_that_had_begun_when_the_text_was_adopted(
    sessions: list[str], expected: list[str]
) -> None:
    for each in sessions:
        session(each, label=each)
    assert (
        scheduled_dates(factories.mandate(factories.text(date=TEXT), recurrence="P1Y")) == expected
    )


@pytest.mark.parametrize(("date", "first"), [("2031", "2032"), ("2030", "2031-03-01")])
def test_of_a_text_of_an_unknown_day_the_sessions_of_its_year_are_passed_over(
    date: str, first: str
) -> None:
    session("2031-03-01")
    assert (
        scheduled_dates(factories.mandate(factories.text(date=date), recurrence="P1Y"))[0] == first
    )


def test_a_text_without_a_date_asks_nothing_of_a_session_before_it_came_in() -> None:
    session("2031-03-01", "spring")
    it = factories.mandate(recurrence="P1Y")
    record = it.record
    record.created_at = datetime.datetime(2031, 2, 1, tzinfo=datetime.UTC)
    record.save()
    assert scheduled_dates(it)[0] == "2031-03-01"
    other = factories.mandate(recurrence="P1Y", number=3)
    record = other.record
    record.created_at = datetime.datetime(2031, 4, 1, tzinfo=datetime.UTC)
    record.save()
    assert scheduled_dates(other)[0] == "2032"


def test_what_comes_round_more_often_is_due_at_the_sessions_that_follow() -> None:
    for each in ("2031-03-01", "2031-06-01", "2031-12-01"):
        session(each, each)
    assert (
        scheduled_dates(factories.mandate(factories.text(date=TEXT), recurrence="P6M"))[0]
        == "2031-12-01"
    )


def test_what_is_asked_once_goes_to_the_next_session_of_its_year_or_has_no_date() -> None:
    session("2031-03-01", "spring")
    once = {"deadline": "2031", "occasion": "its session of 2031"}
    assert scheduled_dates(factories.mandate(factories.text(date=TEXT), **once)) == ["2031"]
    session("2031-12-01", "winter")
    assert scheduled_dates(factories.mandate(factories.text(date=TEXT), **once)) == ["2031-12-01"]


def test_a_new_version_that_asks_it_again_takes_nothing_back_of_what_the_one_before_asked() -> None:
    session("2031-03-01")
    old = factories.text(date="2030-11-18")
    it = factories.mandate(old, recurrence="P1Y", lead=factories.entity("Keeper"))
    assert scheduled_dates(it)[0] == "2031-03-01"
    Version.objects.filter(pk=old.pk).update(state=SUPERSEDED)
    new = factories.text(date=TEXT, of=old)
    factories.mandate(new, of=it, recurrence="P1Y")
    it.refresh_from_db()
    assert it.source.version == new  # type: ignore[union-attr]
    assert scheduled_dates(it)[0] == "2031-03-01"
    of = it.deliverables.get(occasion__date="2031-03-01")
    assert overdue.notify_overdue(SYSTEM, of).due.isoformat() == "2031-03-01"


def test_what_was_only_proposed_before_asked_nothing_yet() -> None:
    session("2031-03-01")
    old = factories.text(PROPOSED, date="2030-11-18")
    it = factories.mandate(old, recurrence="P1Y")
    factories.mandate(factories.text(date=TEXT, of=old), of=it, recurrence="P1Y")
    it.refresh_from_db()
    assert scheduled_dates(it)[0] == "2032"


def speaker(title: str = "Keeper") -> tuple[Entity, User]:
    of = body(title.lower())
    return factories.entity(title, body=of), person(("chair", of.record))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(url: str, client: Client | None = None) -> str:
    return unescape((client or Client()).get(url).content.decode())


def told(answer_by: str) -> tuple[Deliverable, User]:
    """A deliverable of which who leads was told, with the days to answer until that day."""
    lead, chair = speaker()
    it = factories.mandate(factories.text(date="2029-01-01"), lead=lead)
    of = actions.add_deliverable(SYSTEM, it, kind="report", due="2031-05-01", language="en")
    overdue.notify_overdue(SYSTEM, of)
    OverdueNotice.objects.update(answer_by=answer_by)
    refresh_status([it.pk])
    return of, chair


@pytest.mark.parametrize(
    ("text", "due", "late"),
    [
        ("2031-11-18", "2031-05-01", False),
        ("2031-05", "2031-04-30", False),
        ("2031-05-01", "2031-05-01", True),
        ("2031", "2031-05-01", True),  # a day that the text itself names
        ("", "2031-05-01", True),
        ("2040-01-01", "2031-05-01", True),  # in force already: its date is not known
    ],
)
def test_a_date_of_before_the_text_is_never_late(text: str, due: str, late: bool) -> None:
    it = factories.mandate(factories.text(date=text), lead=speaker()[0])
    of = actions.add_deliverable(SYSTEM, it, kind="report", due=due, language="en")
    tasks.notify_overdue_daily.func()
    assert OverdueNotice.objects.exists() == late
    OverdueNotice.objects.all().delete()
    day = datetime.date.fromisoformat(due)
    OverdueNotice.objects.create(deliverable=of, entity=it.lead, due=day, answer_by=day)
    refresh_status([it.pk])
    it.refresh_from_db()
    assert (it.overdue_from is not None) == late
    said = page(f"{it.get_absolute_url()}deliverables/{of.ordinal}/")
    assert ('class="state late"' in said) == late


def test_a_session_that_is_dated_later_and_had_begun_before_the_text_is_not_late() -> None:
    it = factories.mandate(factories.text(date=TEXT), recurrence="P1Y", lead=speaker()[0])
    assert scheduled_dates(it)[0] == "2031"
    occasion = it.deliverables.order_by("ordinal")[0].occasion
    assert occasion is not None
    steps.change_occasion(SYSTEM, occasion, date="2031-03-01")
    tasks.notify_overdue_daily.func()
    assert not OverdueNotice.objects.exists()


RUNNING = "Lead notified on "


def test_who_was_told_reads_until_when_and_how_to_answer_and_nobody_else_does() -> None:
    of, chair = told("2031-12-15")
    mandate = of.mandate.get_absolute_url()
    one = f"{mandate}deliverables/{of.ordinal}/"
    client = signed_in(chair)
    notice = OverdueNotice.objects.get()
    for url in (mandate, one, f"{one}explain_delay/{notice.pk}/"):
        said = page(url, client)
        assert RUNNING in said, url
        until = formats.date("2031-12-15", "en")
        assert f"Only the lead and the secretariat see this until {until}." in said
        assert f"{one}submit_document/" in said, url
        assert "Submit document" in said
        for other in (Client(), signed_in(person())):
            assert RUNNING not in page(url, other)
            assert "explain_delay" not in page(url.partition("explain_delay")[0], other)
    assert f"{one}explain_delay/{notice.pk}/" in page(mandate, client)
    OverdueNotice.objects.update(answer_by="2031-11-27")
    refresh_status([of.mandate_id])
    assert RUNNING not in page(one, client)
    assert 'did not reply by <time datetime="2031-11-27">' in page(one)


def test_what_was_answered_privately_is_nowhere_said_before_its_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of, chair = told("2031-12-15")
    notice = OverdueNotice.objects.get()
    overdue.explain_delay(Actor(user=chair), notice, answer=WHY, language="en")
    it = Mandate.objects.get(pk=of.mandate_id)
    assert it.last_activity_on is None
    assert tables.last_update_text(it) == "none recorded"
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2031, 12, 15))
    tasks.schedule_deliverables_daily.func()
    assert Mandate.objects.get(pk=it.pk).last_activity_on is None
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2031, 12, 17))
    tasks.schedule_deliverables_daily.func()
    notice.refresh_from_db()
    assert notice.answered_at is not None
    assert Mandate.objects.get(pk=it.pk).last_activity_on == clock.date_of(notice.answered_at)


def test_what_was_spared_says_nothing_after_its_day_either() -> None:
    of, chair = told("2031-12-15")
    overdue.explain_delay(Actor(user=chair), OverdueNotice.objects.get(), answer=WHY, language="en")
    OverdueNotice.objects.update(answer_by="2031-11-01", waived=True)
    refresh_status([of.mandate_id])
    assert Mandate.objects.get(pk=of.mandate_id).last_activity_on is None


@pytest.mark.parametrize(
    ("due", "words", "name"),
    [
        ("2020-05-01", "", "Due date"),
        ("2031-11-28", "", "Next due date"),
        (None, "2030", "Due date"),
        (None, "2031", "Next due date"),
        (None, "at the next session", "Next due date"),
    ],
)
def test_a_date_that_is_past_is_not_called_next(due: str | None, words: str, name: str) -> None:
    it = put(factories.mandate(recurrence="P1Y"), due=due, due_text=words)
    when = formats.date(due, "en") if due else f"{words}, date to be set"
    assert f"{name}: {when}" in page(it.get_absolute_url())


def test_a_yearly_evaluation_has_what_is_in_force_alone_and_what_was_evaluated() -> None:
    active, paused, ended, judged = [factories.mandate() for _each in range(4)]
    url = "/en/mandates/evaluations/council/2030/"
    for it, lifecycle_state in ((paused, "paused"), (ended, "completed"), (judged, "completed")):
        put(it, lifecycle_state=lifecycle_state)
    by = factories.entity("Council")
    statements_actions.add_evaluation(
        SYSTEM, judged, evaluator=by, year=2030, language="en", text="Well lit."
    )
    said = page(url)
    assert [each.slug in said for each in (active, paused, ended, judged)] == [
        True,
        False,
        False,
        True,
    ]
