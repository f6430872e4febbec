"""The body that the first lines of a text name: by its whole name, or not at all."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from majlis.kernel.models import Wording
from majlis.parties.models import Body
from majlis.parties.models.body import BodyAlias
from majlis.textkit.cover import bare, first_lines
from majlis.textkit.model import Text


class DetectedBody(NamedTuple):
    """A body, and the line that names it."""

    body: Body
    line: str


def detect_body(text: Text, user: Any) -> DetectedBody | None:
    """The body that the user may see of which a first line is the name, and nothing more.

    A name is its title, another that it has or had, or its abbreviation, in the language of the text. The formula, in
    which the body that acts names itself, goes before the cover; where either names several bodies, it is none of them.
    """
    lines = list(first_lines(text))
    if not lines:
        return None
    names, short = _body_names(user, text.language)
    for formula in (True, False):
        found: dict[int, str] = {}
        for each in lines:
            if each.formula is formula:
                keys = names.get(bare(each.words, text.language), set())
                for key in keys | short.get(each.words, set()):
                    found.setdefault(key, each.words)
        if found:
            key, line = found.popitem()
            return None if found else DetectedBody(Body.objects.get(pk=key), line)
    return None


def _body_names(user: Any, language: str) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """The bodies by their names in a language, and by their abbreviations."""
    titles = Wording.objects.filter(
        record=OuterRef("record"), field="title", language=language
    ).exclude(text="")
    others = BodyAlias.objects.filter(body=OuterRef("pk"), language__in=(language, ""))
    names: dict[str, set[int]] = {}
    short: dict[str, set[int]] = {}
    for key, abbreviation, *called in Body.objects.visible_to(user).values_list(
        "pk",
        "abbreviation",
        ArraySubquery(titles.values("text")),
        ArraySubquery(others.values("label")),
    ):
        for name in (*called[0], *called[1]):
            names.setdefault(bare(name, language), set()).add(key)
        if abbreviation:
            short.setdefault(abbreviation, set()).add(key)
    names.pop("", None)
    return names, short
