"""The verbs: who may, what they change, what they write, and what they refuse."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from majlis.framework import actions, measures
from majlis.framework.actions import CellContent
from majlis.framework.models import Concept, Link, Matrix
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused, WrongState
from majlis.kernel.models import AuditEntry, User
from tests.framework import factories
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db


@pytest.fixture
def grid() -> Matrix:
    return factories.matrix(rows=2, columns=2)


@pytest.fixture
def secretary() -> Actor:
    return Actor(user=person("secretariat"))


def cell_content(link: Link | None = None, **changes: Any) -> CellContent:
    values: dict[str, Any] = {
        "targets": list(link.targets.all()) if link else [],
        "rationale": "It carries what the goal needs.",
        "language": "en",
        "source": "a fictional decision",
        "verified": "partly",
    }
    return CellContent(**{**values, **changes})


def people_for(link: Link) -> tuple[dict[str, User], dict[str, User | None]]:
    other = Concept.objects.filter(scheme=link.row.scheme).exclude(pk=link.row_id).first()
    granted = {
        "the secretariat": person("secretariat"),
        "the focal point of the line": person(("action_line_focal_point", link.row.record)),
    }
    refused: dict[str, User | None] = {
        "nobody": None,
        "somebody": person(),
        "a focal point of another line": person(("action_line_focal_point", other.record)),
        "an administrator": person("administrator"),
        "a closed account": person("secretariat", is_active=False),
    }
    return granted, refused


def test_who_may_correct_accept_and_withdraw(grid: Matrix) -> None:
    link = factories.link(grid, state="proposed")
    granted, refused = people_for(link)
    check_permissions(
        "framework.correct_link",
        link,
        granted=granted,
        refused=refused,
        do=lambda actor: actions.correct_link(actor, link, cell_content(link)),
    )
    check_permissions(
        "framework.accept_link",
        link,
        granted=granted,
        refused=refused,
        do=lambda actor: actions.accept_link(actor, link),
    )
    check_permissions(
        "framework.withdraw_link",
        link,
        granted=granted,
        refused=refused,
        do=lambda actor: actions.withdraw_link(actor, link, reason="a test"),
    )


def test_the_focal_point_of_a_line_answers_for_what_stands_under_it(grid: Matrix) -> None:
    parent = Concept.objects.get(scheme=grid.rows, code="L1")
    child = factories.concept(grid.rows, "L1.1", parent, 150)
    goal = Concept.objects.get(scheme=grid.columns, code="G1")
    user = person(("action_line_focal_point", parent.record))
    link = actions.propose_link(Actor(user=user), grid, child, goal, cell_content())
    assert actions.accept_link(Actor(user=user), link).state == "accepted"


def test_who_may_propose_and_correct_names(grid: Matrix) -> None:
    row = Concept.objects.get(scheme=grid.rows, code="L1")
    column = Concept.objects.get(scheme=grid.columns, code="G1")
    check_permissions(
        "framework.propose_link",
        grid,
        granted={"somebody": person()},
        refused={"nobody": None, "a closed account": person(is_active=False)},
        do=lambda actor: actions.propose_link(actor, grid, row, column, cell_content()),
    )
    check_permissions(
        "framework.correct_label",
        row,
        granted={"the secretariat": person("secretariat")},
        refused={
            "nobody": None,
            "somebody": person(),
            "the focal point": person(("action_line_focal_point", row.record)),
            "a closed account": person("secretariat", is_active=False),
        },
        do=lambda actor: actions.correct_label(
            actor, row, language="en", text="Line", source="a list", verified="no"
        ),
    )
    with pytest.raises(Refused):
        actions.load_profile(Actor(user=person()), None)  # type: ignore[arg-type]


def test_a_correction_is_written_with_what_it_changed(grid: Matrix, secretary: Actor) -> None:
    link = factories.link(grid, named=1)
    second = Concept.objects.get(scheme=grid.columns, code="G1.2")
    actions.correct_link(secretary, link, cell_content(targets=[second]))
    entry = AuditEntry.objects.filter(record=link.record).latest("id")
    assert (entry.verb, entry.actor) == ("framework.correct_link", secretary.user)
    assert (entry.old["targets"], entry.new["targets"]) == (["G1.1"], ["G1.2"])
    assert entry.new["source"] == "a fictional decision"
    assert entry.new["rationale.en"]["status"] == "authentic"
    assert "state" not in entry.new
    assert Link.objects.get(pk=link.pk).held


def test_the_same_again_is_no_change(grid: Matrix, secretary: Actor) -> None:
    link = factories.link(grid)
    actions.correct_link(secretary, link, cell_content(link))
    before = AuditEntry.objects.count()
    actions.correct_link(secretary, Link.objects.get(pk=link.pk), cell_content(link))
    assert AuditEntry.objects.count() == before


def test_a_reason_in_a_second_language_translates_the_first(grid: Matrix, secretary: Actor) -> None:
    link = factories.link(grid)
    actions.correct_link(secretary, link, cell_content(link, language="ar", rationale="لأنه يخدمه"))
    actions.correct_link(secretary, link, cell_content(link, language="fr", rationale="Il le sert"))
    status = {each.language: each.status for each in link.record.wordings.all()}
    assert status == {"ar": "authentic", "fr": "translated"}
    actions.correct_link(
        secretary, link, cell_content(link, language="ar", rationale="لأنه يخدمه كثيرا")
    )
    status = {each.language: each.status for each in link.record.wordings.all()}
    assert status == {"ar": "authentic", "fr": "lagging"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": "  "}, "source"),
        ({"language": "de"}, "rationale"),
        ({"verified": "perhaps"}, "verified"),
    ],
)
def test_what_is_missing_is_named_and_nothing_changes(
    grid: Matrix, secretary: Actor, changes: dict[str, str], field: str
) -> None:
    link = factories.link(grid)
    with pytest.raises(InvalidInput) as caught:
        actions.correct_link(secretary, link, cell_content(link, **changes))
    assert list(caught.value.faults) == [field]
    assert not AuditEntry.objects.filter(record=link.record).exists()


def test_targets_of_another_goal_are_refused(grid: Matrix, secretary: Actor) -> None:
    link = factories.link(grid)
    other = Concept.objects.get(scheme=grid.columns, code="G2.1")
    with pytest.raises(InvalidInput) as caught:
        actions.correct_link(secretary, link, cell_content(targets=[other]))
    assert list(caught.value.faults) == ["targets"]


def test_a_proposal_counts_only_once_it_is_accepted(grid: Matrix, secretary: Actor) -> None:
    row = Concept.objects.get(scheme=grid.rows, code="L1")
    column = Concept.objects.get(scheme=grid.columns, code="G1")
    link = actions.propose_link(Actor(user=person()), grid, row, column, cell_content())
    assert link.record.address == "matrices/grid/L1/G1"
    assert measures.count_links_by_cell(secretary.user, grid) == {}
    actions.accept_link(secretary, link)
    assert measures.count_links_by_cell(secretary.user, grid) == {(row.pk, column.pk): 1}
    with pytest.raises(WrongState):
        actions.accept_link(secretary, link)
    with pytest.raises(WrongState):
        actions.propose_link(secretary, grid, row, column, cell_content())


def test_what_was_withdrawn_stays_and_can_be_proposed_again(grid: Matrix, secretary: Actor) -> None:
    link = factories.link(grid)
    with pytest.raises(InvalidInput):
        actions.withdraw_link(secretary, link, reason=" ")
    actions.withdraw_link(secretary, link, reason="The source says otherwise.")
    entry = AuditEntry.objects.filter(record=link.record).latest("id")
    assert (entry.reason, entry.new) == ("The source says otherwise.", {"state": "withdrawn"})
    assert measures.count_links_by_cell(AnonymousUser(), grid) == {}
    again = actions.propose_link(
        secretary, grid, link.row, link.column, cell_content(source="a new source")
    )
    assert (again.pk, again.state, again.agreement) == (link.pk, "proposed", "people")
    entry = AuditEntry.objects.filter(record=link.record).latest("id")
    assert (entry.old["state"], entry.new["state"]) == ("withdrawn", "proposed")


def test_a_cell_outside_the_matrix_is_refused(grid: Matrix, secretary: Actor) -> None:
    row = Concept.objects.get(scheme=grid.rows, code="L1")
    target = Concept.objects.get(scheme=grid.columns, code="G1.1")
    with pytest.raises(InvalidInput) as caught:
        actions.propose_link(secretary, grid, row, target, cell_content())
    assert "" in caught.value.faults


def test_a_cell_without_a_source_is_not_accepted(grid: Matrix, secretary: Actor) -> None:
    link = factories.link(grid, state="proposed")
    link.source = ""
    link.save()
    with pytest.raises(InvalidInput):
        actions.accept_link(secretary, link)


def test_a_corrected_original_leaves_its_translations_lagging(
    grid: Matrix, secretary: Actor
) -> None:
    row = Concept.objects.get(scheme=grid.rows, code="L1")
    actions.correct_label(
        secretary, row, language="en", text="A better name", source="a list", verified="yes"
    )
    status = {each.language: each.status for each in row.record.wordings.all()}
    assert status.pop("en") == "authentic"
    assert set(status.values()) == {"lagging"}
    for missing in ("text", "source", "language", "verified"):
        values = {"language": "en", "text": "x", "source": "x", "verified": "no", missing: " "}
        with pytest.raises(InvalidInput) as caught:
            actions.correct_label(secretary, row, **values)
        assert list(caught.value.faults) == [missing]
