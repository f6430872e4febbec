"""Who may bring mandates in as a table, and load those of a demonstration."""

from __future__ import annotations

import rules
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from majlis.kernel.roles import is_secretariat

VERBS: dict[str, tuple[rules.Predicate, str | Promise]] = {
    "take_in": (is_secretariat, _("Mandate brought in from a table")),
    "add_to": (is_secretariat, _("Ids or actors of a mandate added from a table")),
}
