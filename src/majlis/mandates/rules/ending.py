"""Who records that a mandate ended, rests, or was taken up again; and what other registries call it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.kernel.roles import is_secretariat

VERBS = {
    "complete": (is_secretariat, _("Mandate completed")),
    "merge": (is_secretariat, _("Mandate merged into another")),
    "replace": (is_secretariat, _("Mandate replaced by another")),
    "pause": (is_secretariat, _("Mandate paused")),
    "lapse": (is_secretariat, _("Mandate lapsed")),
    "revive": (is_secretariat, _("Mandate taken up again")),
    "add_alias": (is_secretariat, _("Number of another registry added")),
    "withdraw_alias": (is_secretariat, _("Number of another registry withdrawn")),
}
