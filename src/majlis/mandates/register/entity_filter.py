"""The entities for which the address of an entity, a body or an organization stands in the filters of the register."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from majlis.mandates.core.rows import entity_title
from majlis.mandates.models import Entity
from majlis.parties.models import Body, Organisation


def entities_addressed_as(user: Any, organisation: Organisation) -> QuerySet[Entity]:
    """The actors as which an organization is asked, as far as the user may see them."""
    found: QuerySet[Entity] = Entity.objects.visible_to(user).filter(
        Q(organisation=organisation) | Q(organisation_kinds__contains=[organisation.kind])
    )
    return found


def entities_for_organisation(user: Any, organisation: Organisation) -> list[Entity]:
    """As whom an organization is asked: in its own name, and as one of a group of its kind; named by ``title``."""
    rows = entities_addressed_as(user, organisation).select_related("record", "body__record")
    return list(rows.prefetch_related("record__wordings"))


def entities_at_address(user: Any, address: str, language: str) -> tuple[str, list[int]] | None:
    """What the organization, the body or the entity at an address is called, and the actors as whom it is asked.

    ``url_of``: ``organisations/12``, ``bodies/council`` or ``entities/keeper``; None where the user sees nothing there. Two queries.
    """
    kind, _slash, name = address.partition("/")
    if kind == "entities":
        known = Entity.objects.visible_to(user).filter(slug=name)
        entity = known.values_list("pk", entity_title("pk", language)).first()
        return None if entity is None else (entity[1] or name, [entity[0]])
    if kind == "bodies":
        body = Body.objects.visible_to(user).filter(slug=name)
        there = body.values_list("pk", entity_title("pk", language)).first()
        if there is None:
            return None
        known = Entity.objects.visible_to(user).filter(body=there[0], merged_into=None)
        return there[1] or name, list(known.values_list("pk", flat=True))
    if kind != "organisations" or not (name.isascii() and name.isdecimal() and len(name) < 10):
        return None
    rows = Organisation.objects.visible_to(user).filter(number=int(name))
    organisation = rows.annotate(called=entity_title("pk", language)).first()
    if organisation is None:
        return None
    actors = entities_addressed_as(user, organisation).values_list("pk", flat=True)
    return organisation.called or address, list(actors)
