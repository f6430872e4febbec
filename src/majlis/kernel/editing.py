"""Correcting and withdrawing rows: version tokens, audit values, checks of what was typed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput, StrOrPromise
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Record
from majlis.kernel.models.record import Recorded

LINK_FORMAT = _("Write an address of this site, or one that begins with https://.")


def audit_value(value: Any) -> Any:
    """A value as the audit keeps it: of a record its address, so that a history can name it."""
    if isinstance(value, Recorded):
        return value.record.address
    if isinstance(value, models.Model):
        return getattr(value, "address", value.pk)
    return value if isinstance(value, str | int | bool | dict | list | None) else str(value)


def audit_values(row: Any, fields: Iterable[str]) -> dict[str, Any]:
    """What is said of a row, as the audit keeps it; what is empty is left out."""
    found = {name: getattr(row, name) for name in fields}
    return {
        name: audit_value(value) for name, value in found.items() if value not in ("", None, {})
    }


def version_token(row: Any, fields: Iterable[str]) -> str:
    """What a row says, as one word: to tell whether somebody changed it meanwhile."""
    said = repr([getattr(getattr(row, n), "pk", getattr(row, n)) for n in fields])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def changed_values(row: Any, fields: Iterable[str], values: Mapping[str, Any]) -> dict[str, Any]:
    """Of the values that are given for these fields, those that are another than the row's."""
    return {
        name: values[name]
        for name in fields
        if name in values and values[name] != getattr(row, name)
    }


def require_reason(reason: str, why: StrOrPromise | None = None) -> None:
    """Raises InvalidInput where no reason is given."""
    if not reason.strip():
        raise InvalidInput({"reason": why or _("Say why.")})


def resolve_document(given: str, user: Any, host: str = "") -> dict[str, Any]:
    """What an address leads to: a ``record`` of this site that the person may see, or a ``page_url`` elsewhere.

    ``host``: the name of this site; an address without a host is of this site. Raises InvalidInput for ``build_document`` where it is neither.
    """
    given = given.strip()
    if not given:
        return {"record": None, "link": ""}
    try:
        parts = urlsplit(given)
    except ValueError:
        raise InvalidInput({"document": LINK_FORMAT}) from None
    if not parts.netloc or (host and parts.netloc == host):
        path = parts.path.strip("/")
        if path.partition("/")[0] in LANGUAGE_CODES:
            path = path.partition("/")[2]
        found = Record.objects.visible_to(user).filter(address=path).first()
        if found is None:
            raise InvalidInput({"document": _("There is nothing at this address of the site.")})
        return {"record": found, "link": ""}
    if parts.scheme not in ("https", "http") or len(given) > 300:
        raise InvalidInput({"document": LINK_FORMAT})
    return {"record": None, "link": given}
