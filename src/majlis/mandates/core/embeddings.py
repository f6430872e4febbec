"""Embeddings of mandates and drafts: by meaning across six languages where the model is installed, else by shared lexemes of one language."""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from majlis.commons.search import embeddings
from majlis.commons.search.analyser import analyse

if TYPE_CHECKING:
    import numpy as np

    type Array = np.ndarray[Any, np.dtype[np.float32]]

MEANING, WORDS = "meaning-1", "words-1"
"""Names of the two methods, with the version of each."""
NEAREST_THRESHOLD = {MEANING: 0.5, WORDS: 0.5}
"""Likeness, from -1 to 1, below which nothing of the register is near a paragraph."""
RELATED_THRESHOLD = {MEANING: 0.525, WORDS: 0.6}
"""Likeness below which two mandates are not proposed as related."""
LONGEST_TEXT = 1_200
"""Characters of a provision that are compared."""
PARENT_KINDS = ("operative", "preambular", "paragraph")
"""Kinds of provisions above one whose words belong to it ("Requests the Keeper:")."""
_LONGEST_PARENT = 300
_BATCH = 8  # the model has one set of buffers: between batches whoever searches has a turn
_CACHE_SIZE = 1_024
_draft_cache: OrderedDict[str, Array] = OrderedDict()


def method() -> str:
    """By what words are compared on this machine."""
    return MEANING if embeddings.is_available() else WORDS


def comparison_text(own: str, above: str = "") -> str:
    """The words that are compared: a provision's own, after those above it where they are short."""
    above = " ".join(above.split())
    own = " ".join(own.split())
    return (
        f"{above} {own}"[:LONGEST_TEXT]
        if above and len(above) <= _LONGEST_PARENT
        else own[:LONGEST_TEXT]
    )


def vectors(said: Sequence[tuple[str, str]]) -> Array:
    """A vector of length 1 for each (language, words): (len(said), 384)."""
    import numpy as np  # noqa: PLC0415 - heavy

    if method() == WORDS:
        return np.array(
            [_lexeme_vector(language, words) for language, words in said], dtype=np.float32
        )
    made = np.zeros((len(said), embeddings.DIMENSIONS), dtype=np.float32)
    by_language: dict[str, list[int]] = defaultdict(list)
    # Of like length together: the model fills up shorter ones to the longest.
    for n in sorted(range(len(said)), key=lambda n: len(said[n][1])):
        by_language[said[n][0]].append(n)
    for language, places in by_language.items():
        for start in range(0, len(places), _BATCH):
            some = places[start : start + _BATCH]
            found = embeddings.raw_vectors([said[n][1] for n in some], "passage")
            made[some] = embeddings.centred_vectors(found, "passage", language)
    return made


def draft_vectors(said: Sequence[tuple[str, str]]) -> Array:
    """``vectors`` of words that somebody checks: kept a while by their hash, for the note that is printed after the page."""
    import numpy as np  # noqa: PLC0415 - heavy

    keys = [digest({language: words}) for language, words in said]
    missing = [n for n, key in enumerate(keys) if key not in _draft_cache]
    fresh = vectors([said[n] for n in missing]) if missing else ()
    found = dict(zip((keys[n] for n in missing), fresh, strict=True))
    made = [found[key] if key in found else _draft_cache[key] for key in keys]
    _draft_cache.update(found)
    while len(_draft_cache) > _CACHE_SIZE:
        _draft_cache.popitem(last=False)
    return np.array(made, dtype=np.float32).reshape(len(said), embeddings.DIMENSIONS)


def mean_vector(of_languages: Array) -> Array:
    """One vector for the words of a mandate in several languages."""
    import numpy as np  # noqa: PLC0415 - heavy

    mean = of_languages.mean(axis=0)
    result: Array = (mean / max(float(np.linalg.norm(mean)), 1e-9)).astype(np.float32)
    return result


def digest(words: Mapping[str, str]) -> str:
    """What tells whether a vector still stands for these words, by language."""
    said = "\0".join(f"{language}\0{words[language]}" for language in sorted(words))
    return hashlib.blake2b(f"{method()}\0{said}".encode(), digest_size=16).hexdigest()


def lexeme_similarity(words: str, other: str, language: str) -> float:
    """How much of their lexemes two texts of one language share: 0 to 1."""
    return lexeme_overlap(*(lexemes(each, language) for each in (words, other)))


def lexeme_overlap(one: Counter[str], two: Counter[str]) -> float:
    """How much two texts share, of which the ``lexemes`` are known: 0 to 1."""
    both = sum((one & two).values())
    return 2 * both / max(1, sum(one.values()) + sum(two.values()))


def lexemes(words: str, language: str) -> Counter[str]:
    """The lexemes of a text, each with how often it stands there."""
    return Counter(each.lexeme for each in analyse(words, language))


def _lexeme_vector(language: str, words: str) -> Array:
    """Lexemes thrown into as many bins as a vector has places, with a sign each, so that what meets by chance cancels."""
    import numpy as np  # noqa: PLC0415 - heavy

    made = np.zeros(embeddings.DIMENSIONS, dtype=np.float32)
    for lexeme, times in lexemes(words, language).items():
        hashed = zlib.crc32(lexeme.encode())
        made[(hashed >> 1) % embeddings.DIMENSIONS] += (1 if hashed & 1 else -1) * times**0.5
    result: Array = made / max(float(np.linalg.norm(made)), 1e-9)
    return result
