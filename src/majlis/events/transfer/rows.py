"""What the import of a row came to."""

from __future__ import annotations

from collections.abc import Callable

from majlis.kernel.verbs import collected_acts


def result_of(verb: str, do: Callable[[], object], *, is_new: bool) -> str:
    """Do a verb for a row: ``made`` where it created something new, ``changed``, or ``same`` where it had nothing to do."""
    with collected_acts() as acts:
        do()
    if not any(act.entries for act in acts if act.verb == verb):
        return "same"
    return "made" if is_new else "changed"
