"""What a name means where it stands: in the body that speaks, or behind the words of a title."""

from __future__ import annotations

from dataclasses import replace

from majlis.textkit.mandates.grammar import Grammar
from majlis.textkit.mandates.names import Name, name_at

_CHIEF = "Secretary-General"
_CHIEF_OF_UN = "Secretary-General of the United Nations"
UN_BODIES = (
    "General Assembly",
    "Security Council",
    "Economic and Social Council",
    "Human Rights Council",
)


def in_context(g: Grammar, name: Name, text: str, body: str) -> Name:
    """A short name means what it means in the body that speaks: "the Council", "the Union"."""
    if not name.known or body not in UN_BODIES:
        return name
    if name.value == _CHIEF_OF_UN:
        return replace(name, value=_CHIEF)
    written = text[name.start : name.end]
    short = len(written) <= 4 if g.code == "zh" else " " not in written.strip()
    if name.value == "ITU Council" and short:
        if body.endswith("Council"):
            return replace(name, value=body)
        return replace(name, value=written, known=False)
    if name.value == "ITU" and short and not written.isupper():
        return replace(name, value=written, known=False)
    return name


def without_of(g: Grammar, name: Name, text: str) -> Name:
    """The words of an unknown group without the particle and article that join it to the title."""
    if name.known:
        return name
    known = name_at(g, text, name.start, name.end)
    return known if known and known.end >= name.end - 1 else name
