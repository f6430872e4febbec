"""The models of the room, one subject in each file."""

from __future__ import annotations

from majlis.instruments.models.comparison import Comparison
from majlis.instruments.models.imports import Correction, Destination, Import
from majlis.instruments.models.instrument import BodyNames, Instrument, Series
from majlis.instruments.models.provision import (
    Citation,
    Difference,
    Lineage,
    Provision,
    ProvisionWording,
)
from majlis.instruments.models.tag import Tag
from majlis.instruments.models.version import Act, ActKind, LanguageVersion, Manner, Version
from majlis.instruments.models.withdrawal import Withdrawal

__all__ = [
    "Act",
    "ActKind",
    "BodyNames",
    "Citation",
    "Comparison",
    "Correction",
    "Destination",
    "Difference",
    "Import",
    "Instrument",
    "LanguageVersion",
    "Lineage",
    "Manner",
    "Provision",
    "ProvisionWording",
    "Series",
    "Tag",
    "Version",
    "Withdrawal",
]
