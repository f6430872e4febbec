"""The wordings of one text, folded once, with the dates and citations in them found once."""

from __future__ import annotations

from majlis.textkit.citations import Citation, citations_in
from majlis.textkit.dates import Found as Date
from majlis.textkit.dates import dates_in
from majlis.textkit.lexicon import fold
from majlis.textkit.lexicon.folding import Folded
from majlis.textkit.mandates.moments import When
from majlis.textkit.mandates.names import Name
from majlis.textkit.model import Text


class Wordings:
    """What is read again and again of a text's provisions, by their ids."""

    def __init__(self, text: Text) -> None:
        self.language = text.language
        self.originals = {p.id: p.text for p in text.walk()}
        self.folds: dict[str, Folded] = {key: fold(said) for key, said in self.originals.items()}
        # When points are due by what leads to them: asked again for each point of a list.
        self.due: dict[tuple[str, int, int], When | None] = {}
        # Likewise for whom their things are.
        self.given: dict[tuple[str, int, int], list[Name]] = {}
        self._dates: dict[str, list[Date]] = {}
        self._citations: dict[str, list[Citation]] = {}
        self._told: dict[tuple[str, tuple[str, ...]], list[Citation]] = {}
        self._dated: dict[str, list[tuple[int, int]]] = {}

    def dates(self, provision: str) -> list[Date]:
        """The dates of a provision, with spans of its folded text."""
        if provision not in self._dates:
            self._dates[provision] = dates_in(self.folds[provision], self.language)
        return self._dates[provision]

    def dated(self, provision: str) -> list[tuple[int, int]]:
        """Where the dates of a provision stand in its text as it is written, in order."""
        if provision not in self._dated:
            folded = self.folds[provision]
            spans = (folded.back(date.start, date.end) for date in self.dates(provision))
            self._dated[provision] = sorted(spans)
        return self._dated[provision]

    def citations(self, provision: str) -> list[Citation]:
        """The citations of a provision, with spans of its folded text; none for no provision."""
        if provision not in self.folds:
            return []
        if provision not in self._citations:
            self._citations[provision] = citations_in(self.folds[provision], self.language)
        return self._citations[provision]

    def told(self, provision: str, values: tuple[str, ...]) -> list[Citation]:
        """The first and the last citation of a provision that have one of some values, if any."""
        if (provision, values) not in self._told:
            found = [each for each in self.citations(provision) if each.value in values]
            self._told[provision, values] = [found[0], found[-1]] if found else []
        return self._told[provision, values]

    def said(self, provision: str, span: tuple[int, int]) -> str:
        """The words of a span of a provision's folded text, as they are written; empty for no provision."""
        folded = self.folds.get(provision)
        return self.originals[provision][slice(*folded.back(*span))].strip() if folded else ""
