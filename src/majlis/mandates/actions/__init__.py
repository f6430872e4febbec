"""The verbs of the room, one subject a file."""

from __future__ import annotations

from majlis.mandates.actions.accepting import (
    accept,
    accept_unchanged,
    correct_asking,
    unchanged,
)
from majlis.mandates.actions.actors import (
    change_actor,
    check_contact,
    join_actors,
    load_actor,
)
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
from majlis.mandates.actions.archive import (
    ask_for_editions,
    keep_edition,
    let_edition_go,
    tell_due,
    tell_due_soon,
    tell_left_out,
)
from majlis.mandates.actions.assignment import (
    assign,
    change_assignment,
    confirm_assignment,
    decline_assignment,
    end_assignment,
    propose_contributor,
)
from majlis.mandates.actions.clauses import accept_clause
from majlis.mandates.actions.ending import (
    add_alias,
    complete,
    lapse,
    merge,
    pause,
    replace,
    revive,
    withdraw_alias,
)
from majlis.mandates.actions.finding import (
    add_by_hand,
    find,
    looked_at_by,
    open_finding,
    reject,
    reopen,
    split,
)
from majlis.mandates.actions.pairs import (
    judge_pair,
    rejudge_pair,
)
from majlis.mandates.actions.quiet import (
    answer_quiet,
    tell_quiet,
)
from majlis.mandates.actions.reading import (
    other_reading,
    withdraw_other_reading,
)
from majlis.mandates.actions.register import (
    Given,
    add_to,
    take_in,
)
from majlis.mandates.actions.review import (
    add_to_set,
    close_set,
    freeze_set,
    make_set,
    record_outcome,
    reopen_set,
    take_from_set,
)
from majlis.mandates.actions.taking_back import (
    take_back,
    take_back_clause,
)

__all__ = [
    "Given",
    "accept",
    "accept_clause",
    "accept_unchanged",
    "add_alias",
    "add_by_hand",
    "add_deliverable",
    "add_occasion",
    "add_resource",
    "add_step",
    "add_to",
    "add_to_set",
    "answer_lateness",
    "answer_quiet",
    "ask_for_editions",
    "assign",
    "change_actor",
    "change_assignment",
    "change_deliverable",
    "change_resource",
    "change_step",
    "check_contact",
    "close_set",
    "complete",
    "confirm_assignment",
    "correct_answer",
    "correct_asking",
    "correct_evaluation",
    "correct_response",
    "correct_statement",
    "date_occasion",
    "decline_assignment",
    "delegate",
    "do_step",
    "end_assignment",
    "evaluate",
    "find",
    "foresee",
    "freeze_set",
    "join_actors",
    "judge_pair",
    "keep_edition",
    "lapse",
    "let_edition_go",
    "load_actor",
    "looked_at_by",
    "make_set",
    "meet",
    "merge",
    "merge_deliverables",
    "open_finding",
    "other_reading",
    "part_deliverable",
    "pause",
    "propose_contributor",
    "record_occurrence",
    "record_outcome",
    "reject",
    "rejudge_pair",
    "reopen",
    "reopen_set",
    "replace",
    "respond",
    "revive",
    "say_state",
    "split",
    "state",
    "take_back",
    "take_back_clause",
    "take_from_set",
    "take_in",
    "tell_due",
    "tell_due_soon",
    "tell_lateness",
    "tell_left_out",
    "tell_quiet",
    "unchanged",
    "withdraw_alias",
    "withdraw_answer",
    "withdraw_deliverable",
    "withdraw_evaluation",
    "withdraw_occasion",
    "withdraw_occurrence",
    "withdraw_other_reading",
    "withdraw_resource",
    "withdraw_response",
    "withdraw_statement",
    "withdraw_step",
]
