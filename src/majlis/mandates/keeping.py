"""What all verbs need that correct or withdraw a row: whether it is still as it was read, and what changed.

Helpers for verbs, to be called inside one; who calls them writes the audit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Record
from majlis.kernel.models.record import Recorded
from majlis.mandates.models import Deliverable, Mandate
from majlis.parties.models.body import is_partial_date

TAKEN_BACK = _("This mandate was taken back meanwhile: it had been accepted wrongly.")
DATE = _("Write the date as 2031-05-17, or 2031-05, or 2031.")
LINK = _("Write an address of this site, or one that begins with https://.")


def plain(value: Any) -> Any:
    """A value as the audit keeps it: of a record its address, so that a history can name it."""
    if isinstance(value, Recorded):
        return value.record.address
    if isinstance(value, models.Model):
        return getattr(value, "address", value.pk)
    return value if isinstance(value, str | int | bool | dict | list | None) else str(value)


def said_of(row: Any, fields: Iterable[str]) -> dict[str, Any]:
    """What is said of a row, as the audit keeps it; what is empty is left out."""
    found = {name: getattr(row, name) for name in fields}
    return {name: plain(value) for name, value in found.items() if value not in ("", None, {})}


def stamp(row: Any, fields: Iterable[str]) -> str:
    """What a row says, as one word: to tell whether somebody changed it meanwhile."""
    said = repr([getattr(getattr(row, n), "pk", getattr(row, n)) for n in fields])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def with_merged(keys: Iterable[int]) -> set[int]:
    """These mandates, and those of which something was merged into theirs: what settles the ones settles the others."""
    wanted = set(keys)
    merged = Deliverable.objects.filter(merged_into__mandate__in=wanted, withdrawn_at=None)
    return wanted | set(merged.values_list("mandate", flat=True))


def lock_mandates(keys: Iterable[int]) -> None:
    """Lock mandates before anything of them: everybody takes them first, and in one order, or two wait for each other.

    Raises WrongState where none of them is there any more.
    """
    wanted = with_merged(keys)
    rows = Mandate.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    if wanted and not list(rows.values_list("pk", flat=True)):
        raise WrongState(TAKEN_BACK)


def _mandate_of(row: models.Model) -> list[int]:
    """The key of the mandate that a row is of, itself or by its deliverable; a session is of none."""
    if hasattr(row, "mandate_id"):
        return [row.mandate_id]
    at: Any = getattr(row, "deliverable_id", None)
    return list(Deliverable.objects.filter(pk=at).values_list("mandate_id", flat=True))


def locked[M: models.Model](row: M, fields: Iterable[str], seen: str = "") -> M:
    """The row as it stands, its mandate locked before it.

    Raises WrongState where it is gone, or changed since it was ``visible_remarks`` (its stamp).
    """
    lock_mandates(_mandate_of(row))
    now = type(row)._base_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    gone = now is None or getattr(now, "withdrawn_at", None) is not None
    if gone or (seen and stamp(now, fields) != seen):
        raise WrongState(
            _("Somebody corrected or withdrew this meanwhile."),
            _("What you wrote is still here: compare it with what stands above."),
        )
    assert now is not None
    return now


def locked_mandate(mandate: Mandate) -> Mandate:
    """The mandate as it stands. Raises WrongState where it was taken back meanwhile."""
    lock_mandates([mandate.pk])
    now: Mandate | None = Mandate.objects.filter(pk=mandate.pk).first()
    if now is None:
        raise WrongState(TAKEN_BACK)
    return now


def changed(row: Any, fields: Iterable[str], values: Mapping[str, Any]) -> dict[str, Any]:
    """Of the values that are given for these fields, those that are another than the row's."""
    return {
        name: values[name]
        for name in fields
        if name in values and values[name] != getattr(row, name)
    }


def need_reason(reason: str, why: StrOrPromise | None = None) -> None:
    """Raises InvalidInput where no reason is given."""
    if not reason.strip():
        raise InvalidInput({"reason": why or _("Say why.")})


def check(
    values: Mapping[str, Any], *dates: str, faults: dict[str, StrOrPromise] | None = None
) -> None:
    """Raises InvalidInput by field: dates that are none, a language or a link that is none; and ``form_errors`` found before."""
    found = dict(faults or {})
    for name in dates:
        if values.get(name) and not is_partial_date(str(values[name])):
            found[name] = DATE
    if "language" in values and values["language"] not in LANGUAGE_CODES:
        found["language"] = _("Choose one of the six languages.")
    if values.get("link") and urlsplit(str(values["link"])).scheme not in ("https", "http"):
        found["document"] = LINK
    if found:
        raise InvalidInput(found)


def document(given: str, user: Any, host: str = "") -> dict[str, Any]:
    """What an address leads to: a ``record`` of this site that the person may see, or a ``page_url`` elsewhere.

    ``host``: the name of this site; an address without a host is of this site. Raises InvalidInput for ``build_document`` where it is neither.
    """
    given = given.strip()
    if not given:
        return {"record": None, "link": ""}
    try:
        parts = urlsplit(given)
    except ValueError:
        raise InvalidInput({"document": LINK}) from None
    if not parts.netloc or (host and parts.netloc == host):
        path = parts.path.strip("/")
        if path.partition("/")[0] in LANGUAGE_CODES:
            path = path.partition("/")[2]
        found = Record.objects.visible_to(user).filter(address=path).first()
        if found is None:
            raise InvalidInput({"document": _("There is nothing at this address of the site.")})
        return {"record": found, "link": ""}
    if parts.scheme not in ("https", "http") or len(given) > 300:
        raise InvalidInput({"document": LINK})
    return {"record": None, "link": given}
