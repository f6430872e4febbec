"""``demonstration``: load fictional people and records into the database of a demonstration."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from majlis.portal.demonstration.story import load_demonstration, no_report


class Command(BaseCommand):
    """Load a demonstration; does nothing where it is loaded already."""

    help = "Fill the database of a demonstration; refused on a real site."

    def handle(self, *, verbosity: int, **_options: str | bool | None) -> None:
        """Load it; print what is being loaded, unless the verbosity is 0."""
        try:
            load_demonstration(self.stdout.write if verbosity else no_report)
        except RuntimeError as error:
            raise CommandError(str(error)) from None
