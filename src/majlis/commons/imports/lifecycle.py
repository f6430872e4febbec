"""The lifecycle of an import."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from majlis.kernel.lifecycle import Lifecycle, Transition

BATCH = Lifecycle(
    "imports.batch",
    {
        "uploaded": pgettext_lazy("import", "columns not yet assigned"),
        "mapped": pgettext_lazy("import", "not yet checked"),
        "running": pgettext_lazy("import", "being imported"),
        "done": pgettext_lazy("import", "imported"),
        "given_up": pgettext_lazy("import", "discarded"),
    },
    (
        Transition("imports.map_columns", ("uploaded", "mapped"), "mapped"),
        Transition("imports.start_import", ("mapped",), "running"),
        Transition("imports.finish_import", ("running",), "done"),
        Transition("imports.cancel_import", ("uploaded", "mapped"), "given_up"),
    ),
)
