"""Ordinals that are written as words: sessions above all, by which UN texts say when something is due."""

from __future__ import annotations

import re
from functools import lru_cache

from majlis.textkit.align.numbers import HAN_NUMERALS, han_value, han_values
from majlis.textkit.align.sure import sure_letters
from majlis.textkit.lexicon import lexicon
from majlis.textkit.lexicon.folding import fold_form

# A smaller one ("first", "second") is many other things besides, and its counterpart another word.
LEAST = 10
_UNITS = 20  # numbers up to here have words of their own, which the lexicon does not hold


def spelt_ordinals(folded: str, language: str) -> frozenset[str]:
    """The ordinals of ``LEAST`` and more in a folded text, in European digits.

    >>> spelt_ordinals("at its ninety-third session", "en")
    frozenset({'93'})
    """
    if language == "zh":
        values = [han_value(signs) for signs in _han_ordinals().findall(folded)]
    else:
        lower, sure = folded.lower(), _sure(language)
        if sure and not any(letters in lower for letters in sure):
            return frozenset()
        joined = tuple(lexicon(language).words("dates", "joined"))
        values = [_value(match, joined) for match in _spelt(language).finditer(folded)]
    return frozenset(str(value) for value in values if value >= LEAST)


def may_be_spelt(number: int, folded: str, language: str) -> bool:
    """Whether a folded text may say a number below a hundred in words, for all that it has of them.

    Up to twenty always; above, where the word for its ten is there, or for the ten before, on which
    French builds its seventies and nineties. Chinese signs say exactly which number they are, but a
    small one may have another word.
    """
    if language == "zh":
        return number < LEAST or str(number) in han_values(folded)
    if number <= _UNITS:
        return True
    ten = number // 10
    return any(_ten(n, language).search(folded) for n in (ten, ten - 1) if n)


@lru_cache(maxsize=64)
def _ten(number: int, language: str) -> re.Pattern[str]:
    dates = lexicon(language).table("dates")
    forms = [dates[name][number - 1] for name in ("tens_stem", "tens")]
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(fold_form(form, language) for form in forms)})", re.IGNORECASE
    )


@lru_cache(maxsize=8)
def _sure(language: str) -> tuple[str, ...]:
    """Letters without which no ordinal of ``LEAST`` and more is there."""
    dates = lexicon(language).table("dates")
    return sure_letters(
        (*dates["tens_stem"], *dates["tens"], *dates["ordinals"][LEAST - 1 :]), language
    )


@lru_cache(maxsize=8)
def _spelt(language: str) -> re.Pattern[str]:
    """Tens and units as the language joins them; a group for each value."""
    lex = lexicon(language)
    dates = lex.table("dates")
    links = "|".join(fold_form(form, language) for form in lex.table("words")["and"])
    between = rf"(?:[- ](?:{links})[- ]|[- ])" if links else "[- ]"

    def each(name: str, forms: list[str], step: int) -> str:
        # The longest first, so that a ten that is made of another ("soixante-dix") is not cut.
        groups = [
            f"(?P<{name}{step * n}>{fold_form(form, language)})" for n, form in enumerate(forms, 1)
        ]
        return "|".join(reversed(groups))

    units, tens = dates["ordinals"], dates["tens"]
    stems = each("s", dates["tens_stem"], 10)
    # Most languages say the ten first; Arabic says the unit first, and the ten is an ordinal too.
    # A hundred comes before them ("hundred and twenty-fifth"), in Arabic behind.
    hundred = fold_form(dates["tens_stem"][-1], language)
    return re.compile(
        rf"(?<!\w)(?:(?P<h100>{hundred}){between}(?=\w))?+"
        rf"(?:(?:{stems}){between}(?:{each('u', units, 1)})"
        rf"|(?:{each('v', units, 1)})[- ](?:{each('t', tens, 10)})"
        rf"|(?:{each('w', tens, 10)})|(?:{each('x', units, 1)}))"
        rf"(?:[- ](?P<y100>{fold_form(tens[-1], language)}))?(?!\w)",
        re.IGNORECASE,
    )


def _value(match: re.Match[str], joined: tuple[str, ...]) -> int:
    said = {name: int(name[1:]) for name, words in match.groupdict().items() if words}
    if joined and match.group().startswith(joined) and match.lastgroup in said and len(said) == 1:
        return 0  # the conjunction opens it: the end of a cardinal number ("four and twenty")
    return sum(said.values())


@lru_cache(maxsize=1)
def _han_ordinals() -> re.Pattern[str]:
    """The numbers of sessions and meetings; other numbers are no ordinals, or no numbers at all."""
    dates = lexicon("zh").table("dates")
    before, after = "|".join(dates["ordinal_before"]), "|".join(dates["ordinal_after"])
    return re.compile(f"(?:{before})([{HAN_NUMERALS}]++)(?:{after})")
