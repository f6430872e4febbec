"""Makes pairs of yearly versions of invented resolutions, and says which provision became which.

The texts are fiction: a conference on tidal gardens that adopts much the same resolution each year,
in long sentences that open alike. All is drawn from one seed, so that a figure can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from majlis.textkit.compare import Comparison
from majlis.textkit.model import Kind, Provision, Run, Text

RECITALS = (
    "Recalling", "Recalling also", "Reaffirming", "Noting", "Noting with concern", "Recognizing",
    "Bearing in mind", "Emphasizing", "Welcoming", "Mindful of the need to see that",
)  # fmt: skip
VERBS = (
    "Requests", "Also requests", "Invites", "Encourages", "Calls upon", "Urges", "Welcomes",
    "Takes note of the fact that", "Stresses that", "Reiterates its call upon", "Decides that",
)  # fmt: skip
ACTORS = (
    "the Keeper-General", "all member gardens", "the Board of Lamplighters", "coastal wardens",
    "the secretariat of the Conference", "the regional nurseries", "the Tide Fund",
    "relevant guilds and associations", "the Keeper-General and the heads of the nurseries",
)  # fmt: skip
DOES = (
    "to strengthen", "to continue to support", "to review", "to improve", "to promote", "to map",
    "to publish", "to take further steps towards", "to assess", "to share knowledge about",
    "to finance", "to protect", "to facilitate", "to monitor", "to give due attention to",
)  # fmt: skip
ADJECTIVES = (
    "sustainable", "brackish", "regional", "seasonal", "affordable", "inclusive", "communal",
    "nocturnal", "long-term", "equitable", "voluntary", "floating", "drought-resistant", "salted",
    "transparent", "coastal", "traditional", "measurable", "submerged", "migratory",
)  # fmt: skip
NOUNS = (
    "lantern-keeping", "kelp nurseries", "harbour schools", "tide tables", "seed archives",
    "reed-weaving cooperatives", "mangrove corridors", "lamp oil", "oyster terraces", "sluice gates",
    "apprenticeships", "dune fences", "ferry landings", "rainwater cisterns", "salt marsh surveys",
    "eel ladders", "night markets", "pilot boats", "glasshouses", "weather signals", "bee-keeping",
    "boat-builders", "herbaria", "sand replenishment", "fog horns", "island libraries",
    "buoy maintenance", "storm shelters", "algae harvests", "estuary tribunals", "peat restoration",
    "willow planting", "cartography", "shell middens", "fish weirs", "windmills", "canal tolls",
)  # fmt: skip
ENDS = (
    "in accordance with resolution {n}/{m}", "within existing resources", "by the end of {y}",
    "taking into account the views of islanders", "as appropriate and upon request",
    "with a view to reducing loss among the smallest gardens", "in particular in the outer atolls",
    "on the basis of the report of the Keeper-General", "before its {s} session",
    "as set out in paragraph {p} of its resolution {n}/{m} of {d} March {y}", "at all levels",
)  # fmt: skip
THEMES = (
    "access to fresh water", "the lighting of channels", "training of young gardeners",
    "protection of seed", "trade between islands", "early warning of surges", "records and archives",
    "finance", "health of divers", "cooperation with inland gardens",
)  # fmt: skip
SESSIONS = ("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth")


@dataclass(frozen=True)
class Draft:
    """A provision before it is written out: an opening and clauses that can be amended one by one."""

    kind: Kind
    opening: str
    clauses: tuple[str, ...]

    @property
    def text(self) -> str:
        """The sentence."""
        end = {"operative": ";", "preambular": ","}.get(self.kind, "")
        return " ".join((self.opening, ", and ".join(self.clauses))).strip() + end


@dataclass(frozen=True)
class YearlyPair:
    """Two versions and the truth about them: ``pairs`` of places in reading order, old and new."""

    old: Text
    new: Text
    pairs: frozenset[tuple[int, int]]


def _clause(rng: random.Random, theme: str) -> str:
    thing = rng.choice(NOUNS)
    if rng.random() < 0.6:
        thing = f"{rng.choice(ADJECTIVES)} {thing}"
    if rng.random() < 0.4:
        thing += f" and {rng.choice(ADJECTIVES)} {rng.choice(NOUNS)}"
    words = f"{rng.choice(DOES)} {thing}"
    if rng.random() < 0.3:
        words += f" for {theme}"
    if rng.random() < 0.6:
        words += " " + rng.choice(ENDS)
    return words.format(
        n=rng.randrange(20, 80), m=rng.randrange(1, 260), y=rng.randrange(2001, 2030),
        p=rng.randrange(1, 90), d=rng.randrange(1, 29), s=rng.choice(SESSIONS),
    )  # fmt: skip


def _draft(rng: random.Random, kind: Kind, theme: str, clauses: int = 0) -> Draft:
    if kind == "heading":
        return Draft(kind, "", (f"{theme.capitalize()} and {rng.choice(NOUNS)}",))
    opening = rng.choice(RECITALS if kind == "preambular" else VERBS)
    opening = f"{opening} {rng.choice(ACTORS)}"
    many = clauses or rng.choice((1, 2, 2, 3, 3, 4))
    return Draft(kind, opening, tuple(_clause(rng, theme) for _ in range(many)))


def _next_year(rng: random.Random, words: str) -> str:
    """The same words a year on: years, sessions and numbers advance."""
    out = []
    for word in words.split(" "):
        core = word.rstrip(",;")
        if core in SESSIONS[:-1]:
            word = word.replace(core, SESSIONS[SESSIONS.index(core) + 1])
        elif core.isdigit() and len(core) == 4:
            word = word.replace(core, str(int(core) + 1))
        elif "/" in core and rng.random() < 0.7:
            word = word.replace(core, f"{int(core.split('/')[0]) + 1}/{rng.randrange(1, 260)}")
        out.append(word)
    return " ".join(out)


def _light(rng: random.Random, draft: Draft, theme: str) -> Draft:
    """Updated: numbers advance, a word or two is replaced, or a few words are put in."""
    clauses = [_next_year(rng, clause) for clause in draft.clauses]
    at = rng.randrange(len(clauses))
    words = clauses[at].split(" ")
    for _ in range(rng.choice((1, 1, 2))):
        words[rng.randrange(len(words))] = rng.choice((*ADJECTIVES, "further", "all", "ongoing"))
    if rng.random() < 0.4:
        words.insert(rng.randrange(len(words)), rng.choice(ADJECTIVES))
    clauses[at] = " ".join(words)
    return replace(draft, clauses=tuple(clauses))


def _medium(rng: random.Random, draft: Draft, theme: str) -> Draft:
    """Amended: one clause more, or one in place of another, perhaps under another verb."""
    clauses = list(_light(rng, draft, theme).clauses)
    if len(clauses) > 1 and rng.random() < 0.5:
        clauses[rng.randrange(len(clauses))] = _clause(rng, theme)
    else:
        clauses.insert(rng.randrange(len(clauses) + 1), _clause(rng, theme))
    opening = draft.opening
    if rng.random() < 0.3:
        opening = f"{rng.choice(VERBS)} {' '.join(opening.split(' ')[-2:])}"
    return replace(draft, opening=opening, clauses=tuple(clauses))


def _heavy(rng: random.Random, draft: Draft, theme: str) -> Draft:
    """Rewritten: some third of the words stays."""
    kept = rng.choice(draft.clauses).split(" ")
    if rng.random() < 0.4 and len(kept) > 6:
        del kept[rng.randrange(3, len(kept))]
    clauses = [
        " ".join(kept),
        *(_clause(rng, theme) for _ in range(max(1, len(draft.clauses) - 1))),
    ]
    rng.shuffle(clauses)
    opening = draft.opening
    if rng.random() < 0.5:
        opening = rng.choice(RECITALS if draft.kind == "preambular" else VERBS)
        opening += f" {rng.choice(ACTORS)}"
    return replace(draft, opening=opening, clauses=tuple(clauses))


def _outline(rng: random.Random, size: int, long: bool) -> list[tuple[Draft, str]]:
    drafts: list[tuple[Draft, str]] = []
    theme = rng.choice(THEMES)
    for at in range(size):
        kind: Kind = "preambular" if at < size // 4 else "operative"
        if kind == "operative" and rng.random() < 0.12:
            theme = rng.choice(THEMES)
            drafts.append((_draft(rng, "heading", theme), theme))
        else:
            drafts.append((_draft(rng, kind, theme, 4 if long else 0), theme))
    return drafts


def as_text(drafts: Sequence[Draft], language: str = "en") -> Text:
    """The drafts as a text, operative paragraphs numbered."""
    provisions: list[Provision] = []
    number = 0
    for at, draft in enumerate(drafts):
        label = ""
        if draft.kind == "operative":
            number += 1
            label = f"{number}."
        provisions.append(
            Provision(
                id=f"{draft.kind}_{number if label else at}",
                kind=draft.kind,
                runs=(Run(draft.text),),
                label=label,
                number=label.rstrip("."),
            )
        )
    return Text(tuple(provisions), language=language)


def yearly_pair(seed: int, size: int = 60) -> YearlyPair:
    """One pair: about half the provisions change, some vanish, come, move, split or merge."""
    rng = random.Random(seed)
    old = _outline(rng, size, long=False)
    new: list[tuple[Draft, frozenset[int]]] = []
    moved: list[tuple[Draft, frozenset[int]]] = []
    at = 0
    while at < len(old):
        draft, theme = old[at]
        one = frozenset((at,))
        dice = rng.random()
        following = old[at + 1][0] if at + 1 < len(old) else None
        if dice < 0.08:
            if rng.random() < 0.5:  # another one in its place, that has nothing of it but the theme
                new.append((_draft(rng, draft.kind, theme), frozenset()))
        elif draft.kind == "heading" or dice < 0.45:
            new.append((draft, one))
        elif dice < 0.65:
            new.append((_light(rng, draft, theme), one))
        elif dice < 0.78:
            new.append((_medium(rng, draft, theme), one))
        elif dice < 0.86:
            new.append((_heavy(rng, draft, theme), one))
        elif dice < 0.91:
            moved.append((_light(rng, draft, theme) if dice < 0.89 else draft, one))
        elif dice < 0.94 and len(draft.clauses) > 1:
            half = len(draft.clauses) // 2
            rest = rng.choice(VERBS) + " " + rng.choice(ACTORS)
            new.append((replace(draft, clauses=draft.clauses[:half]), one))
            new.append((replace(draft, opening=rest, clauses=draft.clauses[half:]), one))
        elif dice < 0.97 and following and following.kind == draft.kind:
            both = (*draft.clauses, *following.clauses)
            new.append((replace(draft, clauses=both), frozenset((at, at + 1))))
            at += 1
        else:
            new.append((draft, one))
        if rng.random() < 0.07:
            new.append((_draft(rng, draft.kind, theme), frozenset()))
        at += 1
    for item in moved:
        new.insert(rng.randrange(len(new) + 1), item)
    pairs = frozenset((i, j) for j, (_, sources) in enumerate(new) for i in sources)
    return YearlyPair(as_text([d for d, _ in old]), as_text([d for d, _ in new]), pairs)


def large_pair(seed: int, size: int) -> tuple[Text, Text]:
    """Two long texts of some 60 words a paragraph: 70 % equal, 25 % lightly amended, 5 % new."""
    rng = random.Random(seed)
    old = _outline(rng, size, long=True)
    new: list[Draft] = []
    for draft, theme in old:
        dice = rng.random()
        if dice < 0.70:
            new.append(draft)
        elif dice < 0.95:
            new.append(_light(rng, draft, theme))
        elif dice < 0.975:
            new.append(_draft(rng, draft.kind, theme, 4))
        else:
            new.insert(rng.randrange(len(new) + 1), draft)
    return as_text([d for d, _ in old]), as_text(new)


def strangers(seed: int, size: int) -> tuple[Text, Text]:
    """Two long texts by different hands: the same habits of speech, no provision in common."""
    rng = random.Random(seed)
    sides = ([d for d, _ in _outline(rng, size, long=True)] for _ in range(2))
    old, new = sides
    return as_text(old), as_text(new)


def pair_scores(
    pair: YearlyPair, compare: Callable[[Text, Text], Comparison]
) -> tuple[int, int, int]:
    """Of pairs whose wording differs: how many are found and true, found, and true."""
    old = [provision.text for provision in pair.old.walk()]
    new = [provision.text for provision in pair.new.walk()]
    found = {
        (i, j)
        for item in compare(pair.old, pair.new).changes
        for i in item.old_at
        for j in item.new_at
        if old[i] != new[j]
    }
    true = {(i, j) for i, j in pair.pairs if old[i] != new[j]}
    return len(found & true), len(found), len(true)
