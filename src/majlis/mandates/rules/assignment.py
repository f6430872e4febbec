"""Who says who leads on a mandate, and who contributes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.kernel.roles import is_secretariat
from majlis.mandates.rules.people import is_of_its_body, is_owner

of_its_body = is_secretariat | is_of_its_body

VERBS = {
    "assign": (of_its_body, _("Lead or contributor named")),
    "propose_contributor": (of_its_body | is_owner, _("Contributor proposed")),
    "confirm_assignment": (of_its_body, _("Lead or contributor confirmed")),
    "decline_assignment": (of_its_body, _("Lead or contributor declined")),
    "end_assignment": (of_its_body, _("Lead or contributor no longer")),
    "change_assignment": (
        of_its_body,
        _("Lead or contributor: since when and by what act corrected"),
    ),
}
