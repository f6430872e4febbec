"""Loads the initial data of a site: its profile."""

from __future__ import annotations

import csv
from pathlib import Path

import majlis
from majlis.commons.search import embeddings
from majlis.commons.search.models import SearchEntry
from majlis.commons.search.tasks import compute_vectors, rebuild
from majlis.framework.loading import LoadResult
from majlis.framework.profile import load_profile
from majlis.mandates.entities.profile import load_entities
from majlis.parties.profile import load_bodies


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
    elif embeddings.is_available() and SearchEntry.objects.filter(vector=None).exists():
        compute_vectors.enqueue()  # a release with another model has none yet
    return result


def _read_rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
