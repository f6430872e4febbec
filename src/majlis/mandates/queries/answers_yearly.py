"""What a body has before it when it evaluates a year: what was asked for it, actor by actor."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page
from django.db.models import Exists, F, OuterRef, Q

from majlis.kernel.pagination import paginate
from majlis.mandates.kinds import Standing
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Actor, Evaluation, Mandate, Named
from majlis.mandates.queries.answers import evaluations
from majlis.mandates.queries.lines import asked_of, lines, title_of, with_lines

A_PAGE = 300
"""Mandates on one page of a year; the others are on the next."""


def yearly_of(
    user: Any, body: Actor, year: int, language: str, page: str | None = None
) -> Page[Any]:
    """Mandates that are in force, neither paused nor ended, and go to the body, or that it evaluated in that year, by the name of who leads: one page.

    Each has ``action_line``, ``of_called`` (who leads, empty where nobody does) and ``evaluations_``.
    """
    own = Evaluation.objects.filter(mandate=OuterRef("pk"), by=body, year=year, own=False)
    said = evaluations(user, language).filter(mandate=OuterRef("pk"), by=body, year=year, own=False)
    asked = asked_of(body.pk, Named.Role.RECIPIENT)
    goes_to = Q(asked, standing=Standing.BINDS, life=ACTIVE)
    found = Mandate.objects.visible_to(user).filter(goes_to | Exists(own))
    rows = with_lines(found.select_related("record"), language).annotate(
        of_called=title_of("lead", language), evaluations_=ArraySubquery(said)
    )
    rows = rows.order_by(F("of_called").asc(nulls_last=True), "number")
    shown = paginate(rows, A_PAGE, page)
    ordered = list(shown.object_list)
    for row, line in zip(ordered, lines(ordered), strict=True):
        row.line = line
    shown.object_list = ordered
    return shown


def years_of(user: Any, body: Actor) -> list[int]:
    """The years for which the body evaluated what was done, the latest first."""
    said = Evaluation.objects.filter(by=body, own=False)
    seen = said.filter(mandate__in=Mandate.objects.visible_to(user))
    return list(seen.order_by("-year").values_list("year", flat=True).distinct())
