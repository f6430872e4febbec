"""What a name means where it stands: in the body that speaks, or behind the words of a title."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from majlis.textkit.akn_names import body_code
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.mandates.grammar import Grammar
from majlis.textkit.mandates.names import Name, bare_words, name_at
from majlis.textkit.model import Text

_CHIEF = "Secretary-General"
_COUNCIL, _ASSEMBLY = "ITU Council", "General Assembly"
_CHIEF_OF_UN = "Secretary-General of the United Nations"
UN_BODIES = (
    "General Assembly",
    "Security Council",
    "Economic and Social Council",
    "Human Rights Council",
)
_MEMBERS, _PARTIES = "Member States", "Parties"
_ITU = "itu"  # the codes of its bodies begin with that of the organisation
# English names of the lexicon that only the one organisation bears.
_ITS_OWN = re.compile(r"ITU\b|[Tt]elecommunication|[Rr]adiocommunication")
_ITS_SYMBOLS = re.compile(r"(?:C|PP|WTDC|WTSA|WRC|RA|CWG[\w&-]*|RAG|TSAG|TDAG)-?\d{2}(?:\b|/)")


def of_itu(g: Grammar, text: Text) -> bool:
    """Whether a text is one of ITU's: its body, its symbol, or the names in it say so."""
    if any(_is_itu(body) for body in (text.body, *(part.body for part in text.parts))):
        return True
    if _ITS_SYMBOLS.match(text.symbol):
        return True
    named = _own_names(g.code)
    for provision in text.walk():
        said = fold(provision.text).text
        for match in named.finditer(said):
            name = name_at(g, said, match.start(), len(said))
            if name and _own(name.value) and not _short(g, name, said):
                return True
    return False


@lru_cache(maxsize=8)
def _own_names(language: str) -> re.Pattern[str]:
    lex = lexicon(language)
    return lex.compile(
        form for key, found in lex.table("actors").items() if _own(key) for form in found
    )


def _own(name: str) -> bool:
    return _ITS_OWN.search(name) is not None


def _is_itu(body: str) -> bool:
    return body_code(body).partition("-")[0] == _ITU


def _short(g: Grammar, name: Name, text: str) -> bool:
    """Whether a name is written in a way that other organisations share ("the Council")."""
    shared = g.lex.pattern("short", name.value, start=True)
    return shared.fullmatch(text[name.start : name.end].strip()) is not None


def _kind(body: str) -> str:
    return body.rpartition(" ")[2]


def in_context(g: Grammar, name: Name, text: str, body: str, itu: bool) -> Name:
    """A short name means what it means in the body that speaks: "the Council", "the Union".

    ``itu``: whether the whole text is ITU's, for a part of which no body is known. Where nobody tells
    whose a short name is, the words stand as they are.
    """
    if not name.known:
        return name
    if name.value == _CHIEF_OF_UN and body in UN_BODIES:
        return replace(name, value=_CHIEF)
    if name.value == _ASSEMBLY and body.startswith(f"{_ASSEMBLY} of "):
        return replace(name, value=body)  # that of another organization
    if not _short(g, name, text):
        return name
    house = _is_itu(body) or (itu and not body)
    if house and name.value.startswith("ITU"):
        return name
    if name.value == _ASSEMBLY and body in UN_BODIES:
        return name
    if body and name.value.endswith(f"of the {body}"):
        return name
    if name.value in (_COUNCIL, _ASSEMBLY) and _kind(name.value) == _kind(body):
        return replace(name, value=body)  # "the Council" of the Human Rights Council
    organisation = body.partition(" ")[0]
    sibling = f"{organisation} {_kind(name.value)}" if organisation.isupper() else ""
    if name.value in (_COUNCIL, _ASSEMBLY) and sibling in g.lex.table("actors"):
        return replace(name, value=sibling)  # "the Council" of the ICAO Assembly
    value, start, end = bare_words(g, text, name.start, name.end)
    return Name(value, start, end, known=False)


def members_of(body: str) -> tuple[Name, ...]:
    """Whom a body consists of, by its English name: the parties of a convention, else Member States."""
    if not body:
        return ()
    return (Name(_PARTIES if _PARTIES in body else _MEMBERS, 0, 0),)


def without_of(g: Grammar, name: Name, text: str) -> Name:
    """The words of an unknown group without the particle and article that join it to the title."""
    if name.known:
        return name
    known = name_at(g, text, name.start, name.end)
    return known if known and known.end >= name.end - 1 else name
