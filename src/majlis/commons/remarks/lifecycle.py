"""The lifecycle of a remark."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from majlis.kernel.lifecycle import Lifecycle, Transition

REMARK = Lifecycle(
    "remarks.remark",
    {
        "waiting": pgettext_lazy("remark", "awaiting a reply"),
        "answered": pgettext_lazy("remark", "answered"),
        "withheld": pgettext_lazy("remark", "withheld"),
    },
    (
        # The text is published before the answer, or again after it was withheld.
        Transition("remarks.publish_remark", ("waiting", "withheld"), "waiting"),
        Transition("remarks.answer_remark", ("waiting",), "answered"),
        Transition("remarks.correct_answer", ("answered",), "answered"),
        Transition("remarks.withhold_remark", ("waiting", "answered"), "withheld"),
    ),
)
# A value of the filter for waiting remarks past their due date; it is not a state, as no verb leads to it.
LATE = "late"
