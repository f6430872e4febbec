"""Two names of one entity are joined whatever both have; where that cannot be, it is said what to do first."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from majlis.commons.notices import actions as notices
from majlis.commons.notices.models import Subscription
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import AuditEntry
from majlis.mandates import models as m
from majlis.mandates.deliverables import actions, overdue, steps
from majlis.mandates.entities import actions as entities_actions
from majlis.mandates.extraction import actions as extraction_actions
from majlis.mandates.extraction import addressees
from majlis.mandates.models import Entity, Mandate, MandateSource, Occasion
from majlis.mandates.statements import actions as statements_actions
from tests.mandates import factories
from tests.mandates.extraction.test_actions import at, read
from tests.support.parties import body
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")
WHY = "The same office, by its letter."


def relations() -> dict[str, Any]:
    """Every column that points to an entity: "Model.field" -> its field."""
    found = {}
    for each in Entity._meta.get_fields(include_hidden=True):
        field: Any = getattr(each, "field", None)
        if field is not None and each.auto_created and field.many_to_one:
            found[f"{field.model.__name__}.{field.name}"] = field
    return found


def all_of(entity: Entity, mandate: Mandate) -> None:
    """One row of each table that can name an entity."""
    source = mandate.source
    assert source is not None
    text, year = {"language": "en", "text": "Fictional."}, {"year": 2030, "mandate": mandate}
    m.Addressee.objects.create(source=source, role="via", entity=entity)
    m.Assignment.objects.create(mandate=mandate, entity=entity, part="lead", state="confirmed")
    m.Clause.objects.create(
        version=source.version,
        provision=source.provision,
        kind="review",
        language="en",
        body=entity,
    )
    one = actions.add_deliverable(SYSTEM, mandate, kind="report", due="2030", language="en")
    m.Deliverable.objects.filter(pk=one.pk).update(reported_for=entity)
    m.Step.objects.create(deliverable=one, entity=entity, task="draft", on_behalf_of=entity)
    late = {"due": "2030-01-01", "answer_by": "2030-02-01"}
    m.OverdueNotice.objects.create(deliverable=one, entity=entity, answer="Fictional.", **late)
    m.Occasion.objects.create(entity=entity, year=2030)
    m.Evaluation.objects.create(evaluator=entity, evaluated=entity, **year, **text)
    m.Response.objects.create(mandate=mandate, entity=entity, **text)
    m.InactivityNotice.objects.create(
        mandate=mandate, entity=entity, since="2003", answer_by="2030-01-01"
    )
    statements_actions.publish_statement(
        SYSTEM,
        mandate,
        language="en",
        text="Lit.",
        state="under_way",
        period_from="2030",
        entity=entity,
    )
    factories.entity(f"Below {entity.slug}", parent=entity)
    factories.entity(f"Former {entity.slug}", merged_into=entity)
    Mandate.objects.filter(pk=mandate.pk).update(lead=entity)


@pytest.mark.parametrize("both", ["the same mandate", "another mandate"])
def test_all_that_names_the_one_names_the_other(both: str) -> None:
    one, other = factories.entity("Keeper"), factories.entity("The Keeper")
    mandate = factories.mandate(asked="", recipient="")
    all_of(other, mandate)
    if both == "another mandate":
        all_of(one, factories.mandate(asked="", recipient=""))
    else:
        m.Assignment.objects.create(mandate=mandate, entity=one, part="lead", state="proposed")
        m.Occasion.objects.create(entity=one, year=2030)
        assert mandate.source is not None
        m.Addressee.objects.create(source=mandate.source, role="via", entity=one)
        m.InactivityNotice.objects.create(
            mandate=mandate, entity=one, since="2003", answer_by="2030-01-01"
        )
        told = m.OverdueNotice.objects.get()
        m.OverdueNotice.objects.create(
            deliverable=told.deliverable, entity=one, due=told.due, answer_by=told.answer_by
        )
    columns = relations()
    empty = [
        name
        for name, field in columns.items()
        if not field.model._base_manager.filter(**{field.name: other}).exists()
    ]
    assert not empty, "a column that the test has no row for"
    entities_actions.merge_entities(SYSTEM, other, into=one, reason=WHY)
    left = [
        name
        for name, field in columns.items()
        if field.model._base_manager.filter(**{field.name: other}).exists()
    ]
    assert not left
    mandate.refresh_from_db()
    assert "Fictional." in m.OverdueNotice.objects.values_list("answer", flat=True)
    assert mandate.lead == one  # of a proposed and a confirmed part the confirmed one stays
    assert one.occasions.count() == 1
    assert m.InactivityNotice.objects.filter(mandate=mandate).count() == 1


def session(entity: Entity, **values: Any) -> Occasion:
    return m.Occasion.objects.create(entity=entity, year=2031, **values)


def test_of_a_session_that_both_have_one_is_left_and_what_waits_for_it_is_dated() -> None:
    one, other = factories.entity("Council"), factories.entity("The Council")
    there = session(one, names={"en": "Spring"})
    dated = session(other, date="2031-04-07", until="2031-04-11", names={"fr": "Printemps"})
    kept = session(other, label="second")
    mandate = factories.mandate(recipient="The Council", kind="report")
    deliverable = actions.add_deliverable(
        SYSTEM, mandate, kind="report", occasion=dated, language="en"
    )
    m.Deliverable.objects.filter(pk=deliverable.pk).update(schedule_key=f"2031.{dated.pk}")
    step = steps.add_step(SYSTEM, deliverable, entity=other, task="receive", occasion=dated)
    said = statements_actions.publish_statement(
        SYSTEM,
        mandate,
        language="en",
        text="Lit.",
        state="under_way",
        period_from="2030",
        reviewed_at=dated,
    )
    entities_actions.merge_entities(SYSTEM, other, into=one, reason=WHY)
    there.refresh_from_db()
    assert (there.date, there.until) == ("2031-04-07", "2031-04-11")
    assert there.names == {"en": "Spring", "fr": "Printemps"}
    assert set(one.occasions.all()) == {there, kept}
    for row, name in ((deliverable, "occasion"), (step, "occasion"), (said, "reviewed_at")):
        row.refresh_from_db()
        assert getattr(row, name) == there
    assert deliverable.schedule_key == f"2031.{there.pk}"
    mandate.refresh_from_db()
    assert str(mandate.due) == "2031-04-07"


def test_sessions_on_different_dates_are_refused_with_what_to_do() -> None:
    one, other = factories.entity("Council"), factories.entity("The Council")
    session(one, label="second", date="2031-04-07")
    session(other, label="second", date="2031-05-07")
    client = Client()
    client.force_login(person("secretariat"))
    page = f"/en/entities/{other.slug}/change/merge_entities/"
    hidden = dict(client.get(page).context["drafted"].hidden)
    answer = client.post(page, hidden | {"into": "Council", "reason": WHY})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "2031 second" in text and "First correct one date or name." in text and WHY in text
    assert m.Occasion.objects.filter(entity=other).count() == 1
    m.Occasion.objects.filter(entity=other).update(date="2031-04-07")
    answer = client.post(page, hidden | {"into": "Council", "reason": WHY})
    assert answer.status_code == 302
    assert m.Occasion.objects.get().entity == one


def test_two_that_are_different_bodies_are_not_one() -> None:
    one, other = (
        factories.entity("Council", body=body("one")),
        factories.entity("Panel", body=body("two")),
    )
    with pytest.raises(InvalidInput) as fault:
        entities_actions.merge_entities(SYSTEM, other, into=one, reason=WHY)
    assert set(fault.value.faults) == {"into"}


def test_what_stood_somewhere_below_takes_the_place_of_what_it_becomes_one_with() -> None:
    top, other = factories.entity("Top"), factories.entity("Office")
    Entity.objects.filter(pk=other.pk).update(parent=top)
    middle = factories.entity("Unit", parent=other)
    one = factories.entity("Desk", parent=middle)
    other.refresh_from_db()
    entities_actions.merge_entities(SYSTEM, other, into=one, reason=WHY)
    for each in (one, middle):
        each.refresh_from_db()
    assert (one.parent, middle.parent) == (top, one)


def test_the_notice_that_was_answered_is_the_one_that_stays() -> None:
    one, other = factories.entity("Keeper"), factories.entity("The Keeper")
    mandate = factories.mandate()
    about = {"mandate": mandate, "since": "2003", "answer_by": "2030-01-01"}
    m.InactivityNotice.objects.create(entity=one, **about)
    m.InactivityNotice.objects.create(entity=other, reply="goes_on", **about)
    entities_actions.merge_entities(SYSTEM, other, into=one, reason=WHY)
    notice = m.InactivityNotice.objects.get()
    assert (notice.entity, notice.reply) == (one, "goes_on")


def test_who_followed_the_one_follows_the_other_once() -> None:
    one, other = factories.entity("Keeper"), factories.entity("The Keeper")
    both, follower = person(), person()
    for user, actors in ((both, (one, other)), (follower, (other,))):
        for each in actors:
            notices.follow_record(Actor(user=user), each.record)
    entities_actions.merge_entities(SYSTEM, other, into=one, reason=WHY)
    kept = Subscription.objects.values_list("user", "record")
    assert set(kept) == {(both.pk, one.pk), (follower.pk, one.pk)}


def late_notices(one: Entity, other: Entity) -> m.Deliverable:
    """What is late on a mandate of the one, of which both were told; the one once more, which was waived."""
    mandate = factories.mandate(lead=one)
    due = actions.add_deliverable(SYSTEM, mandate, kind="report", due="2026-01-01")
    about = {"deliverable": due, "due": "2026-01-01", "answer_by": "2030-01-01"}
    m.OverdueNotice.objects.create(entity=one, waived=True, **about)
    m.OverdueNotice.objects.create(entity=one, **about)
    m.OverdueNotice.objects.create(entity=other, **about | {"answer_by": "2030-02-01"})
    return due


def test_two_that_were_told_of_one_lateness_are_joined_what_was_spared_stays() -> None:
    one, other = factories.entity("Keeper"), factories.entity("The Keeper")
    due = late_notices(one, other)
    overdue.explain_delay(SYSTEM, due.notices.get(entity=other), answer="A storm.", language="en")
    entities_actions.merge_entities(SYSTEM, other, into=one, reason=WHY)
    waived, kept = due.notices.order_by("-waived")
    assert waived.waived and (kept.waived, kept.answer, kept.entity) == (False, "A storm.", one)


@pytest.mark.parametrize("last", ["one", "other"])
def test_of_two_answers_the_later_stands_and_the_history_says_so(last: str) -> None:
    both = {"one": factories.entity("Keeper"), "other": factories.entity("The Keeper")}
    due = late_notices(both["one"], both["other"])
    first = "other" if last == "one" else "one"
    for name in (first, last):
        notice = due.notices.get(entity=both[name], waived=False)
        overdue.explain_delay(SYSTEM, notice, answer=f"Said by {name}.", language="en")
    entities_actions.merge_entities(SYSTEM, both["other"], into=both["one"], reason=WHY)
    kept = due.notices.get(waived=False)
    # Who has one of the two letters has all the days that it names.
    assert (kept.answer, str(kept.answer_by)) == (f"Said by {last}.", "2030-02-01")
    note = AuditEntry.objects.get(verb="mandates.merge_entities", record=due.mandate.record)
    assert note.old["deliverable"] == due.ordinal
    assert note.old["entity"] == both[first].record.address
    assert note.new["answered_at"] == str(kept.answered_at)
    said = AuditEntry.objects.filter(verb="mandates.explain_delay", record=due.mandate.record)
    assert f"Said by {first}." in [each.new["answer"] for each in said]


def test_what_waits_for_the_session_that_stays_is_dated_by_the_other() -> None:
    one, other = factories.entity("Council"), factories.entity("The Council")
    waits = session(one)
    session(other, date="2031-04-07")
    mandate = factories.mandate(lead=factories.entity("Keeper"))
    actions.add_deliverable(SYSTEM, mandate, kind="report", occasion=waits)
    entities_actions.merge_entities(SYSTEM, other, into=one, reason=WHY)
    mandate.refresh_from_db()
    assert str(mandate.due) == "2031-04-07"


def test_what_is_accepted_while_two_are_joined_names_the_one_that_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, other = factories.entity("The Keeper"), factories.entity("Keeper")
    finding = at(read(factories.text()), "report")
    write = addressees.replace_addressees

    def late(source: MandateSource, actors: Any) -> None:
        entities_actions.merge_entities(SYSTEM, other, into=one, reason=WHY)
        write(source, actors)

    monkeypatch.setattr(extraction_actions, "replace_addressees", late)
    mandate = extraction_actions.accept_finding(SYSTEM, finding)
    assert mandate.source is not None
    assert mandate.source.addressees.get(role="asked").entity == one
    assert mandate.assignments.get(part="lead").entity == one
    assert not m.Addressee.objects.filter(entity=other).exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_joins_two_waits_for_who_writes_of_them() -> None:
    one, other = factories.entity("The Keeper"), factories.entity("Keeper", lexicon=["the Keeper"])
    finding = at(read(factories.text()), "report")
    wrote, fell = threading.Event(), []

    def join() -> None:
        try:
            wrote.wait(10)
            entities_actions.merge_entities(SYSTEM, other, into=one, reason=WHY)
        except Exception as fault:  # noqa: BLE001 - told below
            fell.append(fault)
        finally:
            connection.close()

    thread = threading.Thread(target=join)
    thread.start()
    with transaction.atomic():
        mandate = extraction_actions.accept_finding(SYSTEM, finding)
        wrote.set()
        thread.join(1)
        assert thread.is_alive() or fell
    thread.join(30)
    assert not fell
    assert not m.Addressee.objects.filter(entity=other).exists()
    assert mandate.assignments.get(part="lead").entity == one
