"""Embeddings of mandates and drafts.

They compare by meaning across six languages where the model is installed, else by shared lexemes of
one language.
"""

from __future__ import annotations

import csv
import hashlib
import re
import zlib
from collections import Counter, OrderedDict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from majlis.commons.search import embeddings
from majlis.commons.search.analyser import analyse
from majlis.commons.search.chinese import segment

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    type Array = npt.NDArray[np.float32]

MEANING, WORDS = "meaning-2", "words-1"
"""The two methods, each with its version."""
NEAREST_THRESHOLD = {MEANING: 0.52, WORDS: 0.5}
"""Similarity, from -1 to 1, below which a mandate is not shown as near to a paragraph."""
RELATED_THRESHOLD = {MEANING: 0.525, WORDS: 0.6}
"""Similarity below which two mandates are not proposed as related."""
LONGEST_TEXT = 1_200
"""Characters of a provision that are compared."""
SHORTEST_PART = 45
"""Letters of a part of a provision; shorter ones are joined with the next."""
MOST_PARTS = 12
"""Parts of a provision that are compared; what follows is in the whole only."""
PARENT_KINDS = ("operative", "preambular", "paragraph")
"""Kinds of provisions whose text introduces those below them ("Requests the Keeper:")."""
_LONGEST_PARENT = 300
_FORMULA_DIRECTIONS = 3  # chosen with bench/mandates_draft.py; 2 to 12 give nearly the same
_HAN = re.compile("[\u3400-\u9fff]+")
_WORD = re.compile(r"\w[\w\-/&.]*\w|\w")
_NAME = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z][A-Z0-9&]{2,}|[A-Za-z]+[-/][A-Za-z0-9/().-]*\d[A-Za-z0-9/()-]*)"
)
_PUNCTUATION = re.compile(r"(?<=[,;:،؛，；：、。.])(?!\d)")
_CACHE_SIZE = 1_024
_draft_cache: OrderedDict[str, Array] = OrderedDict()


def method() -> str:
    """The method that is used on this machine."""
    return MEANING if embeddings.is_available() else WORDS


def comparison_text(own: str, above: str = "") -> str:
    """The text to compare: a provision's own, after that of the provision above where that is short."""
    above = " ".join(above.split())
    own = " ".join(own.split())
    return (
        f"{above} {own}"[:LONGEST_TEXT]
        if above and len(above) <= _LONGEST_PARENT
        else own[:LONGEST_TEXT]
    )


def parts(text: str) -> list[str]:
    """The parts of a text that are compared one by one: what punctuation separates, joined up to a useful length.

    A text with a single part has none but itself; the list is empty then, as the whole is compared anyway.
    """
    pieces = [each for each in _PUNCTUATION.split(text) if each.strip()]
    joined: list[str] = []
    for piece in pieces:
        if joined and _width(joined[-1]) < SHORTEST_PART:
            joined[-1] += piece
        else:
            joined.append(piece)
    if len(joined) > 1 and _width(joined[-1]) < SHORTEST_PART:
        last = joined.pop()
        joined[-1] += last
    return [each.strip() for each in joined[:MOST_PARTS]] if len(joined) > 1 else []


def _width(text: str) -> int:
    """The length of a text in Latin letters: a Chinese character says as much as three of them."""
    return sum(3 if character > "\u2e7f" else 1 for character in text)


def vectors(texts: Sequence[tuple[str, str]]) -> Array:
    """Vectors of length 1 for texts, each given as (language, text); an array of shape (number of texts, 512)."""
    import numpy as np  # noqa: PLC0415 - heavy

    if not texts:
        return np.zeros((0, embeddings.DIMENSIONS), dtype=np.float32)
    if method() == WORDS:
        return np.array(
            [_lexeme_vector(language, words) for language, words in texts], dtype=np.float32
        )
    return without_formulas(embeddings.encode([words for _language, words in texts]))


def without_formulas(encoded: Array) -> Array:
    """The vectors without what formulas of resolutions add to them, each of length 1.

    "Requests the Secretary-General to report to the Council" is most of a short request. Without it, two
    requests are similar only if they are about the same thing.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    directions = _formula_directions()
    rest = encoded - (encoded @ directions.T) @ directions
    lengths = np.linalg.norm(rest, axis=1, keepdims=True)
    result: Array = (rest / np.maximum(lengths, 1e-9)).astype(np.float32)
    return result


@lru_cache(maxsize=1)
def _formula_directions() -> Array:
    """The directions in which the vectors of formulas lie: an array of shape (3, 512)."""
    import numpy as np  # noqa: PLC0415 - heavy

    encoded = embeddings.encode([text for texts in formulas().values() for text in texts])
    _left, _lengths, directions = np.linalg.svd(encoded, full_matrices=False)
    result: Array = directions[:_FORMULA_DIRECTIONS].astype(np.float32)
    return result


@lru_cache(maxsize=1)
def formulas() -> dict[str, list[str]]:
    """Phrases that resolutions have whatever they are about, by language."""
    source = files("majlis.mandates").joinpath("data", "formulas.tsv")
    by_language: dict[str, list[str]] = {}
    with source.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            by_language.setdefault(row["language"], []).append(row["text"])
    return by_language


@lru_cache(maxsize=6)
def formula_lexemes(language: str) -> frozenset[str]:
    """The lexemes of formulas in a language: to share them says nothing."""
    return frozenset(
        lexeme for text in formulas().get(language, ()) for lexeme in lexemes(text, language)
    )


def draft_vectors(texts: Sequence[tuple[str, str]]) -> Array:
    """The ``vectors`` of a draft's texts, cached by hash: the printed note needs them again after the page."""
    import numpy as np  # noqa: PLC0415 - heavy

    keys = [digest({language: words}) for language, words in texts]
    missing = [n for n, key in enumerate(keys) if key not in _draft_cache]
    fresh = vectors([texts[n] for n in missing]) if missing else ()
    computed = dict(zip((keys[n] for n in missing), fresh, strict=True))
    result = [computed[key] if key in computed else _draft_cache[key] for key in keys]
    _draft_cache.update(computed)
    while len(_draft_cache) > _CACHE_SIZE:
        _draft_cache.popitem(last=False)
    return np.array(result, dtype=np.float32).reshape(len(texts), embeddings.DIMENSIONS)


def mean_vector(of_languages: Array) -> Array:
    """The mean, of length 1, of the vectors of a mandate in several languages."""
    import numpy as np  # noqa: PLC0415 - heavy

    mean = of_languages.mean(axis=0)
    result: Array = (mean / max(float(np.linalg.norm(mean)), 1e-9)).astype(np.float32)
    return result


def digest(words: Mapping[str, str]) -> str:
    """A hash of the texts by language and of the method; a vector with another digest is out of date."""
    joined = "\0".join(f"{language}\0{words[language]}" for language in sorted(words))
    return hashlib.blake2b(f"{method()}\0{joined}".encode(), digest_size=16).hexdigest()


def lexeme_overlap(first: Counter[str], second: Counter[str]) -> float:
    """The share of lexemes in common, from 0 to 1, of two texts of which the ``lexemes`` are known."""
    both = sum((first & second).values())
    return 2 * both / max(1, sum(first.values()) + sum(second.values()))


def lexemes(words: str, language: str) -> Counter[str]:
    """The lexemes of a text, each with its number of occurrences."""
    return Counter(each.lexeme for each in analyse(words, language))


def names(text: str) -> set[str]:
    """The acronyms and symbols in a text, such as WSIS and A/RES/70/125."""
    return set(_NAME.findall(text))


def words_with(text: str, language: str, chosen: Collection[str]) -> dict[str, set[str]]:
    """The words of a text that have some of the lexemes, as written, each with those; in their order."""
    if language == "zh":
        segmented = dict.fromkeys(word for run in _HAN.findall(text) for word in segment(run))
        return {word: {word} for word in segmented if len(word) > 1 and word in chosen}
    by_word: dict[str, set[str]] = {}
    for word in _WORD.findall(text):
        if common := lexemes(word, language).keys() & chosen:
            by_word.setdefault(word, set()).update(common)
    return by_word


def _lexeme_vector(language: str, words: str) -> Array:
    """Lexemes hashed into the dimensions of a vector, each with a sign, so that collisions tend to cancel out."""
    import numpy as np  # noqa: PLC0415 - heavy

    totals = np.zeros(embeddings.DIMENSIONS, dtype=np.float32)
    for lexeme, times in lexemes(words, language).items():
        hashed = zlib.crc32(lexeme.encode())
        totals[(hashed >> 1) % embeddings.DIMENSIONS] += (1 if hashed & 1 else -1) * times**0.5
    result: Array = totals / max(float(np.linalg.norm(totals)), 1e-9)
    return result
