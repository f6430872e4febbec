"""Amendments by many hands to long texts, in six languages."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

import pytest

from majlis.textkit.amend import Amendment, Place, apply
from majlis.textkit.model import Provision, Run, Text, View
from majlis.textkit.read import read_bytes
from majlis.textkit.views import view
from majlis.textkit.words import is_word, tokenise
from majlis.textkit.write.akn import write_akn
from majlis.textkit.write.docx import write_docx
from majlis.textkit.write.html import write_html
from majlis.textkit.write.markdown import write_markdown
from tests.textkit.amending import flat
from tests.textkit.pairs import LONG, pair

BOTH: tuple[View, View] = ("accept", "reject")
FORMS: dict[str, Callable[[Text], bytes]] = {
    "docx": write_docx,
    "html": lambda text: write_html(text).encode(),
    "md": lambda text: write_markdown(text).encode(),
    "xml": write_akn,
}
SEEDS = range(30)


def reworded(rng: random.Random, text: str) -> str:
    """Some words of a wording taken out, doubled, or put in another's place; never all."""
    tokens = tokenise(text)
    at = [n for n, token in enumerate(tokens) if is_word(token)]
    for n in rng.sample(at, min(len(at), rng.choice((1, 1, 2, 4)))):
        tokens[n] = rng.choice((tokens[n] * 2, tokens[rng.choice(at)], "" if len(at) > 2 else "x"))
    return "".join(tokens) if "".join(tokens).strip() else text


@cache
def base(seed: int) -> Text:
    known = pair(LONG[seed % len(LONG)])
    return known.new if seed % 2 else known.old


def disjoint(seed: int) -> list[Amendment]:
    """About one amendment for each third provision, of every kind; no two touch the same place."""
    rng = random.Random(seed)
    text = base(seed)
    parents = text.parents()
    spoken = [p for p in text.walk() if p.text.strip()]
    free = {p.id for p in spoken}
    found: list[Amendment] = []
    for p in rng.sample(spoken, len(spoken)):
        below = {q.id for q in p.walk()}
        if not below <= free or rng.random() < 0.4:
            continue
        op = rng.choice(("replace", "replace", "replace", "delete", "add", "move"))
        if op == "delete" and (p.children or parents[p.id] is None and p.kind == "title"):
            op = "replace"
        place = None
        anchor = None
        if op in ("add", "move"):
            others = [q for q in spoken if q.id in free and q.id not in below and not q.children]
            anchor = p if op == "add" else rng.choice(others) if others else None
            if anchor is None:
                continue
            place = Place("after", anchor.id)
        free -= below | ({anchor.id} if anchor else set())
        words = reworded(rng, p.text)
        new = Provision("", p.kind, (Run(f"{words} {seed}"),)) if op == "add" else None
        known = p.text if rng.random() < 0.5 else None
        found.append(
            Amendment(
                f"a{len(found)}",
                op,  # type: ignore[arg-type]
                "" if op == "add" else p.id,
                base=known if op in ("replace", "delete") else None,
                text=words if op == "replace" else "",
                provision=new,
                place=place,
                author=f"Delegation {len(found) % 5}",
            )
        )
    assert len(found) >= 10
    return found


def both_ways(text: Text, first: list[Amendment], second: list[Amendment]) -> Text:
    outcome = apply(apply(text, first).text, second)
    assert not outcome.conflicts
    return outcome.text


@pytest.mark.parametrize("seed", SEEDS)
def test_disjoint_amendments_commute(seed: int) -> None:
    text, amendments = base(seed), disjoint(seed)
    together = apply(text, amendments)
    assert together.conflicts == ()
    assert together.applied == tuple(a.id for a in amendments)
    mixed = list(amendments)
    random.Random(-seed).shuffle(mixed)
    assert flat(apply(text, mixed).text) == flat(together.text)
    half = len(mixed) // 2
    assert flat(both_ways(text, mixed[:half], mixed[half:])) == flat(together.text)
    assert flat(both_ways(text, mixed[half:], mixed[:half])) == flat(together.text)


@pytest.mark.parametrize("seed", SEEDS)
def test_overlapping_amendments_are_reported_and_none_is_lost(seed: int) -> None:
    text, amendments = base(seed), disjoint(seed)
    rng = random.Random(1000 + seed)
    wanted = [a for a in amendments if a.op != "add" and text.by_id()[a.target].text.strip()]
    rivals = []
    for amendment in rng.sample(wanted, min(6, len(wanted))):
        other = "move" if amendment.op == "delete" else "delete"
        place = Place("first") if other == "move" else None
        rivals.append(
            Amendment(f"r{len(rivals)}", other, amendment.target, place=place, author="Rival")  # type: ignore[arg-type]
        )
    outcome = apply(text, [*amendments, *rivals])
    held = {i for c in outcome.conflicts if c.kind != "order" for i in c.amendments}
    assert held | set(outcome.applied) == {a.id for a in (*amendments, *rivals)}
    assert not held & set(outcome.applied)
    assert {r.id for r in rivals} <= held
    assert all(c.message and c.provision in text.by_id() for c in outcome.conflicts)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_redline_gives_base_and_consolidated_text_in_each_form(seed: int, form: str) -> None:
    outcome = apply(base(seed), disjoint(seed), renumber=bool(seed % 3))
    said(outcome.redline, base(seed), outcome.text)
    data = FORMS[form](outcome.redline)
    for shown in BOTH:
        wanted = outcome.text if shown == "accept" else base(seed)
        found = read_bytes(data, shown, name=f"redline.{form}")
        assert words(found) == words(wanted)


def words(text: Text) -> list[tuple[str, str, str]]:
    return [(p.kind, p.label, p.text) for p in text.walk()]


def said(redline: Text, old: Text, new: Text) -> None:
    assert words(view(redline, "reject")) == words(old)
    assert words(view(redline, "accept")) == words(new)
