"""Withdrawn texts and versions: by their address, and by the import that they came from."""

from __future__ import annotations

from typing import Any

from majlis.instruments.models import Destination, Import, Version, Withdrawal
from majlis.kernel.models import Access, Circle


def withdrawal_at(user: Any, slug: str, version: str = "") -> Withdrawal | None:
    """What was withdrawn at the address of a text or of a version; nothing for who did not see it before."""
    address = f"texts/{slug}/{version}" if version else f"texts/{slug}"
    rows = Withdrawal.objects.select_related("circle", "version__instrument__record", "record")
    found = rows.filter(record__address=address).first()
    if found is None or not _saw_before(user, found):
        return None
    above = found.version.instrument.record
    text = rows.filter(record=above).first()
    seen = _saw_before(user, text) if text is not None else above.is_visible_to(user)
    return found if seen else None


def withdrawal_among(user: Any, *versions: int) -> Version | None:
    """The first of some versions that was withdrawn; nothing for who did not see it before."""
    rows = Version.objects.filter(pk__in=versions).exclude(record__withdrawal=None)
    found = rows.select_related("instrument").order_by("pk")
    return next(
        (each for each in found if withdrawal_at(user, each.instrument.slug, each.slug)), None
    )


def _saw_before(user: Any, found: Withdrawal) -> bool:
    if found.access == Access.PUBLIC:
        return True
    return found.circle in Circle.objects.of(user)


def source_import(version: Version) -> Import | None:
    """The import that a version came from, to be opened again."""
    rows = Destination.objects.filter(result=version).select_related("of").order_by("pk")
    # A language that was put beside it came by an import of its own.
    found = rows.exclude(published_as=Destination.As.LANGUAGE).last() or rows.last()
    return found.of if found is not None else None


def is_fully_withdrawn(imported: Import) -> bool:
    """Whether nothing that was published of an import stands any more: it can be opened again."""
    rows = list(imported.destinations.exclude(result=None).select_related("result"))
    withdrawn = set(
        Withdrawal.objects.filter(record__in=[each.result_id for each in rows]).values_list(
            "record", flat=True
        )
    )
    return all(
        each.result_id in withdrawn
        or not (each.result and each.result.languages.filter(file=imported.file_id).exists())
        for each in rows
    )
