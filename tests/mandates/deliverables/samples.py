"""Answers in the world that pages are looked at in: one of each thing that has a page."""

from __future__ import annotations

from typing import Any

from majlis.kernel.actor import Actor
from majlis.mandates.assignments import lifecycle_actions
from majlis.mandates.deliverables import actions, steps
from majlis.mandates.inactivity import actions as inactivity_actions
from majlis.mandates.models import InactivityNotice, Mandate
from majlis.mandates.statements import actions as statements_actions
from tests.mandates import factories


def plant(officer: Actor, things: dict[str, Any]) -> dict[str, Any]:
    """A yearly report with a chain that is out of order, what was said of it, and one that waits for a trigger."""
    mandate = factories.mandate(lead=factories.entity("Keeper"), recurrence="P1Y")
    first = actions.schedule_deliverables(officer, mandate)[0]
    council, panel = factories.entity("Council"), factories.entity("Panel of lamps")
    late = steps.add_occasion(officer, council, year=2031, label="second", date="2031-06-17")
    early = steps.add_occasion(officer, panel, year=2031, date="2031-04-07", until="2031-04-11")
    step = steps.add_step(officer, first, entity=council, task="agree", occasion=late)
    steps.add_step(officer, first, entity=panel, task="receive", occasion=early)
    link = {"link": "https://example.org/lights.pdf", "title": "Fictional: the lights"}
    answer = actions.submit_document(
        officer,
        first,
        partly=True,
        reason="Fictional.",
        reason_language="en",
        language="en",
        **link,
    )
    said = statements_actions.publish_statement(
        officer,
        mandate,
        language="en",
        text="Fictional: the lamps are lit.",
        state="under_way",
        period_from="2030",
        evidence=[link],
    )
    resource = statements_actions.add_resource(
        officer,
        mandate,
        kind="spending",
        amount=12,
        currency="CHF",
        year=2030,
        funding="voluntary",
        language="en",
        **link,
    )
    evaluation = statements_actions.add_evaluation(
        officer, mandate, evaluator=council, year=2030, language="en", text="Fictional: well lit."
    )
    lifecycle_actions.add_alias(officer, mandate, registry="Fictional tides", value="T 7")
    waiting = factories.mandate(number=3, trigger="after each storm", force="invites")
    actions.record_occurrence(officer, waiting, words="Fictional storm", date="2030", language="en")
    response = statements_actions.publish_response(
        officer,
        waiting,
        entity=factories.entity("Keeper"),
        language="en",
        text="Fictional: we paint.",
    )
    old = factories.mandate(
        factories.text(date="2003-05-17"), lead=factories.entity("Keeper"), kind="action"
    )
    (quiet,) = inactivity_actions.notify_inactive(
        Actor.as_system("the clock"), factories.entity("Keeper"), mandates=[old.pk]
    )
    inactivity_actions.confirm_activity(
        officer, quiet, reply="goes_on", answer="Fictional: still lit."
    )
    InactivityNotice.objects.update(answer_by="2025-01-01")
    return {
        "quiet": quiet,
        "mandate": Mandate.objects.get(pk=mandate.pk),
        "waiting mandate": waiting,
        "deliverable": first,
        "step": step,
        "answer": answer,
        "statement": said,
        "resource": resource,
        "evaluation": evaluation,
        "response": response,
        "occasion": late,
    }
