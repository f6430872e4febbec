"""The panel on the comparison of two versions that leads to the difference of their mandates."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from majlis.instruments.citations.names import pair_url
from majlis.instruments.models import Version
from majlis.kernel.actor import Actor
from majlis.kernel.verbs import may
from majlis.mandates.changes import version_diff as queries
from majlis.mandates.changes import version_diff_tables as show


def findings_urls(actor: Actor, pair: tuple[Version, Version]) -> tuple[str, str]:
    """The addresses of the findings of two versions; each is empty for a person who may not check them."""
    before, after = (
        reverse("mandates:version_findings", args=[version.pk])
        if may(actor, "mandates.accept_finding", version)
        else ""
        for version in pair
    )
    return before, after


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
        "summary": show.diff_summary(
            diff, proposed=would, findings_urls=findings_urls(Actor.of(request), pair)
        ),
        "would": would,
        "url": pair_url("mandates:version_diff", before, after),
    }
