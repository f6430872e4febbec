"""Where the words of a provision came from or went, as tracked changes that moved words say it."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from majlis.textkit.ids import OLD_SUFFIX
from majlis.textkit.model import Provision, Text, change_of
from majlis.textkit.words import tokenise

_SHOWN = 32  # characters of the words that a heading is named by
_MANY = 200  # halves without an equal beyond which no part of another is looked for


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a provision. ``said``: a key of ``words.toml``; ``identity`` and ``name``: id and
    name of the other half (its labels, or what it is and which), empty where it is not known.
    """

    said: str
    identity: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Half:
    provision: Provision
    words: str
    whole: bool
    name: str


def fates(text: Text, words: dict[str, str]) -> dict[str, list[Fate]]:
    """The fates of provisions by id; those of which no words moved have none.

    ``words``: those of a language, by which what has no label is named.

    Two halves belong together where they have the same words, the first with the first, or else where
    the words of one are part of the other's: pieces of what was split or merged.
    """
    gone: list[_Half] = []
    come: list[_Half] = []
    for p, old_name, new_name in _named(text.provisions, (), (), words):
        change = change_of(p.runs)
        for side, op, name in ((gone, "deleted", old_name), (come, "inserted", new_name)):
            moved = _moved(p, op)
            if moved:
                side.append(_Half(p, moved, change == op, name))
    found: dict[str, list[Fate]] = defaultdict(list)
    for a, b in _pairs(gone, come):
        if a is None and b is not None and b.whole:
            found[b.provision.id].append(Fate("moved_here"))
        elif b is None and a is not None and a.whole:
            found[a.provision.id].append(Fate("moved_away"))
        elif a is not None and b is not None and a.provision is not b.provision:
            there, here = _said(a.whole, b.whole)
            found[a.provision.id].append(Fate(there, b.provision.id, b.name))
            found[b.provision.id].append(Fate(here, a.provision.id, a.name))
    return found


def _said(gone: bool, come: bool) -> tuple[str, str]:
    """What is said at the old place and at the new one, of wholes and of parts that went and came."""
    if gone == come:
        return "moved_to", "moved_from"
    return ("merged_into", "merged_from") if gone else ("split_to", "split_from")


def _moved(p: Provision, op: str) -> str:
    revised = ((run.text, run.revision) for run in p.runs if run.revision)
    words = (t for t, r in revised if r.moved and r.op == op and not r.reverted)
    return " ".join("".join(words).split())


def _pairs(gone: list[_Half], come: list[_Half]) -> Iterator[tuple[_Half | None, _Half | None]]:
    waiting: dict[str, deque[_Half]] = defaultdict(deque)
    for half in gone:
        waiting[half.words].append(half)
    left: list[_Half] = []
    for half in come:
        if waiting[half.words]:
            yield waiting[half.words].popleft(), half
        else:
            left.append(half)
    rest = [half for halves in waiting.values() for half in halves]
    told: set[int] = set()
    if len(rest) <= _MANY and len(left) <= _MANY:
        for a in rest:
            for b in left:
                if a.words in b.words or b.words in a.words:
                    told |= {id(a), id(b)}
                    yield a, b
    yield from ((a, None) for a in rest if id(a) not in told)
    yield from ((None, b) for b in left if id(b) not in told)


def names(text: Text, words: dict[str, str]) -> dict[str, str]:
    """What each provision is called, by id: its labels, or what it is and which ("preambular paragraph 4")."""
    return {p.id: name for p, _, name in _named(text.provisions, (), (), words)}


def _named(
    provisions: Iterable[Provision],
    olds: tuple[str, ...],
    news: tuple[str, ...],
    words: dict[str, str],
) -> Iterator[tuple[Provision, str, str]]:
    """Each provision with its name before and now: labels, its own and of those of its kind that hold it."""
    for p in provisions:
        now = (*news, p.label)
        before = (*olds, p.label if p.old_label is None else p.old_label)
        identity = p.id if p.old_id is None else p.old_id
        yield (
            p,
            _joined(before) or _called(p, identity, words, "inserted"),
            _joined(now) or _called(p, p.id, words, "deleted"),
        )
        for child in p.children:
            inside = child.kind == p.kind
            yield from _named((child,), before if inside else (), now if inside else (), words)


def _joined(labels: Iterable[str]) -> str:
    return re.sub(r"\s+", " ", " ".join(labels)).strip()


def _called(p: Provision, identity: str, words: dict[str, str], without: str) -> str:
    """The name of a provision without a label, from the last part of its id.

    Else, as for a heading, the first words of that version; the id where it has no words.
    """
    stem, _, number = identity.removesuffix(OLD_SUFFIX).rpartition("__")[2].partition("_")
    pattern = words.get(f"name_{stem}")
    if pattern:
        return pattern.replace("{n}", number).strip(" ,،，")
    kept = (run.text for run in p.runs if run.revision is None or run.revision.op != without)
    tokens = tokenise(" ".join("".join(kept).split()))
    ends = accumulate(map(len, tokens))
    shown = "".join(token for token, end in zip(tokens, ends, strict=True) if end <= _SHOWN).strip()
    return f"{shown}…" if shown and sum(map(len, tokens)) > _SHOWN else shown or identity
