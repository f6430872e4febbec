"""What an actor is to deliver: the first object of a verb that delivers, never any noun in the sentence.

"To consider the reports of the forum" delivers nothing; "to submit to the council, annually, a report"
does. The verb stands at the start of the action or is coordinated with one that does; its object is a
thing of its class (one submits a report and holds a meeting) with nothing between but words that
qualify it, whom it goes to and when. Names of bodies, occasions and instruments are no deliverables.
Where none of this holds, nothing is said: no answer is better than a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from majlis.textkit.lexicon import lexicon
from majlis.textkit.lexicon.folding import fold_form
from majlis.textkit.mandates.grammar import NEVER, Grammar

Span = tuple[int, int]

# Which verbs deliver which things; all others are things that are produced.
_CLASSES = {
    "meeting": ("hold",),
    "consultation": ("hold",),
    "event": ("hold",),
    "fund": ("support",),
}
_PRODUCED = ("produce",)
# A point that only names its thing ("(a) a draft statement on tides") under a verb that asks for it.
_NAMED = ("report", "roadmap", "document")
_REACH = 160  # characters from the verb to its object, names and occasions included
_WORDS = 7  # words that qualify the object, at most
_SIGNS = 40  # the same in Chinese, in characters
_BACK = 120  # characters before a verb that may join it to another
_HIDDEN = "\0"
_BREAK = re.compile(r"[;:；：。؛]|\.\s")
_ASIDE = re.compile(r"[,،，(]")
_GAP = re.compile(r"[\s)]+")


@dataclass(frozen=True, slots=True)
class _Rules:
    verbs: dict[str, re.Pattern[str]]
    alone: tuple[tuple[str, re.Pattern[str]], ...]
    things: tuple[tuple[str, re.Pattern[str]], ...]
    opened: re.Pattern[str]
    stop: re.Pattern[str]
    between: re.Pattern[str]
    bar: re.Pattern[str]
    led: re.Pattern[str]
    gifted: re.Pattern[str]
    owned: re.Pattern[str]
    article: re.Pattern[str]
    noun_not: re.Pattern[str]
    glued: tuple[str, ...]


@lru_cache(maxsize=8)
def _rules(language: str) -> _Rules:
    lex = lexicon(language)
    table = lex.table("delivering")
    chinese = language == "zh"

    def body(key: str) -> str:
        forms = sorted((fold_form(form, language) for form in table[key]), key=len, reverse=True)
        return "|".join(f"(?:{form})" for form in forms) or "(?!)"

    given = "|".join(fold_form(form, language) for form in lex.words("recipients", "markers"))
    space, border = ("", "") if chinese else (r"\s*+", r"(?!\w)")
    bar = lex.compile(table["bar"])
    return _Rules(
        verbs={key: lex.compile(table[key]) for key in ("produce", "hold", "support")},
        alone=tuple((kind, lex.compile(forms)) for kind, forms in table["alone"].items()),
        things=tuple(lex.named("deliverables")),
        # Before a verb that counts: nothing, or what joins it to a verb before it.
        opened=re.compile("")
        if chinese
        else re.compile(
            # Atomic and possessive: a long row of such words must not be split in all possible ways.
            rf"(?:^|(?<![^\W{_HIDDEN}])(?:{body('joint')}){border})\s*+"
            rf"(?>(?:{body('serial')}){border}\s*+|{_HIDDEN}++[\s,،]*+)*+$",
            re.IGNORECASE,
        ),
        stop=lex.compile(table["stop"]),
        between=re.compile(
            rf"(?>(?:{body('between')}){border}{space}){{0,{_SIGNS if chinese else _WORDS}}}+",
            re.IGNORECASE,
        ),
        bar=bar,
        # "to the Council (masked)", "to the Panel on Tides": whom it goes to, or when.
        led=NEVER
        if chinese
        else re.compile(
            rf"(?:(?<!\w)(?:{body('bar')})\s++(?:\w++\s++){{0,3}}(?:\w'\s*+)?)?{_HIDDEN}++(?:\s++{_HIDDEN}++)*+"
            rf"(?:\s+(?:{body('gift')})(?!\w))?",
            re.IGNORECASE,
        ),
        # "to the Lamp Panel a ...": whom the lexicon does not know.
        gifted=re.compile(
            "|".join(fold_form(form, language) for form in table["gifted"]) or "(?!)", re.IGNORECASE
        ),
        # "on the (masked) ...": what follows belongs to whom is named, unless it is given to them.
        owned=NEVER
        if chinese
        else re.compile(
            rf"(?<!\w)(?!(?:{given or '(?!)'})\s)"
            rf"(?:{body('bar')})\s++(?:\w++\s++){{0,3}}(?:\w'\s*+)?{_HIDDEN}++\s*\Z",
            re.IGNORECASE,
        ),
        article=lex.compile(table["article"], start=True),
        noun_not=lex.compile(table["noun_not"], start=True),
        glued=tuple(lex.words("words", "and")) if language == "ar" else (),
    )


def deliverable(
    g: Grammar, text: str, start: int, end: int, hidden: list[Span]
) -> tuple[str, Span] | None:
    """The kind of thing that an action delivers and the words for it, or None.

    ``hidden``: names, occasions, citations: no word in them is a thing, and none stands in the way.
    """
    # Only the action is looked at: a paragraph may hold a thousand of them.
    masked = list(text[start:end])
    for left, right in hidden:
        left, right = max(left - start, 0), min(right - start, len(masked))
        if left < right:
            masked[left:right] = [_HIDDEN] * (right - left)
    found = _delivered(g, "".join(masked))
    return (found[0], (found[1][0] + start, found[1][1] + start)) if found else None


def is_thing(g: Grammar, text: str, span: Span) -> bool:
    """Whether a stretch of text holds the name of a thing, or a verb that delivers ("two meetings a year")."""
    rules = _rules(g.code)
    patterns = [*(pattern for _, pattern in rules.things), rules.verbs["hold"]]
    return any(pattern.search(text, *span) for pattern in patterns)


def only_named(g: Grammar, text: str, start: int, end: int) -> bool:
    """Whether an action is no more than the name of a thing ("a draft statement on tides")."""
    plain = text[start:end]
    return (
        _named(g, _rules(g.code), plain, len(plain) - len(plain.lstrip(" ,،")), len(plain))
        is not None
    )


def delivers_alone(g: Grammar, text: str, place: int) -> bool:
    """Whether a verb that says by itself what comes of it begins at a place ("se réunir", "to report")."""
    return any(pattern.match(text, place) for _, pattern in _rules(g.code).alone)


def _delivered(g: Grammar, plain: str) -> tuple[str, Span] | None:
    rules = _rules(g.code)
    end = len(plain)
    begin = end - len(plain.lstrip(" ,،"))
    stopped = rules.stop.search(plain, begin, end)
    limit = stopped.start() if stopped else end
    verbs = sorted(
        (match.start(), -match.end(), key, match)
        for key, pattern in rules.verbs.items()
        for match in pattern.finditer(plain, begin, limit)
        if _governs(rules, plain, begin, match)
    )
    best: tuple[int, int, str] | None = None
    for at, _, key, match in verbs:
        if best and at > best[0]:
            break
        found = _object(rules, plain, key, match.end(), end)
        if found and (best is None or found < (best[0], best[1], best[2])):
            return found[2], (found[0], found[1])
    return _alone(rules, plain, begin, limit, end) or _named(g, rules, plain, begin, end)


def _governs(rules: _Rules, plain: str, begin: int, match: re.Match[str]) -> bool:
    """Whether a verb is one of the action itself, not of a clause or an infinitive inside it."""
    if rules.noun_not.match(plain, match.end()):
        return False
    before = plain[max(begin, match.start() - _BACK) : match.start()]
    if match.start() - begin > _BACK:
        before = "x" + before  # not the start of the action
    if match[0].startswith(rules.glued) and rules.glued:
        return True
    return rules.opened.search(before) is not None


def _object(
    rules: _Rules, plain: str, key: str, place: int, end: int
) -> tuple[int, int, str] | None:
    """The first thing of the verb's class behind it, if nothing but its own qualifiers stand between."""
    stop = min(end, place + _REACH)
    broken = _BREAK.search(plain, place, stop)
    stop = broken.start() if broken else stop
    best: tuple[int, int, str] | None = None
    for kind, pattern in rules.things:
        if key not in _CLASSES.get(kind, _PRODUCED):
            continue
        for match in pattern.finditer(plain, place, stop):
            if rules.noun_not.match(plain, match.end()):
                continue
            first = best is None or (match.start(), -match.end()) < (best[0], -best[1])
            if first and _near(rules, plain[place : match.start()]):
                best = (match.start(), match.end(), kind)
            break
    return best


def _near(rules: _Rules, gap: str) -> bool:
    """Whether only qualifiers, recipients and asides stand between a verb and its object."""
    if rules.owned.search(gap):
        return False
    rest = _GAP.sub(" ", rules.led.sub(" ", rules.gifted.sub(" ", gap)))
    asides = _ASIDE.split(rest)
    # An aside stands between commas: what it says is not looked at, unless it has an object itself.
    if len(asides) == 2 and asides[0].strip() and not rules.bar.match(asides[0].strip()):
        return False
    last = rules.article.sub("", asides[-1].strip(" \0")).strip()
    return not rules.bar.search(last) and rules.between.fullmatch(last) is not None


def _alone(rules: _Rules, plain: str, begin: int, limit: int, end: int) -> tuple[str, Span] | None:
    """A verb that says by itself what comes of it ("to report", "to consult")."""
    best: tuple[int, int, str] | None = None
    for kind, pattern in rules.alone:
        for match in pattern.finditer(plain, begin, end):
            if match.start() < limit and _governs(rules, plain, begin, match):
                if best is None or (match.start(), -match.end()) < (best[0], -best[1]):
                    best = (match.start(), match.end(), kind)
                break
    return (best[2], (best[0], best[1])) if best else None


def _named(g: Grammar, rules: _Rules, plain: str, begin: int, end: int) -> tuple[str, Span] | None:
    """An action that is no more than the name of a thing."""
    article = g.thing.match(plain, begin)
    if g.thing is not NEVER and not article:
        return None  # "to study", not "a study"
    at = article.end() + 1 if article else begin
    for kind, pattern in rules.things:
        match = pattern.match(plain, at, end) if kind in _NAMED else None
        if not match or (g.thing is NEVER and " " not in match[0]):
            continue  # without articles, one word may as well be a verb ("contribution")
        if not g.modals.search(plain, match.end(), end):
            return kind, match.span()
    return None
