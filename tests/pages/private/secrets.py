"""The secrets that are planted for the test of private records, and where they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from majlis.kernel.models import Record
from tests.pages.conftest import World

SEARCH_WORD = "zibeline"
SECRET_PATTERN = re.compile(r"qx\d{3}zy|zb-\d{3}")


@dataclass
class Secret:
    """A word, what kind of place it stands in, and who may read it."""

    word: str
    sort: str
    may: Callable[[Any], bool]


@dataclass
class PrivateRecords:
    """What was planted: secrets by their word, records by their table, neighbours that are public."""

    world: World
    secrets: dict[str, Secret] = field(default_factory=dict)
    records: dict[type[Any], Record] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    near: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def word(self, sort: str, may: Callable[[Any], bool]) -> str:
        """A word that nothing else holds."""
        made = f"qx{len(self.secrets):03d}zy"
        self.secrets[made] = Secret(made, sort, may)
        return made

    def of(self, record: Record, sort: str) -> str:
        """A secret of a record: for those who may see the record."""
        return self.word(sort, record.is_visible_to)

    def place(self, may: Callable[[Any], bool]) -> str:
        """A word for the address of a record."""
        made = f"zb-{len(self.secrets):03d}"
        self.secrets[made] = Secret(made, "address", may)
        return made
