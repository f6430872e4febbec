"""Withdrawn texts and versions: by their address, and by the import that they came from."""

from __future__ import annotations

from majlis.instruments.models import Destination, Import, Version, Withdrawal
from majlis.kernel.models import Access, Circle, Reader


def withdrawal_at(user: Reader, slug: str, version: str = "") -> Withdrawal | None:
    """The withdrawal of a text or version by slug; None where the user could not see it before."""
    address = f"texts/{slug}/{version}" if version else f"texts/{slug}"
    rows = Withdrawal.objects.select_related("circle", "version__instrument__record", "record")
    withdrawal = rows.filter(record__address=address).first()
    if withdrawal is None or not _saw_before(user, withdrawal):
        return None
    text_record = withdrawal.version.instrument.record
    text_withdrawal = rows.filter(record=text_record).first()
    saw_text = (
        _saw_before(user, text_withdrawal)
        if text_withdrawal is not None
        else text_record.is_visible_to(user)
    )
    return withdrawal if saw_text else None


def withdrawal_among(user: Reader, *versions: int) -> Version | None:
    """The first withdrawn one of these versions; None where the user could not see it before."""
    rows = Version.objects.filter(pk__in=versions).exclude(record__withdrawal=None)
    withdrawn = rows.select_related("instrument").order_by("pk")
    return next(
        (each for each in withdrawn if withdrawal_at(user, each.instrument.slug, each.slug)), None
    )


def _saw_before(user: Reader, withdrawal: Withdrawal) -> bool:
    if withdrawal.access == Access.PUBLIC:
        return True
    return withdrawal.circle in Circle.objects.of(user)


def source_import(version: Version) -> Import | None:
    """The import that a version came from."""
    rows = Destination.objects.filter(result=version).select_related("of").order_by("pk")
    # Prefer the import of the version itself to that of a language added later.
    destination = rows.exclude(published_as=Destination.As.LANGUAGE).last() or rows.last()
    return destination.of if destination is not None else None


def is_fully_withdrawn(imported: Import) -> bool:
    """Whether all that an import published is withdrawn, so that it can be reopened."""
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
