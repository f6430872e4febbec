"""Locking of mandates and their rows against concurrent changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

from majlis.kernel.editing import LINK_FORMAT, version_token
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.mandates.models import Deliverable, Mandate
from majlis.parties.models.body import is_partial_date

REVOKED = _("This mandate was taken back meanwhile: it had been accepted wrongly.")
DATE_FORMAT = _("Write the date as 2031-05-17, or 2031-05, or 2031.")


def with_merged_mandates(keys: Iterable[int]) -> set[int]:
    """These mandates, and those of which something was merged into theirs: what settles the ones settles the others."""
    wanted = set(keys)
    merged = Deliverable.objects.filter(merged_into__mandate__in=wanted, withdrawn_at=None)
    return wanted | set(merged.values_list("mandate", flat=True))


def lock_mandates(keys: Iterable[int]) -> None:
    """Lock mandates before anything of them: everybody takes them first, and in one order, or two wait for each other.

    Raises WrongState where none of them is there any more.
    """
    wanted = with_merged_mandates(keys)
    rows = Mandate.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    if wanted and not list(rows.values_list("pk", flat=True)):
        raise WrongState(REVOKED)


def _mandate_keys(row: models.Model) -> list[int]:
    """The key of the mandate that a row is of, itself or by its deliverable; a session is of none."""
    if hasattr(row, "mandate_id"):
        return [row.mandate_id]
    at: Any = getattr(row, "deliverable_id", None)
    return list(Deliverable.objects.filter(pk=at).values_list("mandate_id", flat=True))


def lock_unchanged[M: models.Model](row: M, fields: Iterable[str], seen: str = "") -> M:
    """The row as it stands, its mandate locked before it.

    Raises WrongState where it is gone, or changed since it was ``visible_remarks`` (its stamp).
    """
    lock_mandates(_mandate_keys(row))
    now = type(row)._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    gone = now is None or getattr(now, "withdrawn_at", None) is not None
    if gone or (seen and version_token(now, fields) != seen):
        raise WrongState(
            _("Somebody corrected or withdrew this meanwhile."),
            _("What you wrote is still here: compare it with what stands above."),
        )
    assert now is not None
    return now


def lock_mandate(mandate: Mandate) -> Mandate:
    """The mandate as it stands. Raises WrongState where it was taken back meanwhile."""
    lock_mandates([mandate.pk])
    now: Mandate | None = Mandate.objects.filter(pk=mandate.pk).first()
    if now is None:
        raise WrongState(REVOKED)
    return now


def check_values(
    values: Mapping[str, Any], *dates: str, faults: dict[str, StrOrPromise] | None = None
) -> None:
    """Raises InvalidInput by field: dates that are none, a language or a link that is none; and ``form_errors`` found before."""
    found = dict(faults or {})
    for name in dates:
        if values.get(name) and not is_partial_date(str(values[name])):
            found[name] = DATE_FORMAT
    if "language" in values and values["language"] not in LANGUAGE_CODES:
        found["language"] = _("Choose one of the six languages.")
    if values.get("link") and urlsplit(str(values["link"])).scheme not in ("https", "http"):
        found["document"] = LINK_FORMAT
    if found:
        raise InvalidInput(found)
