"""The panel on the comparison of two versions that leads to the difference of their mandates."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from majlis.instruments.models import Version
from majlis.mandates.changes import version_diff as queries
from majlis.mandates.changes import version_diff_tables as show


def comparison_context(
    request: HttpRequest, pair: tuple[Version, Version]
) -> dict[str, str | bool | list[str]] | None:
    """The context of the panel: the number of changed mandates, and a link to them.

    None where neither version has a mandate.
    """
    before, after = pair
    diff = queries.version_diff(before, after)
    if not diff.rows:
        return None
    would = show.is_proposed(after)
    return {
        "summary": show.diff_summary(diff, proposed=would),
        "would": would,
        "url": reverse("mandates:version_diff", args=[before.pk, after.pk]),
    }
