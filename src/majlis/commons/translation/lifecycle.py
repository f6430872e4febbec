"""The lifecycle of a translation job."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from majlis.kernel.lifecycle import Lifecycle, Transition

JOB = Lifecycle(
    "translation.job",
    {
        "taken": pgettext_lazy("translation", "being translated"),
        "submitted": pgettext_lazy("translation", "awaiting revision"),
        "revising": pgettext_lazy("translation", "being revised"),
        "accepted": pgettext_lazy("translation", "accepted"),
        "released": pgettext_lazy("translation", "returned to the queue"),
    },
    (
        Transition("translation.submit_job", ("taken",), "submitted"),
        Transition("translation.withdraw_job", ("submitted",), "taken"),
        Transition("translation.revise_job", ("submitted",), "revising"),
        Transition("translation.send_back_job", ("submitted", "revising"), "taken"),
        Transition("translation.accept_job", ("submitted", "revising"), "accepted"),
        Transition("translation.release_job", ("taken",), "released"),
        Transition("translation.release_job", ("revising",), "submitted"),
        Transition("translation.free_job", ("taken",), "released"),
        Transition("translation.free_job", ("revising",), "submitted"),
    ),
)
# In these states, no other job can be opened for the same field and language.
OPEN_STATES = ("taken", "submitted", "revising")
