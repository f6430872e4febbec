"""Accept, reject and keep of a whole text."""

from __future__ import annotations

from majlis.textkit.model import Comment, Note, Part, Provision, Revision, Run, Text
from majlis.textkit.views import has_revisions, view

INS = Revision("inserted", "A. Warden", "2031-04-01")
DEL = Revision("deleted", "A. Warden", "2031-04-01")


def provision(id: str, *runs: Run, **more: object) -> Provision:
    return Provision(id, "operative", runs, **more)  # type: ignore[arg-type]


def shape(provisions: tuple[Provision, ...]) -> list[object]:
    return [(p.id, p.text, shape(p.children)) if p.children else (p.id, p.text) for p in provisions]


CHANGED = provision(
    "para_1",
    Run("Lights "),
    Run("ten ", revision=DEL),
    Run("twelve ", frozenset({"italic"}), INS),
    Run("lamps;"),
    label="2.",
    number="2",
    old_label="1.",
    old_number="1",
    change="changed",
)


def test_keep_is_the_text_itself() -> None:
    text = Text((CHANGED,))
    assert view(text, "keep") is text


def test_runs_lose_their_revisions_and_keep_their_marks() -> None:
    accepted = view(Text((CHANGED,)), "accept")
    assert accepted.provisions[0].runs == (
        Run("Lights "),
        Run("twelve ", frozenset({"italic"})),
        Run("lamps;"),
    )
    assert view(Text((CHANGED,)), "reject").provisions[0].runs == (Run("Lights ten lamps;"),)


def test_reject_restores_label_and_number_and_both_views_keep_the_information() -> None:
    accepted = view(Text((CHANGED,)), "accept").provisions[0]
    rejected = view(Text((CHANGED,)), "reject").provisions[0]
    assert (accepted.label, accepted.number) == ("2.", "2")
    assert (rejected.label, rejected.number) == ("1.", "1")
    for shown in (accepted, rejected):
        assert (shown.old_label, shown.old_number, shown.change) == ("1.", "1", "changed")


def test_an_old_label_that_is_empty_is_restored_too() -> None:
    given = provision("para_1", Run("x"), label="1.", number="1", old_label="", old_number="")
    rejected = view(Text((given,)), "reject").provisions[0]
    assert (rejected.label, rejected.number) == ("", "")


def test_what_is_wholly_deleted_or_inserted_vanishes_with_its_children() -> None:
    text = Text(
        (
            provision(
                "a", Run("gone", revision=DEL), children=(provision("b", Run("x", revision=DEL)),)
            ),
            provision("c", Run("come", revision=INS), Run(" "), change="inserted"),
            provision("d", change="inserted"),
            provision("e", change="deleted"),
            provision("f"),
        )
    )
    assert shape(view(text, "accept").provisions) == [("c", "come "), ("d", ""), ("f", "")]
    assert shape(view(text, "reject").provisions) == [
        ("a", "gone", [("b", "x")]), ("e", ""), ("f", "")
    ]  # fmt: skip


def test_a_child_that_stays_moves_up_to_the_nearest_that_stays() -> None:
    leaf = provision("leaf", Run("stays"))
    inner = provision("inner", Run("gone", revision=DEL), children=(leaf,))
    outer = provision("outer", Run("gone", revision=DEL), children=(inner,))
    top = provision("top", Run("top"), children=(provision("one", Run("1")), outer))
    assert shape(view(Text((top,)), "accept").provisions) == [
        ("top", "top", [("one", "1"), ("leaf", "stays")])
    ]


def test_no_provision_vanishes_from_the_view_of_a_view() -> None:
    text = Text((CHANGED, provision("c", Run("come", revision=INS), change="inserted")))
    accepted = view(text, "accept")
    assert [p.id for p in view(accepted, "reject").walk()] == ["para_1", "c"]
    assert view(accepted, "accept") == accepted


def test_what_points_to_a_provision_that_vanished() -> None:
    text = Text(
        (provision("a", Run("x")), provision("b", Run("y", revision=DEL))),
        parts=(Part("a", "report"), Part("b", "resolution")),
        comments=(Comment("why?", provision="b"), Comment("good", provision="a")),
        notes=(Note("repair", "m", provision="b"),),
    )
    accepted = view(text, "accept")
    assert accepted.parts == (Part("a", "report"),)
    assert accepted.comments == (Comment("why?"), Comment("good", provision="a"))
    assert accepted.notes == (Note("repair", "m"),)


def test_old_ids_are_restored_where_they_are_free() -> None:
    inserted = provision("para_1", Run("new", revision=INS), change="inserted")
    deleted = provision("para_1__old", Run("old", revision=DEL), change="deleted", old_id="para_1")
    stays = provision("para_2", Run("s"))
    added_since = provision("para_3", Run("t", revision=DEL), change="deleted", old_id="para_2")
    moved_up = provision("para_4", Run("u"), old_id="para_5")
    text = Text(
        (inserted, deleted, stays, added_since, moved_up),
        parts=(Part("para_4", "annex"),),
        comments=(Comment("why?", provision="para_1__old"),),
    )
    assert [p.id for p in view(text, "accept").walk()] == ["para_1", "para_2", "para_4"]
    old = view(text, "reject")
    assert [p.id for p in old.walk()] == ["para_1", "para_2", "para_3", "para_5"]
    assert old.parts == (Part("para_5", "annex"),)
    assert old.comments == (Comment("why?", provision="para_1"),)
    assert view(old, "reject") == old


def test_has_revisions() -> None:
    text = Text((provision("top", Run("x"), children=(CHANGED,)),))
    assert has_revisions(text)
    assert not has_revisions(view(text, "accept"))
