"""Who may import: whoever may do the verb of a target, and only what is theirs."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from majlis.kernel.roles import is_secretariat
from majlis.kernel.verbs import register_verb_names

# Whoever brings in tables at all. Each row is then taken by its own verb, with its own rule.
imports_something = is_secretariat


@rules.predicate("whose import it is")
def is_theirs(user: Any, batch: Any) -> bool:
    """A rule: the person who brought the file."""
    return batch is not None and user.is_authenticated and batch.user_id == user.pk


RULES = {
    "imports.upload": imports_something,
    "imports.map_columns": imports_something & is_theirs,
    "imports.start": imports_something & is_theirs,
    # Who has lost the role meanwhile had each row refused; that it ended is true all the same.
    "imports.finish": is_theirs,
    "imports.give_up": imports_something & is_theirs,
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

register_verb_names(
    {
        "imports.upload": _("Table brought in"),
        "imports.map_columns": _("Columns of a table named"),
        "imports.start": _("Import begun"),
        "imports.finish": _("Import ended"),
        "imports.give_up": _("Import given up"),
    }
)
