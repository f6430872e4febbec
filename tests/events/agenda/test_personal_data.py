"""What people added at items of agendas: exported and erased with them."""

from __future__ import annotations

import pytest

from majlis.events.agenda import actions
from majlis.events.models import ItemMaterial
from majlis.events.personal_data import erase_materials, materials
from majlis.kernel.actor import Actor
from majlis.kernel.verbs import Act
from tests.events import factories
from tests.support.people import person

pytestmark = pytest.mark.django_db


def test_a_statement_stays_without_the_name_of_who_left() -> None:
    meeting = factories.meeting(state="open")
    item, user = factories.item(meeting), person(name="Zeynep Fictional")
    factories.participant(meeting, user)
    for presented_by in ("Zeynep Fictional", "Drafting group"):
        actions.add_material(
            Actor(user=user),
            item,
            kind="statement",
            title="Statement",
            language="en",
            presented_by=presented_by,
            text=f"We support it, {presented_by}.",
        )
    rows = materials(user)
    assert [row["presented_by"] for row in rows] == ["Zeynep Fictional", "Drafting group"]
    assert {row["item"] for row in rows} == {item.record.address}
    assert erase_materials(user, Act(Actor.as_system("tests"), "accounts.erase_own_data")) == 2
    left = ItemMaterial.objects.order_by("pk")
    assert [each.presented_by for each in left] == ["", "Drafting group"]
    assert materials(user) == [] and left.filter(made_by=user).count() == 0
