"""What is held on a person, by every room: shown, taken away, erased.

A room that keeps something of people registers it in its ``AppConfig.ready``::

    own_data.register(own_data.Holding(
        "drafts", _("Drafts"), export=drafts_of_user, erase=erase_drafts,
        columns={"title": _("Title")}, kept=""))

``export(user)`` gives rows of plain values (text, numbers, ISO dates), the same keys in each;
``erase(user, act)`` empties or unlinks what is personal, inside the transaction of the verb, and returns
how many rows it changed. What is not erased is said with its reason in ``get_comparison``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from majlis.kernel.models import Record, User
from majlis.kernel.verbs import Act

StrOrPromise = str | Promise
Rows = Sequence[Mapping[str, Any]]

# What stands where the address of a record would, if the person may not see that record today.
NOT_VISIBLE = _("This record is no longer open to you.")
BATCH_SIZE = 1000


def erase_nothing(user: User, act: Act) -> int:
    """Erase nothing: for what goes with the account itself, or must be kept."""
    return 0


@dataclass(frozen=True)
class PersonalDataKind:
    """One kind of thing held on people: its key in the file, its name, and what to do with it.

    ``columns`` names the keys for the page, ``page_text`` how to show the value of a key there;
    ``sheet_records`` are the keys whose values are addresses of records: where the person may no longer see one, page and
    file say so instead (``NOT_VISIBLE``). ``get_comparison`` says why it stays after an erasure, if it does; ``correct`` is the name of the URL where the person can change it.
    """

    key: str
    name: StrOrPromise
    export: Callable[[User], Rows]
    erase: Callable[[User, Act], int] = erase_nothing
    columns: Mapping[str, StrOrPromise] = field(default_factory=dict)
    shown: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict, kw_only=True)
    records: Sequence[str] = field(default=(), kw_only=True)
    kept: StrOrPromise = field(default="", kw_only=True)
    correct: str = field(default="", kw_only=True)


PERSONAL_DATA_KINDS: dict[str, PersonalDataKind] = {}


def register_kind(holding: PersonalDataKind) -> None:
    """Make a holding known; the same key again takes its place."""
    PERSONAL_DATA_KINDS[holding.key] = holding


def personal_data_of(user: User) -> dict[str, list[dict[str, Any]]]:
    """Everything held on the person: key of the holding -> rows of plain values.

    Their own words are all there; a record that they may not see today has no address here.
    """
    held = {
        key: [dict(row) for row in each.export(user)] for key, each in PERSONAL_DATA_KINDS.items()
    }
    named = [
        (row, name)
        for key, rows in held.items()
        for name in PERSONAL_DATA_KINDS[key].records
        for row in rows
        if row.get(name)
    ]
    seen = visible_addresses(user, {row[name] for row, name in named})
    for row, name in named:
        if row[name] not in seen:
            row[name] = str(NOT_VISIBLE)
    return held


def visible_addresses(user: User, addresses: Iterable[str]) -> set[str]:
    """Those of the addresses whose records the person may see today."""
    seen: set[str] = set()
    for some in batched(sorted(addresses), BATCH_SIZE):
        found = Record.objects.visible_to(user).filter(address__in=some)
        seen.update(found.values_list("address", flat=True))
    return seen
