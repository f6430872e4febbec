"""The redline: one text with tracked changes, of which both versions can be had again."""

from __future__ import annotations

from majlis.textkit.compare import compare, redline
from majlis.textkit.model import Provision, Revision, Run, Text
from majlis.textkit.views import view
from tests.textkit.compare_texts import ENGLISH_NEW, ENGLISH_OLD, text_of
from tests.textkit.test_compare import FIVE, JOINED

ITALIC = frozenset({"italic"})
LAMPS = "Decides that lamps shall burn through every night of the winter season"


def one(id: str, *runs: Run, label: str = "", children: tuple[Provision, ...] = ()) -> Provision:
    return Provision(id, "operative", runs, label, label.rstrip("."), children=children)


def redlined(old: tuple[Provision, ...], new: tuple[Provision, ...]) -> Text:
    return redline(compare(Text(old), Text(new)), "A. Warden", "2031-04-01")


def test_both_versions_of_a_resolution() -> None:
    old, new = text_of(ENGLISH_OLD), text_of(ENGLISH_NEW)
    marked = redline(compare(old, new), "A. Warden", "2031-04-01")
    for side, name in ((new, "accept"), (old, "reject")):
        shown = view(marked, name)  # type: ignore[arg-type]
        assert [(p.label, p.text) for p in shown.walk()] == [(p.label, p.text) for p in side.walk()]
    revisions = {run.revision for p in marked.walk() for run in p.runs if run.revision}
    assert {(r.author, r.date) for r in revisions} == {("A. Warden", "2031-04-01")}


def moved_words(provision: Provision) -> list[str]:
    return [run.text for run in provision.runs if run.revision and run.revision.moved]


def test_both_halves_of_a_move_are_marked_and_what_was_reworded_on_the_way_is_not() -> None:
    marked = redline(compare(text_of(ENGLISH_OLD), text_of(ENGLISH_NEW)))
    gone, come = (p for p in marked.walk() if "a report on the implementation" in p.text)
    assert (gone.change, come.change) == ("deleted", "inserted")
    for half, op in ((gone, "deleted"), (come, "inserted")):
        assert {run.revision.op for run in half.runs if run.revision} == {op}
        assert all(run.revision for run in half.runs)
    assert moved_words(gone) == moved_words(come) != []
    plain = [[r.text for r in p.runs if r.revision and not r.revision.moved] for p in (gone, come)]
    assert plain == [["fifteenth"], ["sixteenth"]]


def test_a_move_without_rewording_is_one_revision() -> None:
    old = (one("a", Run(LAMPS)), one("b", Run("Remains seized of the tides and of the eels.")))
    marked = redlined(old, old[::-1])
    moved = [p for p in marked.provisions if p.change]
    assert [{run.revision for run in p.runs} for p in moved] == [
        {Revision(op, "A. Warden", "2031-04-01", moved=True)}  # type: ignore[arg-type]
        for op in ("inserted", "deleted")
    ]


def test_what_a_split_cuts_off_has_moved_from_where_it_stood() -> None:
    lamps, boats = "light the lamps of the harbour", "count all boats that come in by night"
    whole = (one("a", Run(f"Requests wardens to {lamps}, and to {boats};")), one("b", Run(LAMPS)))
    pieces = (
        one("a", Run(f"Requests wardens to {lamps};")),
        one("c", Run(f"Also requests wardens to {boats};")),
        one("b", Run(LAMPS)),
    )
    for old, new in ((whole, pieces), (pieces, whole)):
        comparison = compare(Text(old), Text(new))
        assert {item.op for item in comparison.changes} <= {"split", "merged", "equal"}
        marked = redline(comparison)
        moved: dict[str, list[str]] = {"inserted": [], "deleted": []}
        for run in (run for p in marked.walk() for run in p.runs):
            if run.revision and run.revision.moved:
                moved[run.revision.op].append(run.text)
        assert "".join(moved["inserted"]) == "".join(moved["deleted"])
        assert lamps in "".join(moved["deleted"])
        assert [p.text for p in view(marked, "accept").walk()] == [p.text for p in new]
        assert [p.text for p in view(marked, "reject").walk()] == [p.text for p in old]


def test_marks_come_from_the_side_that_has_the_words() -> None:
    old = one("p", Run(LAMPS), Run(" of the old kind", ITALIC), Run(";"))
    new = one(
        "p", Run("Decides", ITALIC), Run(LAMPS[7:]), Run(" of glass", frozenset({"bold"})), Run(";")
    )
    marked = redlined((old,), (new,)).provisions[0]
    assert marked.runs[0] == Run("Decides", ITALIC)
    assert marked.runs[1].marks == frozenset()
    deleted = [run for run in marked.runs if run.revision and run.revision.op == "deleted"]
    inserted = [run for run in marked.runs if run.revision and run.revision.op == "inserted"]
    assert {run.marks for run in deleted} == {ITALIC}
    assert {run.marks for run in inserted} == {frozenset({"bold"})}


def test_old_labels_are_kept_only_where_they_differ() -> None:
    old = (one("a", Run("Lamps burn;"), label="1."), one("b", Run("Tides rise;"), label="2."))
    new = (one("a", Run("Lamps burn;"), label="1."), one("b", Run("Tides rise;"), label="3."))
    first, second = redlined(old, new).provisions
    assert (first.old_label, first.old_number, first.change) == (None, None, None)
    assert (second.old_label, second.old_number, second.change) == ("2.", "2", None)


def test_a_deleted_provision_stays_under_its_parent_and_gets_an_id_of_its_own() -> None:
    points = [one(f"p__{n}", Run(f"to see to {what};")) for n, what in enumerate(("eels", "reeds"))]
    old = (one("p", Run(LAMPS), children=tuple(points)), one("q", Run("Remains seized.")))
    new = (
        one("p", Run(LAMPS), children=(one("p__0", Run("to see to eels;")),)),
        one("p__1", Run("Elects nine guild masters.")),
        one("q", Run("Remains seized.")),
    )
    marked = redlined(old, new)
    assert [child.id for child in marked.provisions[0].children] == ["p__0", "p__1__old"]
    rejected = view(marked, "reject")
    assert rejected.parents() == {"p": None, "p__0": "p", "p__1": "p", "q": None}


def test_a_deleted_family_stays_together() -> None:
    child = one("p__0", Run("to count the eels;"))
    old = (one("p", Run("Requests all wardens"), children=(child,)), one("q", Run(LAMPS)))
    marked = redlined(old, (one("q", Run(LAMPS)),))
    assert view(marked, "reject").parents() == {"p": None, "p__0": "p", "q": None}
    assert [p.id for p in view(marked, "accept").walk()] == ["q"]


def test_a_change_of_kind_is_a_deletion_and_an_insertion() -> None:
    old = (Provision("a", "paragraph", (Run(LAMPS),)),)
    new = (Provision("a", "operative", (Run(LAMPS),)),)
    marked = redlined(old, new)
    assert {(p.id, p.kind, p.change) for p in marked.walk()} == {
        ("a__old", "paragraph", "deleted"),
        ("a", "operative", "inserted"),
    }
    assert [(p.id, p.kind) for p in view(marked, "reject").walk()] == [("a", "paragraph")]


def test_of_a_split_the_longest_piece_carries_the_change() -> None:
    marked = redline(compare(text_of(ENGLISH_OLD), text_of(ENGLISH_NEW)))
    pieces = [p for p in marked.walk() if p.label in ("3.", "4.") and p.change != "deleted"]
    assert [(p.label, p.change) for p in pieces] == [("3.", "inserted"), ("4.", "changed")]
    assert pieces[1].old_label is None


def test_pieces_that_stand_apart() -> None:
    for old, new in ((text_of(FIVE), text_of(JOINED)), (text_of(JOINED), text_of(FIVE))):
        marked = redline(compare(old, new))
        assert [p.text for p in view(marked, "accept").walk()] == [p.text for p in new.walk()]
        assert [p.text for p in view(marked, "reject").walk()] == [p.text for p in old.walk()]
