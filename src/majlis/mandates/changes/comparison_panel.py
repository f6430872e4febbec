"""The panel on the comparison of two versions that leads to the difference of their mandates."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from majlis.instruments.models import Version
from majlis.kernel.actor import Actor
from majlis.kernel.verbs import may
from majlis.mandates.changes import version_diff as queries
from majlis.mandates.changes import version_diff_tables as show


def findings_url(actor: Actor, version: Version) -> str:
    """The address of the findings of a version; empty for a person who may not check them."""
    if not may(actor, "mandates.accept_finding", version):
        return ""
    return reverse("mandates:version_findings", args=[version.pk])


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
            diff, proposed=would, findings_url=findings_url(Actor.of(request), before)
        ),
        "would": would,
        "url": reverse("mandates:version_diff", args=[before.pk, after.pk]),
    }
