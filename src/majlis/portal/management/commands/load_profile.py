"""``load_profile``: bring the database to what the profile of the site says, and index it for search."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from majlis.framework.profile_reader import ProfileError
from majlis.portal.loading import load_site_profile


class Command(BaseCommand):
    """Load a profile; what a person corrected stays, and is named."""

    help = "Load the profile of the site (setting MAJLIS_PROFILE) or the one named."

    def add_arguments(self, parser: CommandParser) -> None:
        """The name of the profile."""
        parser.add_argument("name", nargs="?", default=settings.MAJLIS_PROFILE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it. Prints what was kept; with more verbosity, also what was made and changed."""
        try:
            loaded = load_site_profile(options["name"])
        except (ProfileError, ValueError) as error:
            raise CommandError(str(error)) from None
        lines = loaded.lines() if options["verbosity"] else loaded.lines_kept()
        for line in lines:
            self.stdout.write(line)
