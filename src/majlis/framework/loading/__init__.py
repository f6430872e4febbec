"""Bring the database to what a profile says, without touching what a person changed.

Helpers of the verb ``framework.load_profile``; nothing else calls them. Everything is compared first, so
that loading a profile again changes nothing and costs a few queries a table.
"""

from __future__ import annotations

from majlis.framework.loading.common import Loaded
from majlis.framework.loading.concepts import load_scheme
from majlis.framework.loading.matrices import link_address, load_facilitation, load_matrix
from majlis.framework.models import Concept
from majlis.framework.reading import Profile

__all__ = ["Loaded", "link_address", "load"]


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
    return loaded
