"""The listed body that a name means: one that a person wrote, or one of the text engine."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from majlis.kernel.models import Wording
from majlis.parties.models import Body
from majlis.parties.models.body import BodyAlias
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.model import LANGUAGES


def body_named(name: str) -> Body | None:
    """The body with this name in any language; None where none has it, or several have."""
    return bodies_named((name,)).get(name)


def bodies_named(names: Collection[str]) -> dict[str, Body]:
    """The bodies with these names: a title, another name or the abbreviation, in any language.

    An English name of the engine ("ITU Plenipotentiary Conference") also means the body whose title
    the lexicon knows by it ("Plenipotentiary Conference"). Names that mean none or several are left out.
    """
    wanted = {each for each in names if each.strip()}
    if not wanted:
        return {}
    keys: dict[str, set[int]] = {each: set() for each in wanted}
    for key, language, title in _titles():
        plain = title.casefold()
        known = _engine_names(title, language)
        for name in wanted:
            if name.strip().casefold() == plain or name in known:
                keys[name].add(key)
    unique = {name: next(iter(found)) for name, found in keys.items() if len(found) == 1}
    bodies = Body.objects.with_wordings().in_bulk(unique.values())
    return {name: bodies[key] for name, key in unique.items()}


def _titles() -> Iterable[tuple[int, str, str]]:
    """The key of each body with its names, and their language where it is known."""
    titles = Wording.objects.filter(record__in=Body.objects.values("pk"), field="title")
    yield from titles.exclude(text="").values_list("record_id", "language", "text")
    yield from BodyAlias.objects.values_list("body", "language", "label")
    abbreviated = Body.objects.exclude(abbreviation="")
    yield from ((pk, "", words) for pk, words in abbreviated.values_list("pk", "abbreviation"))


def _engine_names(title: str, language: str) -> set[str]:
    """The English names by which the lexicon of a language knows a title."""
    if language not in LANGUAGES:
        return set()
    plain = fold(title).text.strip()
    named = lexicon(language).named("bodies")
    return {name for name, pattern in named if pattern.fullmatch(plain)}


def parents_of_bodies() -> dict[int, int | None]:
    """The key of each body with that of the body above it. One query."""
    return dict(Body.objects.values_list("pk", "parent"))


def bodies_above(key: int, parents: Mapping[int, int | None]) -> list[int]:
    """The keys of the bodies above a body, the nearest first; ``parents`` as `parents_of_bodies` gives them."""
    found: list[int] = []
    above = parents.get(key)
    while above is not None and above not in found:
        found.append(above)
        above = parents.get(above)
    return found


def listed_names(language: str) -> list[tuple[int, str]]:
    """The keys of the bodies with the names that texts in a language use: titles, other names, abbreviations."""
    return [(key, name) for key, code, name in _titles() if code in (language, "")]
