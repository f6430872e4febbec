"""Loads a profile into the database; ``majlis up`` calls it."""

from __future__ import annotations

import logging
from pathlib import Path

from majlis.framework import actions
from majlis.framework.loading import LoadResult
from majlis.framework.profile_reader import read_profile
from majlis.kernel.actor import Actor

logger = logging.getLogger(__name__)


def load_profile(name: str, folder: Path | None = None, actor: Actor | None = None) -> LoadResult:
    """Update schemes, concepts, matrices and facilitators to the files of the profile.

    Calling it again changes nothing. Values that a person corrected stay, and are listed in
    ``LoadResult.kept`` and the log. ``folder``: where profiles are, if not in the package. Raises
    ProfileError where a file has an error; nothing is changed then.
    """
    profile = read_profile(name, folder)
    result = actions.load_profile(actor or Actor.as_system("profile"), profile)
    for each in result.kept:
        logger.info("profile %s: correction by a person retained: %s", profile.key, each)
    return result
