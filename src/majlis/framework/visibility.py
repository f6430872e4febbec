"""Which links between concepts a reader may see: only those where everything they join is visible too."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet

from majlis.framework.models import Facilitation, Link
from majlis.kernel.models.record import visibility_condition


def visible_links(user: Any) -> QuerySet[Link]:
    """The cells that the user may see, with matrix, row and column.

    Each has ``keys_in_entry``: the codes of the targets that it names and the user may see, in their order.
    """
    found: QuerySet[Link] = (
        Link.objects.visible_to(user)
        .filter(
            visibility_condition(user, "matrix__record__"),
            visibility_condition(user, "row__record__"),
            visibility_condition(user, "column__record__"),
        )
        .annotate(
            named=ArrayAgg(
                "targets__code",
                filter=Q(targets__isnull=False) & visibility_condition(user, "targets__record__"),
                order_by="targets__position",
                default=[],
            )
        )
    )
    return found


def visible_facilitations(user: Any) -> QuerySet[Facilitation]:
    """Who facilitates what, as far as the user may see all that an entry names."""
    return Facilitation.objects.filter(
        *(
            visibility_condition(user, f"{each}__record__")
            for each in ("line", "agency", "role", "roster")
        )
    )
