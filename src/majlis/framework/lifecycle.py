"""The states of a cell of a matrix."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from majlis.kernel.lifecycle import Lifecycle, Transition

LINK = Lifecycle(
    "framework.link",
    {
        "proposed": pgettext_lazy("cell of a matrix", "proposed"),
        "accepted": pgettext_lazy("cell of a matrix", "accepted"),
        "withdrawn": pgettext_lazy("cell of a matrix", "withdrawn"),
    },
    (
        Transition("framework.accept_link", ("proposed",), "accepted"),
        Transition("framework.withdraw_link", ("proposed", "accepted"), "withdrawn"),
        Transition("framework.propose_link", ("withdrawn",), "proposed"),
    ),
)
