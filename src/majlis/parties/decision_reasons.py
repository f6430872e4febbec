"""Standard sentences for questions and refusals: what is wrong, and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

QUESTIONS = {
    "which_evidence": _(
        "No proof that the organization exists. Send a register entry, statute or letter."
    ),
    "which_authority": _(
        "No proof of your authority. Send a letter from the organization that names you."
    ),
    "which_name": _("The name differs from the file. Enter it exactly as the organization does."),
    "which_kind": _(
        "The kind of organization does not match the evidence. Select another or explain."
    ),
}
REFUSALS = {
    "no_organisation": _(
        "No proof that the organization exists. You may resubmit with other evidence."
    ),
    "no_authority": _(
        "No proof of your authority. You may resubmit with a letter from the organization."
    ),
    "registered": _(
        "The organization already participates. Ask its focal point to confirm you as delegate."
    ),
    "out_of_scope": _(
        "No link between organization and process is shown. You may resubmit with an explanation."
    ),
}
REASONS = QUESTIONS | REFUSALS
