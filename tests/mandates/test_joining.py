"""Two names of one actor are joined whatever both have; where that cannot be, it is said what to do first."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from majlis.commons.notices import actions as notices
from majlis.commons.notices.models import Subscription
from majlis.kernel.actor import Actor as Doer
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import AuditEntry
from majlis.mandates import actions
from majlis.mandates import models as m
from majlis.mandates.actions import accepting
from majlis.mandates.models import Actor, Asking, Mandate, Occasion
from tests.mandates import made
from tests.mandates.test_finding import at, read
from tests.support.parties import body
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Doer.as_system("tests")
WHY = "The same office, by its letter."


def relations() -> dict[str, Any]:
    """Every column that points to an actor: "Model.field" -> its field."""
    found = {}
    for each in Actor._meta.get_fields(include_hidden=True):
        field: Any = getattr(each, "field", None)
        if field is not None and each.auto_created and field.many_to_one:
            found[f"{field.model.__name__}.{field.name}"] = field
    return found


def all_of(actor: Actor, mandate: Mandate) -> None:
    """One row of each table that can name an actor."""
    asking = mandate.asking
    assert asking is not None
    text, year = {"language": "en", "text": "Fictional."}, {"year": 2030, "mandate": mandate}
    m.Named.objects.create(asking=asking, role="via", actor=actor)
    m.Assignment.objects.create(mandate=mandate, actor=actor, part="lead", state="confirmed")
    m.Clause.objects.create(
        version=asking.version,
        provision=asking.provision,
        kind="review",
        language="en",
        body=actor,
    )
    one = actions.add_deliverable(SYSTEM, mandate, kind="report", due="2030", language="en")
    m.Step.objects.create(deliverable=one, actor=actor, does="draft", in_place_of=actor)
    late = {"due": "2030-01-01", "answer_by": "2030-02-01"}
    m.LateNotice.objects.create(deliverable=one, actor=actor, answer="Fictional.", **late)
    m.Occasion.objects.create(actor=actor, year=2030)
    m.Evaluation.objects.create(by=actor, of=actor, **year, **text)
    m.Response.objects.create(mandate=mandate, actor=actor, **text)
    m.QuietNotice.objects.create(mandate=mandate, actor=actor, since="2003", answer_by="2030-01-01")
    actions.state(
        SYSTEM,
        mandate,
        language="en",
        text="Lit.",
        state="under_way",
        period_from="2030",
        actor=actor,
    )
    made.actor(f"Below {actor.slug}", parent=actor)
    made.actor(f"Former {actor.slug}", became=actor)
    Mandate.objects.filter(pk=mandate.pk).update(lead=actor)


@pytest.mark.parametrize("both", ["the same mandate", "another mandate"])
def test_all_that_names_the_one_names_the_other(both: str) -> None:
    one, other = made.actor("Keeper"), made.actor("The Keeper")
    mandate = made.mandate(asked="", recipient="")
    all_of(other, mandate)
    if both == "another mandate":
        all_of(one, made.mandate(asked="", recipient=""))
    else:
        m.Assignment.objects.create(mandate=mandate, actor=one, part="lead", state="proposed")
        m.Occasion.objects.create(actor=one, year=2030)
        assert mandate.asking is not None
        m.Named.objects.create(asking=mandate.asking, role="via", actor=one)
        m.QuietNotice.objects.create(
            mandate=mandate, actor=one, since="2003", answer_by="2030-01-01"
        )
        told = m.LateNotice.objects.get()
        m.LateNotice.objects.create(
            deliverable=told.deliverable, actor=one, due=told.due, answer_by=told.answer_by
        )
    columns = relations()
    empty = [
        name
        for name, field in columns.items()
        if not field.model._base_manager.filter(**{field.name: other}).exists()
    ]
    assert not empty, "a column that the test has no row for"
    actions.join_actors(SYSTEM, other, into=one, reason=WHY)
    left = [
        name
        for name, field in columns.items()
        if field.model._base_manager.filter(**{field.name: other}).exists()
    ]
    assert not left
    mandate.refresh_from_db()
    assert "Fictional." in m.LateNotice.objects.values_list("answer", flat=True)
    assert mandate.lead == one  # of a proposed and a confirmed part the confirmed one stays
    assert one.occasions.count() == 1
    assert m.QuietNotice.objects.filter(mandate=mandate).count() == 1


def session(actor: Actor, **values: Any) -> Occasion:
    return m.Occasion.objects.create(actor=actor, year=2031, **values)


def test_of_a_session_that_both_have_one_is_left_and_what_waits_for_it_is_dated() -> None:
    one, other = made.actor("Council"), made.actor("The Council")
    there = session(one, names={"en": "Spring"})
    dated = session(other, date="2031-04-07", until="2031-04-11", names={"fr": "Printemps"})
    kept = session(other, label="second")
    mandate = made.mandate(recipient="The Council", kind="report")
    deliverable = actions.add_deliverable(
        SYSTEM, mandate, kind="report", occasion=dated, language="en"
    )
    m.Deliverable.objects.filter(pk=deliverable.pk).update(yields=f"2031.{dated.pk}")
    step = actions.add_step(SYSTEM, deliverable, actor=other, does="receive", occasion=dated)
    said = actions.state(
        SYSTEM,
        mandate,
        language="en",
        text="Lit.",
        state="under_way",
        period_from="2030",
        reviewed_at=dated,
    )
    actions.join_actors(SYSTEM, other, into=one, reason=WHY)
    there.refresh_from_db()
    assert (there.date, there.until) == ("2031-04-07", "2031-04-11")
    assert there.names == {"en": "Spring", "fr": "Printemps"}
    assert set(one.occasions.all()) == {there, kept}
    for row, name in ((deliverable, "occasion"), (step, "occasion"), (said, "reviewed_at")):
        row.refresh_from_db()
        assert getattr(row, name) == there
    assert deliverable.yields == f"2031.{there.pk}"
    mandate.refresh_from_db()
    assert str(mandate.due) == "2031-04-07"


def test_sessions_on_different_dates_are_refused_with_what_to_do() -> None:
    one, other = made.actor("Council"), made.actor("The Council")
    session(one, label="second", date="2031-04-07")
    session(other, label="second", date="2031-05-07")
    client = Client()
    client.force_login(person("secretariat"))
    page = f"/en/actors/{other.slug}/change/join_actors/"
    hidden = dict(client.get(page).context["drafted"].hidden)
    answer = client.post(page, hidden | {"into": "Council", "reason": WHY})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "2031 second" in text and "on the page of sessions" in text and WHY in text
    assert m.Occasion.objects.filter(actor=other).count() == 1
    m.Occasion.objects.filter(actor=other).update(date="2031-04-07")
    answer = client.post(page, hidden | {"into": "Council", "reason": WHY})
    assert answer.status_code == 302
    assert m.Occasion.objects.get().actor == one


def test_two_that_are_different_bodies_are_not_one() -> None:
    one, other = made.actor("Council", body=body("one")), made.actor("Panel", body=body("two"))
    with pytest.raises(InvalidInput) as fault:
        actions.join_actors(SYSTEM, other, into=one, reason=WHY)
    assert set(fault.value.faults) == {"into"}


def test_what_stood_somewhere_below_takes_the_place_of_what_it_becomes_one_with() -> None:
    top, other = made.actor("Top"), made.actor("Office")
    Actor.objects.filter(pk=other.pk).update(parent=top)
    middle = made.actor("Unit", parent=other)
    one = made.actor("Desk", parent=middle)
    other.refresh_from_db()
    actions.join_actors(SYSTEM, other, into=one, reason=WHY)
    for each in (one, middle):
        each.refresh_from_db()
    assert (one.parent, middle.parent) == (top, one)


def test_the_notice_that_was_answered_is_the_one_that_stays() -> None:
    one, other = made.actor("Keeper"), made.actor("The Keeper")
    mandate = made.mandate()
    about = {"mandate": mandate, "since": "2003", "answer_by": "2030-01-01"}
    m.QuietNotice.objects.create(actor=one, **about)
    m.QuietNotice.objects.create(actor=other, says="goes_on", **about)
    actions.join_actors(SYSTEM, other, into=one, reason=WHY)
    notice = m.QuietNotice.objects.get()
    assert (notice.actor, notice.says) == (one, "goes_on")


def test_who_followed_the_one_follows_the_other_once() -> None:
    one, other = made.actor("Keeper"), made.actor("The Keeper")
    both, follower = person(), person()
    for user, actors in ((both, (one, other)), (follower, (other,))):
        for each in actors:
            notices.follow_record(Doer(user=user), each.record)
    actions.join_actors(SYSTEM, other, into=one, reason=WHY)
    kept = Subscription.objects.values_list("user", "record")
    assert set(kept) == {(both.pk, one.pk), (follower.pk, one.pk)}


def late_notices(one: Actor, other: Actor) -> m.Deliverable:
    """What is late on a mandate of the one, of which both were told; the one once more, which was spared."""
    mandate = made.mandate(lead=one)
    due = actions.add_deliverable(SYSTEM, mandate, kind="report", due="2026-01-01")
    about = {"deliverable": due, "due": "2026-01-01", "answer_by": "2030-01-01"}
    m.LateNotice.objects.create(actor=one, spared=True, **about)
    m.LateNotice.objects.create(actor=one, **about)
    m.LateNotice.objects.create(actor=other, **about | {"answer_by": "2030-02-01"})
    return due


def test_two_that_were_told_of_one_lateness_are_joined_what_was_spared_stays() -> None:
    one, other = made.actor("Keeper"), made.actor("The Keeper")
    due = late_notices(one, other)
    actions.answer_lateness(SYSTEM, due.notices.get(actor=other), answer="A storm.", language="en")
    actions.join_actors(SYSTEM, other, into=one, reason=WHY)
    spared, kept = due.notices.order_by("-spared")
    assert spared.spared and (kept.spared, kept.answer, kept.actor) == (False, "A storm.", one)


@pytest.mark.parametrize("last", ["one", "other"])
def test_of_two_answers_the_later_stands_and_the_history_says_so(last: str) -> None:
    both = {"one": made.actor("Keeper"), "other": made.actor("The Keeper")}
    due = late_notices(both["one"], both["other"])
    first = "other" if last == "one" else "one"
    for name in (first, last):
        notice = due.notices.get(actor=both[name], spared=False)
        actions.answer_lateness(SYSTEM, notice, answer=f"Said by {name}.", language="en")
    actions.join_actors(SYSTEM, both["other"], into=both["one"], reason=WHY)
    kept = due.notices.get(spared=False)
    # Who has one of the two letters has all the days that it names.
    assert (kept.answer, str(kept.answer_by)) == (f"Said by {last}.", "2030-02-01")
    note = AuditEntry.objects.get(verb="mandates.join_actors", record=due.mandate.record)
    assert note.old["deliverable"] == due.ordinal
    assert note.old["actor"] == both[first].record.address
    assert note.new["answered_at"] == str(kept.answered_at)
    said = AuditEntry.objects.filter(verb="mandates.answer_lateness", record=due.mandate.record)
    assert f"Said by {first}." in [each.new["answer"] for each in said]


def test_what_waits_for_the_session_that_stays_is_dated_by_the_other() -> None:
    one, other = made.actor("Council"), made.actor("The Council")
    waits = session(one)
    session(other, date="2031-04-07")
    mandate = made.mandate(lead=made.actor("Keeper"))
    actions.add_deliverable(SYSTEM, mandate, kind="report", occasion=waits)
    actions.join_actors(SYSTEM, other, into=one, reason=WHY)
    mandate.refresh_from_db()
    assert str(mandate.due) == "2031-04-07"


def test_what_is_accepted_while_two_are_joined_names_the_one_that_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, other = made.actor("The Keeper"), made.actor("Keeper")
    finding = at(read(made.text()), "report")
    write = accepting.name_them

    def late(asking: Asking, actors: Any) -> None:
        actions.join_actors(SYSTEM, other, into=one, reason=WHY)
        write(asking, actors)

    monkeypatch.setattr(accepting, "name_them", late)
    mandate = actions.accept(SYSTEM, finding)
    assert mandate.asking is not None
    assert mandate.asking.named.get(role="asked").actor == one
    assert mandate.assignments.get(part="lead").actor == one
    assert not m.Named.objects.filter(actor=other).exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_joins_two_waits_for_who_writes_of_them() -> None:
    one, other = made.actor("The Keeper"), made.actor("Keeper", lexicon=["the Keeper"])
    finding = at(read(made.text()), "report")
    wrote, fell = threading.Event(), []

    def join() -> None:
        try:
            wrote.wait(10)
            actions.join_actors(SYSTEM, other, into=one, reason=WHY)
        except Exception as fault:  # noqa: BLE001 - told below
            fell.append(fault)
        finally:
            connection.close()

    thread = threading.Thread(target=join)
    thread.start()
    with transaction.atomic():
        mandate = actions.accept(SYSTEM, finding)
        wrote.set()
        thread.join(1)
        assert thread.is_alive() or fell
    thread.join(30)
    assert not fell
    assert not m.Named.objects.filter(actor=other).exists()
    assert mandate.assignments.get(part="lead").actor == one
