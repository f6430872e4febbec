"""The entities that the address of an entity, a body or an organization stands for in the filters of the register."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from majlis.kernel.models import Reader
from majlis.mandates.core.rows import entity_title
from majlis.mandates.models import Entity
from majlis.parties.models import Body, Organisation


def entities_addressed_as(user: Reader, organisation: Organisation) -> QuerySet[Entity]:
    """The entities as which an organization is addressed, as far as the user may see them."""
    entities: QuerySet[Entity] = Entity.objects.visible_to(user).filter(
        Q(organisation=organisation) | Q(organisation_kinds__contains=[organisation.kind])
    )
    return entities


def entities_for_organisation(user: Reader, organisation: Organisation) -> list[Entity]:
    """The entities of an organization: itself, and groups of its kind; with their wordings."""
    rows = entities_addressed_as(user, organisation).select_related("record", "body__record")
    return list(rows.prefetch_related("record__wordings"))


def entities_at_address(user: Reader, address: str, language: str) -> tuple[str, list[int]] | None:
    """The name of what is at an address, and the keys of its entities; None where the user sees nothing there.

    ``address``: ``organisations/12``, ``bodies/council`` or ``entities/keeper``. Two queries.
    """
    kind, _slash, name = address.partition("/")
    if kind == "entities":
        entities = Entity.objects.visible_to(user).filter(slug=name)
        entity = entities.values_list("pk", entity_title("pk", language)).first()
        return None if entity is None else (entity[1] or name, [entity[0]])
    if kind == "bodies":
        bodies = Body.objects.visible_to(user).filter(slug=name)
        body = bodies.values_list("pk", entity_title("pk", language)).first()
        if body is None:
            return None
        entities = Entity.objects.visible_to(user).filter(body=body[0], merged_into=None)
        return body[1] or name, list(entities.values_list("pk", flat=True))
    if kind != "organisations" or not (name.isascii() and name.isdecimal() and len(name) < 10):
        return None
    rows = Organisation.objects.visible_to(user).filter(number=int(name))
    organisation = rows.annotate(called=entity_title("pk", language)).first()
    if organisation is None:
        return None
    keys = entities_addressed_as(user, organisation).values_list("pk", flat=True)
    return organisation.called or address, list(keys)
