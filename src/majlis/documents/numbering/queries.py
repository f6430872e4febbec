"""Queries of the rules of bodies for documents."""

from __future__ import annotations

from django.db.models import QuerySet

from majlis.kernel.models import Reader
from majlis.parties.models import Body


def bodies_with_rules(reader: Reader) -> QuerySet[Body]:
    """The bodies that the reader may see, with their names and their rules for documents."""
    bodies: QuerySet[Body] = Body.objects.visible_to(reader).with_wordings()
    return bodies.select_related("record", "document_rules")
