"""Who may say what came of a mandate: the way is the secretariat's, the answer its owner's, nothing anybody else's."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from majlis.kernel.actor import Actor
from majlis.kernel.errors import Refused
from majlis.kernel.models import User
from majlis.kernel.verbs import VERBS
from majlis.mandates.assignments import actions as assignments_actions
from majlis.mandates.deliverables import actions, merge, overdue, steps
from majlis.mandates.models import Deliverable, Mandate, Occasion, OverdueNotice, Step
from majlis.mandates.statements import actions as statements_actions
from tests.mandates import factories
from tests.support.parties import body, organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
LINK = {"link": "https://example.org/a.pdf", "title": "Fictional", "language": "en"}


class People:
    """People by what they are for a mandate, and the mandate."""

    def __init__(self) -> None:
        lead, council, other = body("keepers"), body("council"), body("panel")
        self.owner = person(("chair", lead.record))
        self.chair_of_recipient = person(("chair", council.record))
        speaker = person()
        self.speaker, self.organisation = speaker, organisation(speaker)
        keeper = factories.entity("Keeper", body=lead)
        self.council = factories.entity("Council", body=council)
        self.office = person("secretariat")
        self.others: dict[str, User | None] = {
            "nobody": None,
            "somebody": person(),
            "a chair of another body": person(("chair", other.record)),
            "a moderator": person("moderator"),
            "an administrator": person("administrator"),
            "a closed account": person("secretariat", is_active=False),
        }
        self.mandate = factories.mandate(lead=keeper)
        self.it = actions.add_deliverable(
            SYSTEM, self.mandate, kind="report", due="2020-05-01", language="en"
        )

    @property
    def strangers(self) -> dict[str, User | None]:
        return self.others | {
            "who speaks for an organization": self.speaker,
            "the chair of who receives it": self.chair_of_recipient,
        }


@pytest.fixture
def people() -> People:
    return People()


def only_office(people: People) -> dict[str, Any]:
    """Granted to the secretariat alone."""
    return {
        "granted": {"the secretariat": people.office},
        "refused": people.strangers | {"who leads": people.owner},
    }


def owners(people: People) -> dict[str, Any]:
    """Granted to who leads, and to the secretariat."""
    return {
        "granted": {"who leads": people.owner, "the secretariat": people.office},
        "refused": people.strangers,
    }


def test_what_is_due_and_when_is_the_secretariats(people: People) -> None:
    mandate, it = people.mandate, people.it
    waits = factories.mandate(trigger="after each storm")
    happened: list[Any] = []
    storm = {"words": "A storm", "language": "en"}
    other = actions.add_deliverable(SYSTEM, mandate, kind="report", language="en")
    for verb, target, do in (
        (
            "schedule_deliverables",
            factories.mandate(),
            lambda who, of: actions.schedule_deliverables(who, of),
        ),
        (
            "add_deliverable",
            mandate,
            lambda who, of: actions.add_deliverable(who, of, kind="page", language="en"),
        ),
        (
            "change_deliverable",
            it,
            lambda who, of: actions.change_deliverable(who, of, reason="So.", kind="update"),
        ),
        (
            "merge_deliverables",
            other,
            lambda who, of: merge.merge_deliverables(who, of, into=it, words="Council"),
        ),
        (
            "unmerge_deliverable",
            other,
            lambda who, of: merge.unmerge_deliverable(who, of, reason="So."),
        ),
        (
            "withdraw_deliverable",
            other,
            lambda who, of: actions.withdraw_deliverable(who, of, reason="So."),
        ),
        (
            "record_occurrence",
            waits,
            lambda who, of: happened.append(actions.record_occurrence(who, of, **storm)),
        ),
        (
            "withdraw_occurrence",
            None,
            lambda who, _of: actions.withdraw_occurrence(who, happened[0], reason="So."),
        ),
        ("notify_overdue", it, lambda who, of: overdue.notify_overdue(who, of)),
    ):
        check_permissions(
            f"mandates.{verb}",
            target,
            **only_office(people),
            do=lambda who, do=do, target=target: do(who, target),
        )


def test_steps_and_sessions_are_the_secretariats(people: People) -> None:
    it, council = people.it, people.council
    made_: list[Any] = []
    session = steps.add_occasion(SYSTEM, council, year=2099)
    step = steps.add_step(SYSTEM, it, entity=council, task="consider")
    agree = steps.add_step(SYSTEM, it, entity=council, task="agree")
    for verb, target, do in (
        (
            "add_step",
            it,
            lambda who, of: made_.append(steps.add_step(who, of, entity=council, task="receive")),
        ),
        (
            "change_step",
            step,
            lambda who, of: steps.change_step(who, of, reason="So.", date="2031"),
        ),
        ("withdraw_step", step, lambda who, of: steps.withdraw_step(who, of, reason="So.")),
        (
            "delegate_step",
            agree,
            lambda who, of: steps.delegate_step(
                who, of, to=factories.entity("Panel"), words="Council"
            ),
        ),
        ("add_occasion", council, lambda who, of: steps.add_occasion(who, of, year=2098)),
        (
            "change_occasion",
            session,
            lambda who, of: steps.change_occasion(who, of, date="2099-05"),
        ),
        (
            "withdraw_occasion",
            session,
            lambda who, of: steps.withdraw_occasion(who, of, reason="So."),
        ),
    ):
        check_permissions(
            f"mandates.{verb}",
            target,
            **only_office(people),
            do=lambda who, do=do, target=target: do(who, target),
        )
    assert Occasion.objects.filter(year=2098).exists()
    assert Step.objects.filter(task="receive").exists()


def test_a_step_is_said_to_be_taken_by_who_leads_and_by_who_takes_it(people: People) -> None:
    step = steps.add_step(SYSTEM, people.it, entity=people.council, task="consider")
    strangers = {who: user for who, user in people.strangers.items() if "receives" not in who}
    check_permissions(
        "mandates.complete_step",
        step,
        granted={
            "the chair of who takes it": people.chair_of_recipient,
            "who leads": people.owner,
            "the secretariat": people.office,
        },
        refused=strangers,
        do=lambda who: steps.complete_step(who, step, done_on="2030-05-01"),
    )


def test_how_it_stands_and_what_answers_it_is_the_owners(people: People) -> None:
    it = people.it
    made_: list[Any] = []
    notice = OverdueNotice.objects.create(
        deliverable=it,
        entity=people.mandate.lead,
        due=datetime.date(2020, 5, 1),
        answer_by=timezone.localdate(),
    )
    check_permissions(
        "mandates.set_progress",
        it,
        **owners(people),
        do=lambda who: actions.set_progress(who, it, state="under_way"),
    )
    check_permissions(
        "mandates.explain_delay",
        notice,
        **owners(people),
        do=lambda who: overdue.explain_delay(who, notice, answer="Soon.", language="en"),
    )
    check_permissions(
        "mandates.submit_document",
        it,
        **owners(people),
        do=lambda who: made_.append(actions.submit_document(who, it, **LINK)),
    )
    answer = made_[0]
    for verb, do in (
        (
            "correct_submission",
            lambda who: actions.correct_submission(who, answer, reason="So.", paragraphs="3"),
        ),
        ("withdraw_submission", lambda who: actions.withdraw_submission(who, answer, reason="So.")),
    ):
        check_permissions(f"mandates.{verb}", answer, **owners(people), do=do)


def test_statements_are_the_owners(people: People) -> None:
    made_: list[Any] = []
    said = {"language": "en", "text": "We go on.", "state": "under_way"}
    check_permissions(
        "mandates.publish_statement",
        people.mandate,
        **owners(people),
        do=lambda who: made_.append(
            statements_actions.publish_statement(who, people.mandate, **said)
        ),
    )
    statement = made_[0]
    check_permissions(
        "mandates.correct_statement",
        statement,
        **owners(people),
        do=lambda who: statements_actions.correct_statement(
            who, statement, why="So.", text="We went on."
        ),
    )
    check_permissions(
        "mandates.withdraw_statement",
        statement,
        **owners(people),
        do=lambda who: statements_actions.withdraw_statement(who, statement, reason="So."),
    )


def test_who_leads_now_leaves_what_the_former_lead_published(people: People) -> None:
    said = {"language": "en", "text": "We go on.", "state": "under_way"}
    statement = statements_actions.publish_statement(SYSTEM, people.mandate, **said)
    former = owners(people)
    council = body("successors")
    now = person(("chair", council.record))
    people.mandate.assignments.update(state="ended")
    lead = factories.entity("Successor", body=council)
    assignments_actions.add_assignment(SYSTEM, people.mandate, entity=lead, words="A letter")
    statement.refresh_from_db()
    former["refused"] |= {"who leads now": now}
    for verb, do in (
        ("correct_statement", {"why": "So.", "text": "We went on."}),
        ("withdraw_statement", {"reason": "So."}),
    ):
        check_permissions(
            f"mandates.{verb}",
            statement,
            **former,
            do=lambda who, verb=verb, do=do: VERBS[f"mandates.{verb}"](who, statement, **do),
        )


def test_without_a_lead_nobody_but_the_secretariat_speaks_for_it(people: People) -> None:
    it = factories.mandate()
    said = {"language": "en", "text": "We go on.", "state": "under_way"}
    check_permissions(
        "mandates.publish_statement",
        it,
        granted={"the secretariat": people.office},
        refused=people.strangers | {"who leads on another": people.owner},
        do=lambda who: statements_actions.publish_statement(who, it, **said),
    )


def test_who_is_asked_responds_in_its_own_name_and_in_no_other(people: People) -> None:
    harbours = factories.entity("Harbours", organisation_kinds=["civil-society"], kind="group")
    it = factories.mandate(number=3, asked="Harbours", force="invites")
    made_: list[Any] = []
    said = {"language": "en", "text": "We paint.", "organisation": people.organisation}
    refused = people.others | {
        "who leads on another": people.owner,
        "who speaks for one of another kind": _speaker("academia"),
    }
    check_permissions(
        "mandates.publish_response",
        it,
        granted={"addressee": people.speaker, "the secretariat": people.office},
        refused=refused,
        do=lambda who: made_.append(statements_actions.publish_response(who, it, **said)),
    )
    second = _speaker("civil-society")
    with pytest.raises(Refused):
        statements_actions.publish_response(Actor(user=second), it, **said)
    with pytest.raises(Refused):
        statements_actions.publish_response(
            Actor(user=second), it, language="en", text="We.", entity=harbours
        )
    response = made_[0]
    for verb, do in (
        (
            "correct_response",
            lambda who: statements_actions.correct_response(
                who, response, reason="So.", text="We paint it."
            ),
        ),
        (
            "withdraw_response",
            lambda who: statements_actions.withdraw_response(who, response, reason="So."),
        ),
    ):
        check_permissions(
            f"mandates.{verb}",
            response,
            granted={"who responded": people.speaker, "the secretariat": people.office},
            refused=refused | {"who is asked too": second},
            do=do,
        )


def _speaker(kind: str) -> User:
    user = person()
    organisation(user, kind=kind)
    return user


def test_what_was_published_of_resources_is_entered_by_the_secretariat(people: People) -> None:
    made_: list[Any] = []
    said = {"kind": "text", "words": "within existing resources", "funding": "existing"} | LINK
    check_permissions(
        "mandates.add_resource",
        people.mandate,
        **only_office(people),
        do=lambda who: made_.append(statements_actions.add_resource(who, people.mandate, **said)),
    )
    resource = made_[0]
    for verb, do in (
        (
            "change_resource",
            lambda who: statements_actions.change_resource(
                who, resource, reason="So.", title="Another"
            ),
        ),
        (
            "withdraw_resource",
            lambda who: statements_actions.withdraw_resource(who, resource, reason="So."),
        ),
    ):
        check_permissions(f"mandates.{verb}", resource, **only_office(people), do=do)


def test_a_body_evaluates_in_its_own_name_and_who_leads_its_own_work(people: People) -> None:
    it, made_ = people.mandate, []
    said = {"year": 2030, "language": "en", "text": "Well lit."}
    refused = people.others | {"who speaks for an organization": people.speaker}
    check_permissions(
        "mandates.add_evaluation",
        it,
        granted={
            "the chair of who receives it": people.chair_of_recipient,
            "who leads": people.owner,
            "the secretariat": people.office,
        },
        refused=refused,
        do=lambda who: made_.append(
            statements_actions.add_evaluation(who, it, evaluator=people.council, **said)
        ),
    )
    with pytest.raises(Refused):  # who leads judges not in the name of the body
        statements_actions.add_evaluation(
            Actor(user=people.owner), it, evaluator=people.council, **said
        )
    with pytest.raises(Refused):  # nor the body in that of who leads
        statements_actions.add_evaluation(
            Actor(user=people.chair_of_recipient), it, own=True, **said
        )
    assert statements_actions.add_evaluation(Actor(user=people.owner), it, own=True, **said).own
    evaluation = made_[0]
    for verb, do in (
        (
            "correct_evaluation",
            lambda who: statements_actions.correct_evaluation(
                who, evaluation, reason="So.", year=2031
            ),
        ),
        (
            "withdraw_evaluation",
            lambda who: statements_actions.withdraw_evaluation(who, evaluation, reason="So."),
        ),
    ):
        check_permissions(
            f"mandates.{verb}",
            evaluation,
            granted={
                "the chair of the body": people.chair_of_recipient,
                "the secretariat": people.office,
            },
            refused=refused | {"who leads": people.owner},
            do=do,
        )


def test_what_was_withdrawn_can_be_said_nothing_of(people: People) -> None:
    from majlis.kernel.errors import WrongState

    actions.withdraw_deliverable(SYSTEM, people.it, reason="So.")
    with pytest.raises(WrongState):
        actions.set_progress(Actor(user=people.owner), people.it, state="under_way")
    assert Deliverable.objects.get().state == "no_information"
    assert Mandate.objects.get().progress == "no_information"
