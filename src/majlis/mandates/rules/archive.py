"""Who may have an edition of the register made; what comes round is kept by the clock alone."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _

from majlis.kernel.roles import is_secretariat

VERBS = {
    "ask_for_editions": (is_secretariat, _("Editions of the register asked for")),
    "keep_edition": (rules.always_deny, _("Edition of the register kept")),
    "let_edition_go": (rules.always_deny, _("File of an old edition let go")),
    "tell_due_soon": (rules.always_deny, _("Followers told that a mandate is due soon")),
    "tell_due": (rules.always_deny, _("Followers told that the date of a mandate has come")),
    "tell_left_out": (rules.always_deny, _("Leads told what a new version leaves out")),
}
"""The verbs of the archive and of what is told by the clock."""
