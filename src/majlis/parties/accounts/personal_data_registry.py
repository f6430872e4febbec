"""The registry of personal data in all rooms, for display, export and erasure.

A room that stores personal data registers each kind in its ``AppConfig.ready``::

    personal_data_registry.register_kind(personal_data_registry.PersonalDataKind(
        "drafts", _("Drafts"), export=drafts_of_user, erase=erase_drafts,
        columns={"title": _("Title")}, kept=""))

``export(user)`` gives rows of plain values (text, numbers, ISO dates) with the same keys in each;
``erase(user, act)`` erases or unlinks personal values, inside the transaction of the verb, and returns
the number of changed rows. ``kept`` gives the reason for what is not erased.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched

from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import StrOrPromise
from majlis.kernel.json_types import JSON
from majlis.kernel.models import Record, User
from majlis.kernel.verbs import Act

Rows = Sequence[Mapping[str, JSON]]

# Replaces the address of a record that the person may not see today.
NOT_VISIBLE = _("You no longer have access to this record.")
BATCH_SIZE = 1000


def erase_nothing(user: User, act: Act) -> int:
    """Erase nothing: for data that are erased with the account itself, or must stay."""
    return 0


@dataclass(frozen=True)
class PersonalDataKind:
    """One kind of personal data: its key in the export, its name, and functions to export and erase it.

    ``columns`` are the labels of keys on the page, ``shown`` the functions that format values there;
    ``records`` are the keys whose values are addresses of records: if the person may no longer see one,
    page and export show ``NOT_VISIBLE``. ``kept`` is the reason why the data stay after an erasure, if
    they do; ``correct`` is the name of the URL where the person can change them.
    """

    key: str
    name: StrOrPromise
    export: Callable[[User], Rows]
    erase: Callable[[User, Act], int] = erase_nothing
    columns: Mapping[str, StrOrPromise] = field(default_factory=dict)
    shown: Mapping[str, Callable[[str], StrOrPromise]] = field(default_factory=dict, kw_only=True)
    records: Sequence[str] = field(default=(), kw_only=True)
    kept: StrOrPromise = field(default="", kw_only=True)
    correct: str = field(default="", kw_only=True)


PERSONAL_DATA_KINDS: dict[str, PersonalDataKind] = {}


def register_kind(kind: PersonalDataKind) -> None:
    """Register a kind of personal data; it replaces one with the same key."""
    PERSONAL_DATA_KINDS[kind.key] = kind


def personal_data_of(user: User) -> dict[str, list[dict[str, JSON]]]:
    """All personal data of the user: key of the kind -> rows of plain values.

    Addresses of records that the user may not see today are replaced by ``NOT_VISIBLE``.
    """
    data = {
        key: [dict(row) for row in each.export(user)] for key, each in PERSONAL_DATA_KINDS.items()
    }
    references = [
        (row, name)
        for key, rows in data.items()
        for name in PERSONAL_DATA_KINDS[key].records
        for row in rows
        if row.get(name)
    ]
    visible = visible_addresses(user, {str(row[name]) for row, name in references})
    for row, name in references:
        if row[name] not in visible:
            row[name] = str(NOT_VISIBLE)
    return data


def visible_addresses(user: User, addresses: Iterable[str]) -> set[str]:
    """The addresses whose records the user may see today."""
    visible: set[str] = set()
    for batch in batched(sorted(addresses), BATCH_SIZE):
        records = Record.objects.visible_to(user).filter(address__in=batch)
        visible.update(records.values_list("address", flat=True))
    return visible
