"""``demonstration``: load fictional people and records into the database of a demonstration."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from majlis.portal.demonstration.story import load_demonstration


class Command(BaseCommand):
    """Load a demonstration; does nothing where it is loaded already."""

    help = "Fill the database of a demonstration; refused on a real site."

    def handle(self, **_options: str | int | bool | None) -> None:
        """Load it."""
        try:
            load_demonstration(self.stdout.write)
        except RuntimeError as error:
            raise CommandError(str(error)) from None
