"""Load a profile into the database: what ``majlis up`` calls."""

from __future__ import annotations

import logging
from pathlib import Path

from majlis.framework import actions
from majlis.framework.loading import LoadResult
from majlis.framework.profile_reader import read_profile
from majlis.kernel.actor import Actor

logger = logging.getLogger(__name__)


def load_profile(name: str, folder: Path | None = None, actor: Actor | None = None) -> LoadResult:
    """Bring schemes, concepts, matrices and facilitators to what the profile's files say.

    Calling it again changes nothing. What a person corrected stays, and ``Loaded.kept`` and the log say
    which. ``folder`` is where profiles lie, if elsewhere than in the package. Raises ProfileError where
    a file is wrong; then nothing is changed.
    """
    profile = read_profile(name, folder)
    loaded = actions.load_profile(actor or Actor.as_system("profile"), profile)
    for each in loaded.kept:
        logger.info("profile %s: kept as a person corrected it: %s", profile.key, each)
    return loaded
