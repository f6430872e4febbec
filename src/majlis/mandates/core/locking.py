"""Locking of mandates and their rows against concurrent changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

from majlis.kernel.editing import LINK_FORMAT, FieldValue
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.mandates.models import Deliverable, Mandate
from majlis.parties.models.body import is_partial_date

REVOKED = _("The acceptance of this mandate has been withdrawn.")
DATE_FORMAT = _("Enter a date as 2026, 2026-04 or 2026-04-17.")


def with_merged_mandates(keys: Iterable[int]) -> set[int]:
    """The keys, and those of mandates with a deliverable merged into theirs: their status depends on them."""
    mandates = set(keys)
    merged = Deliverable.objects.filter(merged_into__mandate__in=mandates, withdrawn_at=None)
    return mandates | set(merged.values_list("mandate", flat=True))


def lock_mandates(keys: Iterable[int]) -> None:
    """Lock mandates before anything else of them, in the order of their keys: otherwise two calls could deadlock.

    Raises WrongState where none of them exists any more.
    """
    mandates = with_merged_mandates(keys)
    rows = Mandate.objects.select_for_update(of=("self",)).filter(pk__in=mandates).order_by("pk")
    if mandates and not list(rows.values_list("pk", flat=True)):
        raise WrongState(REVOKED)


def _mandate_keys(row: models.Model) -> list[int]:
    """The key of a row's mandate, its own or that of its deliverable; empty for a session."""
    if hasattr(row, "mandate_id"):
        return [row.mandate_id]
    key: int = getattr(row, "deliverable_id", None) or 0
    return list(Deliverable.objects.filter(pk=key).values_list("mandate_id", flat=True))


def lock_existing[M: models.Model](row: M) -> M:
    """The row as it is now, locked after its mandate. Raises WrongState where it is deleted or withdrawn."""
    lock_mandates(_mandate_keys(row))
    current = type(row)._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if current is None or getattr(current, "withdrawn_at", None) is not None:
        raise WrongState(
            _("This item has since been corrected or withdrawn by another user."),
            _("Your entries are still in the form. Compare them with the current version above."),
        )
    return current


def lock_mandate(mandate: Mandate) -> Mandate:
    """The mandate as it is now, locked. Raises WrongState where its acceptance was revoked meanwhile."""
    lock_mandates([mandate.pk])
    current: Mandate | None = Mandate.objects.filter(pk=mandate.pk).first()
    if current is None:
        raise WrongState(REVOKED)
    return current


def check_values(
    values: Mapping[str, FieldValue], *dates: str, faults: dict[str, StrOrPromise] | None = None
) -> None:
    """Raise InvalidInput by field for invalid dates, languages and links, and for the ``faults`` found before."""
    all_faults = dict(faults or {})
    for name in dates:
        if values.get(name) and not is_partial_date(str(values[name])):
            all_faults[name] = DATE_FORMAT
    if "language" in values and values["language"] not in LANGUAGE_CODES:
        all_faults["language"] = _("Select one of the six official languages.")
    if values.get("link") and urlsplit(str(values["link"])).scheme not in ("https", "http"):
        all_faults["document"] = LINK_FORMAT
    if all_faults:
        raise InvalidInput(all_faults)
