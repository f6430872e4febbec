"""Mandate numbers, written M-0412."""

from __future__ import annotations

from majlis.instruments.models import Instrument, Lineage
from majlis.kernel.numbering import next_number
from majlis.kernel.records import create_record
from majlis.mandates.models import Mandate
from majlis.mandates.models.choices import Force


def format_number(number: int) -> str:
    """A number as it is cited."""
    return f"M-{number:04d}"


def mandate_symbol(address: str) -> str:
    """What a mandate goes by, from its address."""
    return address.rpartition("/")[2]


def statement_symbol(address: str) -> str:
    """What a progress statement goes by, from its address: M-0412/3."""
    _mandates, slug, _statements, ordinal = address.split("/")
    return f"{slug}/{ordinal}"


def create_mandate(
    instrument: Instrument, lineage: Lineage, force: str = Force.REQUESTS
) -> Mandate:
    """A mandate with the next number; who calls this writes the audit, adds an source and settles it."""
    number = next_number("mandates")
    slug = format_number(number)
    record = create_record("mandate", f"mandates/{slug}")
    return Mandate.objects.create(
        record=record,
        number=number,
        slug=slug,
        instrument=instrument,
        lineage=lineage,
        force=force,
    )
