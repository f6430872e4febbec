"""Small texts that are kept, for tests that need one and not how it came in."""

from __future__ import annotations

import itertools
from typing import Any

from majlis.instruments.models import Instrument, Version
from majlis.instruments.publication.build import VersionFacts, create_instrument, create_version
from majlis.kernel.actor import Actor
from majlis.textkit.model import Text
from majlis.textkit.read import read_bytes

SYSTEM = Actor.as_system("tests")
_serial = itertools.count(1)


def sample_text(number: str, closing: str = "report on the tide") -> Text:
    """A resolution of a fictional council."""
    said = f"""Resolution {number}

Lights of the coast

The Council of Tides,

Noting the tide,

1. Decides to keep the lights;

2. Requests the Keeper to {closing}.
"""
    return read_bytes(said.encode(), name="tides.en.txt")


def stored_version(
    of: Instrument | None = None, closing: str = "report on the tide", **facts: Any
) -> Version:
    """A version of a new text, or one more of a text; ``facts``: state, date, label, body."""
    text = sample_text(of.symbol if of else str(9000 + next(_serial)), closing)
    kept = VersionFacts(**facts)
    last = of.versions.last() if of else None
    return create_version(of or create_instrument(text, kept), text, kept, follows=last)
