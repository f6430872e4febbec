"""The verbs of the room, one subject a file."""

from __future__ import annotations

from majlis.mandates.actions.answers import (
    answer_lateness,
    correct_answer,
    meet,
    say_state,
    withdraw_answer,
)
from majlis.mandates.actions.answers_foreseen import (
    add_deliverable,
    change_deliverable,
    foresee,
    merge_deliverables,
    part_deliverable,
    record_occurrence,
    withdraw_deliverable,
    withdraw_occurrence,
)
from majlis.mandates.actions.answers_late import (
    tell_lateness,
)
from majlis.mandates.actions.answers_said import (
    correct_response,
    correct_statement,
    respond,
    state,
    withdraw_response,
    withdraw_statement,
)
from majlis.mandates.actions.answers_sourced import (
    add_resource,
    change_resource,
    correct_evaluation,
    evaluate,
    withdraw_evaluation,
    withdraw_resource,
)
from majlis.mandates.actions.answers_steps import (
    add_occasion,
    add_step,
    change_step,
    date_occasion,
    delegate,
    do_step,
    withdraw_occasion,
    withdraw_step,
)

__all__ = [
    "add_deliverable",
    "add_occasion",
    "add_resource",
    "add_step",
    "answer_lateness",
    "change_deliverable",
    "change_resource",
    "change_step",
    "correct_answer",
    "correct_evaluation",
    "correct_response",
    "correct_statement",
    "date_occasion",
    "delegate",
    "do_step",
    "evaluate",
    "foresee",
    "meet",
    "merge_deliverables",
    "part_deliverable",
    "record_occurrence",
    "respond",
    "say_state",
    "state",
    "tell_lateness",
    "withdraw_answer",
    "withdraw_deliverable",
    "withdraw_evaluation",
    "withdraw_occasion",
    "withdraw_occurrence",
    "withdraw_resource",
    "withdraw_response",
    "withdraw_statement",
    "withdraw_step",
]
