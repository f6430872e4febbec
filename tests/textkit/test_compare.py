"""Provisions of two yearly versions: renumbered, moved, split, merged, rewritten, new and gone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bench.yearly import large_pair, pair_scores, strangers, yearly_pair

from majlis.textkit.compare import ALGORITHM, ChangeItem, Comparison, compare
from majlis.textkit.compare.vocabulary import MASK, Vocabulary
from majlis.textkit.model import Provision, Revision, Run, Text
from tests.textkit.compare_texts import ENGLISH_NEW, ENGLISH_OLD, VERSIONS, text_of


def pairs(comparison: Comparison) -> frozenset[tuple[int, int]]:
    return frozenset((i, j) for c in comparison.changes for i in c.old_at for j in c.new_at)


def by_old(comparison: Comparison, at: int) -> ChangeItem:
    return next(item for item in comparison.changes if at in item.old_at)


def by_new(comparison: Comparison, at: int) -> ChangeItem:
    return next(item for item in comparison.changes if at in item.new_at)


@pytest.mark.parametrize("language", VERSIONS)
def test_pairs_of_a_yearly_version(language: str) -> None:
    old, new, expected = VERSIONS[language]
    assert pairs(compare(text_of(old, language), text_of(new, language))) == expected


@pytest.fixture(scope="module")
def english() -> Comparison:
    return compare(text_of(ENGLISH_OLD), text_of(ENGLISH_NEW))


def test_each_op(english: Comparison) -> None:
    assert by_old(english, 3).op == "equal"
    assert by_old(english, 8).op == "changed"
    assert by_old(english, 9).op == "moved"
    assert by_old(english, 10).op == "deleted"
    assert by_old(english, 11).op == "split"
    assert by_new(english, 14).op == "inserted"
    assert by_new(english, 16).op == "merged"


def test_equal_but_renumbered(english: Comparison) -> None:
    item = by_old(english, 20)
    assert (item.op, item.renumbered) == ("equal", True)
    assert (item.old_label, item.new_label) == ("11.", "10.")
    assert (item.old_number, item.new_number) == ("11", "10")
    assert not by_old(english, 8).renumbered


def test_a_moved_provision_shows_its_rewording(english: Comparison) -> None:
    assert by_old(english, 9).spans[1:3] == (("-", "fifteenth"), ("+", "sixteenth"))


def test_order_is_that_of_new_with_deletions_at_their_old_place(english: Comparison) -> None:
    places = [at for item in english.changes for at in item.new_at]
    assert places == sorted(places)
    at = english.changes.index(by_old(english, 18))
    assert english.changes[at - 1] is by_old(english, 17)


def test_the_contract(english: Comparison) -> None:
    found = english.as_dict()
    assert list(found) == ["similarity", "changes", "algorithm"]
    assert found["algorithm"] == ALGORITHM == english.algorithm
    assert 0.5 < found["similarity"] < 0.8
    items = {item["op"]: item for item in found["changes"]}
    assert items["split"]["old"] == "operative_4"
    assert items["split"]["new"] == ["operative_3", "operative_4"]
    assert items["merged"]["old"] == ["operative_7", "operative_8"]
    assert items["merged"]["new"] == "operative_7"
    assert items["inserted"]["old"] is None
    assert items["inserted"]["old_text"] == ""
    assert items["deleted"]["new"] is None
    assert items["deleted"]["spans"] == [["-", items["deleted"]["old_text"]]]
    for item in found["changes"]:
        assert "".join(text for op, text in item["spans"] if op in "=-") == item["old_text"]
        assert "".join(text for op, text in item["spans"] if op in "=+") == item["new_text"]


def test_boilerplate_does_not_glue() -> None:
    old = text_of(
        "1.|Requests the Keeper-General to submit to the Conference a report on eel ladders;\n"
        "2.|Requests the Keeper-General to submit to the Conference a report on dune fences;\n"
        "3.|Requests the Keeper-General to submit to the Conference a report on fog horns;\n"
        "4.|Requests the Keeper-General to submit to the Conference a report on willows;\n"
        "5.|Welcomes the museum of buoys;"
    )
    new = text_of(
        "1.|Requests the Keeper-General to submit to the Conference a report on willows;\n"
        "2.|Requests the Keeper-General to submit to the Conference a report on eel ladders;\n"
        "3.|Requests the Keeper-General to hold an auction of oyster terraces in the spring;\n"
        "4.|Requests the Keeper-General to submit to the Conference a report on fog horns;\n"
        "5.|Welcomes the museum of buoys;"
    )
    comparison = compare(old, new)
    assert pairs(comparison) == {(0, 1), (2, 3), (3, 0), (4, 4)}
    assert by_old(comparison, 3).op == "moved"
    assert by_old(comparison, 1).op == "deleted"


def test_the_same_place_is_not_enough() -> None:
    old = text_of("|The Conference,\n1.|Urges wardens to trim lamps;\n2.|Remains seized of it.")
    new = text_of("|The Conference,\n1.|Elects nine guild masters;\n2.|Remains seized of it.")
    assert [item.op for item in compare(old, new).changes] == [
        "equal", "deleted", "inserted", "equal"
    ]  # fmt: skip


def test_whom_a_provision_addresses_does_not_glue() -> None:
    old = text_of(
        "|The Conference,\n"
        "1.|Encourages the guilds of boat-builders to plant willows along the outer canals;\n"
        "2.|Remains seized of it."
    )
    new = text_of(
        "|The Conference,\n"
        "1.|Encourages the guilds of boat-builders to disclose what their varnish is made of;\n"
        "2.|Remains seized of it."
    )
    assert pairs(compare(old, new)) == {(0, 0), (2, 2)}


FIVE = (
    "|The Conference,\n"
    "1.|Invites donors to pay into the fund for fog horns of small harbours;\n"
    "2.|Decides to hold a market of lanterns in every second winter;\n"
    "3.|Urges all wardens to count the eels in their canals twice a year;\n"
    "4.|Encourages the banks of the islands to lend to the guild of divers;"
)
JOINED = (
    "|The Conference,\n"
    "1.|Invites donors to pay into the fund for fog horns of small harbours, and encourages the banks "
    "of the islands to lend to the guild of divers;\n"
    "2.|Decides to hold a market of lanterns in every second winter;\n"
    "3.|Urges all wardens to count the eels in their canals twice a year;"
)


def test_what_was_merged_with_a_provision_far_from_it() -> None:
    old, new = text_of(FIVE), text_of(JOINED)
    comparison = compare(old, new)
    assert pairs(comparison) == {(0, 0), (1, 1), (2, 2), (3, 3), (4, 1)}
    assert [item.op for item in comparison.changes] == ["equal", "merged", "equal", "equal"]
    assert by_new(comparison, 1).old == ("operative_1", "operative_4")


def test_what_was_split_and_put_far_from_its_other_half() -> None:
    comparison = compare(text_of(JOINED), text_of(FIVE))
    assert pairs(comparison) == {(0, 0), (1, 1), (2, 2), (3, 3), (1, 4)}
    assert [item.op for item in comparison.changes] == ["equal", "split", "equal", "equal"]
    assert by_old(comparison, 1).new_at == (1, 4)


def test_a_heading_that_got_another_name_heads_the_same() -> None:
    old = text_of("|Lamps\n1.|Urges wardens to trim lamps;\n|Oil\n2.|Remains seized of it.")
    new = text_of("|Of light\n1.|Urges wardens to trim lamps;\n|Oil\n2.|Remains seized of it.")
    assert pairs(compare(old, new)) == {(0, 0), (1, 1), (2, 2), (3, 3)}


def test_a_heading_that_is_only_a_number_goes_with_what_stands_under_it() -> None:
    old = text_of("|I\n1.|Urges wardens to trim lamps;\n|II\n2.|Remains seized of it.")
    new = text_of(
        "|I\n1.|Urges wardens to trim lamps;\n|II\n2.|Elects nine masters of the guild of boats;\n"
        "|III\n3.|Remains seized of it."
    )
    comparison = compare(old, new)
    assert pairs(comparison) == {(0, 0), (1, 1), (2, 4), (3, 5)}
    assert [item.op for item in comparison.changes] == [
        "equal", "equal", "inserted", "inserted", "changed", "equal"
    ]  # fmt: skip
    assert pairs(compare(new, old)) == {(0, 0), (1, 1), (4, 2), (5, 3)}


def test_a_number_that_heads_something_else_now_is_matched_in_its_place() -> None:
    old = text_of("|A.\n1.|Urges wardens to trim lamps;\n|B.\n2.|Remains seized of it.")
    new = text_of("|A.\n1.|Elects nine masters of boats;\n|B.\n2.|Remains seized of it.")
    assert pairs(compare(old, new)) == {(0, 0), (2, 2), (3, 3)}


def test_a_recital_that_stands_out_is_found_although_it_moved_and_changed() -> None:
    old = text_of(
        "|The Conference,\n"
        "|Noting the delay in the vote on the height of masts,\n"
        "|Welcoming the truce of the ferrymen and asking that it last,\n"
        "|Underlining that the care of lamps is the duty of each harbour,\n"
        "1.|Urges all wardens to count the eels in their canals twice a year;\n"
        "2.|Decides to hold a market of lanterns in every second winter;"
    )
    new = text_of(
        "|The Conference,\n"
        "|Underlining that the care of lamps is the duty of each harbour,\n"
        "|Noting with joy that the truce of the ferrymen has held in nine ports of eleven,\n"
        "|Mindful that gulls nest in bells,\n"
        "1.|Urges all wardens to count the eels in their canals twice a year;\n"
        "2.|Decides to hold a market of lanterns in every second winter;"
    )
    assert pairs(compare(old, new)) == {(0, 0), (2, 2), (3, 1), (4, 4), (5, 5)}


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "at its ninety-third session, in June 2039", "at its tenth session, in April 2040"),
        ("fr", "à sa quatre-vingt-neuvième session, en juin", "à sa dixième session, en avril"),
        ("es", "el séptimo período, en junio de 2039", "el octavo período, en abril de 2040"),
        ("ru", "на своей пятой сессии в июне", "на своей десятой сессии в апреле"),
        (
            "ar",
            "في دورتها الثامنة والثمانين، في حزيران/يونيه",
            "في دورتها الرابعة والتسعين، في أيار/مايو",
        ),
        ("zh", "第八十九届会议", "第九十一届会议"),
    ],
)
def test_sessions_and_months_in_words_are_masked_as_numbers_are(
    language: str, one: str, other: str
) -> None:
    words = Vocabulary(language).words(one)
    assert words == Vocabulary(language).words(other)
    assert len({word for word in words if word != MASK}) >= 2


def test_a_text_in_no_known_language_is_compared_all_the_same() -> None:
    old, new = text_of("1.|Lamps of the tenth pier;", "xx"), text_of("1.|Lamps of a pier;", "xx")
    assert pairs(compare(old, new)) == {(0, 0)}


def test_titles_are_one_another_even_when_little_is_left() -> None:
    old = Text((Provision("t", "title", (Run("14/7. Lamps of the north"),)),))
    new = Text((Provision("t", "title", (Run("15/9. Lamps and oil of all coasts"),)),))
    assert pairs(compare(old, new)) == {(0, 0)}


def test_numbers_that_advance_do_not_part_a_pair() -> None:
    old = text_of("|A/TG/14/L.3\n|Distr.: General\n|4 March 2031")
    new = text_of("|A/TG/15/L.9\n|Distr.: General\n|7 April 2032")
    assert pairs(compare(old, new)) >= {(0, 0), (1, 1)}


def test_empty_texts_and_empty_sides() -> None:
    nothing, text = Text(()), text_of(ENGLISH_OLD)
    assert compare(nothing, nothing).changes == ()
    assert compare(nothing, nothing).similarity == 1.0
    assert {item.op for item in compare(nothing, text).changes} == {"inserted"}
    assert {item.op for item in compare(text, nothing).changes} == {"deleted"}
    assert compare(text, nothing).similarity == 0.0


def test_provisions_without_wording() -> None:
    old = Text((Provision("a", "annex"), Provision("b", "paragraph", (Run("x y z"),))))
    new = Text((Provision("c", "annex"), Provision("d", "annex"), *old.provisions[1:]))
    ops = [item.op for item in compare(old, new).changes]
    assert sorted(ops) == ["equal", "equal", "inserted"]
    assert all(item.spans == () for item in compare(old, new).changes if not item.new_text)


def test_a_text_equals_itself_and_its_copy() -> None:
    text = text_of(ENGLISH_OLD)
    for other in (text, text_of(ENGLISH_OLD)):
        comparison = compare(text, other)
        assert {item.op for item in comparison.changes} == {"equal"}
        assert comparison.similarity == 1.0


def test_many_copies_of_one_provision() -> None:
    lines = "\n".join(f"{n}.|Decides so;" for n in range(1, 301))
    old = text_of(lines)
    new = Text(old.provisions[:150] + old.provisions[151:])
    ops = [item.op for item in compare(old, new).changes]
    assert ops.count("equal") == 299
    assert ops.count("deleted") == 1


def test_tracked_changes_are_compared_as_accepted() -> None:
    runs = (Run("Lights "), Run("ten", revision=Revision("deleted")), Run("lamps"))
    tracked = Text((Provision("a", "operative", runs),))
    comparison = compare(tracked, Text((Provision("a", "operative", (Run("Lights lamps"),)),)))
    assert [item.op for item in comparison.changes] == ["equal"]


def test_a_provision_that_an_earlier_view_left_marked_is_there() -> None:
    kept = replace(Provision("a", "operative", (Run("Lights lamps"),)), change="deleted")
    assert [item.op for item in compare(Text((kept,)), Text(())).changes] == ["deleted"]


def test_lone_surrogates_and_controls() -> None:
    old = text_of("1.|Lamps \ud800 of \u202b oil\x00;")
    new = text_of("1.|Lamps \udfff of \u202b fish oil\x00;")
    assert pairs(compare(old, new)) == {(0, 0)}


def test_pairs_that_differ_in_made_up_yearly_versions() -> None:
    scores = [pair_scores(yearly_pair(seed, 60), compare) for seed in range(6)]
    hits, found, true = (sum(column) for column in zip(*scores, strict=True))
    assert 2 * hits / (found + true) >= 0.95


def test_texts_by_different_hands_share_next_to_nothing() -> None:
    old, new = strangers(3, 60)
    assert len(pairs(compare(old, new))) <= 4


def test_a_long_text_is_aligned_wholly() -> None:
    old, new = large_pair(2, 300)
    comparison = compare(old, new)
    assert sum(item.op == "equal" for item in comparison.changes) > 180
    assert comparison.similarity > 0.85


def test_what_is_alone_between_matched_neighbours_and_mostly_opens_alike_is_one_provision() -> None:
    for ours, theirs, ops in (
        ("Asks wardens to mend the gate;", "Asks wardens to paint the gate;", ["changed"]),
        ("To inspect each lamp annually;", "To inspect each lamp every two years;", ["changed"]),
        ("To inspect the lamps;", "Elects nine masters;", ["deleted", "inserted"]),
    ):
        old, new = (
            text_of(f"|The Conference,\n1.|{words}\n2.|Remains seized of it.")
            for words in (ours, theirs)
        )
        found = [item.op for item in compare(old, new).changes]
        assert found == ["equal", *ops, "equal"]


def test_a_short_point_with_another_number_is_another_one() -> None:
    old = text_of("|The Conference,\n1.|To inspect each lamp annually;\n3.|Remains seized of it.")
    new = text_of(
        "|The Conference,\n2.|To inspect each lamp every two years;\n3.|Remains seized of it."
    )
    assert "changed" not in {item.op for item in compare(old, new).changes}
