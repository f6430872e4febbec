"""Who may do which verb of the room: a table for each subject, beside this file."""

from __future__ import annotations

from collections.abc import Mapping

import rules
from django.utils.functional import Promise

from majlis.kernel.verbs import register_verb_names
from majlis.mandates.rules import (
    actors,
    answers,
    archive,
    assignment,
    ending,
    finding,
    pairs,
    quiet,
    register,
    review,
)

TABLES: tuple[Mapping[str, tuple[rules.Predicate, str | Promise]], ...] = (
    actors.VERBS,
    answers.VERBS,
    archive.VERBS,
    assignment.VERBS,
    ending.VERBS,
    finding.VERBS,
    pairs.VERBS,
    quiet.VERBS,
    register.VERBS,
    review.VERBS,
)
"""Verb -> its rule, and what a history calls it."""

for table in TABLES:
    for name, (rule, _words) in table.items():
        rules.add_perm(f"mandates.{name}", rule)
    register_verb_names({f"mandates.{name}": words for name, (_rule, words) in table.items()})
