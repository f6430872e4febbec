"""Writes what the manual shows of the site: its verbs, their rules, and the lifecycles.

Part of ``make reference``; needs Django's applications, and no database.
"""

from __future__ import annotations

import inspect
import os
import re
from importlib import import_module
from pathlib import Path
from typing import Any

VERBS = """\
# Verbs

This page is written by `make reference` from the code itself; do not edit it.

A verb is the only way in which anything changes. Around each stand a rule, one transaction and the audit
([how that works](../explanation/kernel.md)). The rule is written as the code combines it: `&` and, `|` or, `~` not;
a name with *for* asks about the record that stands after it.

| verb | what it does | who may |
| --- | --- | --- |
"""
LIFECYCLES = """\
# Lifecycles

This page is written by `make reference` from the tables themselves; do not edit it.

An arrow is a verb ([who may do it](verbs.md)). A step is taken only if nobody else took another meanwhile.
"""


def ready() -> None:
    """Set Django up, with a database that is never asked."""
    import django
    from django.apps import apps

    if apps.ready:
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "majlis.site.settings")
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody@localhost/none")
    os.environ.setdefault(
        "MAJLIS_SECRET_KEY", "for the reference only, never for a site of any kind"
    )
    django.setup()


def load_verbs() -> dict[str, Any]:
    """Every verb of every room: name -> function."""
    import majlis

    ready()
    from majlis.kernel.verbs import VERBS as THERE

    source = Path(majlis.__file__).parent
    for path in sorted(source.rglob("*.py")):
        if re.search(r"^@verb\(", path.read_text(encoding="utf-8"), re.MULTILINE):
            import_module(".".join(path.relative_to(source.parent).with_suffix("").parts))
    return dict(sorted(THERE.items()))


def rule_of(name: str) -> str:
    """The rule of a verb as words: names of predicates with spaces, operators as they are."""
    from rules.permissions import permissions

    words = str(permissions[name].name if hasattr(permissions[name], "name") else permissions[name])
    return words.replace("_", " ").replace("|", r"\|")


def verbs_page() -> str:
    """docs/reference/verbs.md."""
    ready()
    lines = []
    for name, function in load_verbs().items():
        first = (inspect.getdoc(function) or "").split("\n\n")[0].replace("\n", " ")
        lines.append(f"| `{name}` | {first} | {rule_of(name)} |")
    return VERBS + "\n".join(lines) + "\n"


def lifecycles_page() -> str:
    """docs/reference/lifecycles.md, each with its graph."""
    load_verbs()
    from majlis.kernel.lifecycle import LIFECYCLES as THERE

    parts = [LIFECYCLES]
    for name, life in sorted(THERE.items()):
        states = ", ".join(f"`{code}`" for code in life.states)
        title = re.sub(r"[._]", " ", name)
        parts.append(
            f"## {title[:1].upper()}{title[1:]}\n\nStates: {states}.\n\n```mermaid\n{life.graph()}\n```\n"
        )
    return "\n".join(parts)
