"""Permission rules of the site: of the outbox, of background work and of the page of its operation.

The outbox and the operation are for administrators; the outbox, in a demonstration, for any visitor on this machine.
"""

from __future__ import annotations

import rules
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.audit_labels import AuditLabel, register_audit_labels
from majlis.kernel.models import Reader
from majlis.kernel.roles import is_administrator, is_secretariat
from majlis.kernel.verbs import register_verb_names
from majlis.kernel.work import KINDS
from majlis.parties.accounts.demonstration import is_local_demonstration


@rules.predicate
def at_local_demonstration(user: Reader, request: HttpRequest | None) -> bool:
    """A rule: the site is a demonstration, and the request comes from this machine without a proxy."""
    return request is not None and is_local_demonstration(request)


may_retry = is_secretariat | is_administrator
RULES = {
    "site.read_outbox": is_administrator | at_local_demonstration,
    "site.retry_work": may_retry,
    "site.view_operation": is_administrator,
}

for name, rule in RULES.items():
    rules.add_perm(name, rule)

register_verb_names({"site.retry_work": _("Background work started again")})
register_audit_labels(
    "site",
    {
        "work": AuditLabel(
            pgettext_lazy("history", "Work"),
            choices=lambda: [(path, kind.name) for path, kind in KINDS.items()],
        )
    },
)
