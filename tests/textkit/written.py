"""A fictional text with everything that the writers know, for the tests of each of them."""

from __future__ import annotations

from majlis.textkit.model import Comment, Note, Part, Provision, Revision, Run, Text

INSERTED = Revision("inserted", "Delegate of Marsh", "2031-04-01T09:30:00Z")
DELETED = Revision("deleted", "Delegate of Marsh", "2031-04-01T09:31:00Z")
ITALIC = frozenset({"italic"})


def p(identity: str, kind: str, *runs: Run | str, **more: object) -> Provision:
    """A provision; plain strings are plain runs."""
    made = tuple(Run(run) if isinstance(run, str) else run for run in runs)
    return Provision(identity, kind, made, **more)  # type: ignore[arg-type]


RESOLUTION = Text(
    provisions=(
        p("front_1", "front", "TG/RES/12 (2031)"),
        p("title", "title", "Tidal gardens"),
        p("formula", "formula", Run("The Council of Tides", marks=ITALIC), ","),
        p("recital_1", "preambular", Run("Recalling", marks=ITALIC), " its resolution 9,",
          verb="Recalling"),
        p("considering", "heading", "considering", children=(
            p("considering__recital_a", "preambular", "that tides turn;", label="a)", number="a"),
            p("considering__recital_b", "preambular", "that gates open,", label="b)", number="b"),
        )),
        p("para_1", "operative", Run("Decides", marks=ITALIC), " to ", Run("close", revision=DELETED),
          Run("open", revision=INSERTED), " the gardens:", label="1.", number="1",
          change="changed", verb="Decides", children=(
              p("para_1__point_a", "operative", "in spring;", label="(a)", number="a"),
              p("para_1__point_b", "operative", Run("in summer;", revision=INSERTED), label="(b)",
                number="b", change="inserted"),
              p("para_1__point_c", "operative", "in autumn;", label="(c)", number="c",
                old_label="(b)", old_number="b", change=None),
              p("para_1__fn_1", "footnote", "See the calendar.", label="1", number="1"),
          )),
        p("heading_1", "heading", "Water"),
        p("para_2", "operative", "Requests a report <soon> & at 16-10.", label="2.", number="2"),
        p("back_1", "back", "9th meeting"),
        p("annex_1", "annex", "Annex", children=(
            p("annex_1__title", "title", "Rules of the gate"),
            p("annex_1__para_1", "paragraph", "The gate is open.", label="1.", number="1"),
        )),
    ),
    language="en",
    kind="resolution",
    body="Council of Tides",
    symbol="TG/RES/12 (2031)",
    title="Tidal gardens",
    date="2031-04-01",
    parts=(Part("annex_1", "terms of reference", title="Rules of the gate"),),
    comments=(Comment("Which gardens?", "Reader", "2031-04-02T08:00:00Z", "para_1"),),
    notes=(Note("repair", "a bracket was moved", "para_2", 12),),
)  # fmt: skip
