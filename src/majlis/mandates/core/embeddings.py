"""Embeddings of mandates and drafts.

They compare by meaning across six languages where the model is installed, else by shared lexemes of
one language.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from majlis.commons.search import embeddings
from majlis.commons.search.analyser import analyse

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    type Array = npt.NDArray[np.float32]

MEANING, WORDS = "meaning-1", "words-1"
"""The two methods, each with its version."""
NEAREST_THRESHOLD = {MEANING: 0.5, WORDS: 0.5}
"""Similarity, from -1 to 1, below which a mandate is not shown as near to a paragraph."""
RELATED_THRESHOLD = {MEANING: 0.525, WORDS: 0.6}
"""Similarity below which two mandates are not proposed as related."""
LONGEST_TEXT = 1_200
"""Characters of a provision that are compared."""
PARENT_KINDS = ("operative", "preambular", "paragraph")
"""Kinds of provisions whose text introduces those below them ("Requests the Keeper:")."""
_LONGEST_PARENT = 300
_BATCH = 8  # the model serves one caller at a time: searches run between batches
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


def vectors(texts: Sequence[tuple[str, str]]) -> Array:
    """Vectors of length 1 for texts, each given as (language, text); an array of shape (number of texts, 384)."""
    import numpy as np  # noqa: PLC0415 - heavy

    if method() == WORDS:
        return np.array(
            [_lexeme_vector(language, words) for language, words in texts], dtype=np.float32
        )
    result = np.zeros((len(texts), embeddings.DIMENSIONS), dtype=np.float32)
    by_language: dict[str, list[int]] = defaultdict(list)
    # Sorted by length: the model pads each batch to its longest text.
    for n in sorted(range(len(texts)), key=lambda n: len(texts[n][1])):
        by_language[texts[n][0]].append(n)
    for language, places in by_language.items():
        for start in range(0, len(places), _BATCH):
            batch = places[start : start + _BATCH]
            raw = embeddings.raw_vectors([texts[n][1] for n in batch], "passage")
            result[batch] = embeddings.centred_vectors(raw, "passage", language)
    return result


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


def lexeme_similarity(words: str, other: str, language: str) -> float:
    """The share of lexemes that two texts of one language have in common, from 0 to 1."""
    return lexeme_overlap(*(lexemes(each, language) for each in (words, other)))


def lexeme_overlap(first: Counter[str], second: Counter[str]) -> float:
    """The share of lexemes in common, from 0 to 1, of two texts of which the ``lexemes`` are known."""
    both = sum((first & second).values())
    return 2 * both / max(1, sum(first.values()) + sum(second.values()))


def lexemes(words: str, language: str) -> Counter[str]:
    """The lexemes of a text, each with its number of occurrences."""
    return Counter(each.lexeme for each in analyse(words, language))


def _lexeme_vector(language: str, words: str) -> Array:
    """Lexemes hashed into the dimensions of a vector, each with a sign, so that collisions tend to cancel out."""
    import numpy as np  # noqa: PLC0415 - heavy

    totals = np.zeros(embeddings.DIMENSIONS, dtype=np.float32)
    for lexeme, times in lexemes(words, language).items():
        hashed = zlib.crc32(lexeme.encode())
        totals[(hashed >> 1) % embeddings.DIMENSIONS] += (1 if hashed & 1 else -1) * times**0.5
    result: Array = totals / max(float(np.linalg.norm(totals)), 1e-9)
    return result
