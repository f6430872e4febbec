"""Fictional texts for a demonstration: a resolution in two editions, a decision that cites it, a series.

``load()`` may be called repeatedly: existing texts stay. The files are in ``samples``; each says
that it is fictional.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Unpack

from django.conf import settings

from majlis.framework.models import Concept
from majlis.instruments.acts import actions as acts_actions
from majlis.instruments.imports import actions as imports_actions
from majlis.instruments.imports import publish, read
from majlis.instruments.imports.targets import DestinationValues
from majlis.instruments.lifecycle import PROPOSED
from majlis.instruments.models import Destination, Lineage, Provision, Series, Tag, Version
from majlis.instruments.series import actions
from majlis.instruments.tags import actions as tags_actions
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.parties.accounts import demonstration as people
from majlis.parties.models import Body

ACTOR = Actor.as_system("demonstration")
BODY = "demonstration-council"
TITLES = {
    "ar": "قاعات القراءة في الجزر (سلسلة خيالية)",
    "zh": "岛屿阅览室（虚构系列）",
    "en": "Reading rooms of the islands (fictional)",
    "fr": "Salles de lecture des îles (série fictive)",
    "ru": "Читальные залы островов (вымышленная серия)",
    "es": "Salas de lectura de las islas (serie ficticia)",
}
WHOLE = (("action-lines", "C3"), ("sdg", "4"))
"""The confirmed concepts of the whole resolution."""
FREE_ACCESS, TRAINING = "resolves__para_2", "instructs__para_2"


def load() -> bool:
    """Load the texts; False where they exist. Raises RuntimeError outside a demonstration."""
    if not settings.MAJLIS_DEMO:
        raise RuntimeError("fictional texts are for demonstrations only")
    if Series.objects.filter(slug="reading-rooms-of-the-islands-fictional").exists():
        return False
    body = Body.objects.filter(slug=BODY).first()
    first = _published("reading-rooms.2027.en.txt", body=body, date="2027-10-14")
    _published("reading-rooms.2027.fr.txt", version=first)
    _in_force(first, body, "2027-10-14")
    decision = _published("reading-languages.2028.en.txt", body=body, date="2028-05-03")
    _in_force(decision, body, "2028-05-03")
    second = _published("reading-rooms.2029.en.txt", of=first, body=body, date="2029-10-11")
    _published("reading-rooms.2029.ar.txt", version=second)
    _in_force(second, body, "2029-10-11")
    series = actions.create_series(
        ACTOR,
        titles=TITLES,
        body=body,
        item_period="P1Y",
        text_period="P2Y",
        report_period="P2Y",
    )
    actions.set_series(ACTOR, first.instrument, series=series)
    _concepts(second)
    return True


def _published(
    name: str, *, of: Version | None = None, **values: Unpack[DestinationValues]
) -> Version:
    """Publish a sample as a new text, a new version of the text of ``of``, or a language of ``version``."""
    with files("majlis.instruments").joinpath("samples", name).open("rb") as stream:
        imported = read.read_file(
            ACTOR, imports_actions.upload_import(ACTOR, name=name, stream=stream)
        )
    if "version" in values:
        values |= {"published_as": Destination.As.LANGUAGE, "authentic": True}
    else:
        values |= {"published_as": Destination.As.INSTRUMENT, "state": PROPOSED}
    if of is not None:
        values |= {"published_as": Destination.As.VERSION, "instrument": of.instrument}
    publish.set_destination(ACTOR, imported, root="", **values)
    return publish.publish_import(ACTOR, imported)[0]


def _in_force(version: Version, body: Body | None, date: str) -> None:
    """Record the adoption of a version without a vote, and bring it into force."""
    words = "" if body is not None else "Demonstration Council (fictional)"
    acts_actions.record_act(
        ACTOR, version, kind="adopts", body=body, date=date, manner="consensus", words=words
    )
    acts_actions.adopt_version(ACTOR, version, date=date)
    acts_actions.bring_version_into_force(ACTOR, version)


def _concepts(version: Version) -> None:
    """Tags of the resolution: some confirmed by the secretariat, one only proposed."""
    user = people.find_person("secretariat")
    for scheme, code in WHOLE:
        _tag(version, scheme, code, user)
    _tag(version, "action-lines", "C3", user, FREE_ACCESS)
    _tag(version, "action-lines", "C4", None, TRAINING)


def _tag(version: Version, scheme: str, code: str, user: User | None, eid: str = "") -> None:
    concept = Concept.objects.filter(scheme__key=scheme, code=code).first()
    if concept is None:
        return  # the profile lacks this concept
    lineage = None
    if eid:
        lineage = Lineage.objects.get(pk=Provision.objects.get(version=version, eid=eid).lineage_id)
    tag = tags_actions.propose_tag(
        ACTOR if user is None else Actor(user=user),
        version.instrument,
        concept=concept,
        lineage=lineage,
        found=Tag.Found.MEANING if user is None else Tag.Found.PERSON,
        score=0.5 if user is None else 1.0,
    )
    if user is not None:
        tags_actions.confirm_tag(Actor(user=user), tag)
