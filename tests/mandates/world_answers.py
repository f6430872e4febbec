"""Answers in the world that pages are looked at in: one of each thing that has a page."""

from __future__ import annotations

from typing import Any

from majlis.kernel.actor import Actor
from majlis.mandates import actions
from majlis.mandates.models import Mandate, QuietNotice
from tests.mandates import made


def plant(officer: Actor, things: dict[str, Any]) -> dict[str, Any]:
    """A yearly report with a chain that is out of order, what was said of it, and one that waits for a trigger."""
    mandate = made.mandate(lead=made.actor("Keeper"), recurrence="P1Y")
    first = actions.foresee(officer, mandate)[0]
    council, panel = made.actor("Council"), made.actor("Panel of lamps")
    late = actions.add_occasion(officer, council, year=2031, label="second", date="2031-06-17")
    early = actions.add_occasion(officer, panel, year=2031, date="2031-04-07", until="2031-04-11")
    step = actions.add_step(officer, first, actor=council, does="agree", occasion=late)
    actions.add_step(officer, first, actor=panel, does="receive", occasion=early)
    link = {"link": "https://example.org/lights.pdf", "title": "Fictional: the lights"}
    answer = actions.meet(
        officer,
        first,
        partly=True,
        reason="Fictional.",
        reason_language="en",
        language="en",
        **link,
    )
    said = actions.state(
        officer,
        mandate,
        language="en",
        text="Fictional: the lamps are lit.",
        state="under_way",
        period_from="2030",
        evidence=[link],
    )
    resource = actions.add_resource(
        officer,
        mandate,
        sort="spending",
        amount=12,
        currency="CHF",
        year=2030,
        funding="voluntary",
        language="en",
        **link,
    )
    evaluation = actions.evaluate(
        officer, mandate, by=council, year=2030, language="en", text="Fictional: well lit."
    )
    waiting = made.mandate(number=3, trigger="after each storm", force="invites")
    actions.record_occurrence(officer, waiting, words="Fictional storm", date="2030", language="en")
    response = actions.respond(
        officer, waiting, actor=made.actor("Keeper"), language="en", text="Fictional: we paint."
    )
    old = made.mandate(made.text(date="2003-05-17"), lead=made.actor("Keeper"), kind="action")
    (quiet,) = actions.tell_quiet(
        Actor.as_system("the clock"), made.actor("Keeper"), mandates=[old.pk]
    )
    actions.answer_quiet(officer, quiet, says="goes_on", answer="Fictional: still lit.")
    QuietNotice.objects.update(answer_by="2025-01-01")
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
