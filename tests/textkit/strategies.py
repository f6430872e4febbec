"""Arbitrary texts for property tests: every kind, six scripts, revisions, marks, labels, notes."""

from __future__ import annotations

from hypothesis import strategies as st

from majlis.textkit.model import (
    KINDS,
    LANGUAGES,
    Comment,
    Note,
    Part,
    Provision,
    Revision,
    Run,
    Text,
)

WORDS = (
    "garden", "Decides", "tide", "marée", "Señor", "прилив", "潮汐花园", "حديقة المد", "والجزر",
    "A/TG/1", "(2031)", "*star*", "_low_", "<b>", "&amp;", "[1]", "`code`", "\\", "#", "~~", "|",
    "1.", "- ", "\u200f", "\u202b", "\u2066", "\u00a0", "\t", "\n", "\r", "\r\n", "  ", " ", ",",
    ";", "-->", "--", "]]>", "&#10;", "e\u0301", "\U0001f30a", "\u2028", "\x85", "\ufeff", "{", "}",
    '"', "'", "!", ">", "+", "=",
)  # fmt: skip

# Everything that XML holds, with words that mean something to one of the formats among it.
plain = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=12),
)
# What XML does not hold, too.
wild = st.one_of(plain, st.text(max_size=8))
short = st.one_of(st.just(""), plain)

revisions = st.builds(
    Revision,
    op=st.sampled_from(("inserted", "deleted")),
    author=short,
    date=st.one_of(st.just(""), st.just("2031-04-01T09:30:00Z"), plain),
    moved=st.booleans(),
    inferred=st.booleans(),
    reverted=st.booleans(),
)
marks = st.frozensets(
    st.sampled_from(("bold", "italic", "underline", "strike", "superscript", "subscript")),
    max_size=3,
)
runs = st.builds(Run, text=wild, marks=marks, revision=st.one_of(st.none(), revisions))


def _provision(children: st.SearchStrategy[tuple[Provision, ...]]) -> st.SearchStrategy[Provision]:
    return st.builds(
        Provision,
        id=st.one_of(st.sampled_from(("para_1", "recital_2", "annex_1")), short),
        kind=st.sampled_from(KINDS),
        runs=st.lists(runs, max_size=4).map(tuple),
        label=st.one_of(st.sampled_from(("", "1.", "(a)", "أ )", "一、", "4)")), short),
        number=short,
        old_label=st.one_of(st.none(), short),
        old_number=st.one_of(st.none(), short),
        old_id=st.one_of(st.none(), short),
        old_verb=st.one_of(st.none(), short),
        old_parent=st.one_of(st.none(), short),
        verb=st.one_of(st.sampled_from(("", "decides")), short),
        change=st.sampled_from((None, "inserted", "deleted", "changed")),
        mark=st.one_of(st.none(), revisions),
        inferred=st.booleans(),
        children=children,
    )


provisions = st.recursive(
    _provision(st.just(())),
    lambda below: _provision(st.lists(below, max_size=3).map(tuple)),
    max_leaves=12,
)

texts = st.builds(
    Text,
    provisions=st.lists(provisions, max_size=4).map(tuple),
    language=st.one_of(st.sampled_from(LANGUAGES), short),
    kind=st.one_of(st.sampled_from(("resolution", "report", "text")), short),
    body=st.one_of(st.just("Council of Tides"), short),
    symbol=st.one_of(st.just("TG/RES/12 (2031)"), short),
    title=short,
    date=st.one_of(st.sampled_from(("2031-04-01", "2031", "2031-02-30")), short),
    parts=st.lists(
        st.builds(
            Part,
            root=st.one_of(st.just("annex_1"), short),
            kind=st.one_of(st.just("resolution"), short),
            body=short,
            symbol=short,
            title=short,
            date=short,
        ),
        max_size=2,
    ).map(tuple),
    comments=st.lists(
        st.builds(Comment, text=wild, author=short, date=short, provision=short), max_size=2
    ).map(tuple),
    notes=st.lists(
        st.builds(Note, kind=short, message=wild, provision=short, line=st.integers(0, 9999)),
        max_size=2,
    ).map(tuple),
)
