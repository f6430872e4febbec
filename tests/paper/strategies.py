"""Any document of blocks, for the property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from majlis.paper import blocks as b
from majlis.paper.languages import LANGUAGES

LETTERS = "abcxyzÀéñАбвяёابجدهويةأإءلامنىئ中文字第一二，。、；（）“”«»‘’0123456789 .,;:!?()[]{}<>&\"'#$*_`~@\\/-–—=+|^%"
ODD = "\n\t\r\x00\x0b\u200e\u200f\u2066\u2069\u202e\u00a0\u00ad\ufeff😀한\uf000"
texts = st.text(st.sampled_from(LETTERS), min_size=1, max_size=24)
odd_texts = st.text(st.sampled_from(LETTERS + ODD), max_size=24)
any_texts = st.one_of(texts, odd_texts)
words = texts.map(lambda text: "w" + text)
languages = st.sampled_from((*LANGUAGES, "la", "fa", "pt-BR", "ja"))
numbers = st.one_of(
    st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9), st.decimals(-(10**6), 10**6, places=3)
)

_run = st.builds(
    b.Run,
    any_texts,
    st.booleans(),
    st.booleans(),
    st.none() | languages,
    st.none() | st.sampled_from(("ltr", "rtl")),
    st.booleans(),
    st.none() | st.sampled_from(("inserted", "deleted")),
    st.none() | st.sampled_from(("raised", "lowered")),
)
_simple = st.one_of(
    any_texts,
    _run,
    st.builds(b.Symbol, any_texts),
    st.builds(b.Number, numbers, st.none() | st.integers(0, 4)),
)
_link = st.builds(
    b.Link,
    st.lists(_simple, min_size=1, max_size=2).map(tuple),
    st.sampled_from(("https://oasis.example/a?b=1&c=\"'<>", "mailto:a@oasis.example")),
)
_footnote = st.builds(b.Footnote, st.lists(st.one_of(_simple, _link), max_size=3).map(tuple))
bare = st.one_of(any_texts, st.lists(st.one_of(_simple, _link), max_size=3).map(tuple))
content = st.one_of(
    any_texts, st.lists(st.one_of(_simple, _link, _footnote), max_size=4).map(tuple)
)
_counts = st.sampled_from(("numbered", "decimal", "letters", "bulleted"))


def _lists(
    items: st.SearchStrategy[b.Items] | st.SearchStrategy[None],
) -> st.SearchStrategy[b.Items]:
    item = st.builds(b.Item, content, st.none() | items)
    return st.builds(
        b.Items, st.lists(item, min_size=1, max_size=3).map(tuple), _counts, st.integers(1, 40)
    )


lists = st.recursive(_lists(st.none()), _lists, max_leaves=5)


@st.composite
def tables(draw: st.DrawFn) -> b.Table:
    """A table of some rows, or of none."""
    column = st.builds(
        b.Column, bare, st.sampled_from(("start", "end", "centre", "number")), st.floats(0.05, 20)
    )
    columns = tuple(draw(st.lists(column, min_size=1, max_size=4)))
    row = st.tuples(*[content] * len(columns))
    # now and then over several pages
    rows = draw(st.lists(row, max_size=4)) * draw(st.sampled_from((1, 1, 1, 1, 15)))
    return b.Table(draw(content), columns, tuple(rows), draw(st.booleans()))


@st.composite
def charts(draw: st.DrawFn) -> b.Chart:
    """A chart of any kind, with gaps, names too long, and values of any size."""
    kind = draw(st.sampled_from(("columns", "bars", "stacked", "line")))
    categories = tuple(draw(st.lists(any_texts, min_size=1, max_size=12)))
    low = 0.0 if kind == "stacked" else -1e12
    value = st.none() | st.floats(low, 1e12) | st.integers(0, 50).map(float)
    values = st.tuples(*[value] * len(categories))
    series = draw(
        st.lists(st.builds(b.Series, any_texts, values), min_size=1, max_size=b.MOST_SERIES)
    )
    return b.Chart(
        kind,
        draw(content),
        draw(words),
        draw(any_texts),
        categories,
        tuple(series),
        draw(any_texts),
    )


blocks = st.one_of(
    st.builds(b.Heading, st.integers(1, 6), words),
    st.builds(b.Paragraph, content),
    st.builds(b.Clause, content, st.one_of(st.just(""), any_texts), st.integers(0, 12)),
    lists,
    tables(),
    charts(),
    st.builds(b.Note, content, any_texts),
    st.builds(b.Quote, content, bare, st.none() | languages),
    st.builds(b.Contents, st.integers(1, 6)),
    st.just(b.PageBreak()),
)
passages = st.builds(b.Passage, st.sampled_from(LANGUAGES), st.lists(blocks, max_size=3).map(tuple))
covers = st.builds(b.Cover, any_texts, any_texts, st.lists(any_texts, max_size=3).map(tuple))
documents = st.builds(
    b.Document,
    st.sampled_from(LANGUAGES),
    words,
    st.lists(blocks | passages, max_size=6).map(tuple),
    st.none() | covers,
    any_texts,
    any_texts,
    any_texts,
)
