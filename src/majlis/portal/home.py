"""The content of the front page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.commons.notices.queries import public_events
from majlis.commons.notices.sentences import event_sentence
from majlis.framework.measures import count_links_by_concept
from majlis.framework.models import Concept
from majlis.instruments.models import Instrument
from majlis.instruments.text_list import queries
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import Appointment, Reader, Record
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.look.templatetags.look import symbol
from majlis.mandates.register import coverage_tables, dashboard, dashboard_tables
from majlis.mandates.register import queries as register_queries
from majlis.parties.accounts.demonstration import is_local_demonstration
from majlis.portal import first_steps
from majlis.portal.calendar.upcoming import meetings_in_progress, upcoming_dates

ACTION_LINES = "action-lines"
LATEST_RECORDS = 6
LATEST_TEXTS = 4


def record_counts(user: Reader) -> list[parts.Figure]:
    """The number of records of each kind that has a list, each with a link. One query."""
    counts = dict(
        Record.objects.visible_to(user)
        .filter(kind__in=["organisation", "body", "matrix", "concept"])
        .values_list("kind")
        .annotate(Count("pk"))
    )
    kinds = (
        (
            "organisation",
            pgettext("kind of record", "organizations"),
            "a",
            reverse("parties:organisations"),
        ),
        ("body", pgettext("kind of record", "bodies"), "a", reverse("parties:bodies")),
        ("matrix", pgettext("kind of record", "matrices"), "a", reverse("framework:schemes")),
        ("concept", _("action lines, goals and other concepts"), "a", reverse("framework:schemes")),
    )
    return [parts.Figure(name, counts.get(kind, 0), sort, url) for kind, name, sort, url in kinds]


def action_lines(user: Reader) -> parts.Table | None:
    """The action lines, each with the number of its accepted cells of matrices. Three queries."""
    concepts = list(
        Concept.objects.visible_to(user)
        .filter(scheme__key=ACTION_LINES)
        .with_wordings()
        .order_by("position")
    )
    if not concepts:
        return None
    counts = count_links_by_concept(user, [concept.pk for concept in concepts])
    rows = []
    for concept in concepts:
        title = concept.say("title")
        rows.append(
            [
                parts.Cell(title.text, concept.get_absolute_url(), language=title.language),
                symbol(concept.code),
                counts.get(concept.pk, 0),
            ]
        )
    return parts.Table(
        [
            parts.Column(pgettext("WSIS action line", "Action line")),
            parts.Column(pgettext("concept", "Code")),
            parts.Column(pgettext("column of a table", "Goals served"), number=True),
        ],
        rows,
    )


def latest_texts(user: Reader) -> list[Instrument]:
    """The newest texts, each with its ``title`` for the reader. One query."""
    texts = queries.find_texts(user, {}).order_by("-record__created_at", "-pk")
    return queries.with_titles(texts, LATEST_TEXTS)


def implementation_status(user: Reader, counts: Mapping[str, int]) -> dict[str, Any]:
    """The status of implementation: figures, years, entities, bodies, action lines, next dates. Five queries."""
    language = get_language() or "en"
    coverage, reviews, meetings = dashboard.coverage_reviews_and_meetings(user, language)
    context = dashboard.counts_by_concept(user, ACTION_LINES, language)
    groups = dashboard.grouped_counts(user, language)
    return {
        "total": dashboard_tables.count_in_force(counts["all"]),
        "stands": dashboard_tables.state_figures(counts),
        "rest": dashboard_tables.other_state_links(counts),
        "reach": coverage_tables.short_coverage(coverage),
        "actors": dashboard_tables.entity_table(groups.entities),
        "years": dashboard_tables.year_bars(groups.years) if groups.years else None,
        "bodies": dashboard_tables.body_table(groups.bodies),
        "lines": dashboard_tables.concept_table(ACTION_LINES, context),
        "without": dashboard_tables.unused_concepts(context),
        "coming": upcoming_dates(meetings, dashboard.next_due(user, language)),
        "in_progress": meetings_in_progress(meetings),
        "calls": dashboard_tables.open_invitations(counts, reviews),
        "day": clock.today(),
        "cited": dashboard_tables.citation(clock.today()),
        "texts": latest_texts(user),
        "days": getattr(settings, "MAJLIS_DAYS_TO_ANSWER", 20),
    }


def roles_of(user: Reader) -> list[Appointment]:
    """The present roles of the reader for records that they may see. Two queries."""
    if not user.is_authenticated:
        return []
    held = [each for each in user.appointments_today() if each.scope_id is not None]
    keys = [each.scope_id for each in held]
    scopes = Record.objects.visible_to(user).with_wordings().in_bulk(keys) if keys else {}
    appointments = sorted(
        (each for each in held if each.scope_id in scopes), key=lambda each: each.pk
    )
    for each in appointments:
        each.scope = scopes[each.scope_id]
    return appointments


def first_steps_context(request: HttpRequest) -> dict[str, Any]:
    """What to try in a demonstration, and the way to import a text. One query.

    Those who may not import a text do so as the secretariat's person, on this machine only.
    """
    url = reverse("instruments:upload_imports")
    may_import = may(Actor.of(request), "instruments.upload_import")
    return {
        "steps": first_steps.first_steps(request),
        "import_url": url if may_import else "",
        "import_as": url if is_local_demonstration(request) else "",
    }


def home_context(request: HttpRequest) -> dict[str, Any]:
    """The template context of the front page.

    With mandates in force it shows their implementation, otherwise the numbers of records.
    """
    user = request.user
    counts = register_queries.state_counts(user)
    if counts:
        context = implementation_status(user, counts)
    else:
        meetings = dashboard.next_meetings(user, get_language() or "en")
        context = {
            "figures": record_counts(user),
            "lines": action_lines(user),
            "coming": upcoming_dates(meetings),
            "in_progress": meetings_in_progress(meetings),
        }
    if settings.MAJLIS_DEMO:
        context |= first_steps_context(request)
    return context | {
        "address": request.build_absolute_uri(request.path),
        "roles": roles_of(user),
        "latest": [event_sentence(each) for each in public_events()[:LATEST_RECORDS]],
    }
