"""Correction and withdrawal of rows: what verbs of all rooms do to save, delete and audit them; checks of input."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput, StrOrPromise
from majlis.kernel.json_types import JSON
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Reader, Record
from majlis.kernel.models.record import Recorded
from majlis.kernel.verbs import Act

LINK_FORMAT = _("Enter an address on this site or one that begins with https://.")

type FieldValue = JSON | models.Model | datetime.date | Decimal
"""The value of a field that a verb sets."""


def audit_value(value: FieldValue) -> JSON:
    """A value in the form that the audit stores; a record is stored as its address."""
    if isinstance(value, Recorded):
        return value.record.address
    if isinstance(value, models.Model):
        value = getattr(value, "address", value.pk)
    return value if isinstance(value, str | int | bool | dict | list | None) else str(value)


def audit_values(row: models.Model, fields: Iterable[str]) -> dict[str, JSON]:
    """The values of a row's fields in the form that the audit stores, without the empty ones."""
    values = {name: getattr(row, name) for name in fields}
    return {
        name: audit_value(value) for name, value in values.items() if value not in ("", None, {})
    }


def changed_values[V](
    row: models.Model, fields: Iterable[str], values: Mapping[str, V]
) -> dict[str, V]:
    """Those of the given values of these fields that differ from the row's."""
    return {
        name: values[name]
        for name in fields
        if name in values and values[name] != getattr(row, name)
    }


def set_values(
    row: models.Model, fields: Iterable[str], values: Mapping[str, FieldValue]
) -> tuple[dict[str, JSON], dict[str, JSON]]:
    """Set those of the given values of these fields that differ from the row's; return old and new ones for the audit.

    The caller saves the row.
    """
    changed = changed_values(row, fields, values)
    old = {name: audit_value(getattr(row, name)) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    return old, {name: audit_value(value) for name, value in changed.items()}


def note_changes(
    act: Act,
    row: models.Model,
    old: Mapping[str, JSON],
    new: Mapping[str, JSON],
    reason: str = "",
) -> None:
    """Write the audit entry of the changes; without any, the verb has changed nothing."""
    if new:
        act.note(row, old=old, new=new, reason=reason)
    else:
        act.unchanged()


def save_changes(
    act: Act,
    row: models.Model,
    new: Mapping[str, FieldValue],
    target: models.Model,
    key: Mapping[str, int],
    reason: str = "",
    **also: FieldValue,
) -> bool:
    """Save the ``new`` values of a row; without any, the verb has changed nothing, and the result is False.

    The history of ``target`` has them beside ``key``, which names the row, but not the fields ``also``.
    """
    if not new:
        act.unchanged()
        return False
    old = {name: audit_value(getattr(row, name)) for name in new}
    for name, value in {**new, **also}.items():
        setattr(row, name, value)
    row.save(update_fields=[*new, *also])
    noted = {name: audit_value(value) for name, value in new.items()}
    act.note(target, old={**key, **old}, new=noted, reason=reason)
    return True


def delete_row(
    act: Act,
    row: models.Model,
    fields: Iterable[str],
    target: models.Model,
    key: Mapping[str, int],
    reason: str,
) -> None:
    """Delete a row; the history of ``target`` keeps its fields beside ``key``, which names the row."""
    act.note(target, old={**key, **audit_values(row, fields)}, reason=reason)
    row.delete()


def require_reason(reason: str, why: StrOrPromise | None = None) -> None:
    """Raise InvalidInput, with ``why`` as its message, if the reason is empty."""
    if not reason.strip():
        raise InvalidInput({"reason": why or _("Enter a reason.")})


def resolve_document(address: str, user: Reader, host: str = "") -> dict[str, Record | str | None]:
    """Resolve an address to ``{"record": …, "link": …}``: a record of this site, or a link elsewhere.

    ``host`` is the host name of this site; an address without a host belongs to this site. Raises
    InvalidInput for the field ``document`` if the address is neither a record that the user may see
    nor a web address.
    """
    address = address.strip()
    if not address:
        return {"record": None, "link": ""}
    try:
        parts = urlsplit(address)
    except ValueError:
        raise InvalidInput({"document": LINK_FORMAT}) from None
    if not parts.netloc or (host and parts.netloc == host):
        path = parts.path.strip("/")
        if path.partition("/")[0] in LANGUAGE_CODES:
            path = path.partition("/")[2]
        record = Record.objects.visible_to(user).filter(address=path).first()
        if record is None:
            raise InvalidInput(
                {"document": _("No page on this site has this address. Check the address.")}
            )
        return {"record": record, "link": ""}
    if parts.scheme not in ("https", "http") or len(address) > 300:
        raise InvalidInput({"document": LINK_FORMAT})
    return {"record": None, "link": address}
