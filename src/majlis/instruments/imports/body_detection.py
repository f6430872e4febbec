"""Proposes the body of a text: the most specific one that its formula, its adoption or its cover names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from majlis.instruments.core.bodies import bodies_above, body_named, parents_of_bodies
from majlis.kernel.models import Reader, Wording
from majlis.parties.models import Body
from majlis.parties.models.body import BodyAlias
from majlis.textkit.adoption import find_adoption
from majlis.textkit.cover import Line, acting_body, bare, first_lines, names_body
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.model import Text
from majlis.textkit.structure.front import body_of

type Matches = dict[int, str]
"""Keys of bodies, each with the line that names it."""


class ProposedBody(NamedTuple):
    """A body, and the line in which a rule found a name of it; empty where the engine knows the name."""

    body: Body | None = None
    line: str = ""


def propose_body(text: Text, user: Reader) -> ProposedBody:
    """The body of a text, visible to the user; none where several fit, or a body that is not listed acts.

    A name is its title, another current or former name, or its abbreviation, in the language of the
    text. The enacting formula takes precedence over the line that says who adopted the text, and
    both over the cover, which names the organization too.
    """
    acting = acting_body(text)
    if (body := _visible_body(acting, user)) is not None:
        return ProposedBody(body)
    names = _body_names(user, text.language)
    lines = list(first_lines(text))
    adoption = find_adoption(text)
    for matches in (
        names.matches(each for each in lines if each.formula),
        names.longest_in(adoption.line) if adoption else {},
    ):
        if matches:
            return _only(matches)
    if acting:  # the organization on the cover is not the body that acts
        return ProposedBody()
    known = _visible_body(text.body, user)
    return _from_cover(text, known, names.matches(each for each in lines if not each.formula))


def _visible_body(name: str, user: Reader) -> Body | None:
    """The body that the engine names, if the user may see it."""
    body = body_named(name)
    is_visible = body is not None and Body.objects.visible_to(user).filter(pk=body.pk).exists()
    return body if is_visible else None


def _from_cover(text: Text, known: Body | None, matches: Matches) -> ProposedBody:
    """The most specific body that the lines of a cover name; ``known`` is the one that the engine names."""
    if known is not None:
        matches.setdefault(known.pk, "")
    parents = parents_of_bodies()
    above = {each for key in matches for each in bodies_above(key, parents)}
    specific = {key: line for key, line in matches.items() if key not in above}
    if text.body and known is None:
        # a body that is not listed is more specific than an organization without one above it
        specific = {key: line for key, line in specific.items() if parents[key] is not None}
    return _only(specific)


def _only(matches: Matches) -> ProposedBody:
    if len(matches) != 1:
        return ProposedBody()
    ((key, line),) = matches.items()
    return ProposedBody(Body.objects.get(pk=key), line)


@dataclass
class _Names:
    """The keys of bodies by their names in a language, and by abbreviation."""

    language: str
    names: dict[str, set[int]] = field(default_factory=dict)
    abbreviations: dict[str, set[int]] = field(default_factory=dict)

    def matches(self, lines: Iterable[Line]) -> Matches:
        """The bodies of which a line is exactly a name."""
        found: Matches = {}
        for each in lines:
            keys = self.names.get(bare(each.words, self.language), set())
            for key in keys | self.abbreviations.get(each.words, set()):
                found.setdefault(key, each.words)
        return found

    def longest_in(self, line: str) -> Matches:
        """The bodies of the longest name that a line has among its words."""
        plain = bare(line, self.language)
        found = [name for name in self.names if names_body(plain, name, self.language)]
        return dict.fromkeys(self.names[max(found, key=len)], line) if found else {}


def _body_names(user: Reader, language: str) -> _Names:
    titles = Wording.objects.filter(
        record=OuterRef("record"), field="title", language=language
    ).exclude(text="")
    others = BodyAlias.objects.filter(body=OuterRef("pk"), language__in=(language, ""))
    found = _Names(language)
    for key, abbreviation, *labels in Body.objects.visible_to(user).values_list(
        "pk",
        "abbreviation",
        ArraySubquery(titles.values("text")),
        ArraySubquery(others.values("label")),
    ):
        for name in (*labels[0], *labels[1]):
            found.names.setdefault(bare(name, language), set()).add(key)
        if abbreviation:
            found.abbreviations.setdefault(abbreviation, set()).add(key)
    found.names.pop("", None)
    return found


def unlisted_body(text: Text) -> str:
    """The name that a text gives to its body, as it is printed; empty where it is not sure.

    A body that the engine does not know names itself in the formula alone: a title names none.
    """
    lines = list(first_lines(text))
    if not text.body:
        return next(
            (_without_article(each.words, text.language) for each in lines if each.formula), ""
        )
    printed = next(
        (
            each.words
            for each in lines
            if not each.formula and body_of([each.words], text.language, whole=True) == text.body
        ),
        "",
    )
    return printed or (text.body if text.language == "en" else "")


def _without_article(formula: str, language: str) -> str:
    """The name in a formula ("The Council of Tides,"); empty where persons speak ("We, the ministers, ...")."""
    words = lexicon(language)
    said = formula.strip(" ,،，:：*_")
    if words.pattern("formula", "persons", start=True).match(fold(said).text):
        return ""
    article = words.pattern("formula", "article", start=True).match(said)
    return said[article.end() :].strip() if article else said
