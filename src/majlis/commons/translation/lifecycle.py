"""A job of translation: from the moment that somebody takes it to the words on the page."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from majlis.kernel.lifecycle import Lifecycle, Transition

JOB = Lifecycle(
    "translation.job",
    {
        "taken": pgettext_lazy("translation", "being translated"),
        "submitted": pgettext_lazy("translation", "waiting for revision"),
        "revising": pgettext_lazy("translation", "being revised"),
        "accepted": pgettext_lazy("translation", "accepted"),
        "released": pgettext_lazy("translation", "given back"),
    },
    (
        Transition("translation.submit", ("taken",), "submitted"),
        Transition("translation.withdraw", ("submitted",), "taken"),
        Transition("translation.revise", ("submitted",), "revising"),
        Transition("translation.send_back", ("submitted", "revising"), "taken"),
        Transition("translation.accept", ("submitted", "revising"), "accepted"),
        Transition("translation.release", ("taken",), "released"),
        Transition("translation.release", ("revising",), "submitted"),
        Transition("translation.free", ("taken",), "released"),
        Transition("translation.free", ("revising",), "submitted"),
    ),
)
# While it is in one of these, nobody else takes the words.
OPEN = ("taken", "submitted", "revising")
