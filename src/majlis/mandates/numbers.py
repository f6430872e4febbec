"""The number of a mandate, and how it is written: M-0412."""

from __future__ import annotations

from majlis.instruments.models import Instrument, Lineage
from majlis.kernel.numbering import next_number
from majlis.kernel.records import create_record
from majlis.mandates.kinds import Force
from majlis.mandates.models import Mandate


def written(number: int) -> str:
    """A number as it is cited."""
    return f"M-{number:04d}"


def symbol(address: str) -> str:
    """What a mandate goes by, from its address."""
    return address.rpartition("/")[2]


def statement_symbol(address: str) -> str:
    """What a progress statement goes by, from its address: M-0412/3."""
    _mandates, slug, _statements, ordinal = address.split("/")
    return f"{slug}/{ordinal}"


def new_mandate(instrument: Instrument, lineage: Lineage, force: str = Force.REQUESTS) -> Mandate:
    """A mandate with the next number; who calls this writes the audit, adds an asking and settles it."""
    number = next_number("mandates")
    slug = written(number)
    record = create_record("mandate", f"mandates/{slug}")
    return Mandate.objects.create(
        record=record,
        number=number,
        slug=slug,
        instrument=instrument,
        lineage=lineage,
        force=force,
    )
