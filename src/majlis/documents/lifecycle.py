"""States of documents and of their versions."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from majlis.kernel.lifecycle import Lifecycle, Transition

DRAFT, SUBMITTED, RETURNED, ACCEPTED, POSTED, WITHDRAWN, REFUSED = (
    "draft",
    "submitted",
    "returned",
    "accepted",
    "posted",
    "withdrawn",
    "refused",
)

DOCUMENT = Lifecycle(
    "documents.document",
    {
        DRAFT: pgettext_lazy("document", "draft"),
        SUBMITTED: pgettext_lazy("document", "submitted"),
        RETURNED: pgettext_lazy("document", "returned to its author"),
        ACCEPTED: pgettext_lazy("document", "accepted"),
        POSTED: pgettext_lazy("document", "posted"),
        WITHDRAWN: pgettext_lazy("document", "withdrawn"),
        REFUSED: pgettext_lazy("document", "refused"),
    },
    (
        Transition("documents.submit_document", (DRAFT, RETURNED), SUBMITTED),
        Transition("documents.return_document", (SUBMITTED,), RETURNED),
        Transition("documents.accept_document", (SUBMITTED,), ACCEPTED),
        Transition("documents.refuse_document", (SUBMITTED,), REFUSED),
        Transition("documents.post_document", (ACCEPTED,), POSTED),
        Transition(
            "documents.withdraw_document",
            (DRAFT, SUBMITTED, RETURNED, ACCEPTED, POSTED),
            WITHDRAWN,
        ),
    ),
)
VERSION = Lifecycle(
    "documents.version",
    {
        DRAFT: pgettext_lazy("document", "draft"),
        SUBMITTED: pgettext_lazy("document", "submitted"),
        RETURNED: pgettext_lazy("document", "returned to its author"),
        POSTED: pgettext_lazy("document", "posted"),
        REFUSED: pgettext_lazy("document", "refused"),
    },
    (
        Transition("documents.submit_version", (DRAFT, RETURNED), SUBMITTED),
        Transition("documents.return_version", (SUBMITTED,), RETURNED),
        Transition("documents.post_version", (SUBMITTED,), POSTED),
        Transition("documents.refuse_version", (SUBMITTED,), REFUSED),
    ),
)
