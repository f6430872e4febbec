"""Properties of comparing and of the redline, on random texts in six scripts and their mutants."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from majlis.textkit.compare import Comparison, compare, redline
from majlis.textkit.model import KINDS, LANGUAGES, Provision, Run, Text, merge_runs
from majlis.textkit.views import view
from tests.textkit import strategies as anything

WORDS = {
    "en": ("garden", "tide", "requests", "the", "Keeper-General", "to", "report", "70/1", "lamps"),
    "fr": ("jardin", "marée", "prie", "l’archiviste", "de", "rédiger", "où", "lampes", "2030"),
    "es": ("jardín", "marea", "pide", "señor", "el", "informe", "¿cuándo?", "lámparas", "año"),
    "ru": ("сад", "прилив", "просит", "хранителя", "доклад", "о", "лампах", "ёлка", "маяко\u0301в"),
    "ar": ("حديقة", "المدّ", "يَطلُبُ", "إلى", "الأمين", "تقريـــرا", "مصابيح", "٢٠٣٠", "\u200f"),
    "zh": ("花园", "潮汐", "请", "总看守人", "提交", "报告", "灯", "2030年", "第70/1号"),
}
SETTINGS = settings(max_examples=60, deadline=None)


def sentences(language: str) -> st.SearchStrategy[str]:
    joint = "" if language == "zh" else " "
    words = st.lists(st.sampled_from(WORDS[language]), max_size=12).map(joint.join)
    return st.one_of(words, words, st.text(max_size=10))


@st.composite
def runs(draw: st.DrawFn, language: str) -> tuple[Run, ...]:
    marks = st.sampled_from((frozenset(), frozenset({"italic"}), frozenset({"bold"})))
    texts = draw(st.lists(sentences(language), max_size=2))
    return tuple(Run(text, draw(marks)) for text in texts)


@st.composite
def leaves(draw: st.DrawFn, language: str) -> Provision:
    number = draw(st.sampled_from(("", "1", "2", "7")))
    return Provision(
        id="",
        kind=draw(st.sampled_from(KINDS)),
        runs=draw(runs(language)),
        label=number and f"{number}.",
        number=number,
    )


def numbered(provisions: list[Provision], prefix: str) -> tuple[Provision, ...]:
    """Unique ids, and a tree: every third provision holds the next two."""
    named = [replace(p, id=f"{prefix}_{n}", children=()) for n, p in enumerate(provisions)]
    return tuple(
        replace(named[n], children=tuple(named[n + 1 : n + 3])) for n in range(0, len(named), 3)
    )


@st.composite
def versions(draw: st.DrawFn) -> tuple[Text, Text]:
    """A text and what some amendments made of it: insert, delete, move, reword, renumber, split, merge."""
    language = draw(st.sampled_from(LANGUAGES))
    old = draw(st.lists(leaves(language), max_size=9))
    new = list(old)
    for _ in range(draw(st.integers(0, 5))):
        if not new:
            break
        at = draw(st.integers(0, len(new) - 1))
        to = draw(st.integers(0, len(new) - 1))
        act = draw(
            st.sampled_from(("insert", "delete", "move", "reword", "number", "split", "merge"))
        )
        item = new[at]
        text = item.text
        if act == "insert":
            new.insert(at, draw(leaves(language)))
        elif act == "delete":
            del new[at]
        elif act == "move":
            new.insert(to, new.pop(at))
        elif act == "reword":
            half = len(text) // 2
            words = (Run(text[:half]), Run(draw(sentences(language))), Run(text[half + 2 :]))
            new[at] = replace(item, runs=words)
        elif act == "number":
            new[at] = replace(item, label="9.", number="9")
        elif act == "split":
            half = len(text) // 2
            new[at : at + 1] = [replace(item, runs=(Run(t),)) for t in (text[:half], text[half:])]
        elif at + 1 < len(new):
            new[at : at + 2] = [replace(item, runs=(*item.runs, *new[at + 1].runs))]
    prefix = draw(st.sampled_from(("p", "q")))
    ours, theirs = numbered(old, "p"), numbered(new, prefix)
    return Text(ours, language=language), Text(theirs, language=language)


def shape(text: Text) -> list[tuple[str, str, str, str]]:
    return [(p.kind, p.label, p.number, p.text) for p in text.walk()]


def check(comparison: Comparison) -> None:
    """Everything is covered once, and spans give the wordings back."""
    ours, theirs = list(comparison.old.walk()), list(comparison.new.walk())
    changes = comparison.changes
    assert sorted(i for c in changes for i in c.old_at) == list(range(len(ours)))
    assert sorted(j for c in changes for j in c.new_at) == list(range(len(theirs)))
    # a provision that was cut in pieces stands where its first piece does
    firsts = [c.new_at[0] for c in changes if c.new_at]
    assert firsts == sorted(firsts)
    assert 0.0 <= comparison.similarity <= 1.0
    for item in changes:
        assert item.old == tuple(ours[i].id for i in item.old_at)
        assert item.new == tuple(theirs[j].id for j in item.new_at)
        assert item.old_text == "\n".join(ours[i].text for i in item.old_at)
        assert item.new_text == "\n".join(theirs[j].text for j in item.new_at)
        assert "".join(text for op, text in item.spans if op in "=-") == item.old_text
        assert "".join(text for op, text in item.spans if op in "=+") == item.new_text
        assert (item.op == "inserted") == (not item.old_at)
        assert (item.op == "deleted") == (not item.new_at)
        assert (len(item.old_at) > 1) == (item.op == "merged")
        assert (len(item.new_at) > 1) == (item.op == "split")
        if item.op in ("equal", "changed"):
            assert (item.op == "equal") == (item.old_text == item.new_text)


@SETTINGS
@given(versions())
def test_comparison(pair: tuple[Text, Text]) -> None:
    comparison = compare(*pair)
    check(comparison)
    assert compare(*pair).as_dict() == comparison.as_dict()


@SETTINGS
@given(versions())
def test_a_text_equals_itself(pair: tuple[Text, Text]) -> None:
    for text in pair:
        comparison = compare(text, replace(text, provisions=tuple(text.provisions)))
        assert {item.op for item in comparison.changes} <= {"equal"}
        assert comparison.similarity == 1.0


@SETTINGS
@given(versions())
def test_redline(pair: tuple[Text, Text]) -> None:
    old, new = pair
    marked = redline(compare(old, new), "A. Warden", "2031-04-01T00:00:00Z")
    accepted, rejected = view(marked, "accept"), view(marked, "reject")
    assert shape(accepted) == shape(new)
    assert shape(rejected) == shape(old)
    assert [p.id for p in accepted.walk()] == [p.id for p in new.walk()]
    assert [p.id for p in rejected.walk()] == [p.id for p in old.walk()]
    assert accepted.parents() == new.parents()
    assert [p.runs for p in accepted.walk()] == [merge_runs(p.runs) for p in new.walk()]
    ids = [p.id for p in marked.walk()]
    assert len(ids) == len(set(ids))
    for provision in marked.walk():
        for run in provision.runs:
            assert run.revision is None or run.revision.author == "A. Warden"


@SETTINGS
@given(anything.texts, anything.texts)
def test_any_text_at_all(old: Text, new: Text) -> None:
    comparison = compare(old, new)
    check(comparison)
    marked = redline(comparison)
    assert shape(view(marked, "accept")) == shape(comparison.new)
    assert shape(view(marked, "reject")) == shape(comparison.old)
