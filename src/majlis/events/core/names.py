"""Names of meetings and of their sittings, in the six languages."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext, pgettext_lazy

from majlis.events.core import times
from majlis.events.models import Meeting, Sitting
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models.wording import LocalizedText
from majlis.look import formats
from majlis.look.bidi import filled, foreign_part, joined
from majlis.parties.models import Body

MEETINGS: tuple[Promise, ...] = (
    pgettext_lazy("meeting of a body", "first meeting"),
    pgettext_lazy("meeting of a body", "second meeting"),
    pgettext_lazy("meeting of a body", "third meeting"),
    pgettext_lazy("meeting of a body", "fourth meeting"),
    pgettext_lazy("meeting of a body", "fifth meeting"),
    pgettext_lazy("meeting of a body", "sixth meeting"),
    pgettext_lazy("meeting of a body", "seventh meeting"),
    pgettext_lazy("meeting of a body", "eighth meeting"),
    pgettext_lazy("meeting of a body", "ninth meeting"),
    pgettext_lazy("meeting of a body", "tenth meeting"),
)
"""The first ten meetings of a body in words; later ones have their number."""
SITTINGS: tuple[Promise, ...] = (
    pgettext_lazy("sitting of a meeting", "First sitting"),
    pgettext_lazy("sitting of a meeting", "Second sitting"),
    pgettext_lazy("sitting of a meeting", "Third sitting"),
    pgettext_lazy("sitting of a meeting", "Fourth sitting"),
    pgettext_lazy("sitting of a meeting", "Fifth sitting"),
    pgettext_lazy("sitting of a meeting", "Sixth sitting"),
    pgettext_lazy("sitting of a meeting", "Seventh sitting"),
    pgettext_lazy("sitting of a meeting", "Eighth sitting"),
    pgettext_lazy("sitting of a meeting", "Ninth sitting"),
    pgettext_lazy("sitting of a meeting", "Tenth sitting"),
)
"""The first ten sittings of a meeting in words; later ones have their number."""
ENGLISH_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
ORDINALS = {"fr": "{number}e", "ru": "{number}-е", "es": "{number}.ª"}
"""A numeral as an ordinal, with the gender of the words for meeting and sitting, where it has an ending."""


def ordinal(number: int, language: str) -> str:
    """A number as an ordinal numeral: `41st`, `41e`, `41-е`, `41.ª`; in Arabic and Chinese without an ending."""
    if language == "en":
        teens = 10 < number % 100 < 20
        return f"{number}{'th' if teens else ENGLISH_ENDINGS.get(number % 10, 'th')}"
    return ORDINALS.get(language, "{number}").format(number=number)


def meeting_ordinal(number: int) -> str:
    """The n-th meeting in the language of the page: `fifth meeting`, `41st meeting`."""
    if 1 <= number <= len(MEETINGS):
        return str(MEETINGS[number - 1])
    return pgettext("meeting of a body", "%(ordinal)s meeting") % {
        "ordinal": ordinal(number, get_language() or "en")
    }


def sitting_ordinal(number: int) -> str:
    """The n-th sitting in the language of the page: `First sitting`, `11th sitting`."""
    if 1 <= number <= len(SITTINGS):
        return str(SITTINGS[number - 1])
    return pgettext("sitting of a meeting", "%(ordinal)s sitting") % {
        "ordinal": ordinal(number, get_language() or "en")
    }


def numbered_name(body: Body, number: int | None, language: str) -> str:
    """The name of a meeting by its body and number: `Working Group on X, fifth meeting`.

    The name of a body that has none in the language is marked with its own. Without a number, it is a
    `meeting` of the body.
    """
    return name_by_number(body.say("title", language), number, language)


def name_by_number(body: LocalizedText, number: int | None, language: str) -> str:
    """The name of a meeting by the name of its body and its number: see ``numbered_name``."""
    title = foreign_part(body.text, body.language, language)
    with translation.override(language):
        which = meeting_ordinal(number) if number else pgettext("meeting of a body", "meeting")
        message = pgettext("name of a meeting", "%(body)s, %(meeting)s")
    return filled(message, body=title, meeting=which)


def numbered_titles(body: Body, number: int | None) -> dict[str, str]:
    """The name of a meeting by its number, in each language in which its body has a name."""
    named = {
        wording.language
        for wording in body.record.wordings.all()
        if wording.field == "title" and wording.text
    }
    return {code: numbered_name(body, number, code) for code in LANGUAGE_CODES if code in named}


def meeting_name(meeting: Meeting, language: str | None = None) -> LocalizedText:
    """The name of a meeting: its title, else that by its body and number; with the language that it is in.

    ``language``: by default that of the page. Needs no query if the wordings were prefetched.
    """
    title = meeting.say("title", language)
    if title.text:
        return title
    chosen = language or get_language() or "en"
    return LocalizedText(numbered_name(meeting.body, meeting.number, chosen), chosen, "")


def sitting_numbers(sittings: Iterable[Sitting]) -> dict[int, int]:
    """The number of each sitting of one meeting, by its key: they are counted in the order of their times."""
    ordered = sorted(sittings, key=lambda sitting: (sitting.starts, sitting.pk))
    return {sitting.pk: number for number, sitting in enumerate(ordered, 1)}


def sitting_number(sitting: Sitting) -> int:
    """The number of a sitting in its meeting, from 1. One query, none if the sittings were prefetched."""
    return sitting_numbers(sitting.meeting.sittings.all())[sitting.pk]


def sitting_name(sitting: Sitting, number: int | None = None, zone: ZoneInfo | None = None) -> str:
    """The name of a sitting in the language of the page: `First sitting, 24 February 2027, 10:00–13:00 UTC+1`.

    ``number``: where it is known, it saves a query. ``zone``: by default that of the meeting.
    """
    language = get_language() or "en"
    place = zone or times.zone_or_utc(sitting.meeting.zone)
    which = sitting_ordinal(number if number is not None else sitting_number(sitting))
    when = times.dated_span(sitting.starts, sitting.ends, place, language)
    return joined(which, formats.clause_separator(language), when)
