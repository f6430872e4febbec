"""The breadcrumbs of mandates, and of what has a page of its own below a mandate."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from majlis.kit.trails import link_to, links_to, register_list, register_trail, trail_to
from majlis.look import parts
from majlis.mandates.deliverables import tables
from majlis.mandates.models import Deliverable, Entity, Mandate, Statement
from majlis.mandates.statements.tables import statement_title

REGISTER = (pgettext_lazy("page", "Mandates"), "mandates:register")
ENTITIES = (pgettext_lazy("entity", "Entities"), "mandates:entities")


def register_trails() -> None:
    """Register the breadcrumbs; the application does so when it starts."""
    register_list(Mandate, *REGISTER)
    register_trail(Entity, lambda entity: [*links_to([REGISTER, ENTITIES]), link_to(entity)])
    register_trail(Deliverable, deliverable_trail)
    register_trail(Statement, statement_trail)


def deliverable_trail(deliverable: Deliverable) -> list[parts.Link]:
    """The breadcrumbs to a deliverable."""
    mandate = deliverable.mandate
    link = parts.Link(
        tables.deliverable_title(deliverable), tables.deliverable_url(mandate, deliverable)
    )
    return [*trail_to(mandate), link]


def statement_trail(statement: Statement) -> list[parts.Link]:
    """The breadcrumbs to a progress statement."""
    link = parts.Link(statement_title(statement), statement.get_absolute_url())
    return [*trail_to(statement.mandate), link]
