"""How like two provisions of two languages are, as a sum of pieces of evidence for and against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import exp, log, sqrt

from majlis.textkit.align.evidence import Item, Ordinal

# Characters that a language takes to say what English says in one.
_LENGTH = {"en": 1.0, "fr": 1.16, "es": 1.14, "ru": 1.1, "ar": 0.8, "zh": 0.27}
# Kinds that readers take for one another, with what the confusion costs.
_KINDS: dict[frozenset[str], float] = {
    frozenset({"preambular", "operative"}): -1.5,
    frozenset({"preambular", "paragraph"}): -1.0,
    frozenset({"operative", "paragraph"}): -0.5,
    frozenset({"operative", "heading"}): -2.0,
    frozenset({"preambular", "heading"}): -2.0,
    frozenset({"paragraph", "heading"}): -1.5,
    frozenset({"front", "title"}): -1.0,
    frozenset({"heading", "title"}): -1.0,
    frozenset({"annex", "heading"}): -0.5,
    frozenset({"front", "heading"}): -2.0,
    frozenset({"back", "paragraph"}): -1.0,
    frozenset({"front", "back"}): -1.0,
}
# Keys of the lexicon between which translators choose freely.
_FAMILIES = (
    {"recalling", "recalls", "reminds", "reaffirming", "reiterating"},
    {"reaffirming", "affirming", "reiterating", "confirming", "reaffirms", "affirms", "reiterates", "confirms"},
    {"recognizing", "acknowledging", "recognizes", "acknowledges", "noting", "considering", "considers"},
    {"noting", "taking_note", "observing", "having_received", "notes", "takes_note"},
    {"taking_into_account", "considering", "bearing_in_mind", "mindful", "aware", "conscious", "considers"},
    {"convinced", "believing", "considering", "considers", "determining", "determines"},
    {"concerned", "alarmed", "expressing", "expresses", "noting", "notes"},
    {"emphasizing", "stressing", "underlining", "emphasizes", "stresses", "underlines", "noting", "notes"},
    {"welcoming", "commending", "appreciating", "thanks", "congratulating", "paying_tribute", "welcomes",
     "commends", "congratulates", "noting", "notes", "expressing", "expresses"},
    {"condemning", "deploring", "regretting", "condemns", "deplores", "regrets", "rejecting", "rejects"},
    {"desiring", "determined", "hoping", "looks_forward", "expressing", "expresses"},
    {"acting", "referring"},
    {"determining", "having_acted", "determines", "declares", "declaring", "noting", "considering"},
    {"decides", "resolves", "determines"},
    {"instructs", "directs", "entrusts", "requests", "authorizes"},
    {"requests", "calls_upon", "urges", "appeals", "calling", "demands"},
    {"invites", "encourages", "recommends", "calls_upon", "calling", "requests", "urges", "supports"},
    {"endorses", "supports", "supporting", "confirms", "welcomes"},
    {"calling", "supporting"},
)  # fmt: skip
_KIN: dict[str, frozenset[str]] = {
    key: frozenset(other for family in _FAMILIES if key in family for other in family)
    for family in _FAMILIES
    for key in family
}
# Evidence of the same number; of one that is a few off, because something is missing here and joined
# there; and of one that is far off.
_SAME, _NEAR, _FAR = 2.5, -1.0, -3.0
_FEW = 2
_LEVELS = 5.0  # what it costs to take a lettered point for a numbered paragraph
_SOFT = frozenset({"front", "back", "heading", "title", "formula"})


def length_ratio(a: Sequence[Item], b: Sequence[Item], language_a: str, language_b: str) -> float:
    """The logarithm of how much longer side a is than side b where both say the same.

    Taken from the two texts, unless so much is missing from one that the languages' own ratio says
    more.
    """
    usual = log(_LENGTH[language_a] / _LENGTH[language_b])
    sums = [sum(len(i.words) for i in side if i.kind not in _SOFT) for side in (a, b)]
    if not all(sums):
        return usual
    seen = log(sums[0] / sums[1])
    return seen if abs(seen - usual) < 0.3 else usual


class Likeness:
    """Compares items of two texts; what is rare in both weighs more."""

    def __init__(
        self, a: Sequence[Item], b: Sequence[Item], language_a: str, language_b: str
    ) -> None:
        self.ratio = length_ratio(a, b, language_a, language_b)
        self._times = exp(self.ratio)
        self.same_language = language_a == language_b
        self._anchors, self._keys, stems = (
            Weights((getattr(item, name) for item in (*a, *b)), len(a) + len(b))
            for name in ("anchors", "keys", "stems")
        )
        # Stems that only one side knows are no evidence: that is what two languages look like.
        self._stems = stems.of_these(
            frozenset[str]().union(*(i.stems for i in a))
            & frozenset[str]().union(*(i.stems for i in b))
        )

    def __call__(self, a: Item, b: Item) -> float:
        """Evidence that ``b`` translates ``a``: above 0 for, below 0 against."""
        total = self.form(a, b) + self.content(a, b)
        if self.same_language and a.words == b.words:
            total += 4.0
        return total

    def form(self, a: Item, b: Item) -> float:
        """The part of the evidence that lies in kind, number and verb."""
        return _kind(a, b) + _order(a, b) + _verbs(a, b)

    def content(self, a: Item, b: Item) -> float:
        """The part of the evidence that lies in the words alone."""
        return (
            _shared(a.anchors, b.anchors, self._anchors, 4.0, 2.0)
            + _shared(a.keys, b.keys, self._keys, 2.0, 1.0)
            + 3.0 * _cosine(a.stems, b.stems, self._stems)
            + self.lengths(a, b)
        )

    def lengths(self, a: Item, b: Item) -> float:
        """From 0.5 where the lengths fit to -3 where they cannot."""
        best = abs(self.deviation(a.words, b.words))
        if bool(a.provision.children) != bool(b.provision.children):
            # One side may hold its points in one paragraph.
            best = min(best, abs(self.deviation(a.whole, b.whole)))
        return 0.5 - min(3.5, 0.4 * best * best)

    def deviation(self, a: str, b: str) -> float:
        """How far the lengths are from the usual ratio, in standard deviations; above 0: a is long."""
        one, other = len(a) + 8, len(b) + 8
        spread = 0.28 + 1.4 / sqrt(min(one, other * self._times))
        return (log(one / other) - self.ratio) / spread


def gap(item: Item) -> float:
    """What it costs to leave an item without a counterpart."""
    return -1.2 if item.kind in _SOFT else -2.5


def as_score(evidence: float) -> float:
    """Evidence as a number from 0 to 1."""
    return round(1 / (1 + exp(-evidence / 2)), 3)


class Weights:
    """What entries weigh: the rarer in both texts, the more.

    The sum over a set is kept, because each provision is compared with hundreds of others.
    """

    def __init__(self, sets: Iterable[frozenset[str]], size: int) -> None:
        seen = Counter(entry for entries in sets for entry in entries)
        self._weight = {entry: log((size + 2) / count) for entry, count in seen.items()}
        self._sums: dict[frozenset[str], float] = {}
        self._squares: dict[frozenset[str], float] = {}

    def of_these(self, entries: frozenset[str]) -> Weights:
        """The same weights, where only these entries count at all."""
        some = Weights((), 0)
        some._weight = {entry: self._weight[entry] for entry in entries}
        return some

    def sum(self, entries: frozenset[str]) -> float:
        """The weight of all the entries."""
        if entries not in self._sums:
            self._sums[entries] = sum(self._weight.get(entry, 0.0) for entry in entries)
        return self._sums[entries]

    def squares(self, entries: frozenset[str]) -> float:
        """The squared length of the entries taken for a vector."""
        if entries not in self._squares:
            self._squares[entries] = self.common_squares(entries)
        return self._squares[entries]

    def common(self, entries: frozenset[str]) -> float:
        """As ``sum``, for what two provisions share, which is seldom asked for twice."""
        return sum(self._weight.get(entry, 0.0) for entry in entries) if entries else 0.0

    def common_squares(self, entries: frozenset[str]) -> float:
        """As ``squares``, for what two provisions share."""
        return sum(self._weight.get(e, 0.0) ** 2 for e in entries) if entries else 0.0


def _kind(a: Item, b: Item) -> float:
    total = 1.5 if a.kind == b.kind else _KINDS.get(frozenset({a.kind, b.kind}), -3.0)
    total += 0.5 if a.depth == b.depth else -0.7
    if bool(a.provision.children) == bool(b.provision.children):
        total += 0.3
    return total


def _order(a: Item, b: Item) -> float:
    total = 0.0
    if a.ordinals and b.ordinals:
        near = _NEAR if _shifted(a.ordinals, b.ordinals, _FEW, -_FEW) else _FAR
        total += _SAME if same_number(a, b) else near
        if a.depth != b.depth and a.lettered != b.lettered:
            total -= _LEVELS  # a point of a list and a paragraph
    elif bool(a.ordinals) != bool(b.ordinals):
        total -= 0.5
    if a.above and b.above:
        if not a.above.isdisjoint(b.above):
            total += 1.5
        else:
            more = a.above_siblings - b.above_siblings
            total += 0.5 if _shifted(a.above, b.above, more) else -2.0
    return total


def same_number(a: Item, b: Item) -> bool:
    """Whether the numbers are the same, or differ by what one of the two lists has more.

    Where a language lacks a provision of a list, or has two in one, all behind it have another number;
    which one it is only the words can say.
    """
    return not a.ordinals.isdisjoint(b.ordinals) or _shifted(
        a.ordinals, b.ordinals, a.siblings - b.siblings
    )


def _shifted(a: frozenset[Ordinal], b: frozenset[Ordinal], *ends: int) -> bool:
    """Whether the first number is greater than the second by something between 0 and the ends."""
    least, most = min(0, *ends), max(0, *ends)
    if least == most:
        return False
    for x in a:
        for y in b:
            one, other = x[-1], y[-1]
            if isinstance(one, str) or isinstance(other, str) or x[:-1] != y[:-1]:
                continue
            if least <= one - other <= most:
                return True
    return False


def _verbs(a: Item, b: Item) -> float:
    if a.verb is None or b.verb is None:
        return 0.0 if a.verb is b.verb else -0.6
    if a.verb.key == b.verb.key:
        return 2.0
    return 1.0 if b.verb.key in _KIN.get(a.verb.key, ()) else -0.8


def _shared(
    a: frozenset[str], b: frozenset[str], weights: Weights, gain: float, loss: float
) -> float:
    if not a and not b:
        return 0.3
    both = 0.0 if a.isdisjoint(b) else weights.common(a & b)
    alone = weights.sum(a) + weights.sum(b) - 2 * both
    total = both + alone
    if not total:
        return 0.0
    # A single common entry proves less than several rare ones.
    return (gain * both - loss * alone) / total * min(1.0, total / 6)


def _cosine(a: frozenset[str], b: frozenset[str], weights: Weights) -> float:
    if a.isdisjoint(b):
        return 0.0
    both = weights.common_squares(a & b)
    return both / sqrt(weights.squares(a) * weights.squares(b)) if both else 0.0
