"""The lifecycle of a moderation case."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.lifecycle import Lifecycle, Transition

CASE = Lifecycle(
    "moderation.case",
    {
        "waiting": pgettext_lazy("case", "awaiting moderation"),
        "approved": pgettext_lazy("case", "approved"),
        "asked": pgettext_lazy("case", "returned to the author"),
        "hidden": pgettext_lazy("case", "hidden"),
        "refused": pgettext_lazy("case", "rejected"),
        "appealed": pgettext_lazy("case", "under appeal"),
        "closed": pgettext_lazy("case", "withdrawn by the author"),
    },
    (
        Transition("moderation.approve_contribution", ("waiting", "appealed"), "approved"),
        Transition("moderation.send_back_contribution", ("waiting",), "asked"),
        Transition("moderation.hide_contribution", ("waiting", "approved", "appealed"), "hidden"),
        Transition("moderation.refuse_contribution", ("waiting", "appealed"), "refused"),
        Transition("moderation.report_contribution", ("approved",), "waiting"),
        Transition("moderation.resubmit_contribution", ("asked", "approved"), "waiting"),
        Transition("moderation.appeal_decision", ("hidden", "refused"), "appealed"),
        Transition(
            "moderation.close_case",
            ("waiting", "approved", "asked", "hidden", "refused", "appealed"),
            "closed",
        ),
    ),
)
# State of a case -> title of its page.
PAGE_TITLES = {
    "waiting": _("Contribution awaiting moderation"),
    "approved": pgettext_lazy("page", "Approved contribution"),
    "asked": pgettext_lazy("page", "Contribution returned to the author"),
    "hidden": pgettext_lazy("page", "Hidden contribution"),
    "refused": pgettext_lazy("page", "Rejected contribution"),
    "appealed": _("Contribution under appeal"),
    "closed": _("Contribution withdrawn by the author"),
}
OPEN_STATES = ("waiting", "appealed")
# Code of a decision, as stored and as sent by the form -> its verb.
DECISION_VERBS = {
    "approve": "approve_contribution",
    "ask": "send_back_contribution",
    "hide": "hide_contribution",
    "refuse": "refuse_contribution",
}
DECISIONS = tuple(DECISION_VERBS)
