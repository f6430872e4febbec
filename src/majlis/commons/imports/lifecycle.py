"""The lifecycle of an import."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from majlis.kernel.lifecycle import Lifecycle, Transition

BATCH = Lifecycle(
    "imports.batch",
    {
        "uploaded": pgettext_lazy("import", "columns to be named"),
        "mapped": pgettext_lazy("import", "to be looked at"),
        "running": pgettext_lazy("import", "being taken in"),
        "done": pgettext_lazy("import", "taken in"),
        "given_up": pgettext_lazy("import", "given up"),
    },
    (
        Transition("imports.map_columns", ("uploaded", "mapped"), "mapped"),
        Transition("imports.start_import", ("mapped",), "running"),
        Transition("imports.finish_import", ("running",), "done"),
        Transition("imports.cancel_import", ("uploaded", "mapped"), "given_up"),
    ),
)
