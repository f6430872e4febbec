"""Who says who an actor is, and whom to ask there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.kernel.roles import is_secretariat
from majlis.mandates.rules.people import speaks

VERBS = {
    "load_actor": (is_secretariat, _("Actor recorded from the profile")),
    "change_actor": (is_secretariat, _("What is known of an actor corrected")),
    "join_actors": (is_secretariat, _("Name found to be that of another actor")),
    "check_contact": (is_secretariat | speaks, _("Whom to ask checked")),
}
