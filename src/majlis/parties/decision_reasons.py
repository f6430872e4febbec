"""Standard sentences for questions and refusals: what is wrong, and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

QUESTIONS = {
    "which_evidence": _(
        "Proof that the organization exists is missing. Send a register entry, statute or letter."
    ),
    "which_authority": _(
        "Proof of your authority is missing. Send a letter from the organization naming you."
    ),
    "which_name": _("The name in the file is different. Enter the name used by the organization."),
    "which_kind": _(
        "The kind of organization does not match the evidence. Select another kind or explain."
    ),
}
REFUSALS = {
    "no_organisation": _(
        "The organization’s existence was not proven. You may resubmit with other evidence."
    ),
    "no_authority": _(
        "Your authority was not proven. You may resubmit with a letter from the organization."
    ),
    "registered": _(
        "The organization already participates. Ask its focal point to confirm you as a delegate."
    ),
    "out_of_scope": _(
        "The organization’s connection with the process was not demonstrated. You may "
        "resubmit with an explanation."
    ),
}
REASONS = QUESTIONS | REFUSALS
