"""Fictional mandates for a demonstration: of the texts on reading rooms, with leads, dates and what came of them.

``load()`` may be called again: what is there stays. Texts and actors say that they are fictional.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from majlis.instruments.lifecycle import IN_FORCE
from majlis.instruments.models import Provision, Version
from majlis.kernel.actor import Actor as Doer
from majlis.mandates import actions
from majlis.mandates.actions.demonstration import Fictional, Player
from majlis.mandates.models import Mandate, Sort
from majlis.parties.models import Body

DOER = Doer.as_system("demonstration")
NAMES = {
    "keeper-of-books": {
        "ar": "أمين الكتب (خيالي)",
        "zh": "图书保管人（虚构）",
        "en": "Keeper of Books (fictional)",
        "fr": "Gardien des livres (fictif)",
        "ru": "Хранитель книг (вымышленный)",
        "es": "Guardián de los Libros (ficticio)",
    },
    "demonstration-council": {
        "ar": "المجلس التجريبي (خيالي)",
        "zh": "演示理事会（虚构）",
        "en": "Demonstration Council (fictional)",
        "fr": "Conseil de démonstration (fictif)",
        "ru": "Демонстрационный совет (вымышленный)",
        "es": "Consejo de demostración (ficticio)",
    },
    "islands": {
        "ar": "الجزر (خيالية)",
        "zh": "各岛屿（虚构）",
        "en": "The islands (fictional)",
        "fr": "Les îles (fictives)",
        "ru": "Острова (вымышленные)",
        "es": "Las islas (ficticias)",
    },
}
COUNCIL, KEEPER, ISLANDS = "demonstration-council", "keeper-of-books", "islands"


def load() -> bool:
    """Make the mandates; False where they are there, or their texts are not. Raises RuntimeError elsewhere."""
    if not settings.MAJLIS_DEMO:
        raise RuntimeError("fictional mandates are for demonstrations only")
    if Mandate.objects.exists():
        return False
    rooms, tongues = _version("resolution 61"), _version("decision 12")
    if rooms is None or tongues is None:
        return False
    body = Body.objects.filter(slug=COUNCIL).first()
    players = [
        Player(KEEPER, NAMES[KEEPER], Sort.OFFICE),
        Player(ISLANDS, NAMES[ISLANDS], Sort.GROUP),
        Player(COUNCIL, NAMES[COUNCIL], Sort.BODY, body),
    ]
    actions.load_demonstration(DOER, [*_of_rooms(rooms), *_of_tongues(tongues)], players=players)
    return True


def _version(key: str) -> Version | None:
    found = Version.objects.filter(instrument__keys__contains=[key], state=IN_FORCE)
    return found.select_related("instrument", "record").order_by("-position").first()


def _day(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def _at(version: Version, eid: str) -> Provision:
    found = Provision.objects.select_related("version__instrument", "version__record", "lineage")
    return found.get(version=version, eid=eid)


def _of_rooms(version: Version) -> list[Fictional]:
    """What the resolution asks: of itself, of the Keeper of Books, of the islands."""

    def asks(eid: str, action: str, **more: Any) -> Fictional:
        named = more.pop("named", {"asked": [KEEPER], "recipient": [COUNCIL]})
        asking = {"force": "obliges", "verb": "instructs", "action": action, "kind": "action"}
        asking |= more.pop("asking", {})
        return Fictional(_at(version, eid), "en", asking, named, **more)

    council = {"asked": [COUNCIL]}
    resolves = {"verb": "resolves"}
    return [
        asks(
            "resolves__para_1",
            "to open a reading room on every island that asks for one",
            named=council,
            asking=resolves,
            mandate={"progress": "under_way"},
            lead=COUNCIL,
        ),
        asks(
            "resolves__para_2",
            "that access to what the reading rooms keep shall be free for everybody",
            named=council,
            asking=resolves,
            mandate={"progress": "answered"},
            lead=COUNCIL,
        ),
        asks(
            "instructs__para_1",
            "to connect the reading rooms to the network",
            named={"asked": [KEEPER]},
            mandate={"progress": "partly", "due": _day(200)},
            lead=KEEPER,
        ),
        asks(
            "instructs__para_2",
            "to train two young librarians on each island",
            named={"asked": [KEEPER]},
            mandate={"due": _day(45)},
            lead=KEEPER,
        ),
        asks("instructs__para_3", "to collect the tales of each island"),
        asks(
            "instructs__para_4",
            "to report to the Council every two years on the reading rooms",
            asking={"kind": "report", "recurrence": "P2Y"},
            mandate={"due": _day(-70), "late_from": _day(-40)},
            lead=KEEPER,
        ),
        asks(
            "invites__para_1",
            "to name a house that can become a reading room",
            named={"asked": [ISLANDS]},
            asking={"force": "invites", "verb": "invites"},
            mandate={"due_said": str(_day(365).year)},
        ),
    ]


def _of_tongues(version: Version) -> list[Fictional]:
    """What the decision on languages asks."""
    return [
        Fictional(
            _at(version, "para_2"),
            "en",
            {
                "force": "requests",
                "verb": "requests",
                "action": "to have the signs of the reading rooms written in that language",
                "kind": "action",
            },
            {"asked": [KEEPER]},
            {"progress": "answered"},
            KEEPER,
        ),
        Fictional(
            _at(version, "para_3"),
            "en",
            {
                "force": "invites",
                "verb": "invites",
                "action": "to send the Keeper of Books the words that no dictionary has yet",
                "kind": "document",
            },
            {"asked": [ISLANDS], "recipient": [KEEPER]},
        ),
    ]
