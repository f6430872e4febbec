"""Standard sentences for questions and refusals: what is wrong, and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

QUESTIONS = {
    "which_evidence": _(
        "The file does not show that the organization exists. Send a register entry, a statute or a "
        "letter that does."
    ),
    "which_authority": _(
        "Nothing shows that you may act for the organization. Send a letter from it that names you."
    ),
    "which_name": _(
        "The name differs from the one in the file. Write it exactly as the organization does."
    ),
    "which_kind": _(
        "The kind of organization does not fit what was sent. Choose it again, or say why."
    ),
}
REFUSALS = {
    "no_organisation": _(
        "What was sent does not show that the organization exists. You may send the registration "
        "again with other evidence."
    ),
    "no_authority": _(
        "What was sent does not show that you may act for the organization. You may send the "
        "registration again with a letter from it."
    ),
    "registered": _(
        "The organization takes part already. Ask its focal point to confirm you as a delegate."
    ),
    "out_of_scope": _(
        "What the organization does has no bearing on this process, as far as was sent. You may send "
        "the registration again and say what the bearing is."
    ),
}
REASONS = QUESTIONS | REFUSALS
