"""Mandates from English provisions: whom each form addresses, and the details of what it asks."""

from __future__ import annotations

import pytest

from majlis.textkit.mandates import Mandate, mandates
from majlis.textkit.model import Provision, Run, Text

ASSEMBLY = "General Assembly"
ITU = "ITU Plenipotentiary Conference"


def provision(id_: str, text: str, kind: str = "operative", *children: Provision) -> Provision:
    return Provision(id_, kind, (Run(text),), children=children)  # type: ignore[arg-type]


def of(*provisions: Provision, body: str = ASSEMBLY, language: str = "en") -> list[Mandate]:
    return list(mandates(Text(provisions, language, "resolution", body)).mandates)


def one(text: str, body: str = ASSEMBLY) -> Mandate:
    (found,) = of(provision("para_1", text), body=body)
    return found


def under(heading: str, *items: str, body: str = ITU) -> list[Mandate]:
    children = [provision(f"h__{n}", item) for n, item in enumerate(items)]
    return of(provision("h", heading, "heading", *children), body=body)


HEADINGS = [
    ("instructs the Secretary-General", ["Secretary-General"]),
    ("further instructs the Secretary-General", ["Secretary-General"]),
    ("instructs the ITU Council", ["ITU Council"]),
    ("requests the Radiocommunication Assembly", ["Radiocommunication Assembly"]),
    ("invites the ITU Radiocommunication Sector", ["Radiocommunication Sector"]),
    ("calls upon administrations", ["administrations"]),
    ("invites vendors, operators and Member States", ["vendors", "operators", "Member States"]),
    ("instructs Study Group 5", ["Study group 5"]),
    (
        "invites Member States, Sector Members, Associates and Academia",
        ["Member States", "Sector Members", "Associates", "Academia"],
    ),
    (
        "instructs the Secretary-General and the Directors of the three Bureaux",
        ["Secretary-General", "Directors of the Bureaux"],
    ),
    (
        "instructs the Secretary-General, in consultation with the Directors of the Bureaux",
        ["Secretary-General"],
    ),
    (
        "resolves to instruct the Director of the Telecommunication Development Bureau",
        ["Director of the Telecommunication Development Bureau"],
    ),
    (
        (
            "invites the Director of the Radiocommunication Bureau and the Director of the"
            " Telecommunication Standardization Bureau"
        ),
        [
            "Director of the Radiocommunication Bureau",
            "Director of the Telecommunication Standardization Bureau",
        ],
    ),
    (
        (
            "instructs the Directors of the Telecommunication Development Bureau and the"
            " Radiocommunication Bureau"
        ),
        [
            "Director of the Telecommunication Development Bureau",
            "Director of the Radiocommunication Bureau",
        ],
    ),
    (
        (
            "requests the Secretary-General to bring this resolution to the attention of the"
            " Secretary-General of the United Nations"
        ),
        ["Secretary-General"],
    ),
]


@pytest.mark.parametrize(("heading", "actors"), HEADINGS)
def test_a_heading_names_everybody_whom_it_addresses(heading: str, actors: list[str]) -> None:
    (found,) = under(heading, "to keep the lamps burning.")
    assert list(found.actors) == actors
    assert found.action == "keep the lamps burning"
    assert found.witness_of == {"actors": "h", "verb": "h"}


PARAGRAPHS = [
    ("Requests the Secretary-General to act;", "requests", ["Secretary-General"], "act"),
    ("Also invites the President of the General Assembly to act;", "invites",
     ["President of the General Assembly"], "act"),
    ("Urges all Member States that have not yet done so to act;", "requests",
     ["Member States"], "act"),
    ("Calls upon all parties to the conflict to act;", "requests", ["Parties"], "act"),
    ("Invites Governments, civil society and other stakeholders to act;", "invites",
     ["States", "Civil society", "Stakeholders"], "act"),
    ("Requests the Secretary-General, within existing resources, to act;", "requests",
     ["Secretary-General"], "act"),
    ("Calls upon the Government of Tidalia to act;", "requests", ["Government of Tidalia"], "act"),
    ("Demands that all parties act;", "obliges", ["Parties"], "act"),
    ("Decides that all Member States shall act;", "obliges", ["Member States"], "act"),
    ("Decides that, until 3 May 2038, the Secretary-General is authorized to act;", "invites",
     ["Secretary-General"], "act"),
    ("Decides to request the Secretary-General to act;", "requests", ["Secretary-General"], "act"),
    ("Decides to convene a meeting;", "obliges", ["General Assembly"], "convene a meeting"),
    ("Reiterates its request to the Secretary-General to act;", "requests",
     ["Secretary-General"], "act"),
    ("Welcomes the report of the Secretary-General, and encourages him to act;", "encourages",
     ["Secretary-General"], "act"),
    ("Calls for the release of the gardeners;", "requests", [], "the release of the gardeners"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "force", "actors", "action"), PARAGRAPHS)
def test_a_paragraph_asks(text: str, force: str, actors: list[str], action: str) -> None:
    found = one(text)
    assert (found.force, list(found.actors), found.action) == (force, actors, action)


@pytest.mark.parametrize(
    "text",
    [
        "Reaffirms that the gardens belong to all;",
        "Takes note of the report of the Secretary-General;",
        "Decides to remain seized of the matter.",
        "Decides that the gardens are open;",
        "Decides to include in the provisional agenda of its next session the item on gardens;",
        "Stresses the need for Member States to cooperate;",
    ],
)
def test_a_statement_asks_nobody(text: str) -> None:
    assert of(provision("para_1", text)) == []


def test_each_coordinated_verb_is_a_mandate_of_its_own() -> None:
    text = (
        "Requests the Secretary-General to count the plants; invites Member States to help;"
        " and also requests the Economic and Social Council to report;"
    )
    found = of(provision("para_1", text))
    assert [list(m.actors) for m in found] == [
        ["Secretary-General"], ["Member States"], ["Economic and Social Council"],
    ]  # fmt: skip
    assert [m.action for m in found] == ["count the plants", "help", "report"]


def test_a_verb_inside_quotation_marks_is_not_one_of_the_paragraph() -> None:
    text = "Requests the Secretary-General to answer “and urges Member States to wait”;"
    assert len(of(provision("para_1", text))) == 1


def test_points_inherit_whom_a_mere_lead_addresses() -> None:
    points = (provision("p__a", "To count the plants;"), provision("p__b", "To water them."))
    found = of(provision("p", "Requests the Secretary-General:", "operative", *points))
    assert [(m.provision, list(m.actors), m.part_of) for m in found] == [
        ("p__a", ["Secretary-General"], None),
        ("p__b", ["Secretary-General"], None),
    ]
    assert found[0].witness_of == {"actors": "p", "verb": "p"}


def test_points_under_an_action_are_parts_of_it() -> None:
    deep = provision("p__a__i", "Resist salt;")
    points = (
        provision("p__a", "Draw up a list of plants that:", "operative", deep),
        provision("p__b", "Review the terraces."),
    )
    chapeau = "Requests the Secretary-General to convene a meeting, which should:"
    found = of(provision("p", chapeau, "operative", *points))
    assert [(m.provision, m.part_of) for m in found] == [("p", None), ("p__a", "p"), ("p__b", "p")]


def test_points_that_open_with_a_verb_of_their_own() -> None:
    points = (
        provision("p__a", "Requests the Secretary-General to count the plants;"),
        provision("p__b", "Invites Member States to water them."),
    )
    found = of(provision("p", "Welcomes the progress made, and:", "operative", *points))
    assert [list(m.actors) for m in found] == [["Secretary-General"], ["Member States"]]


def test_what_a_body_resolves() -> None:
    found = under(
        "resolves",
        "that the Union shall keep the lamps;",
        "to maintain the register;",
        "that the forum be open to all;",
        "that the colours of the lamps are white and red;",
        "to invite Member States to complete the register.",
    )
    assert [(m.provision, list(m.actors), m.force) for m in found] == [
        ("h__0", ["ITU"], "obliges"),
        ("h__1", ["ITU"], "obliges"),
        ("h__2", ["ITU"], "obliges"),
        ("h__4", ["Member States"], "invites"),
    ]


def test_recipient_and_occasion_of_a_report() -> None:
    found = one(
        "Requests the Secretary-General to submit to the General Assembly at its ninety-third"
        " session a report on the gardens;"
    )
    assert found.deliverable == "report"
    assert found.recipients == ("General Assembly",)
    assert found.occasion == "at its ninety-third session"
    assert found.deadline is None


def test_several_dated_recipients_are_several_mandates() -> None:
    found = under(
        "instructs the Secretary-General",
        "to report to the Council at its 2036 session and to the Plenipotentiary Conference in 2038.",
    )
    assert [(m.recipients, m.deadline) for m in found] == [
        (("ITU Council",), "2036"),
        (("ITU Plenipotentiary Conference",), "2038"),
    ]


def test_recipients_without_dates_of_their_own_stay_together() -> None:
    (found,) = under(
        "instructs the Secretary-General",
        "to report every two years to the Council and to the Plenipotentiary Conference.",
    )
    assert found.recipients == ("ITU Council", "ITU Plenipotentiary Conference")
    assert found.recurrence == "P2Y"


DEADLINES = [
    ("by 1 April 2038", "2038-04-01"),
    ("not later than June 2038", "2038-06"),
    ("by the end of 2038", "2038"),
    ("before 3 May 2038", "2038-05-03"),
    ("as agreed on 3 May 2034", None),
    ("in line with its decision of 3 May 2034", None),
    ("in accordance with resolution 88/19 of 4 November 2033", None),
]


@pytest.mark.parametrize(("words", "deadline"), DEADLINES)
def test_only_what_limits_is_a_deadline(words: str, deadline: str | None) -> None:
    assert one(f"Requests the Secretary-General to publish the list {words};").deadline == deadline


def test_a_year_before_the_text_is_no_occasion_for_what_it_asks() -> None:
    text = Text(
        (provision("p", "Requests the panel to build on the 2031 forum of gardeners;"),),
        body=ASSEMBLY,
        date="2037-03-09",
    )
    (found,) = mandates(text).mandates
    assert (found.deadline, found.occasion) == (None, None)


def test_through_whom_and_trigger() -> None:
    found = one(
        "Requests the panel to inform the Secretary-General, through the regional commissions,"
        " whenever a sea wall is breached;"
    )
    assert found.via == ("Regional commissions",)
    assert found.recipients == ("Secretary-General",)
    assert found.trigger == "whenever a sea wall is breached"


def test_cited_instruments() -> None:
    found = one("Requests the Secretary-General to apply resolutions 85/211 and 88/19;")
    assert found.cites == ("resolution 85/211", "resolution 88/19")


def test_the_council_is_the_council_that_speaks() -> None:
    text = "Requests the Secretary-General to report to the Council every 90 days;"
    assert one(text, body="Security Council").recipients == ("Security Council",)
    assert one(text, body="ITU Council").recipients == ("ITU Council",)


def test_what_a_recital_quotes_is_marked() -> None:
    recital = provision(
        "r",
        "that Resolution 812 (Rev. Old Quay, 2030) instructs the Secretary-General to keep the"
        " register and invites Member States to complete it;",
        "preambular",
    )
    found = of(provision("h", "considering", "heading", recital), body=ITU)
    assert [(list(m.actors), m.quoted, m.cites) for m in found] == [
        (["Secretary-General"], True, ("resolution 812 (2030)",)),
        (["Member States"], True, ("resolution 812 (2030)",)),
    ]


def test_a_recital_that_cites_without_asking() -> None:
    recital = provision("r", "that Resolution 812 (Rev. Old Quay, 2030) is old;", "preambular")
    assert of(provision("h", "considering", "heading", recital), body=ITU) == []


CLAUSES = [
    ("Decides to extend the mandate of the panel until 30 June 2038;", "renewal", "2038-06-30"),
    ("Decides to establish a panel for a period of three years, ending on 31 December 2040;",
     "expiry", "2040-12-31"),
    ("Decides to review this resolution at its ninety-fourth session;", "review", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "deadline"), CLAUSES)
def test_clauses_are_told_apart(text: str, kind: str, deadline: str | None) -> None:
    whole = Text((provision("p", text),), body=ASSEMBLY)
    (clause,) = mandates(whole).clauses
    assert (clause.kind, clause.deadline, clause.body) == (kind, deadline, ASSEMBLY)


def test_to_review_something_else_is_no_clause() -> None:
    text = Text((provision("p", "Requests the panel to review the terraces;"),), body=ASSEMBLY)
    assert mandates(text).clauses == ()


def test_the_json_has_the_keys_of_the_contract() -> None:
    text = Text((provision("p", "Requests the panel to act by 3 May 2038;"),), file="tides.txt")
    found = mandates(text).as_dict()
    assert found["file"] == "tides.txt"
    (mandate,) = found["mandates"]
    assert {
        "provision", "actors", "verb", "force", "action", "deliverable", "recipients", "via",
        "deadline", "occasion", "recurrence", "trigger", "cites", "quoted", "witness",
    } <= set(mandate)  # fmt: skip
    start, end = mandate["witness"]["deadline"]
    assert "Requests the panel to act by 3 May 2038;"[start:end] == "3 May 2038"


def test_points_that_name_things_complete_the_action() -> None:
    points = (provision("h__1__i", "the harbour masters;"), provision("h__1__ii", "the wardens,"))
    item = provision("h__1", "to cooperate with:", "operative", *points)
    found = of(provision("h", "instructs the Secretary-General", "heading", item), body=ITU)
    assert [m.provision for m in found] == ["h__1"]


def test_items_that_name_whom_they_ask() -> None:
    found = under("invites", "administrations to send lamps;", "Member States to send oil.")
    assert [list(m.actors) for m in found] == [["administrations"], ["Member States"]]
    assert [m.action for m in found] == ["send lamps", "send oil"]


def test_a_heading_without_items_asks_by_itself() -> None:
    line = "requests the Secretary-General to bring this resolution to the attention of the Council"
    (found,) = of(provision("h", line, "heading"), body=ITU)
    assert (found.actors, found.recipients) == (("Secretary-General",), ("ITU Council",))
