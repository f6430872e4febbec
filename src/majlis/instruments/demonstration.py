"""Fictional texts for a demonstration: declarations, resolutions, decisions, a report, revisions, a series.

The files are in ``samples``, named after the text, the session that adopted it and the language; each
says that it is fictional. Dates in them are counted from the day on which the demonstration is loaded:
``{c2:year}`` is the year of a session, ``{stores:date}`` a date of ``DUE_DAYS``.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.resources import files

from majlis.instruments.acts import actions as acts_actions
from majlis.instruments.imports import actions as imports_actions
from majlis.instruments.imports import publish, read
from majlis.instruments.imports.targets import DestinationValues
from majlis.instruments.lifecycle import ISSUED, PROPOSED
from majlis.instruments.models import Destination, Import, Version
from majlis.instruments.series import actions as series_actions
from majlis.instruments.tags import actions as tags_actions
from majlis.instruments.tags.tasks import propose_concepts
from majlis.kernel.actor import Actor
from majlis.kernel.models import Record
from majlis.look import formats
from majlis.parties.demonstration import (
    CONFERENCE,
    COUNCIL,
    DAYS,
    WORKING_GROUP,
    demonstration_body,
    iso_date,
    last_day,
)

SERIES_TITLES = {
    "ar": "قاعات المطالعة في الجزر (سلسلة خيالية)",
    "zh": "岛屿阅览室（虚构系列）",
    "en": "Reading rooms of the islands (fictional)",
    "fr": "Salles de lecture des îles (série fictive)",
    "ru": "Читальные залы островов (вымышленная серия)",
    "es": "Salas de lectura de las islas (serie ficticia)",
}
DUE_DAYS = {
    "plan1": -1780,
    "map": -1700,
    "model": -1500,
    "plans": -1450,
    "curriculum": -1000,
    "words": -1000,
    "rules": -900,
    "pledges": -800,
    "librarians": -700,
    "register": -700,
    "survey": -420,
    "inventory": -365,
    "rooms": -130,
    "hours": -100,
    "captions": -60,
    "cables": -40,
    "drafts": -20,
    "targets": -15,
    "review": 10,
    "corrections": 14,
    "docs": 20,
    "comments": 25,
    "proposals": 30,
    "trial": 30,
    "answers": 50,
    "survey2": 60,
    "satellite": 70,
    "curriculum2": 95,
    "fundreview": 120,
    "stores": 130,
    "planend": 150,
    "youth": 180,
    "fundend": 200,
    "catalogue": 300,
    "staff": 350,
    "groupend": 300,
    "languages": 400,
    "accessend": 600,
    "goal": 730,
}
"""Days from today of the dates that the texts set."""
CLEAR = 0.25
"""The similarity from which the secretariat confirms a proposed concept."""
TAGGED_UNTIL = -400
"""Until this day, the secretariat has also decided on the proposals that are less clear."""
_PLACEHOLDER = re.compile(r"\{(\w+):(date|year)\}")


LANGUAGES = ("en", "ar", "zh", "fr", "ru", "es")
"""The languages of a text; it is read for mandates in the first one."""


@dataclass(frozen=True)
class FictionalText:
    """A version of a fictional text: its file, the session and the body that adopted it, its languages.

    ``state``: where it is no adopted text. ``votes``: in favour, against, abstaining; empty for a
    consensus.
    """

    name: str
    session: str
    body: str
    languages: tuple[str, ...] = LANGUAGES
    state: str = ""
    votes: tuple[int, ...] = ()

    @property
    def day(self) -> int:
        """The day, from today, on which it was adopted, issued or published as a draft."""
        return min(DAYS[self.session], -DRAFT_AGE) if self.state == PROPOSED else DAYS[self.session]

    @property
    def published(self) -> int:
        """The day, from today, on which it is published here: that of a meeting's report, after the meeting."""
        return last_day(self.session) + 2 if self.state == ISSUED else self.day


REPORT = FictionalText("report-9", "w5", WORKING_GROUP, state=ISSUED)
"""The report of a meeting, which the meeting adopted on its only day."""
DRAFT_AGE = 21  # days since the drafts of the coming sessions were published
TEXTS = (
    FictionalText("declaration", "c1", CONFERENCE),
    FictionalText("decision-1", "c1", CONFERENCE),
    FictionalText("resolution-1", "c1", CONFERENCE),
    FictionalText("resolution-2", "c1", CONFERENCE),
    FictionalText("resolution-8", "k1", COUNCIL),
    FictionalText("resolution-61", "k2", COUNCIL),
    FictionalText("resolution-9", "k3", COUNCIL),
    FictionalText("decision-12", "k3", COUNCIL),
    FictionalText("resolution-1", "c2", CONFERENCE),
    FictionalText("resolution-2", "c2", CONFERENCE),
    FictionalText("resolution-3", "c2", CONFERENCE, votes=(41, 2, 5)),
    FictionalText("resolution-4", "c2", CONFERENCE),
    FictionalText("declaration-2", "c2", CONFERENCE),
    FictionalText("resolution-8", "k4", COUNCIL),
    FictionalText("resolution-10", "k4", COUNCIL),
    FictionalText("resolution-61", "k5", COUNCIL),
    FictionalText("resolution-14", "k5", COUNCIL),
    FictionalText("resolution-15", "k5", COUNCIL),
    FictionalText("resolution-9", "k6", COUNCIL),
    FictionalText("decision-13", "k6", COUNCIL),
    FictionalText("decision-14", "k6", COUNCIL, languages=("ar",)),
    REPORT,
    FictionalText("resolution-1", "c3", CONFERENCE, state=PROPOSED),
    FictionalText("resolution-16", "k7", COUNCIL, languages=("en", "fr"), state=PROPOSED),
)
"""The versions in the order in which they came to be."""
IN_SERIES = "resolution-61"
WAITING_FILE = ("resolution-17", "k7", "en")
"""A draft that was imported and is not published yet."""
BROKEN_FILE = ("scan-of-a-letter.pdf", b"%PDF-1.4 (a fictional scan that no program can read)")


def file_name(name: str, session: str, language: str) -> str:
    """The name of the file of a text."""
    return f"{name}.{session}.{language}.txt"


def words_of(name: str, session: str, language: str) -> str:
    """The words of a file, with its dates counted from today."""
    source = files("majlis.instruments").joinpath("samples", file_name(name, session, language))
    return with_dates(source.read_text(encoding="utf-8"), language)


def with_dates(words: str, language: str) -> str:
    """The words with the dates of their placeholders, counted from today."""

    def date(match: re.Match[str]) -> str:
        key, form = match.groups()
        moment = iso_date(DUE_DAYS.get(key, key))
        return moment[:4] if form == "year" else formats.date(moment, language)

    return _PLACEHOLDER.sub(date, words)


def paragraphs_of(text: FictionalText, section: int, language: str) -> list[str]:
    """The numbered paragraphs of a section of a text, with their dates counted from today."""
    words = words_of(text.name, text.session, language)
    # Arabic writes the number of the section after that of the paragraph.
    label = rf"\d+\.{section}" if language == "ar" else rf"{section}\.\d+"
    return re.findall(rf"^{label}\s+(.+)$", words, re.MULTILINE)


def import_file(actor: Actor, name: str, content: bytes) -> Import:
    """Import a file as a person would; it is read, or marked as unreadable."""
    uploaded = imports_actions.upload_import(actor, name=name, stream=io.BytesIO(content))
    return read.read_file(actor, uploaded)


def import_waiting_files(actor: Actor) -> None:
    """Import two files that wait for somebody: a draft to publish, and one that cannot be read."""
    import_file(actor, file_name(*WAITING_FILE), words_of(*WAITING_FILE).encode())
    import_file(actor, *BROKEN_FILE)


class TextLoader:
    """Publishes the fictional texts one after the other.

    ``meeting_of``: finds the record of the meeting that is a session. ``versions``: the latest version of each text, by its name; an annex that is a text of its own is
    ``name/annex``.
    """

    def __init__(self, actor: Actor, meeting_of: Callable[[str], Record | None]) -> None:
        self.actor = actor
        self.meeting_of = meeting_of
        self.versions: dict[str, Version] = {}

    def publish(self, text: FictionalText) -> None:
        """Publish a text in all its languages, and adopt it where a body adopted it."""
        date = iso_date(text.day)
        values: DestinationValues = {
            "body": demonstration_body(text.body),
            "date": date,
            "state": text.state or PROPOSED,
        }
        if text.state == ISSUED:
            values["kind"] = "report"
        published = self._publish_file(text, text.languages[0], partial(self._as_version, values))
        self.versions |= published
        for language in text.languages[1:]:
            self._publish_file(text, language, self._as_language)
        for version in published.values():
            if not text.state:
                self._adopt(version, text, date)
            elif text.state == ISSUED:
                acts_actions.record_act(self.actor, version, **self._act_on(text, date))

    def _as_version(self, values: DestinationValues, name: str) -> DestinationValues:
        former = self.versions.get(name)
        if former is None:
            return {**values, "published_as": Destination.As.INSTRUMENT}
        return {
            **values,
            "published_as": Destination.As.VERSION,
            "instrument": former.instrument,
        }

    def _as_language(self, name: str) -> DestinationValues:
        return {
            "published_as": Destination.As.LANGUAGE,
            "version": self.versions[name],
            "authentic": True,
        }

    def _publish_file(
        self,
        text: FictionalText,
        language: str,
        destination: Callable[[str], DestinationValues],
    ) -> dict[str, Version]:
        """Publish each text of a file at its destination, which depends on its name; the versions by name."""
        words = words_of(text.name, text.session, language)
        imported = import_file(
            self.actor, file_name(text.name, text.session, language), words.encode()
        )
        names = {}
        for root in imported.destinations.order_by("pk").values_list("root", flat=True):
            names[root] = f"{text.name}/{root}" if root else text.name
            publish.set_destination(self.actor, imported, root=root, **destination(names[root]))
        publish.publish_import(self.actor, imported)
        rows = imported.destinations.select_related("result__instrument", "result__record")
        return {names[row.root]: row.result for row in rows if row.result is not None}

    def _adopt(self, version: Version, text: FictionalText, date: str) -> None:
        """Record the adoption of a version, and bring it into force."""
        values = self._act_on(text, date)
        acts_actions.adopt_version(self.actor, version, date=date, deciding=values)
        acts_actions.bring_version_into_force(self.actor, version)

    def _act_on(self, text: FictionalText, date: str) -> acts_actions.ActValues:
        """The fields of the act by which a body adopted a text at a meeting."""
        values = acts_actions.ActValues(
            kind="adopts",
            body=demonstration_body(text.body),
            date=date,
            manner="consensus",
            record=self.meeting_of(text.session),
        )
        if text.votes:
            in_favour, against, abstaining = text.votes
            values |= acts_actions.ActValues(
                manner="vote", in_favour=in_favour, against=against, abstaining=abstaining
            )
        return values

    def tag(self, text: FictionalText) -> None:
        """Propose concepts for a text; the secretariat confirms the clear ones, and declines some of the others."""
        instrument = self.versions[text.name].instrument
        propose_concepts.call(instrument.pk)
        for tag in instrument.tags.filter(state=PROPOSED).order_by("pk"):
            if tag.score >= CLEAR:
                tags_actions.confirm_tag(self.actor, tag)
            elif text.day < TAGGED_UNTIL:
                tags_actions.decline_tag(self.actor, tag)

    def make_series(self) -> None:
        """Create a series, and put its text into it."""
        text = self.versions[IN_SERIES].instrument
        series = series_actions.create_series(
            self.actor,
            titles=SERIES_TITLES,
            body=text.body,
            item_period="P1Y",
            text_period="P3Y",
            report_period="P2Y",
        )
        series_actions.set_series(self.actor, text, series=series)
