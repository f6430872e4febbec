"""How each language asks: the lexicon's ``[asking]`` table, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from majlis.textkit.lexicon import Lexicon, lexicon
from majlis.textkit.lexicon.folding import fold_form
from majlis.textkit.lexicon.shared import shared_starts

NEVER = re.compile(r"(?!)")
# Verbs that may follow another in one sentence; statements in the middle of a sentence ask nobody.
FURTHER = (
    "instructs", "directs", "demands", "entrusts", "authorizes", "requests", "calls_upon",
    "urges", "appeals", "invites", "recommends", "encourages", "decides",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VerbForm:
    """A pattern that betrays one verb of the lexicon."""

    key: str
    force: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns of one language. All match folded text."""

    lex: Lexicon
    code: str
    bare: bool
    verb_first: bool
    lead: re.Pattern[str]
    fill: re.Pattern[str]
    after: re.Pattern[str]
    compound: re.Pattern[str]
    joiner: re.Pattern[str]
    adjective: re.Pattern[str]
    heads: re.Pattern[str]
    cut: re.Pattern[str]
    aside: re.Pattern[str]
    to: re.Pattern[str]
    to_weak: re.Pattern[str]
    charged: re.Pattern[str]
    further: re.Pattern[str]
    agreed: re.Pattern[str]
    would: re.Pattern[str]
    would_act: re.Pattern[str]
    provides: re.Pattern[str]
    own: re.Pattern[str]
    no_action: re.Pattern[str]
    condition: re.Pattern[str]
    depends: re.Pattern[str]
    no_actor: re.Pattern[str]
    still: re.Pattern[str]
    not_modal: re.Pattern[str]
    being: re.Pattern[str]
    oblique: re.Pattern[str]
    strip: re.Pattern[str]
    clitics: re.Pattern[str]
    directors: re.Pattern[str]
    pronouns: re.Pattern[str]
    qualified: re.Pattern[str]
    of_named: re.Pattern[str]
    possessive: re.Pattern[str]
    acting: re.Pattern[str]
    named_acts: re.Pattern[str]
    purpose: re.Pattern[str]
    naming: re.Pattern[str]
    adverb: re.Pattern[str]
    agent: re.Pattern[str]
    individual: re.Pattern[str]
    sector: re.Pattern[str]
    thing: re.Pattern[str]
    bureaux: tuple[tuple[str, re.Pattern[str]], ...]
    subjunctive: re.Pattern[str]
    that: re.Pattern[str]
    modals: re.Pattern[str]
    actors: re.Pattern[str]
    nominal: tuple[VerbForm, ...]
    passive: tuple[VerbForm, ...]
    past: tuple[VerbForm, ...]
    asking: re.Pattern[str]


@lru_cache(maxsize=8)
def grammar(language: str) -> Grammar:
    """The grammar of a language. Raises TextError for one without a lexicon."""
    lex = lexicon(language)
    table = lex.table("asking")

    def forms(key: str, *, start: bool = True) -> re.Pattern[str]:
        return _compile(table.get(key, []), language, start=start)

    fill = _body(table.get("fill", []), language)
    asking = {
        key: entry
        for key, entry in lex.table("operative").items()
        if entry["force"] and key not in ("decides", "resolves")
    }
    passive = {key: entry.get("passive", []) for key, entry in asking.items()}
    past = {
        key: table.get("past", {}).get(key, []) + entry["forms"] for key, entry in asking.items()
    }
    return Grammar(
        lex=lex,
        code=language,
        bare=bool(table.get("bare")),
        verb_first=bool(table.get("verb_first")),
        lead=forms("lead"),
        # Possessive: a text of hyphens or apostrophes must not be split in all possible ways.
        fill=re.compile(rf"(?>\s*(?:{fill}))*+\s*+", re.IGNORECASE),
        after=forms("after"),
        compound=forms("compound"),
        joiner=forms("joiner"),
        adjective=forms("adjective"),
        heads=forms("heads", start=language == "zh"),
        cut=forms("cut"),
        # Where no comma need stand before it, several words ("in the framework of") cut a list.
        aside=_compile([form for form in table["cut"] if " " in form], language, start=False),
        to=forms("to", start=False),
        to_weak=forms("to_weak", start=False),
        charged=forms("charged", start=False),
        further=_further(lex, FURTHER, table),
        agreed=forms("agreed", start=False),
        would=forms("would", start=False),
        would_act=forms("would_act", start=False),
        provides=forms("provides", start=False),
        own=forms("own", start=False),
        no_action=forms("no_action"),
        condition=forms("condition"),
        depends=forms("depends", start=False),
        no_actor=forms("no_actor"),
        still=forms("still"),
        not_modal=forms("not_modal"),
        being=forms("being"),
        oblique=_compile(table.get("oblique", []), language, start=True, border=False),
        strip=forms("strip"),
        directors=forms("directors"),
        pronouns=forms("pronouns"),
        qualified=forms("qualified"),
        of_named=forms("of_named"),
        possessive=forms("possessive", start=True),
        acting=forms("acting"),
        named_acts=forms("named_acts"),
        purpose=forms("purpose", start=False),
        naming=forms("naming", start=False),
        adverb=forms("adverb"),
        agent=forms("agent"),
        individual=forms("individual"),
        sector=forms("sector"),
        thing=forms("thing"),
        bureaux=tuple(
            (name, _compile(found, language, start=False))
            for name, found in table.get("bureaux", {}).items()
        ),
        clitics=_compile(lex.words("recipients", "clitics"), language, start=True, border=False),
        subjunctive=forms("subjunctive", start=False),
        that=_compile(lex.words("words", "that"), language, start=True),
        modals=_compile(lex.words("words", "modals"), language, start=False),
        actors=_anyone(
            [form for names in lex.table("actors").values() for form in names], language
        ),
        nominal=_verb_forms(lex, {key: entry.get("nominal", []) for key, entry in asking.items()}),
        passive=_verb_forms(lex, passive),
        past=_verb_forms(lex, past),
        asking=_begins([*passive.values(), *past.values()], language),
    )


def _begins(forms: Iterable[list[str]], language: str) -> re.Pattern[str]:
    """Where one of some forms may begin; whether it ends at a border of words is not told."""
    left = "" if language == "zh" else r"(?<![\w-])"
    body = shared_starts(fold_form(form, language) for found in forms for form in found)
    return re.compile(f"{left}(?:{body or '(?!)'})", re.IGNORECASE)


def _body(forms: list[str], language: str, *, border: bool = True) -> str:
    right = "" if language == "zh" or not border else r"(?!\w)"
    ready = sorted((fold_form(form, language) for form in forms), key=len, reverse=True)
    return "|".join(f"(?:{form})" if _open_ended(form) else f"(?:{form}){right}" for form in ready)


def _open_ended(form: str) -> bool:
    """A form that ends in a look ahead or an apostrophe has its border in itself."""
    return ("(?=" in form and form.endswith(")")) or "'" in form[-2:]


def _compile(
    forms: list[str], language: str, *, start: bool, border: bool = True
) -> re.Pattern[str]:
    if not forms:
        return NEVER
    left = "" if start or language == "zh" else r"(?<![\w-])"
    return re.compile(f"{left}(?:{_body(forms, language, border=border)})", re.IGNORECASE)


def _anyone(forms: list[str], language: str) -> re.Pattern[str]:
    """Where a name of somebody begins; how far it goes is not told."""
    right, left = ("", "") if language == "zh" else (r"(?!\w)", r"(?<![\w-])")
    folded = [fold_form(form, language) for form in forms]
    ended = shared_starts(form for form in folded if _open_ended(form)) or "(?!)"
    plain = shared_starts(form for form in folded if not _open_ended(form)) or "(?!)"
    return re.compile(f"{left}(?:(?:{plain}){right}|{ended})", re.IGNORECASE)


def _further(lex: Lexicon, keys: tuple[str, ...], table: dict[str, list[str]]) -> re.Pattern[str]:
    """A further verb in the same sentence; groups ``o_<key>__<n>`` as in the lexicon's own patterns."""
    refused = set(table.get("not_further", []))
    entries = [
        (fold_form(form, lex.code), key)
        for key in keys
        for form in lex.table("operative")[key]["forms"]
        if form not in refused
    ]
    if not entries:
        return NEVER
    entries.sort(key=lambda entry: len(entry[0]), reverse=True)
    before = "|".join(
        # a conjunction of letters is a word of its own, and no end of one ("se solicita")
        rf"(?<!\w){form}" if form[0].isalpha() and lex.code != "zh" else form
        for form in (fold_form(form, lex.code) for form in table["before_verb"])
    )
    right = "" if lex.code == "zh" else r"(?!\w)"
    words = "|".join(f"(?P<o_{key}__{n}>{form})" for n, (form, key) in enumerate(entries))
    # No verb is tried where none can begin: of a row of conjunctions, each is tried as often as eight times.
    begins = shared_starts(form for form, _ in entries)
    clitic = "|".join(
        fold_form(form, lex.code) + ("" if form.endswith("'") else r"\s+")
        for form in table["clitic"]
    )
    gap = r"\s*" if lex.code in ("zh", "ar") else r"\s+"
    return re.compile(
        rf"(?<!\s)(?:\s*+(?:{before})){gap}(?P<lead>{lex.lead.pattern})"
        rf"(?P<clitic>{clitic or '(?!)'})?(?={begins})(?P<verb>{words}){right}",
        re.IGNORECASE,
    )


def _verb_forms(lex: Lexicon, forms: dict[str, list[str]]) -> tuple[VerbForm, ...]:
    return tuple(
        VerbForm(key, lex.table("operative")[key]["force"], _compile(found, lex.code, start=False))
        for key, found in forms.items()
        if found
    )


def verb_key(match: re.Match[str]) -> str:
    """The lexicon's key of the verb that a ``further`` pattern found."""
    for name, found in match.groupdict().items():
        if found is not None and name.startswith("o_"):
            return name[2:].split("__")[0]
    return ""
