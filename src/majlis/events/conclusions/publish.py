"""The verb that publishes the agreed conclusions of a meeting as a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from majlis.events.conclusions.merge import paragraphs
from majlis.events.core.names import meeting_name
from majlis.events.lifecycle import AGREED, AGREED_WITH_STATEMENTS, CLOSED, REPORTED
from majlis.events.models import Conclusion, Meeting
from majlis.instruments.acts.publish import publish_adopted_text
from majlis.instruments.models import ActKind, Instrument, Version
from majlis.instruments.models.choices import InstrumentKind
from majlis.instruments.publication.build import VersionFacts
from majlis.instruments.texts.storage import load_text
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import WordingStatus
from majlis.kernel.records import add_relation
from majlis.kernel.verbs import Act, verb
from majlis.textkit.ids import assign_ids
from majlis.textkit.model import Provision, Run, Text
from majlis.textkit.numbering import parse_label

RELATION = "conclusions of"
"""The relation of the text to its meeting."""
FINAL_STATUSES = (WordingStatus.AUTHENTIC, WordingStatus.TRANSLATED)
"""Statuses of a wording that is complete."""
_NUMBERS = re.compile(r"\d+")


def published_text(meeting: Meeting) -> Instrument | None:
    """The text as which the conclusions of a meeting were published; None before that."""
    rows = Instrument.objects.filter(
        record__relations__kind=RELATION, record__relations__target=meeting.record
    )
    return rows.filter(record__withdrawal=None).select_related("record").order_by("pk").first()


def agreed_conclusions(meeting: Meeting) -> list[Conclusion]:
    """The agreed conclusions of a meeting with their wordings, in the order of its agenda."""
    rows = Conclusion.objects.filter(
        item__meeting=meeting, state__in=(AGREED, AGREED_WITH_STATEMENTS)
    )
    found = rows.select_related("record", "item").prefetch_related("record__wordings")
    return sorted(found, key=_agenda_order)


def _agenda_order(conclusion: Conclusion) -> tuple[list[int], int]:
    return [int(each) for each in _NUMBERS.findall(conclusion.item.label)], conclusion.number


def wordings_of(conclusion: Conclusion) -> dict[str, tuple[str, str]]:
    """The complete wordings of a conclusion: language -> (text, status)."""
    return {
        wording.language: (wording.text, wording.status)
        for wording in conclusion.record.wordings.all()
        if wording.field == "text" and wording.text and wording.status in FINAL_STATUSES
    }


def complete_languages(conclusions: Sequence[Conclusion]) -> list[str]:
    """The languages in which all conclusions are worded; those with the most authentic wordings first."""
    worded = [wordings_of(each) for each in conclusions]
    complete = [code for code in LANGUAGE_CODES if all(code in each for each in worded)]
    return sorted(complete, key=lambda code: -_authentic(worded, code))


def _authentic(worded: Sequence[dict[str, tuple[str, str]]], code: str) -> int:
    return sum(each[code][1] == WordingStatus.AUTHENTIC for each in worded)


def conclusions_as_text(meeting: Meeting, conclusions: Sequence[Conclusion], language: str) -> Text:
    """The conclusions as a text of the engine: a numbered paragraph each, in one language.

    They are paragraphs, not operative ones: a conclusion mostly tells who requests what ("The Working
    Group requests …"), which the engine reads in paragraphs of conclusions.
    """
    with translation.override(language):
        message = pgettext("title of a text", "Conclusions: %(meeting)s")
    title = message % {"meeting": str(meeting_name(meeting, language))}
    provisions = [Provision("", "title", (Run(title),))]
    for number, conclusion in enumerate(conclusions, 1):
        first, *more = paragraphs(wordings_of(conclusion)[language][0])
        points = tuple(map(_point, more))
        label = f"{number}."
        provisions.append(
            Provision("", "paragraph", (Run(first),), label, str(number), children=points)
        )
    return Text(
        assign_ids(provisions, language),
        language,
        InstrumentKind.CONCLUSIONS.value,
        body=meeting.body.say("title", language).text,
        title=title,
        date=meeting.last_day.isoformat() if meeting.last_day else "",
    )


def _point(line: str) -> Provision:
    """A further paragraph of a conclusion, with its label where it begins with one."""
    label = parse_label(line)
    words = line[label.end :].strip() if label is not None else ""
    if label is None or label.weak or not words:
        return Provision("", "paragraph", (Run(line),))
    return Provision("", "paragraph", (Run(words),), label.printed.strip(), label.number)


def _is_same(text: Text, version: Version) -> bool:
    """Whether a version has this text in its language."""
    stored = load_text(version, text.language)
    return [(each.label, each.text) for each in stored.walk()] == [
        (each.label, each.text) for each in text.walk()
    ]


def _current_version(instrument: Instrument | None, texts: Sequence[Text]) -> Version | None:
    """The last version of the text, if each of its languages is among these texts, and is the same."""
    if instrument is None:
        return None
    version: Version | None = instrument.versions.filter(record__withdrawal=None).last()
    if version is None:
        return None
    by_language = {text.language: text for text in texts}
    for code in version.languages.values_list("language", flat=True):
        if code not in by_language or not _is_same(by_language[code], version):
            return None
    return version


@verb("events.publish_conclusions")
def publish_conclusions(act: Act, meeting: Meeting) -> Version:
    """Publish the agreed conclusions of a meeting as a text, adopted by its body and in force.

    The text is in each language in which all of them are worded. Published again, it gets the languages
    that were completed since; if conclusions were agreed or changed since, a new version follows. Raises
    WrongState before the meeting is closed, without an agreed conclusion, and where no language has all.
    """
    row = (
        Meeting.objects.select_for_update(of=("self",)).select_related("record").get(pk=meeting.pk)
    )
    if row.state not in (CLOSED, REPORTED):
        raise WrongState(
            _("The conclusions are published after the meeting has been closed."),
            _("Close the meeting first."),
        )
    conclusions = agreed_conclusions(row)
    if not conclusions:
        raise WrongState(
            _("No conclusion of this meeting is agreed yet."),
            _("Record which conclusions were agreed, then publish them."),
        )
    languages = complete_languages(conclusions)
    if not languages:
        raise WrongState(
            _("No language has the text of all agreed conclusions."),
            _("Have the conclusions translated into one common language first."),
        )
    texts = [conclusions_as_text(row, conclusions, code) for code in languages]
    instrument = published_text(row)
    version = _current_version(instrument, texts)
    if version is not None and version.languages.count() == len(languages):
        act.unchanged()
        return version
    date = _date_of(row, conclusions, is_first=instrument is None)
    worded = [wordings_of(each) for each in conclusions]
    published = publish_adopted_text(
        # The rule of this verb holds, not that of texts.
        Actor(act.actor.user, "events.publish_conclusions", act.actor.request_id),
        texts,
        facts=VersionFacts(InstrumentKind.CONCLUSIONS.value, row.body, date=date),
        authentic=[code for code in languages if _authentic(worded, code) == len(worded)],
        deciding={
            "kind": ActKind.ADOPTS,
            "body": row.body,
            "date": date,
            "record": row.record,
        },
        readers_of=row.record,
        instrument=instrument,
        version=version,
    )
    if instrument is None:
        add_relation(published.instrument.record, RELATION, row.record)
    act.note(
        row,
        new={
            "text": published.record.address,
            "languages": languages,
            "conclusions": [each.number for each in conclusions],
        },
    )
    return published


def _date_of(meeting: Meeting, conclusions: Sequence[Conclusion], *, is_first: bool) -> str:
    """The date of a version: the last day of the meeting, or of the last decision if that was later."""
    days = [clock.date_of(each.decided_at) for each in conclusions if each.decided_at]
    day = meeting.last_day
    if day is None or not is_first:
        day = max([*days, *([day] if day else [])], default=day)
    return day.isoformat() if day else ""
