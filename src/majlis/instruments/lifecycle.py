"""Lifecycles of versions, imports and tags."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from majlis.kernel.lifecycle import Lifecycle, Transition

DRAFT, PROPOSED, ADOPTED, IN_FORCE = "draft", "proposed", "adopted", "in_force"
SUPERSEDED, NOT_ADOPTED, ISSUED = "superseded", "not_adopted", "issued"
WAITING, READ, PUBLISHED, UNREADABLE, SET_ASIDE = (
    "waiting",
    "read",
    "published",
    "unreadable",
    "set_aside",
)
CONFIRMED, DECLINED = "confirmed", "declined"

# A report or a statement is final once issued: no body has to adopt it, so it is neither a draft nor adopted.
# Where a body does adopt one, an act records it, as for any other text.
VERSION = Lifecycle(
    "instruments.version",
    {
        DRAFT: pgettext_lazy("version", "draft"),
        PROPOSED: pgettext_lazy("version", "proposed"),
        ADOPTED: pgettext_lazy("version", "adopted"),
        IN_FORCE: pgettext_lazy("version", "in force"),
        SUPERSEDED: pgettext_lazy("version", "superseded"),
        NOT_ADOPTED: pgettext_lazy("version", "not adopted"),
        ISSUED: pgettext_lazy("version", "issued"),
    },
    (
        Transition("instruments.propose_version", (DRAFT,), PROPOSED),
        Transition("instruments.adopt_version", (DRAFT, PROPOSED, ISSUED), ADOPTED),
        Transition("instruments.bring_version_into_force", (ADOPTED,), IN_FORCE),
        Transition("instruments.supersede_version", (ADOPTED, IN_FORCE, ISSUED), SUPERSEDED),
        Transition("instruments.mark_version_not_adopted", (DRAFT, PROPOSED), NOT_ADOPTED),
        Transition("instruments.repropose_version", (NOT_ADOPTED,), PROPOSED),
    ),
)
IMPORT = Lifecycle(
    "instruments.import",
    {
        WAITING: pgettext_lazy("import of a text", "awaiting processing"),
        READ: pgettext_lazy("import of a text", "processed, not published"),
        PUBLISHED: pgettext_lazy("import of a text", "published"),
        UNREADABLE: pgettext_lazy("import of a text", "could not be processed"),
        SET_ASIDE: pgettext_lazy("import of a text", "discarded"),
    },
    (
        Transition("instruments.read_import", (WAITING, UNREADABLE), READ),
        Transition("instruments.mark_import_unreadable", (WAITING,), UNREADABLE),
        Transition("instruments.publish_import", (READ,), PUBLISHED),
        Transition("instruments.reopen_import", (PUBLISHED,), READ),
        Transition("instruments.set_import_aside", (WAITING, READ, UNREADABLE), SET_ASIDE),
        Transition("instruments.resume_import", (SET_ASIDE,), WAITING),
    ),
)
TAG = Lifecycle(
    "instruments.tag",
    {
        PROPOSED: pgettext_lazy("concept of a text", "proposed"),
        CONFIRMED: pgettext_lazy("concept of a text", "confirmed"),
        DECLINED: pgettext_lazy("concept of a text", "declined"),
    },
    (
        Transition("instruments.confirm_tag", (PROPOSED, DECLINED), CONFIRMED),
        Transition("instruments.decline_tag", (PROPOSED, CONFIRMED), DECLINED),
    ),
)
