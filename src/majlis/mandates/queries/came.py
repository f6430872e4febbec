"""What came of many mandates at once: for the archive, which reads all of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from majlis.mandates.models import Mandate
from majlis.mandates.queries import answers

AT_ONCE = 500


def came_of_all(user: Any, language: str) -> Iterator[tuple[Mandate, answers.Came]]:
    """Each mandate that the user may see, by its number, with what came of it; four queries for some hundred of them."""
    keys = Mandate.objects.visible_to(user).order_by("number").values_list("pk", flat=True)
    for part in batched(list(keys), AT_ONCE):
        yield from _read(user, list(part), language)


def _read(user: Any, keys: list[int], language: str) -> Iterator[tuple[Mandate, answers.Came]]:
    of = OuterRef("pk")
    rows: Any = Mandate.objects.filter(pk__in=keys).annotate(
        resources_=ArraySubquery(answers.resources(user, language)),
        evaluations_=ArraySubquery(answers.evaluations(user, language).filter(mandate=of)),
        responses_=ArraySubquery(answers.responses(user, language)),
        occurrences_=ArraySubquery(answers.occurrences(user, language)),
    )
    made: dict[int, tuple[Mandate, answers.Came]] = {}
    for each in rows.select_related("record").order_by("number"):
        found = (each.resources_, each.evaluations_, each.responses_, each.occurrences_)
        made[each.pk] = (each, answers.Came([], [], *found))
    for one in answers.deliverables(user, None, language).filter(mandate__in=keys):
        made[one.mandate_id][1].deliverables.append(one)
    for one in answers.statements(user, None, language).filter(mandate__in=keys):
        made[one.mandate_id][1].statements.append(one)
    yield from made.values()
