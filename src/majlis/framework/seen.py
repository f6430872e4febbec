"""What a reader may see of links between concepts: only where both ends may be seen too."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet

from majlis.framework.models import Facilitation, Link
from majlis.kernel.models.record import visible


def links_seen_by(user: Any) -> QuerySet[Link]:
    """The cells that the user may see, with row and column.

    Each has ``named``: the codes of the targets that it names and the user may see, in their order.
    """
    found: QuerySet[Link] = (
        Link.objects.visible_to(user)
        .filter(visible(user, "row__record__"), visible(user, "column__record__"))
        .annotate(
            named=ArrayAgg(
                "targets__code",
                filter=Q(targets__isnull=False) & visible(user, "targets__record__"),
                order_by="targets__position",
                default=[],
            )
        )
    )
    return found


def facilitations_seen_by(user: Any) -> QuerySet[Facilitation]:
    """Who facilitates what, as far as the user may see line and agency."""
    return Facilitation.objects.filter(
        visible(user, "line__record__"), visible(user, "agency__record__")
    )
