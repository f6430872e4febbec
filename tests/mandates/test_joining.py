"""Two names of one actor are joined whatever both have; where that cannot be, it is said what to do first."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from majlis.commons.notices import actions as notices
from majlis.commons.notices.models import Subscription
from majlis.kernel.actor import Actor as Doer
from majlis.kernel.errors import Faulty
from majlis.mandates import actions
from majlis.mandates import models as m
from majlis.mandates.models import Actor, Mandate, Occasion
from tests.mandates import made
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
    with pytest.raises(Faulty) as fault:
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
            notices.follow(Doer(user=user), each.record)
    actions.join_actors(SYSTEM, other, into=one, reason=WHY)
    kept = Subscription.objects.values_list("user", "record")
    assert set(kept) == {(both.pk, one.pk), (follower.pk, one.pk)}
