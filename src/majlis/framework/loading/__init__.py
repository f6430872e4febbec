"""Bring the database to what a profile says, without touching what a person changed.

Helpers of the verb ``framework.load_profile``; nothing else calls them. Everything is compared first, so
that loading a profile again changes nothing and costs a few queries a table.
"""

from __future__ import annotations

from django.db import connection

from majlis.framework.loading.common import Loaded
from majlis.framework.loading.concepts import load_scheme
from majlis.framework.loading.matrices import link_address, load_facilitation, load_matrix
from majlis.framework.models import Concept, Facilitation, Link
from majlis.framework.reading import Profile
from majlis.kernel.models import Record, Wording

__all__ = ["Loaded", "link_address", "load"]


def _count_again() -> None:
    """Tell the database how many rows there are now, so that it plans the first queries well."""
    tables = ", ".join(
        each._meta.db_table for each in (Concept, Link, Facilitation, Record, Wording)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


def load(profile: Profile) -> Loaded:
    """Load a profile that was read and checked; called inside the verb, in its transaction."""
    loaded = Loaded(profile.key)
    schemes = {
        each.key: load_scheme(each, position, loaded)
        for position, each in enumerate(profile.schemes)
    }
    codes = {
        key: dict(Concept.objects.filter(scheme=scheme).values_list("code", "pk"))
        for key, scheme in schemes.items()
    }
    for position, each in enumerate(profile.matrices):
        load_matrix(each, position, schemes, codes, loaded)
    if profile.facilitation is not None:
        load_facilitation(profile.facilitation, codes, loaded)
    if loaded.made:
        _count_again()
    return loaded
