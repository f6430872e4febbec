"""Editions of the register, and the public mandates that go into one."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import batched

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from majlis.commons.notices.links import absolute_url
from majlis.instruments.models import ProvisionWording
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.models import Edition, Mandate
from majlis.mandates.register import queries


def edition_name(language: str, day: datetime.date, part: int = 0) -> str:
    """The name of an edition, used in citations; it states the day, the language and the volume."""
    suffix = f"-{language}" if language else ""
    return f"majlis-mandates-{day.isoformat()}{suffix}" + (f"-{part}" if part else "")


def edition_url(name: str, form: str, language: str) -> str:
    """The address of an edition, in a language of the reader."""
    return absolute_url(f"/{language or 'en'}/mandates/archive/{name}.{form}")


BATCH_SIZE = 500
MAX_KEPT = 24
"""The number of editions of each form and language whose files are kept."""


def rows_by_text(
    language: str, standing: str, today: datetime.date
) -> Iterator[tuple[MandateRow, list[tuple[str, str]]]]:
    """Mandates by text and number, each with the full wordings of its provision.

    The wordings are (language, text), the reader's language first.
    """
    mandates = queries.find_mandates(AnonymousUser(), {"standing": standing, "sort": "text"}, today)
    for batch in batched(mandates.exclude(source=None).only("pk"), BATCH_SIZE):
        lines = queries.page_rows(AnonymousUser(), batch, language)
        wordings = _full_wordings([line.mandate.source_id or 0 for line in lines], language)
        for line in lines:
            yield line, wordings.get(line.mandate.source_id, [])


def _full_wordings(sources: list[int], language: str) -> dict[int | None, list[tuple[str, str]]]:
    rows = (
        ProvisionWording.objects.filter(provision__sources__in=sources)
        .exclude(text="")
        .order_by("status", "pk")
        .values_list("provision__sources", "language", "text")
    )
    result: dict[int | None, list[tuple[str, str]]] = {}
    for source, code, text in rows:
        result.setdefault(source, []).append((code, text))
    for wordings in result.values():
        wordings.sort(key=lambda one: one[0] != language)
    return result


def has_public_mandates() -> bool:
    """Whether there is a mandate for an edition."""
    return Mandate.objects.visible_to(AnonymousUser()).exists()


def all_editions() -> QuerySet[Edition]:
    """All editions, the latest first."""
    return Edition.objects.order_by("-day", "-form", "language", "part")


def latest_edition(form: str, language: str = "") -> Edition | None:
    """The first volume of the latest edition whose file still exists."""
    editions = Edition.objects.filter(form=form, language=language, file__isnull=False)
    return editions.order_by("-day", "part").first()


def edition_exists(form: str, language: str, since: datetime.date) -> bool:
    """Whether there is an edition of this day or a later one."""
    return Edition.objects.filter(form=form, language=language, day__gte=since).exists()


def editions_to_delete(form: str, language: str) -> list[Edition]:
    """The editions whose files can be deleted, because there are enough later ones."""
    editions = Edition.objects.filter(form=form, language=language)
    days = editions.order_by("-day").values_list("day", flat=True).distinct()
    days_to_keep = list(days[:MAX_KEPT])
    return list(
        editions.filter(file__isnull=False, day__lt=days_to_keep[-1]) if days_to_keep else ()
    )
