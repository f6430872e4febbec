"""What the front page shows."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.commons.notices.queries import public_events
from majlis.commons.notices.sentences import told
from majlis.framework.measures import links_of_concepts
from majlis.framework.models import Concept
from majlis.kernel.models import Appointment, Record
from majlis.look import parts
from majlis.look.templatetags.look import symbol

LINES = "action-lines"
LATEST = 6


def figures(user: Any) -> list[parts.Figure]:
    """How many records there are of each kind that has a list, each with the way to it. One query."""
    counted = dict(
        Record.objects.visible_to(user)
        .filter(kind__in=["organisation", "body", "matrix", "concept"])
        .values_list("kind")
        .annotate(Count("pk"))
    )
    shown = (
        ("organisation", _("organizations"), "a", reverse("parties:organisations")),
        ("body", _("bodies"), "a", reverse("parties:bodies")),
        ("matrix", _("matrices"), "a", reverse("framework:schemes")),
        ("concept", _("action lines, goals and other concepts"), "a", reverse("framework:schemes")),
    )
    return [parts.Figure(name, counted.get(kind, 0), sort, url) for kind, name, sort, url in shown]


def lines(user: Any) -> parts.Table | None:
    """The action lines, each with how many cells of the matrices say what it serves. Three queries."""
    found = list(
        Concept.objects.visible_to(user).filter(scheme__key=LINES).with_words().order_by("position")
    )
    if not found:
        return None
    counts = links_of_concepts(user, [each.pk for each in found])
    rows = []
    for each in found:
        title = each.say("title")
        rows.append(
            [
                parts.Cell(title.text, each.get_absolute_url(), language=title.language),
                symbol(each.code),
                counts.get(each.pk, 0),
            ]
        )
    return parts.Table(
        [
            parts.Column(_("Action line")),
            parts.Column(pgettext("concept", "Code")),
            parts.Column(_("Goals that it serves"), number=True),
        ],
        rows,
    )


def roles(user: Any) -> list[Appointment]:
    """The roles that the reader holds today for a record that they may see. Two queries."""
    if not user.is_authenticated:
        return []
    scopes = Record.objects.visible_to(user).with_words()
    held = Appointment.objects.today().filter(user=user, scope__in=scopes.values("pk"))
    return list(held.order_by("pk").prefetch_related(Prefetch("scope", scopes)))


def context(request: HttpRequest) -> dict[str, Any]:
    """All of it."""
    return {
        "figures": figures(request.user),
        "lines": lines(request.user),
        "roles": roles(request.user),
        "latest": [told(each) for each in public_events()[:LATEST]],
    }
