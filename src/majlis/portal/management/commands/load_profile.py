"""``load_profile``: update the database to the profile of the site, and index it for search."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from majlis.framework.profile_reader import ProfileError
from majlis.portal.loading import load_site_profile


class Command(BaseCommand):
    """Load a profile; values that a person corrected stay, and are printed."""

    help = "Load the profile of the site (setting MAJLIS_PROFILE) or the one named."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the name of the profile."""
        parser.add_argument("name", nargs="?", default=settings.MAJLIS_PROFILE)

    def handle(self, *, name: str, verbosity: int, **_options: str | bool | None) -> None:
        """Load it. Print the kept values; with more verbosity, also the numbers of created and changed rows."""
        try:
            result = load_site_profile(name)
        except (ProfileError, ValueError) as error:
            raise CommandError(str(error)) from None
        lines = result.lines() if verbosity else result.lines_kept()
        for line in lines:
            self.stdout.write(line)
