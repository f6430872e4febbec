"""A mandate with all that its page shows, and those who are asked, for the world that pages are looked at in."""

from __future__ import annotations

from typing import Any

from majlis.instruments.models import Provision
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.mandates.assignments import actions as assignments_actions
from majlis.mandates.assignments import lifecycle_actions
from majlis.mandates.entities import actions
from majlis.mandates.models import Clause
from tests.mandates import factories

KEEPER = (
    "حارس المنارات",
    "灯塔守护者",
    "Keeper of Lights",
    "Gardien des phares",
    "Смотритель маяков",
)
COUNCIL = ("مجلس المد", "潮汐理事会", "Council of Tides", "Conseil des marées", "Совет приливов")
NAMES = {
    "keeper": (*KEEPER, "Guardián de los faros"),
    "council": (*COUNCIL, "Consejo de las mareas"),
}


def plant(officer: Actor, things: dict[str, Any]) -> dict[str, Any]:
    """What pages of mandates and of actors need; ``things``: the version ``text``, and the ``former`` one."""
    actors = {
        slug: actions.load_entity(
            officer,
            slug,
            words={"title": dict(zip(LANGUAGE_CODES, names, strict=True))},
            kind="office",
        )
        for slug, names in NAMES.items()
    }
    text = things["text"]
    provision = Provision.objects.filter(version=text, kind="operative").order_by("position")[0]
    it = factories.mandate(
        text,
        number=1,
        asked="Keeper",
        recipient="Council",
        witness={"verb": [0, 8]},
        found_by={"asked": "rule", "force": "person"},
        recurrence="P1Y",
    )
    Clause.objects.create(
        version=text, provision=provision, kind="expiry", language="en", deadline="2035-12-31"
    )
    assignments_actions.add_assignment(
        officer, it, entity=actors["keeper"], record=text.record, since="2031-05", part="lead"
    )
    assignments_actions.add_assignment(
        officer, it, entity=actors["council"], part="contributor", confirmed=False
    )
    other = factories.mandate(text, number=2, asked="Keeper", recipient="")
    said = {"text": "يُنفذ مع المطلب الآخر.", "language": "ar"}
    lifecycle_actions.merge_mandate(officer, other, into=it, record=text.record, **said)
    it.refresh_from_db()
    return {"mandate": it, "entity": actors["keeper"]}
