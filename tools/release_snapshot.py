"""Note the tables of a release, so that the test of upgrades starts from them: ``NAME``.

Writes to tests/site/releases.toml which migration of each application the release ends with. Run it once
for each release, when nothing of its migrations will change any more.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

RELEASES = Path(__file__).resolve().parents[1] / "tests/site/releases.toml"


def leaves() -> dict[str, str]:
    """The last migration of each application."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "majlis.site.settings")
    os.environ.setdefault("MAJLIS_SECRET_KEY", "no key: nothing is signed by this tool")
    import django
    from django.db.migrations.loader import MigrationLoader

    django.setup()
    return dict(sorted(MigrationLoader(None).graph.leaf_nodes()))


def entry(name: str, last: dict[str, str]) -> str:
    """The release as it stands in the file."""
    lines = [f'["{name}".migrations]', *(f'{app} = "{step}"' for app, step in last.items())]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Add the release of the command line, or write it anew."""
    name = sys.argv[1]
    words = RELEASES.read_text(encoding="utf-8")
    kept, _, rest = words.partition(f'["{name}".migrations]')
    following = rest[rest.index("\n[") + 1 :] if "\n[" in rest else ""
    blocks = [block.strip("\n") for block in (kept, entry(name, leaves()), following)]
    RELEASES.write_text("\n\n".join(filter(None, blocks)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
