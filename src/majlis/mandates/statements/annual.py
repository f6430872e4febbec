"""The evaluation by a body for a year: the mandates addressed to it, grouped by lead."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.db.models import Exists, F, OuterRef, Q

from majlis.kernel.models import Reader
from majlis.kernel.pagination import paginate
from majlis.mandates.core.rows import addressed_to, entity_title, mandate_rows, with_row_data
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Addressee, Entity, Evaluation, Mandate
from majlis.mandates.models.choices import LegalStatus
from majlis.mandates.statements.queries import evaluation_rows

MANDATES_PER_PAGE = 300
"""Mandates on one page of a year."""


def annual_evaluation_rows(
    user: Reader, body: Entity, year: int, language: str, page: str | None = None
) -> Page[Any]:
    """One page of the mandates in a body's evaluation of a year, ordered by lead.

    These are active mandates in force with the body as recipient, and those that it evaluated in
    that year. Each row has ``line`` (its ``MandateRow``), ``of_called`` (title of the lead, may be
    empty) and ``evaluations_``.
    """
    by_body = Evaluation.objects.filter(
        mandate=OuterRef("pk"), evaluator=body, year=year, own=False
    )
    evaluations = evaluation_rows(
        user, language, mandate=OuterRef("pk"), evaluator=body, year=year, own=False
    )
    has_recipient = addressed_to(body.pk, Addressee.Role.RECIPIENT)
    current = Q(has_recipient, legal_status=LegalStatus.IN_FORCE, lifecycle_state=ACTIVE)
    mandates = Mandate.objects.visible_to(user).filter(current | Exists(by_body))
    rows = with_row_data(mandates.select_related("record"), language).annotate(
        of_called=entity_title("lead", language), evaluations_=evaluations
    )
    rows = rows.order_by(F("of_called").asc(nulls_last=True), "number")
    paginated = paginate(rows, MANDATES_PER_PAGE, page)
    ordered = list(paginated.object_list)
    for row, line in zip(ordered, mandate_rows(ordered), strict=True):
        row.line = line
    paginated.object_list = ordered
    return paginated
