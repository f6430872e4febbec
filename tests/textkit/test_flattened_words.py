"""Doubled verbs, marks and prepositions, and glued clauses: what betrays a flattened change."""

from __future__ import annotations

import pytest

from majlis.textkit.flattened.words import doubled_mark, doubled_prepositions, doubled_verbs, glued


@pytest.mark.parametrize(
    ("words", "language", "old", "new"),
    [
        ("encourages invites Member States", "en", "encourages ", "invites "),
        ("Requests Urges the wardens to open the gate;", "en", "Requests ", "Urges "),
        ("يشجع يدعو الدول الأعضاء", "ar", "يشجع ", "يدعو "),
        ("prie charge le Secrétaire général", "fr", "prie ", "charge "),
    ],
)
def test_two_verbs_in_a_row(words: str, language: str, old: str, new: str) -> None:
    sign = doubled_verbs(words, language)
    assert sign is not None
    assert [(e.op, words[e.start : e.end]) for e in sign.edits] == [
        ("deleted", old),
        ("inserted", new),
    ]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("requests and urges the wardens", "en"),
        ("Requests, urges and invites the wardens", "en"),
        ("Urges States to mend the wall", "en"),
        ("Calls upon Member States", "en"),
        ("Decides to invite the wardens", "en"),
        ("تعيد تأكيد دور المراقبين", "ar"),
        ("يقرر أن يدعو المراقبين", "ar"),
        ("决定邀请看守人", "zh"),
        ("the gate", "en"),
        ("", "en"),
    ],
)
def test_verbs_that_may_stand_together(words: str, language: str) -> None:
    assert doubled_verbs(words, language) is None


def test_two_marks_mean_by_place() -> None:
    ended = doubled_mark("a lamp,;", last=False)
    assert ended is not None
    assert [(e.op, e.start) for e in ended.edits] == [("deleted", 6), ("inserted", 7)]
    ends = doubled_mark("a lamp;,", last=True)
    assert ends is not None
    assert [(e.op, e.start) for e in ends.edits] == [("deleted", 6), ("inserted", 7)]
    assert doubled_mark("مصباح،؛", last=False) is not None
    assert doubled_mark("lamps, etc.;", last=False) is None
    assert doubled_mark("a lamp;", last=False) is None


def test_a_glued_clause_needs_two_clauses() -> None:
    words = "to keep the old lamp;to mend the new lamp;"
    assert glued(words) == words.index(";") + 1
    assert glued("a;b") is None
    assert glued("to keep the lamp; to mend the new lamp;") is None


def test_prepositions_in_a_row() -> None:
    assert [
        (e.op, e.end - e.start)
        for sign in doubled_prepositions("على إلى رعاية المنارات؛", "ar")
        for e in sign.edits
    ] == [("deleted", 4), ("inserted", 4)]
    assert doubled_prepositions("من بين المنارات، ومن على السد؛", "ar") == []
    assert doubled_prepositions("to on the lamps", "zh") == []
