"""Loads the initial data of a site: the profile, and the records of a demonstration."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

import majlis
from majlis.commons.search.models import SearchEntry
from majlis.commons.search.tasks import rebuild
from majlis.framework.loading import LoadResult
from majlis.framework.profile import load_profile
from majlis.instruments import demonstration as texts
from majlis.mandates import demonstration as mandates
from majlis.mandates.entities.profile import load_entities
from majlis.parties.profile import load_bodies
from majlis.portal import demonstration


def load_site_profile(name: str) -> LoadResult:
    """Load the profile: schemes, concepts, matrices, bodies, entities.

    Loading it again changes nothing. A worker indexes new records for search. Raises ProfileError
    or ValueError where a file has an error.
    """
    result = load_profile(name)
    folder = Path(majlis.__path__[0]) / "profiles" / name
    load_bodies(_read_rows(folder / "bodies.tsv"), _read_rows(folder / "body_aliases.tsv"))
    load_entities(_read_rows(folder / "actors.tsv"))
    if result.has_changes or not SearchEntry.objects.exists():
        rebuild.enqueue()
    return result


def _read_rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def no_report(line: str) -> None:
    """Report nothing."""


def load_demonstration(report: Callable[[str], None] = no_report) -> None:
    """Load fictional people and records, once; each of them says that it is fictional.

    ``report`` gets a line for each part that is being loaded. Raises RuntimeError outside a demonstration.
    """
    if not settings.MAJLIS_DEMO:
        raise RuntimeError("fictional people are for demonstrations only")

    report("Loading the demonstration: people and organizations (1 of 4)")
    demonstration.load_people_and_parties()
    report("Loading the demonstration: texts (2 of 4)")
    texts.load()
    report("Loading the demonstration: mandates (3 of 4)")
    mandates.load()
    report("Loading the demonstration: comments and translations (4 of 4)")
    demonstration.load_commons()
