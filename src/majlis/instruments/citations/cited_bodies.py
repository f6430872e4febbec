"""The bodies of cited texts: "Resolution 75 of the World Telecommunication Standardization Assembly"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from majlis.instruments.core.bodies import (
    bodies_above,
    bodies_named,
    listed_names,
    parents_of_bodies,
)
from majlis.instruments.core.identifiers import instrument_key
from majlis.instruments.models import Instrument, ProvisionWording
from majlis.parties.models import Body
from majlis.textkit.citations import Citation as Found
from majlis.textkit.citations import find_citations
from majlis.textkit.citing import CitedBody, cited_bodies, is_of_kind
from majlis.textkit.lexicon import lexicon
from majlis.textkit.model import LANGUAGES


@dataclass(frozen=True)
class BodyOf:
    """The body of a text: ``key`` where it is listed, else its name in ``words``; neither where unknown.

    ``also`` is the name of a listed body by which texts were cited before it was listed.
    """

    key: int | None = None
    words: str = ""
    also: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        return self.key is not None or bool(self.words)

    def is_body_of(self, instrument: Instrument) -> bool:
        """Whether an instrument is of this body."""
        if self.key is not None and instrument.body_id is not None:
            return bool(self.key == instrument.body_id)
        words = instrument.body_words.casefold()
        return bool(words) and words in (self.words.casefold(), self.also.casefold())


UNKNOWN = BodyOf()


def has_body(instrument: Instrument) -> bool:
    """Whether the body of an instrument is known, listed or not."""
    return instrument.body_id is not None or bool(instrument.body_words)


@dataclass(frozen=True)
class Reference:
    """A citation in a wording, and the body of the text that it cites."""

    wording: ProvisionWording
    found: Found
    body: BodyOf


def find_references(wordings: Sequence[ProvisionWording], own: Instrument) -> list[Reference]:
    """The citations in wordings of an instrument, each with the body of the cited text.

    Where the words beside a citation name no body, it is that of the other citations of its number in
    these wordings, if they agree.
    """
    bodies = CitedBodies(own)
    references: list[Reference] = []
    for wording in wordings:
        found = find_citations(wording.text, wording.language)
        if found:
            named = bodies.of(wording.text, wording.language, found)
            references += [
                Reference(wording, each, body) for each, body in zip(found, named, strict=True)
            ]
    agreed: dict[str, set[BodyOf]] = {}
    for each in references:
        if each.body:
            agreed.setdefault(instrument_key(each.found.value), set()).add(each.body)
    unique = {key: next(iter(found)) for key, found in agreed.items() if len(found) == 1}
    return [
        each
        if each.body
        else Reference(
            each.wording, each.found, unique.get(instrument_key(each.found.value), UNKNOWN)
        )
        for each in references
    ]


class CitedBodies:
    """Resolves the bodies that the words around a citation name, for the texts of one instrument."""

    def __init__(self, own: Instrument) -> None:
        self.own = own
        self._listed: dict[str, list[tuple[str, str]]] = {}

    def of(self, text: str, language: str, found: Sequence[Found]) -> list[BodyOf]:
        """The body of each citation in a text."""
        if language not in self._listed:
            self._listed[language] = [(f"{key}", name) for key, name in listed_names(language)]
        return [
            self._resolve(each)
            for each in cited_bodies(text, language, found, self._listed[language])
        ]

    def _resolve(self, cited: CitedBody) -> BodyOf:
        if cited.own:
            return self._own
        if cited.name.isdecimal():  # the key of a listed body
            return self._listed_body(int(cited.name))
        if cited.name:
            body = self._known.get(cited.name)
            return self._listed_body(body.pk) if body else BodyOf(words=cited.name)
        return self._of_kind(cited.kind)

    @cached_property
    def _own(self) -> BodyOf:
        if self.own.body_id is not None:
            return self._listed_body(self.own.body_id)
        return BodyOf(words=self.own.body_words)

    @cached_property
    def _known(self) -> Mapping[str, Body]:
        """The listed bodies that the engine knows, by its English name."""
        return bodies_named(list(lexicon("en").table("bodies")))

    def _listed_body(self, key: int) -> BodyOf:
        also = next((name for name, body in self._known.items() if body.pk == key), "")
        return BodyOf(key, also=also)

    def _of_kind(self, kind: str) -> BodyOf:
        """The body that "the Council" means: the own one, else the only one known in its house."""
        if not kind or not self._own:
            return UNKNOWN
        names = [(self._own.words, code) for code in LANGUAGES if self._own.words]
        names += self._titles_of_own
        if any(is_of_kind(name, kind, code) for name, code in names):
            return self._own
        house = self._house(self.own.body_id)
        fitting = [
            (name, body)
            for name, body in self._known.items()
            if is_of_kind(name, kind, "en") and house & self._house(body.pk)
        ]
        if len(fitting) != 1:
            return UNKNOWN
        return self._listed_body(fitting[0][1].pk)

    @cached_property
    def _titles_of_own(self) -> list[tuple[str, str]]:
        body = self.own.body
        if body is None:
            return []
        titles = body.record.wordings.filter(field="title").exclude(text="")
        return list(titles.values_list("text", "language"))

    @cached_property
    def _parents(self) -> dict[int, int | None]:
        return parents_of_bodies()

    def _house(self, key: int | None) -> set[int]:
        """A body and those above it, without the organization at the top, to which many houses belong."""
        house = [] if key is None else [key, *bodies_above(key, self._parents)]
        return {each for each in house if self._parents.get(each) is not None}
