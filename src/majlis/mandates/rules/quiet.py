"""Who is told of quiet mandates, and who says how they are."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _

from majlis.kernel.verbs import mark_confidential
from majlis.mandates.rules.people import owner

VERBS = {
    "tell_quiet": (rules.always_deny, _("Who leads told that nothing is recorded since long")),
    "answer_quiet": (owner, _("Who leads said whether it goes on")),
}
"""The clock tells; who leads, and the secretariat for them, answers."""

# Nobody else's to read before the days to answer have passed; then the list says it.
mark_confidential("mandates.tell_quiet", "mandates.answer_quiet")
