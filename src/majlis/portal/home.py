"""What the front page shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Count, Prefetch
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.commons.notices.queries import public_events
from majlis.commons.notices.sentences import event_sentence
from majlis.framework.measures import count_links_by_concept
from majlis.framework.models import Concept
from majlis.instruments.library import queries
from majlis.kernel import clock
from majlis.kernel.models import Appointment, Record
from majlis.look import parts
from majlis.look.templatetags.look import symbol
from majlis.mandates.register import coverage_tables as how_far
from majlis.mandates.register import dashboard
from majlis.mandates.register import dashboard_tables as shown
from majlis.mandates.register import queries as register_queries

ACTION_LINES = "action-lines"
LATEST_RECORDS = 6
LATEST_TEXTS = 4


def record_counts(user: Any) -> list[parts.Figure]:
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


def action_lines(user: Any) -> parts.Table | None:
    """The action lines, each with how many cells of the matrices say what it serves. Three queries."""
    found = list(
        Concept.objects.visible_to(user)
        .filter(scheme__key=ACTION_LINES)
        .with_wordings()
        .order_by("position")
    )
    if not found:
        return None
    counts = count_links_by_concept(user, [each.pk for each in found])
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


def latest_texts(user: Any) -> list[Any]:
    """The texts that came in last, each with its ``title`` for the reader. One query."""
    found = queries.library_texts(user, {}).order_by("-record__created_at", "-pk")
    return queries.with_titles(found, LATEST_TEXTS)


def implementation_status(user: Any, counts: Mapping[str, int]) -> dict[str, Any]:
    """What was asked, of whom, and what came of it. Five queries."""
    here = get_language() or "en"
    there, reviews = dashboard.coverage_and_open_reviews(user, here)
    context = dashboard.counts_by_concept(user, ACTION_LINES, here)
    return {
        "total": shown.count_in_force(counts["all"]),
        "stands": shown.state_figures(counts),
        "rest": shown.other_state_links(counts),
        "reach": how_far.coverage_sentence(there),
        "actors": shown.entity_table(dashboard.counts_by_entity(user, here)),
        "lines": shown.concept_table(ACTION_LINES, context),
        "without": shown.unused_concepts(context),
        "coming": shown.next_due_timeline(dashboard.next_due(user, here)),
        "calls": shown.open_invitations(counts, reviews),
        "day": clock.today(),
        "cited": shown.citation(clock.today()),
        "texts": latest_texts(user),
        "days": getattr(settings, "MAJLIS_DAYS_TO_ANSWER", 20),
    }


def roles_of(user: Any) -> list[Appointment]:
    """The roles that the reader holds today for a record that they may see. Two queries."""
    if not user.is_authenticated:
        return []
    scopes = Record.objects.visible_to(user).with_wordings()
    held = Appointment.objects.today().filter(user=user, scope__in=scopes.values("pk"))
    return list(held.order_by("pk").prefetch_related(Prefetch("scope", scopes)))


def home_context(request: HttpRequest) -> dict[str, Any]:
    """All of it. Before there is a mandate in force, what is here; then where its implementation stands."""
    user = request.user
    counts = register_queries.state_counts(user)
    if counts:
        context = implementation_status(user, counts)
    else:
        context = {"figures": record_counts(user), "lines": action_lines(user)}
    return context | {
        "address": request.build_absolute_uri(request.path),
        "roles": roles_of(user),
        "latest": [event_sentence(each) for each in public_events()[:LATEST_RECORDS]],
    }
