"""What an edition of the register is made of: what everybody may read, and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import batched

from majlis.instruments.models import ProvisionWording
from majlis.mandates.models import Edition
from majlis.mandates.queries import register
from majlis.mandates.queries.lines import Line

EVERYBODY = None
"""The reader for whom editions are made."""
AT_ONCE = 500
KEPT = 24
"""Editions of a form and language whose files are kept."""


def lines_by_text(
    language: str, standing: str, today: datetime.date
) -> Iterator[tuple[Line, list[tuple[str, str]]]]:
    """Mandates by text and number, each with its provision's whole words: (language, words), the reader's first."""
    found = register.found(EVERYBODY, {"standing": standing, "sort": "text"}, today)
    for part in batched(found.exclude(asking=None).only("pk"), AT_ONCE):
        lines = register.shown(EVERYBODY, part, language)
        words = _whole([each.mandate.asking_id or 0 for each in lines], language)
        for each in lines:
            yield each, words.get(each.mandate.asking_id, [])


def _whole(askings: list[int], language: str) -> dict[int | None, list[tuple[str, str]]]:
    rows = (
        ProvisionWording.objects.filter(provision__askings__in=askings)
        .exclude(text="")
        .order_by("status", "pk")
        .values_list("provision__askings", "language", "text")
    )
    made: dict[int | None, list[tuple[str, str]]] = {}
    for asking, code, text in rows:
        made.setdefault(asking, []).append((code, text))
    for each in made.values():
        each.sort(key=lambda one: one[0] != language)
    return made


def editions() -> list[Edition]:
    """All that were made, the latest first."""
    return list(Edition.objects.order_by("-day", "-form", "language", "part"))


def latest(form: str, language: str = "") -> Edition | None:
    """The one whose file is there that was made last; its first volume."""
    kept = Edition.objects.filter(form=form, language=language, file__isnull=False)
    return kept.order_by("-day", "part").first()


def is_made(form: str, language: str, since: datetime.date) -> bool:
    """Whether there is one of this day or a later one."""
    return Edition.objects.filter(form=form, language=language, day__gte=since).exists()


def outlived(form: str, language: str) -> list[Edition]:
    """Those whose files are let go, as there are enough later ones."""
    found = Edition.objects.filter(form=form, language=language)
    days = found.order_by("-day").values_list("day", flat=True).distinct()
    kept = list(days[:KEPT])
    return list(found.filter(file__isnull=False, day__lt=kept[-1]) if kept else ())
