"""States of what the engine found, of mandates, and of who leads."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from majlis.kernel.lifecycle import Lifecycle, Transition

WAITING, ACCEPTED, REJECTED, REPLACED = "waiting", "accepted", "rejected", "replaced"
ACTIVE, PAUSED, COMPLETED, MERGED, LAPSED = "active", "paused", "completed", "merged", "lapsed"
GOING_ON = (ACTIVE, PAUSED)
"""Mandates of which more may be asked: what was ended is taken up again first."""
JUDGED = "judged"
PROPOSED, CONFIRMED, DECLINED, ENDED = "proposed", "confirmed", "declined", "ended"
COLLECTING, FROZEN, CLOSED = "collecting", "frozen", "closed"

FINDING = Lifecycle(
    "mandates.finding",
    {
        WAITING: pgettext_lazy("finding", "waiting for a person"),
        ACCEPTED: pgettext_lazy("finding", "accepted"),
        REJECTED: pgettext_lazy("finding", "not a mandate"),
        REPLACED: pgettext_lazy("finding", "found anew"),
    },
    (
        Transition("mandates.accept", (WAITING,), ACCEPTED),
        Transition("mandates.accept_clause", (WAITING,), ACCEPTED),
        Transition("mandates.reject", (WAITING,), REJECTED),
        Transition("mandates.reopen", (REJECTED,), WAITING),
        Transition("mandates.take_back", (ACCEPTED,), WAITING),
        Transition("mandates.take_back_clause", (ACCEPTED,), WAITING),
        Transition("mandates.find", (WAITING,), REPLACED),
        Transition("mandates.split", (WAITING,), REPLACED),
    ),
)
# An end is an act of somebody, and never comes by itself; what was ended may be taken up again.
LIFE = Lifecycle(
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
        Transition("mandates.complete", (ACTIVE, PAUSED), COMPLETED),
        Transition("mandates.merge", (ACTIVE, PAUSED), MERGED),
        Transition("mandates.replace", (ACTIVE, PAUSED), REPLACED),
        Transition("mandates.pause", (ACTIVE,), PAUSED),
        Transition("mandates.lapse", (ACTIVE, PAUSED), LAPSED),
        Transition("mandates.revive", (PAUSED, COMPLETED, MERGED, REPLACED, LAPSED), ACTIVE),
    ),
)
PAIR = Lifecycle(
    "mandates.pair",
    {
        PROPOSED: pgettext_lazy("pair", "found by meaning, nobody has looked at it"),
        JUDGED: pgettext_lazy("pair", "judged by a person"),
    },
    (
        Transition("mandates.judge_pair", (PROPOSED,), JUDGED),
        Transition("mandates.rejudge_pair", (JUDGED,), JUDGED),
    ),
)
ASSIGNMENT = Lifecycle(
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
REVIEW = Lifecycle(
    "mandates.review_set",
    {
        COLLECTING: pgettext_lazy("review set", "being collected"),
        FROZEN: pgettext_lazy("review set", "frozen, under review"),
        CLOSED: pgettext_lazy("review set", "closed"),
    },
    (
        Transition("mandates.freeze_set", (COLLECTING,), FROZEN),
        Transition("mandates.close_set", (FROZEN,), CLOSED),
        Transition("mandates.reopen_set", (CLOSED,), FROZEN),
    ),
)
