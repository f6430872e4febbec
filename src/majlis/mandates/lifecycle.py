"""The states of findings, mandates, related pairs, assignments and review sets, with their transitions."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from majlis.kernel.lifecycle import Lifecycle, Transition

WAITING, ACCEPTED, REJECTED, REPLACED = "waiting", "accepted", "rejected", "replaced"
ACTIVE, PAUSED, COMPLETED, MERGED, LAPSED = "active", "paused", "completed", "merged", "lapsed"
ONGOING = (ACTIVE, PAUSED)
"""States of mandates that new sources may continue; one that has ended has to be revived first."""
JUDGED = "judged"
PROPOSED, CONFIRMED, DECLINED, ENDED = "proposed", "confirmed", "declined", "ended"
COLLECTING, FROZEN, CLOSED = "collecting", "frozen", "closed"

FINDING_LIFECYCLE = Lifecycle(
    "mandates.finding",
    {
        WAITING: pgettext_lazy("finding", "not yet checked"),
        ACCEPTED: pgettext_lazy("finding", "accepted"),
        REJECTED: pgettext_lazy("finding", "rejected"),
        REPLACED: pgettext_lazy("finding", "replaced by a new extraction"),
    },
    (
        Transition("mandates.accept_finding", (WAITING,), ACCEPTED),
        Transition("mandates.accept_clause", (WAITING,), ACCEPTED),
        Transition("mandates.reject_finding", (WAITING,), REJECTED),
        Transition("mandates.reopen_finding", (REJECTED,), WAITING),
        Transition("mandates.revoke_acceptance", (ACCEPTED,), WAITING),
        Transition("mandates.revoke_clause", (ACCEPTED,), WAITING),
        Transition("mandates.extract_findings", (WAITING,), REPLACED),
        Transition("mandates.split_finding", (WAITING,), REPLACED),
        Transition("mandates.undo_decisions", (REPLACED,), WAITING),
    ),
)
# A mandate ends only by an act of a person, never by a date alone; an end can be revived.
MANDATE_LIFECYCLE = Lifecycle(
    "mandates.mandate",
    {
        ACTIVE: pgettext_lazy("mandate", "active"),
        PAUSED: pgettext_lazy("mandate", "paused"),
        COMPLETED: pgettext_lazy("mandate", "completed"),
        MERGED: pgettext_lazy("mandate", "merged into another"),
        REPLACED: pgettext_lazy("mandate", "replaced by another"),
        LAPSED: pgettext_lazy("mandate", "lapsed"),
    },
    (
        Transition("mandates.complete_mandate", (ACTIVE, PAUSED), COMPLETED),
        Transition("mandates.merge_mandate", (ACTIVE, PAUSED), MERGED),
        Transition("mandates.replace_mandate", (ACTIVE, PAUSED), REPLACED),
        Transition("mandates.pause_mandate", (ACTIVE,), PAUSED),
        Transition("mandates.lapse_mandate", (ACTIVE, PAUSED), LAPSED),
        Transition(
            "mandates.revive_mandate", (PAUSED, COMPLETED, MERGED, REPLACED, LAPSED), ACTIVE
        ),
    ),
)
PAIR_LIFECYCLE = Lifecycle(
    "mandates.pair",
    {
        PROPOSED: pgettext_lazy("pair", "similar in meaning, not yet checked"),
        JUDGED: pgettext_lazy("pair", "checked by a person"),
    },
    (
        Transition("mandates.judge_pair", (PROPOSED,), JUDGED),
        Transition("mandates.rejudge_pair", (JUDGED,), JUDGED),
    ),
)
ASSIGNMENT_LIFECYCLE = Lifecycle(
    "mandates.assignment",
    {
        PROPOSED: pgettext_lazy("lead", "proposed"),
        CONFIRMED: pgettext_lazy("lead", "confirmed"),
        DECLINED: pgettext_lazy("lead", "declined"),
        ENDED: pgettext_lazy("lead", "ended"),
    },
    (
        Transition("mandates.confirm_assignment", (PROPOSED,), CONFIRMED),
        Transition("mandates.decline_assignment", (PROPOSED,), DECLINED),
        Transition("mandates.end_assignment", (CONFIRMED,), ENDED),
    ),
)
REVIEW_LIFECYCLE = Lifecycle(
    "mandates.review_set",
    {
        COLLECTING: pgettext_lazy("review set", "in preparation"),
        FROZEN: pgettext_lazy("review set", "frozen, under review"),
        CLOSED: pgettext_lazy("review set", "closed"),
    },
    (
        Transition("mandates.freeze_review_set", (COLLECTING,), FROZEN),
        Transition("mandates.close_review_set", (FROZEN,), CLOSED),
        Transition("mandates.reopen_review_set", (CLOSED,), FROZEN),
    ),
)
