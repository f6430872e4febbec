"""Permissions of imports: people with the verb of a target, for their own imports only."""

from __future__ import annotations

import rules
from django.utils.translation import pgettext_lazy

from majlis.commons.imports.models import Batch
from majlis.kernel.audit_labels import HIDDEN, AuditLabel, register_audit_labels
from majlis.kernel.models import Reader
from majlis.kernel.roles import is_secretariat
from majlis.kernel.verbs import register_verb_names

# Permission to upload tables. Each row is imported by the verb of its target, with its own rule.
may_import = is_secretariat


@rules.predicate("whose import it is")
def is_own_batch(user: Reader, batch: Batch | None) -> bool:
    """Whether the person uploaded the file."""
    return batch is not None and user.is_authenticated and batch.user_id == user.pk


RULES = {
    "imports.upload_table": may_import,
    "imports.map_columns": may_import & is_own_batch,
    "imports.start_import": may_import & is_own_batch,
    # A person who has lost the role can still finish: their remaining rows were refused.
    "imports.finish_import": is_own_batch,
    "imports.cancel_import": may_import & is_own_batch,
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

register_verb_names(
    {
        "imports.upload_table": pgettext_lazy("history entry", "Table uploaded"),
        "imports.map_columns": pgettext_lazy("history entry", "Table columns assigned"),
        "imports.start_import": pgettext_lazy("history entry", "Import started"),
        "imports.finish_import": pgettext_lazy("history entry", "Import completed"),
        "imports.cancel_import": pgettext_lazy("history entry", "Import discarded"),
    }
)

register_audit_labels(
    "imports",
    {
        "columns": HIDDEN,
        "rows": AuditLabel(pgettext_lazy("history", "Rows")),
        "target": HIDDEN,
    },
)
