"""A communiqué tells in the third person what its speakers bind themselves to, and ask; all texts are fictional."""

from __future__ import annotations

import pytest

from majlis.textkit.mandates import mandates
from majlis.textkit.read import read_bytes

TITLE = "JOINT STATEMENT OF THE MINISTERS OF FISHERIES OF THE NORTHERN LAKES\n\n"


def _said(text: str, title: str = TITLE) -> list[tuple[str, str, str]]:
    found = mandates(read_bytes(f"{title}{text}\n".encode())).mandates
    return [(each.force, "; ".join(each.actors), each.action) for each in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            (
                "1. The Ministers, meeting in closed session, decided to close the lake in winter and "
                "pledged to pay the fishers."
            ),
            [
                ("commits", "Ministers", "close the lake in winter"),
                ("commits", "Ministers", "pay the fishers"),
            ],
        ),
        (
            "1. The Ministers welcomed the report and committed to publish the data each year.",
            [("commits", "Ministers", "publish the data each year")],
        ),
        (
            (
                "1. The Ministers of the Northern Lakes thanked the hosts. They further undertook to mark all nets "
                "by 2033."
            ),
            [("commits", "Ministers", "mark all nets by 2033")],
        ),
        (
            "1. The Ministers pledged to plant willows and appealed to the fishers to tend them.",
            [("commits", "Ministers", "plant willows"), ("requests", "fishers", "tend them")],
        ),
        (
            "1. The Ministers agreed to invite the Secretariat to draft rules on nets.",
            [("invites", "Secretariat", "draft rules on nets")],
        ),
        (
            "1. Participants expressed their determination to protect the spawning grounds.",
            [("commits", "Participants", "protect the spawning grounds")],
        ),
        (
            "1. The Ministers and heads of delegation hereby pledge to meet each year.",
            [("commits", "Ministers", "meet each year")],
        ),
    ],
)
def test_speakers_told_of_bind_themselves_and_ask(
    sentence: str, expected: list[tuple[str, str, str]]
) -> None:
    assert _said(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "1. The Ministers noted that donors had pledged to pay for new boats.",
        "1. The Ministers recalled the commitment which States undertook to fulfil in 2020.",
        "1. They agreed that the situation was serious.",
        "1. The countries that promised to pay were thanked.",
        "1. The Ministers decided to welcome the report of the treasurer.",
        "1. The Ministers agreed on the following: the lakes belong to all.",
        "1. The Minister of Quince Harbour said that her Government was committed to peace.",
        "1. The Ministers heard that “the fishers pledged to mark all nets” was the motto of the year.",
    ],
)
def test_what_is_only_told_binds_nobody(sentence: str) -> None:
    assert _said(sentence) == []


def test_points_of_a_communique_bind_those_whom_its_first_line_names() -> None:
    points = (
        "The Heads of State and Government of the Lake Community, meeting in Port Lira on 3 March 2031:\n\n"
        "1. Commit to doubling the number of wardens by 2033;\n\n2. Undertake to report each year on the lakes;\n"
    )
    assert _said(points, "COMMUNIQUÉ\n\n") == [
        ("commits", "Heads of State and Government", "doubling the number of wardens by 2033"),
        ("commits", "Heads of State and Government", "report each year on the lakes"),
    ]


def test_the_past_is_history_where_the_speakers_say_we() -> None:
    text = "1. We meet again in Port Lira. The Ministers undertook to mark all nets in 2020.\n\n2. Parties agree to meet."
    assert _said(text, "DECLARATION OF PORT LIRA\n\n") == [("commits", "Parties", "meet")]
