"""Note the tables of a release, so that the test of upgrades starts from them: ``NAME``.

Writes to tests/site/releases.toml which migration of each application the release ends with, and its commit. Run it
once for each release, on its last commit, when nothing of its migrations will change any more.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RELEASES = ROOT / "tests/site/releases.toml"


def leaves() -> dict[str, str]:
    """The last migration of each application."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "majlis.site.settings")
    os.environ.setdefault("MAJLIS_SECRET_KEY", "no key: nothing is signed by this tool")
    import django
    from django.db.migrations.loader import MigrationLoader

    django.setup()
    return dict(sorted(MigrationLoader(None).graph.leaf_nodes()))


def commit() -> str:
    """The present commit."""
    done = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def entry(name: str, last: dict[str, str], made_by: str) -> str:
    """The release as it stands in the file."""
    lines = [f'["{name}"]', f'commit = "{made_by}"', "", f'["{name}".migrations]']
    return "\n".join([*lines, *(f'{app} = "{step}"' for app, step in last.items())]) + "\n"


def main() -> None:
    """Add the release of the command line. A release that is recorded already is not written anew."""
    name = sys.argv[1]
    words = RELEASES.read_text(encoding="utf-8")
    if f'["{name}".migrations]' in words:
        sys.exit(f"{name} is recorded already: take its entry away first.")
    RELEASES.write_text(f"{words.rstrip()}\n\n{entry(name, leaves(), commit())}", encoding="utf-8")


if __name__ == "__main__":
    main()
