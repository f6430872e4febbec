"""Makes invented English resolutions as plain text, one a file, as a body of the United Nations prints them.

All is drawn from one seed. The texts are fiction: see ``yearly``.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from yearly import NOUNS, THEMES, yearly_pair

SESSION = 12
"""Of the invented assembly, in the symbols."""


def resolutions(count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Name of a file and the text, ``count`` times: 10 to 60 provisions each, every one another text."""
    rng = random.Random(seed)
    for number in range(1, count + 1):
        yield f"tg-res-{SESSION}-{number}.txt", resolution(rng, number)


def resolution(rng: random.Random, number: int) -> str:
    """One resolution: symbol, title, formula, recitals, numbered operative paragraphs."""
    text = yearly_pair(rng.randrange(10**9), rng.choice((12, 20, 30, 60))).old
    paragraphs = [p for p in text.walk() if p.kind != "heading"]
    recitals = [p.text for p in paragraphs if p.kind == "preambular"]
    operative = [p.text for p in paragraphs if p.kind == "operative"]
    title = f"{rng.choice(NOUNS).capitalize()} and {rng.choice(THEMES)}"
    lines = [
        f"TG/RES/{SESSION}/{number}",
        f"Resolution adopted by the Conference on {1 + number % 28} May 2031",
        f"{SESSION}/{number}. {title} (fictional)",
        "The Conference of Tidal Gardens,",
        *recitals,
        *(f"{place}. {words}" for place, words in enumerate(operative[:-1], 1)),
        f"{len(operative)}. {operative[-1].rstrip(';')}.",
    ]
    return "\n\n".join(lines) + "\n"
