"""The states of a remark."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from majlis.kernel.lifecycle import Lifecycle, Transition

REMARK = Lifecycle(
    "remarks.remark",
    {
        "waiting": pgettext_lazy("remark", "waits for an answer"),
        "answered": pgettext_lazy("remark", "answered"),
        "withheld": pgettext_lazy("remark", "withheld"),
    },
    (
        # Its text is shown before there is an answer, or again.
        Transition("remarks.publish_remark", ("waiting", "withheld"), "waiting"),
        Transition("remarks.answer_remark", ("waiting",), "answered"),
        Transition("remarks.correct_answer", ("answered",), "answered"),
        Transition("remarks.withhold_remark", ("waiting", "answered"), "withheld"),
    ),
)
# What waits and should have been answered: no state of its own, as nobody does it.
LATE = "late"
