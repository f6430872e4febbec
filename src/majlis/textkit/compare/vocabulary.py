"""The words of a provision as they are compared.

What advances in every version says nothing of which provision it is, so it is masked: digits, and the
ordinals and months that are written as words ("at its ninety-third session", "in June").
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.lexicon.folding import fold_form
from majlis.textkit.model import LANGUAGES
from majlis.textkit.words import HAN

MASK = "0"  # what stands for a number of any kind

_WORD = re.compile(r"\w+(?:['’/.&-]\w+)*")
_WORD_OR_HAN_RUN = re.compile(rf"[{HAN}]+|[^\W{HAN}]+(?:['’/.&-][^\W{HAN}]+)*")
_HAN_RUN = re.compile(rf"[{HAN}]+")
_DIGITS = re.compile(r"\d+")
_SHORT = 4  # a name of a month shorter than this may be another word ("may")
_SPACED = [language for language in LANGUAGES if language != "zh"]

# Arabic as it is compared: without vowel signs and tatweel, the forms of alef and ya as one.
_ARABIC = str.maketrans("أإآٱىة", "اااايه", "\u0640\u0670" + "".join(map(chr, range(0x64B, 0x653))))


class Vocabulary(dict[str, str]):
    """Words of one language as written to the same as compared, found when first asked for."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, word: str) -> str:
        masked = self.language in _SPACED and _advancing(self.language).fullmatch(fold(word).text)
        article = None if masked else _article(self.language).match(word)
        found = self[word] = MASK if masked else word[article.end() :] if article else word
        return found

    def words(self, text: str) -> list[str]:
        """The words of a text; Han characters come in overlapping pairs, for one alone says little."""
        folded = _DIGITS.sub(MASK, text.casefold())
        if self.language == "ar":
            folded = folded.translate(_ARABIC)
        if folded.isascii() or not _HAN_RUN.search(folded):
            return [self[word] for word in _WORD.findall(folded)]
        words: list[str] = []
        for word in _WORD_OR_HAN_RUN.findall(_han_ordinals().sub(f" {MASK} ", folded)):
            if len(word) > 2 and _HAN_RUN.match(word):
                words += map("".join, pairwise(word))
            else:
                words.append(word)
        return words


@lru_cache(maxsize=8)
def _article(language: str) -> re.Pattern[str]:
    """An article that is written together with a word: whether a noun has it is a matter of its place."""
    forms = lexicon(language).words("words", "glued_article") if language in LANGUAGES else []
    return re.compile(f"(?:{_any(forms, language)})(?=\\w{{3}})" if forms else "(?!)")


@lru_cache(maxsize=8)
def _advancing(language: str) -> re.Pattern[str]:
    """An ordinal, a part of one, or a month, in a word of its own or in two with a stroke between."""
    dates = lexicon(language).table("dates")
    months = [form for forms in dates["months"] for form in forms if len(form) >= _SHORT]
    stems = _any(dates["tens_stem"], language)
    ordinals = _any([*dates["ordinals"], *dates["tens"]], language)
    either = rf"(?:(?:{stems})-)?(?:{ordinals})|(?:{stems})|(?:{_any(months, language)})"
    return re.compile(f"(?:{either})(?:/(?:{either}))?", re.IGNORECASE)


@lru_cache(maxsize=1)
def _han_ordinals() -> re.Pattern[str]:
    """The sessions and parts of dates that Chinese writes as words; other signs are in many names."""
    dates = lexicon("zh").table("dates")
    signs = "".join(sorted({sign for form in dates["ordinals"] + dates["tens"] for sign in form}))
    number = f"[{signs}零〇]++"
    before, after, parts = (
        "|".join(forms)
        for forms in (dates["ordinal_before"], dates["ordinal_after"], dates["date_after"])
    )
    return re.compile(
        f"(?:{before}){number}(?={after}|{parts})|(?<![{signs}零〇]){number}(?={parts})"
    )


def _any(forms: list[str], language: str) -> str:
    return "|".join(fold_form(form, language) for form in forms)
