"""What the search finds of meetings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from majlis.events.models import Meeting
from majlis.kernel.models import Record


def meeting_symbols(records: Sequence[Record]) -> Mapping[int, Sequence[str]]:
    """The symbol of each meeting that has a number, by the key of its record: ``WG-AB-5``. One query."""
    rows = Meeting.objects.filter(pk__in=[record.pk for record in records], number__isnull=False)
    named = rows.exclude(body__abbreviation="").values_list("pk", "body__abbreviation", "number")
    return {key: [f"{abbreviation}-{number}"] for key, abbreviation, number in named}
