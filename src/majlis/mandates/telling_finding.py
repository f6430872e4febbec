"""What of the review waits for whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from majlis.commons.drafts import form_names
from majlis.commons.notices import todo
from majlis.commons.notices.todo import TodoItem
from majlis.instruments import extension_points
from majlis.mandates.queries import beside as beside_queries
from majlis.mandates.queries import between as between_queries
from majlis.mandates.queries import findings as queries
from majlis.mandates.rules.finding import queue_of


def tell() -> None:
    """Say what is asked, what forms are called, and what stands beside texts; called once, when all is ready."""
    from majlis.mandates.views import between, reading

    todo.register(
        findings_to_decide,
        code="findings",
        name=_("mandates to review"),
        may=lambda user: queue_of(user) is not None,
    )
    form_names.register("mandates.finding", _("A finding in the review of mandates"))
    form_names.register("mandates.correct", _("The correction of a mandate"))
    form_names.register("mandates.take_back", _("An acceptance taken back"))
    form_names.register("mandates.take_back_clause", _("The acceptance of a clause taken back"))
    form_names.register("mandates.other_reading", _("Another reading of a provision"))
    extension_points.register_section(
        "provision", "mandates/beside_provision.html", reading.beside_provision
    )
    extension_points.register_annotation("provision", "mandates_here", beside_queries.of_provision)
    extension_points.register_annotation("version", "findings_waiting", beside_queries.waiting)
    extension_points.register_annotation("compare", "asked_of", between_queries.asked_json)
    extension_points.register_annotation("compare", "lineages", between_queries.lineages)
    extension_points.register_section(
        "compare", "mandates/beside_compare.html", between.beside_compare
    )
    extension_points.register_section(
        "version", "mandates/beside_version.html", reading.beside_version
    )


def findings_to_decide(user: Any) -> Iterator[TodoItem]:
    """What the engine found and nobody decided on."""
    count = queries.waiting(user)
    if count:
        words = ngettext(
            "%(count)s finding: is it a mandate?", "%(count)s findings: are they mandates?", count
        )
        yield TodoItem(words % {"count": count}, reverse("mandates:review"), count=count)
