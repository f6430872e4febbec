"""Detects the body of a text by a line at its beginning that is exactly a body's name."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from majlis.kernel.models import Reader, Wording
from majlis.parties.models import Body
from majlis.parties.models.body import BodyAlias
from majlis.textkit.cover import bare, first_lines
from majlis.textkit.model import Text


class DetectedBody(NamedTuple):
    """A body, and the line that names it."""

    body: Body
    line: str


def detect_body(text: Text, user: Reader) -> DetectedBody | None:
    """The body, visible to the user, whose name is one of the first lines; else None.

    A name is its title, another current or former name, or its abbreviation, in the language of the
    text. The enacting formula, which names the acting body, takes precedence over the cover. None
    also where either names several bodies.
    """
    lines = list(first_lines(text))
    if not lines:
        return None
    names, abbreviations = _body_names(user, text.language)
    for formula in (True, False):
        matches: dict[int, str] = {}
        for each in lines:
            if each.formula is formula:
                keys = names.get(bare(each.words, text.language), set())
                for key in keys | abbreviations.get(each.words, set()):
                    matches.setdefault(key, each.words)
        if matches:
            key, line = matches.popitem()
            return None if matches else DetectedBody(Body.objects.get(pk=key), line)
    return None


def _body_names(user: Reader, language: str) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """The keys of bodies by name in a language, and by abbreviation."""
    titles = Wording.objects.filter(
        record=OuterRef("record"), field="title", language=language
    ).exclude(text="")
    others = BodyAlias.objects.filter(body=OuterRef("pk"), language__in=(language, ""))
    names: dict[str, set[int]] = {}
    abbreviations: dict[str, set[int]] = {}
    for key, abbreviation, *labels in Body.objects.visible_to(user).values_list(
        "pk",
        "abbreviation",
        ArraySubquery(titles.values("text")),
        ArraySubquery(others.values("label")),
    ):
        for name in (*labels[0], *labels[1]):
            names.setdefault(bare(name, language), set()).add(key)
        if abbreviation:
            abbreviations.setdefault(abbreviation, set()).add(key)
    names.pop("", None)
    return names, abbreviations
