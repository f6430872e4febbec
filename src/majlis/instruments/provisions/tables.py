"""The history of a provision, drawn as a table."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.utils.translation import pgettext

from majlis.instruments.citations.names import comparison_url, full_version_name, version_name
from majlis.instruments.models import Provision, Version
from majlis.instruments.provisions.queries import ProvisionStep
from majlis.look import parts


def history_table(steps: Sequence[ProvisionStep], provision: Provision) -> parts.Table:
    """The provision in other versions: version, wording, link to the comparison."""
    rows = []
    for step in steps:
        own = step.provision.pk == provision.pk
        wording = step.wording
        rows.append(
            [
                parts.Cell(
                    version_name(step.version)
                    if step.version.instrument_id == provision.version.instrument_id
                    else full_version_name(step.version),
                    "" if own else step.provision.get_absolute_url(),
                    pgettext("version", "this version")
                    if own
                    else str(step.version.get_state_display()),
                ),
                parts.Cell(
                    f"{wording.label} {wording.text}".strip() if wording else "—",
                    language=wording.language if wording else "",
                ),
                _comparison_cell(step, provision) if not own else "—",
            ]
        )
    columns = [
        parts.Column(pgettext("version of a text", "Version")),
        parts.Column(pgettext("provision", "Wording")),
        parts.Column(pgettext("comparison of versions", "Comparison")),
    ]
    return parts.Table(columns, rows, pgettext("provision", "Other versions"), headed=True)


def _comparison_cell(step: ProvisionStep, provision: Provision) -> parts.Cell:
    mine, other = provision.version, step.version
    old, new = (other, mine) if _is_before(other, mine) else (mine, other)
    eid = provision.eid if new.pk == mine.pk else step.provision.eid
    url = comparison_url(old, new)
    return parts.Cell(pgettext("verb", "compare"), f"{url}?{urlencode({'at': eid})}#{eid}")


def _is_before(version: Version, other: Version) -> bool:
    if version.instrument_id == other.instrument_id:
        return version.position < other.position
    return (version.date or "9999", version.pk) < (other.date or "9999", other.pk)
