"""The milestones of the process, from ``milestones.tsv`` and ``places.tsv`` in the folder of its profile."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

import majlis
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.parties.areas import area_name


class MilestoneKind(models.TextChoices):
    """What a milestone is."""

    MEETING = "meeting", pgettext_lazy("milestone", "meeting or conference")
    EVENT = "event", pgettext_lazy("milestone", "event")
    CONSULTATION = "consultation", pgettext_lazy("milestone", "consultation")
    DEADLINE = "deadline", pgettext_lazy("milestone", "closing date")
    DECISION = "decision", pgettext_lazy("milestone", "decision")
    DRAFT = "draft", pgettext_lazy("milestone", "draft text")
    LAUNCH = "launch", pgettext_lazy("milestone", "launch")
    OBSERVANCE = "observance", pgettext_lazy("milestone", "observance")


class Verification(models.TextChoices):
    """Whether the date of a milestone was read in its source."""

    YES = "yes", pgettext_lazy("date of a milestone", "checked")
    PARTLY = "partly", pgettext_lazy("date of a milestone", "partly checked")
    NO = "no", pgettext_lazy("date of a milestone", "not checked")


@dataclass(frozen=True)
class Milestone:
    """A dated point of the process. ``date`` and ``until`` may be partial; ``body`` is the slug of a body.

    ``verified`` is about the date; ``names`` are worded for Majlis. ``note`` is in English.
    """

    code: str
    date: str
    until: str
    kind: MilestoneKind
    body: str
    area: str
    place_names: Mapping[str, str]
    names: Mapping[str, str]
    verified: Verification
    source: str
    note: str

    def title(self, language: str) -> str:
        """The name in one of the six languages."""
        return self.names[language]

    def place(self, language: str) -> str:
        """The city in one of the six languages; empty where there is none."""
        return self.place_names.get(language, "")

    @property
    def country(self) -> str:
        """The country or area of the place, in the language of the page."""
        return area_name(self.area)


def _read_rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def read_milestones(folder: Path) -> tuple[Milestone, ...]:
    """The milestones of a profile, in the order of its file; none where it has no file.

    Raises KeyError or ValueError for a row with an unknown place, kind or mark.
    """
    places = {row["code"]: row for row in _read_rows(folder / "places.tsv")}
    return tuple(
        Milestone(
            row["code"],
            row["date"],
            row["until"],
            MilestoneKind(row["kind"]),
            row["body"],
            places[row["place"]]["area"] if row["place"] else "",
            {code: places[row["place"]][code] for code in LANGUAGE_CODES} if row["place"] else {},
            {code: row[code] for code in LANGUAGE_CODES},
            Verification(row["verified"]),
            row["source"],
            row["note"],
        )
        for row in _read_rows(folder / "milestones.tsv")
    )


def milestones() -> tuple[Milestone, ...]:
    """The milestones of the process that this site serves."""
    return read_milestones(Path(majlis.__path__[0]) / "profiles" / settings.MAJLIS_PROFILE)
