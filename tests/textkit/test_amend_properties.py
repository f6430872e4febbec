"""What holds for every base and every set of amendments."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from majlis.textkit.amend import Amendment, Place, apply
from majlis.textkit.amend.merge import Edit, Hunk, meet, merged
from majlis.textkit.model import Provision, Run, Text
from majlis.textkit.views import view
from tests.textkit.amending import amended, bases, flat, wordings

WORDING = {"overlap", "delete-replace", "delete-move", "delete-add"}
several = settings(max_examples=60, deadline=None)


@several
@given(amended(), st.booleans(), st.booleans())
def test_a_redline_rejects_to_the_base_and_accepts_to_the_text(
    case: tuple[Text, list[Amendment]], brackets: bool, renumber: bool
) -> None:
    base, amendments = case
    outcome = apply(base, amendments, brackets=brackets, renumber=renumber)
    assert flat(view(outcome.redline, "reject")) == flat(base)
    assert flat(view(outcome.redline, "accept")) == flat(outcome.text)
    assert len(wordings(outcome.redline)) == sum(1 for _ in outcome.redline.walk())


@several
@given(bases(), st.booleans(), st.booleans())
def test_applying_none_is_the_identity(base: Text, brackets: bool, renumber: bool) -> None:
    outcome = apply(base, (), brackets=brackets, renumber=renumber)
    assert outcome.text == base == outcome.redline
    assert outcome.conflicts == () and outcome.applied == ()


@several
@given(amended(), st.randoms(use_true_random=False))
def test_what_is_applied_does_not_hang_on_the_order(
    case: tuple[Text, list[Amendment]], random: object
) -> None:
    base, amendments = case
    shuffled = list(amendments)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = apply(base, amendments, renumber=True), apply(base, shuffled, renumber=True)
    assert set(one.applied) == set(other.applied)
    assert {(c.kind, c.provision, frozenset(c.amendments)) for c in one.conflicts} == {
        (c.kind, c.provision, frozenset(c.amendments)) for c in other.conflicts
    }
    assert placed(one.text) == placed(other.text)
    if not any(c.kind == "order" for c in one.conflicts):
        assert one.text == other.text


def placed(text: Text) -> set[tuple[object, ...]]:
    """What stands under what, whatever its place among its siblings."""
    parents = text.parents()
    return {(p.id, parents[p.id], p.text) for p in text.walk()}


@several
@given(amended())
def test_each_amendment_is_applied_or_in_a_conflict(case: tuple[Text, list[Amendment]]) -> None:
    base, amendments = case
    outcome = apply(base, amendments)
    held = {i for c in outcome.conflicts if c.kind != "order" for i in c.amendments}
    assert held | set(outcome.applied) == {a.id for a in amendments}
    assert not held & set(outcome.applied)
    assert list(outcome.applied) == [a.id for a in amendments if a.id in outcome.applied]
    assert apply(base, amendments) == outcome


@several
@given(amended())
def test_a_conflict_never_changes_the_wording(case: tuple[Text, list[Amendment]]) -> None:
    base, amendments = case
    outcome = apply(base, amendments)
    before, after = wordings(base), wordings(outcome.text)
    for conflict in outcome.conflicts:
        if conflict.kind in WORDING:
            assert after[conflict.provision] == before[conflict.provision]


@several
@given(amended())
def test_ids_and_words_of_untouched_provisions_stay(case: tuple[Text, list[Amendment]]) -> None:
    base, amendments = case
    outcome = apply(base, amendments, renumber=True)
    touched = {p.id for a in amendments for p in _below(base, a.target)}
    after = wordings(outcome.text)
    for identity, words in wordings(base).items():
        if identity not in touched:
            assert after[identity] == words


def _below(base: Text, identity: str) -> list[Provision]:
    found = base.by_id().get(identity)
    return [] if found is None else list(found.walk())


@several
@given(bases(), st.data())
def test_delete_and_add_round_trips(base: Text, data: st.DataObject) -> None:
    target = data.draw(st.sampled_from([p.id for p in base.walk()]))
    provision = base.by_id()[target]
    if not any(p.text.strip() for p in (provision, *provision.children)):
        return
    parents = base.parents()
    siblings = [p.id for p in base.walk() if parents[p.id] == parents[target]]
    at = siblings.index(target)
    place = Place("after", siblings[at - 1]) if at else Place("first", parents[target] or "")
    without = apply(base, [Amendment("d", "delete", target)]).text
    assert target not in wordings(without)
    back = apply(without, [Amendment("a", "add", provision=provision, place=place)]).text
    assert _says(back) == _says(base)
    at_once = apply(
        base,
        [
            Amendment("d", "delete", target),
            Amendment("a", "add", provision=provision, place=Place("after", target)),
        ],
    )
    assert _says(at_once.text) == _says(base) and at_once.conflicts == ()


def _says(text: Text) -> list[tuple[object, ...]]:
    parents = text.parents()
    return [(parents[p.id], p.id, p.kind, p.label, p.text) for p in text.walk()]


@several
@given(bases(), st.data())
def test_disjoint_amendments_commute_and_compose(base: Text, data: st.DataObject) -> None:
    """One after the other, either way round, and both at once: the same text."""
    spoken = [p.id for p in base.walk() if p.text.strip()]
    if len(spoken) < 2:
        return
    first, second = data.draw(
        st.lists(st.sampled_from(spoken), min_size=2, max_size=2, unique=True)
    )
    a = Amendment("a", "replace", first, text="wholly other words", author="North")
    b = Amendment("b", "replace", second, text="other words again", author="South")
    together = apply(base, [a, b])
    assert together.conflicts == ()
    assert flat(together.text) == flat(apply(base, [b, a]).text)
    assert flat(together.text) == flat(apply(apply(base, [a]).text, [b]).text)
    assert flat(together.text) == flat(apply(apply(base, [b]).text, [a]).text)
    assert wordings(together.text) == wordings(base) | {first: a.text, second: b.text}


@several
@given(bases(), st.data())
def test_moving_there_and_back(base: Text, data: st.DataObject) -> None:
    target = data.draw(st.sampled_from([p.id for p in base.walk()]))
    parents = base.parents()
    siblings = [p.id for p in base.walk() if parents[p.id] == parents[target]]
    at = siblings.index(target)
    back = Place("after", siblings[at - 1]) if at else Place("first", parents[target] or "")
    moved = apply(base, [Amendment("m", "move", target, place=Place("last"))])
    assert moved.applied == ("m",)
    assert moved.text.provisions[-1].id == target
    again = apply(moved.text, [Amendment("b", "move", target, place=back)])
    assert _says(again.text) == _says(base)
    assert replace(again.text, provisions=()) == replace(base, provisions=())


WORDINGS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 4), st.sampled_from(["", "x", " "])), max_size=9
)


@given(WORDINGS, st.text("ab ", min_size=16, max_size=16))
def test_hunks_that_meet_are_one_group(wanted: list[tuple[int, int, str]], text: str) -> None:
    changes = [
        (
            Amendment(f"a{n}", "replace", "p1"),
            [Hunk(start, start + size, (Run(new),) if new else ())],
        )
        for n, (start, size, new) in enumerate(wanted)
    ]
    found = merged(changes, text)
    edits = sorted(
        [*found.edits, *(edit for group in found.groups for edit in group)],
        key=lambda edit: (edit.hunk.start, edit.hunk.end, edit.hunk.text),
    )
    groups: list[list[Edit]] = []
    for edit in edits:
        if groups and any(meet(other.hunk, edit.hunk, text) for other in groups[-1]):
            groups[-1].append(edit)
        else:
            groups.append([edit])
    assert found.groups == tuple(tuple(group) for group in groups if len(group) > 1)
    assert found.edits == tuple(group[0] for group in groups if len(group) == 1)
