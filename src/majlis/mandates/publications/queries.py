"""Editions of the register, and the public mandates that go into one."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import batched

from majlis.commons.notices.links import absolute_url
from majlis.instruments.models import ProvisionWording
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.models import Edition
from majlis.mandates.register import queries


def edition_name(language: str, day: datetime.date, part: int = 0) -> str:
    """The name of an edition, under which it is cited: it tells the day, the language and the volume."""
    of = f"-{language}" if language else ""
    return f"majlis-mandates-{day.isoformat()}{of}" + (f"-{part}" if part else "")


def edition_url(name: str, form: str, language: str) -> str:
    """Where an edition lies, in a language of the reader."""
    return absolute_url(f"/{language or 'en'}/mandates/archive/{name}.{form}")


EVERYBODY = None
"""The reader for whom editions are made."""
BATCH_SIZE = 500
MAX_KEPT = 24
"""Editions of a form and language whose files are kept."""


def rows_by_text(
    language: str, standing: str, today: datetime.date
) -> Iterator[tuple[MandateRow, list[tuple[str, str]]]]:
    """Mandates by text and number, each with its provision's whole words: (language, words), the reader's first."""
    found = queries.find_mandates(EVERYBODY, {"standing": standing, "sort": "text"}, today)
    for part in batched(found.exclude(source=None).only("pk"), BATCH_SIZE):
        lines = queries.page_rows(EVERYBODY, part, language)
        words = _full_wordings([each.mandate.source_id or 0 for each in lines], language)
        for each in lines:
            yield each, words.get(each.mandate.source_id, [])


def _full_wordings(sources: list[int], language: str) -> dict[int | None, list[tuple[str, str]]]:
    rows = (
        ProvisionWording.objects.filter(provision__sources__in=sources)
        .exclude(text="")
        .order_by("status", "pk")
        .values_list("provision__sources", "language", "text")
    )
    made: dict[int | None, list[tuple[str, str]]] = {}
    for source, code, text in rows:
        made.setdefault(source, []).append((code, text))
    for each in made.values():
        each.sort(key=lambda one: one[0] != language)
    return made


def all_editions() -> list[Edition]:
    """All that were made, the latest first."""
    return list(Edition.objects.order_by("-day", "-form", "language", "part"))


def latest_edition(form: str, language: str = "") -> Edition | None:
    """The one whose file is there that was made last; its first volume."""
    kept = Edition.objects.filter(form=form, language=language, file__isnull=False)
    return kept.order_by("-day", "part").first()


def edition_exists(form: str, language: str, since: datetime.date) -> bool:
    """Whether there is one of this day or a later one."""
    return Edition.objects.filter(form=form, language=language, day__gte=since).exists()


def editions_to_delete(form: str, language: str) -> list[Edition]:
    """Those whose files are let go, as there are enough later ones."""
    found = Edition.objects.filter(form=form, language=language)
    days = found.order_by("-day").values_list("day", flat=True).distinct()
    kept = list(days[:MAX_KEPT])
    return list(found.filter(file__isnull=False, day__lt=kept[-1]) if kept else ())
