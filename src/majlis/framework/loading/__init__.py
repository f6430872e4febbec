"""Loads a profile into the database without overwriting what a person has changed.

Helpers of the verb ``framework.load_profile`` only. All rows are compared first, so that loading a
profile again changes nothing and costs a few queries for each table.
"""

from __future__ import annotations

from django.db import connection

from majlis.framework.loading.concepts import load_scheme
from majlis.framework.loading.matrices import link_address, load_facilitation, load_matrix
from majlis.framework.loading.result import LoadResult
from majlis.framework.models import Concept, Facilitation, Link
from majlis.framework.profile_reader import Profile
from majlis.kernel.models import Record, Wording

__all__ = ["LoadResult", "link_address", "load"]


def _analyze_tables() -> None:
    """Refresh the planner statistics after many rows were created."""
    tables = ", ".join(
        each._meta.db_table for each in (Concept, Link, Facilitation, Record, Wording)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


def load(profile: Profile) -> LoadResult:
    """Load a profile that was read and checked; called in the transaction of the verb."""
    result = LoadResult(profile.key)
    schemes = {
        each.key: load_scheme(each, position, result)
        for position, each in enumerate(profile.schemes)
    }
    codes = {
        key: dict(Concept.objects.filter(scheme=scheme).values_list("code", "pk"))
        for key, scheme in schemes.items()
    }
    for position, each in enumerate(profile.matrices):
        load_matrix(each, position, schemes, codes, result)
    if profile.facilitation is not None:
        load_facilitation(profile.facilitation, codes, result)
    if result.made:
        _analyze_tables()
    return result
