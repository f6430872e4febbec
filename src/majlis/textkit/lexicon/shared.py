"""Many forms as one pattern in which what several of them begin with stands once."""

from __future__ import annotations

import re
from collections.abc import Iterable

# A letter or a set of them with its quantifier; and what may follow it in a form without a choice at
# the outermost level.
_ATOM = re.compile(r"(?:\[[^\]\\]+\]|[^\W_])(?:[?*+]|\{\d*,?\d*\})?(?![?*+{])")
_PLAIN = re.compile(r"(?:[^()|\\]|\\\w|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*$")


def shared_starts(forms: Iterable[str]) -> str:
    """A pattern that matches where one of some patterns does; which one of them it takes is not kept.

    A search tries each alternative at each place: with their first letters shared, it fails at once.
    """
    tails: dict[str, list[str]] = {}
    whole: list[str] = []
    for form in dict.fromkeys(forms):
        atom = _ATOM.match(form) if _PLAIN.match(form) else None
        if atom:
            tails.setdefault(atom[0], []).append(form[atom.end() :])
        else:
            whole.append(f"(?:{form})")
    return "|".join(
        [
            atom + (rest[0] if len(rest) == 1 else f"(?:{shared_starts(rest)})")
            for atom, rest in tails.items()
        ]
        + whole
    )
