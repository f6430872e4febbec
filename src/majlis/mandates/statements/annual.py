"""The evaluation of a year by a body: the mandates addressed to it, entity by entity."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page
from django.db.models import Exists, F, OuterRef, Q

from majlis.kernel.pagination import paginate
from majlis.mandates.core.rows import addressed_to, entity_title, mandate_rows, with_row_data
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Addressee, Entity, Evaluation, Mandate
from majlis.mandates.models.choices import LegalStatus
from majlis.mandates.statements.queries import evaluation_rows

MANDATES_A_PAGE = 300
"""Mandates on one page of a year; the others are on the next."""


def annual_evaluation_rows(
    user: Any, body: Entity, year: int, language: str, page: str | None = None
) -> Page[Any]:
    """Mandates that are in force, neither paused nor ended, and go to the body, or that it evaluated in that year, by the name of who leads: one page.

    Each has ``action_line``, ``of_called`` (who leads, empty where nobody does) and ``evaluations_``.
    """
    own = Evaluation.objects.filter(mandate=OuterRef("pk"), by=body, year=year, own=False)
    said = evaluation_rows(user, language).filter(
        mandate=OuterRef("pk"), by=body, year=year, own=False
    )
    asked = addressed_to(body.pk, Addressee.Role.RECIPIENT)
    goes_to = Q(asked, legal_status=LegalStatus.IN_FORCE, lifecycle_state=ACTIVE)
    found = Mandate.objects.visible_to(user).filter(goes_to | Exists(own))
    rows = with_row_data(found.select_related("record"), language).annotate(
        of_called=entity_title("lead", language), evaluations_=ArraySubquery(said)
    )
    rows = rows.order_by(F("of_called").asc(nulls_last=True), "number")
    shown = paginate(rows, MANDATES_A_PAGE, page)
    ordered = list(shown.object_list)
    for row, line in zip(ordered, mandate_rows(ordered), strict=True):
        row.line = line
    shown.object_list = ordered
    return shown
