"""A job of translation: from the moment that somebody takes it to the words on the page."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from majlis.kernel.lifecycle import Lifecycle, Transition

JOB = Lifecycle(
    "translation.job",
    {
        "taken": pgettext_lazy("translation", "being translated"),
        "submitted": pgettext_lazy("translation", "waiting for revision"),
        "accepted": pgettext_lazy("translation", "accepted"),
        "released": pgettext_lazy("translation", "given back"),
    },
    (
        Transition("translation.submit", ("taken",), "submitted"),
        Transition("translation.send_back", ("submitted",), "taken"),
        Transition("translation.accept", ("submitted",), "accepted"),
        Transition("translation.release", ("taken",), "released"),
    ),
)
