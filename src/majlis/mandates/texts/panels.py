"""Panels about mandates beside provisions, versions and comparisons."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majlis.commons.drafts import form_names
from majlis.commons.notices import todo
from majlis.instruments import extension_points
from majlis.instruments.models import Provision
from majlis.kernel.actor import Actor
from majlis.kernel.languages import direction
from majlis.kernel.models import Record
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.mandates.changes import comparison_panel
from majlis.mandates.changes import version_diff as between_queries
from majlis.mandates.core import display
from majlis.mandates.core.representation import MEMBER_ROLES, reviewable_versions
from majlis.mandates.extraction import tables
from majlis.mandates.extraction.notifications import findings_to_review
from majlis.mandates.extraction.tables import parse_moment, preferred_title, rejection_context
from majlis.mandates.lifecycle import REJECTED, WAITING
from majlis.mandates.texts import queries as beside_queries


def register_panels() -> None:
    """Say what is asked, what forms are called, and what stands beside texts; called once, when all is ready."""
    todo.register(
        findings_to_review,
        code="findings",
        name=_("mandates to review"),
        may=lambda user: reviewable_versions(user) is not None,
    )
    form_names.register("mandates.finding", _("A finding in the review of mandates"))
    form_names.register("mandates.correct_source", _("The correction of a mandate"))
    form_names.register("mandates.revoke_acceptance", _("An acceptance taken back"))
    form_names.register("mandates.revoke_clause", _("The acceptance of a clause taken back"))
    form_names.register("mandates.add_alternative_reading", _("Another reading of a provision"))
    extension_points.register_section(
        "provision", "mandates/texts/provision_panel.html", provision_panel
    )
    extension_points.register_annotation(
        "provision", "mandates_here", beside_queries.provision_json
    )
    extension_points.register_annotation("version", "findings_waiting", beside_queries.waiting_json)
    extension_points.register_annotation("compare", "asked_of", between_queries.sources_json)
    extension_points.register_annotation("compare", "lineages", between_queries.lineages_json)
    extension_points.register_section(
        "compare", "mandates/changes/comparison_panel.html", comparison_panel.comparison_context
    )
    extension_points.register_section("version", "mandates/texts/version_panel.html", version_panel)


def provision_panel(request: HttpRequest, provision: Provision) -> dict[str, Any] | None:
    """Whether a provision is a mandate: what was accepted, what was judged, how members read it."""
    user: Any = request.user
    there: dict[str, list[dict[str, Any]]] = provision.mandates_here  # type: ignore[attr-defined]
    asked, found, readings = there["asked"], there["found"], there["others"]
    waiting = [each["pk"] for each in found if each["state"] == WAITING]
    known = user.is_authenticated
    decides = known and may(Actor.of(request), "mandates.add_finding", provision)
    held = (
        {each.scope_id for each in user.appointments_today() if each.role in MEMBER_ROLES}
        if known
        else set()
    )
    asks = provision.kind in ("operative", "preambular", "paragraph")
    if not (asked or found or readings or decides or asks):
        return None
    return {
        "provision": provision,
        "mandates": [_source_context(each) for each in asked],
        "rejected": [
            rejection_context(
                e["reason"], e["reason_language"], e["office"], parse_moment(e["when"])
            )
            for e in found
            if e["state"] == REJECTED
        ],
        "undecided": bool(waiting),
        "waiting": waiting if decides else [],
        "others": [
            each
            | {
                "member": preferred_title(each["titles"]),
                "url": Record(address=each["address"]).get_absolute_url(),
                "direction": direction(each["language"]),
                "when": parse_moment(each["when"]),
                "mine": each["organisation"] in held,
                "of": _version_link(provision.version_id, each),
            }
            for each in readings
        ],
        "add": decides,
        "member": bool(held),
    }


def _version_link(version: int, reading: dict[str, Any]) -> parts.Link | None:
    """Of which version a reading is, where that is not the one that is read."""
    if reading["version"] == version:
        return None
    url = Record(address=reading["version_address"]).get_absolute_url()
    return parts.Link(reading["version_slug"], url)


def _source_context(source: dict[str, Any]) -> dict[str, Any]:
    own = {f: span for f, span in source["witness"].items() if f not in source["witness_of"]}
    return {
        "slug": source["slug"],
        "url": Record(address=source["address"]).get_absolute_url(),
        "force": source["force"],
        "words": tables.marked_text(source["words"] or "", own),
        "language": source["language"],
        "direction": direction(source["language"]),
        "found": tables.methods_text(source["by"]),
        "by": display.decider_label(source["office"]),
        "when": parse_moment(source["when"]),
        "quoted": source["quoted"],
    }


def version_panel(request: HttpRequest, version: Any) -> dict[str, Any] | None:
    """How many findings of a text wait, for who decides on them."""
    count = getattr(version, "findings_waiting", 0)
    if not count or not may(Actor.of(request), "mandates.accept_finding", version):
        return None
    return {"count": count, "url": reverse("mandates:version_findings", args=[version.pk])}
