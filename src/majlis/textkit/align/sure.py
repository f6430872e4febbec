"""Letters that a text must have where a form of the lexicon is to be found: far sooner looked for than the form."""

from __future__ import annotations

import re
from collections.abc import Iterable

from majlis.textkit.lexicon.folding import fold_form

_GROUP = re.compile(r"\((?:[^()\\]|\\.)*\)(?:[?*+]|\{[^}]*\})?")
# What stands for no letter in particular, or for one that need not be there.
_UNSURE = re.compile(r"\\.|\[(?:\\.|[^\]])*\](?:[?*+]|\{[^}]*\})?|\w[?*]|\w\{[^}]*\}|[^\w|]")


def sure_letters(forms: Iterable[str], language: str) -> tuple[str, ...]:
    """For each choice of each form the longest run of letters that it cannot do without, lower case.

    One of them is in every folded lower-case text in which a form is found. Empty, so that nothing can be
    told, where a form has no such run.

    >>> sure_letters(["(the )?secretar(y|ies)", "chiefs?"], "en")
    ('chief', 'secretar')
    """
    found: set[str] = set()
    for form in forms:
        bare, count = fold_form(form, language), 1
        while count:
            bare, count = _GROUP.subn(" ", bare)
        for choice in _UNSURE.sub(" ", bare).split("|"):
            longest = max(choice.split(), key=len, default="")
            if not longest:
                return ()
            found.add(longest.lower())
    # A run within which another lies adds nothing.
    return tuple(sorted(run for run in found if not any(o in run for o in found - {run})))
