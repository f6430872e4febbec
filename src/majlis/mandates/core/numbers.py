"""Mandate numbers, written M-0412."""

from __future__ import annotations

from majlis.instruments.models import Instrument, Lineage
from majlis.kernel.numbering import next_number
from majlis.kernel.records import create_record
from majlis.mandates.models import Mandate
from majlis.mandates.models.choices import Force


def format_number(number: int) -> str:
    """A number as it is cited: M-0412."""
    return f"M-{number:04d}"


def mandate_symbol(address: str) -> str:
    """The symbol of a mandate, from its address: M-0412."""
    return address.rpartition("/")[2]


def statement_symbol(address: str) -> str:
    """The symbol of a progress statement, from its address: M-0412/3."""
    _mandates, slug, _statements, ordinal = address.split("/")
    return f"{slug}/{ordinal}"


def create_mandate(
    instrument: Instrument, lineage: Lineage, force: str = Force.REQUESTS
) -> Mandate:
    """Create a mandate with the next number. The caller adds a source, refreshes the status and writes the audit."""
    number = next_number("mandates")
    slug = format_number(number)
    record = create_record("mandate", f"mandates/{slug}")
    return Mandate.objects.create(
        record=record, number=number, slug=slug, instrument=instrument, lineage=lineage, force=force
    )
