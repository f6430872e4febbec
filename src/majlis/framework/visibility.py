"""Links that a reader may see: only those with every related record visible."""

from __future__ import annotations

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet

from majlis.framework.models import Facilitation, Link
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition


def visible_links(user: Reader) -> QuerySet[Link]:
    """The cells that the user may see.

    Each has ``named``: the codes of its targets that the user may see, in their order.
    """
    links: QuerySet[Link] = (
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
    return links


def visible_facilitations(user: Reader) -> QuerySet[Facilitation]:
    """The facilitations whose line, agency, role and list the user may see, with these."""
    records = [f"{each}__record" for each in ("line", "agency", "role", "roster")]
    visible = (visibility_condition(user, f"{each}__") for each in records)
    return Facilitation.objects.filter(*visible).select_related(*records)
