"""A table that lacks a column says nothing of it: what a cell of a matrix has there stays."""

from __future__ import annotations

import pytest

from majlis.commons.imports.targets import import_matrix_cell
from majlis.framework.models import Link
from majlis.kernel.actor import Actor
from majlis.kernel.records import set_wording
from tests.framework import factories
from tests.support.people import person

pytestmark = pytest.mark.django_db
ROW = {"matrix": "grid", "row": "L1", "column": "G1", "source": "a fictional list"}


@pytest.fixture
def link() -> Link:
    made = factories.link(factories.matrix(), named=2)
    made.verified = "yes"
    made.save()
    set_wording(made.record, "rationale", "en", "A fictional reason.", "authentic")
    return made


def as_it_is(link: Link) -> tuple[list[str], str, str, str]:
    now = Link.objects.get(pk=link.pk)
    codes = sorted(each.code for each in now.targets.all())
    return codes, now.say("rationale").text, now.source, now.verified


def test_columns_that_are_left_out_take_nothing_away(link: Link) -> None:
    actor = Actor(user=person("secretariat"))
    assert import_matrix_cell(actor, ROW) == "same"
    assert as_it_is(link) == (["G1.1", "G1.2"], "A fictional reason.", "a fictional list", "yes")
    assert import_matrix_cell(actor, {**ROW, "targets": "G1.2"}) == "changed"
    assert as_it_is(link)[:2] == (["G1.2"], "A fictional reason.")
    # A cell of the table that is there and empty says that there is nothing.
    assert import_matrix_cell(actor, {**ROW, "targets": "", "reason": ""}) == "changed"
    assert as_it_is(link)[:2] == ([], "")


def test_another_source_was_not_compared_yet(link: Link) -> None:
    actor = Actor(user=person("secretariat"))
    assert import_matrix_cell(actor, {**ROW, "source": "another list"}) == "changed"
    assert as_it_is(link)[2:] == ("another list", "no")
    assert (
        import_matrix_cell(actor, {**ROW, "source": "a third list", "verified": "partly"})
        == "changed"
    )
    assert as_it_is(link)[2:] == ("a third list", "partly")
