"""Import of past meetings, their agenda items and their conclusions from tables."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.imports.registry import Column, Target, register
from majlis.commons.imports.targets import read_language
from majlis.events.conclusions.actions import DECIDED
from majlis.events.lifecycle import CLOSED, CONCLUSION, MEETING
from majlis.events.models import Mode, Outcome
from majlis.events.transfer import actions
from majlis.events.transfer.cells import one_of, read_day, read_number, read_zone
from majlis.events.transfer.lookup import find_body, find_item, find_meeting
from majlis.events.transfer.rows import result_of
from majlis.kernel.actor import Actor

LANGUAGE = Column(
    "language",
    pgettext_lazy("language", "Language"),
    meaning=_("ar, zh, en, fr, ru or es; your own if blank"),
    read=read_language,
    aliases=("lang",),
)
MEETING_COLUMNS = (
    Column(
        "body",
        pgettext_lazy("meeting", "Body"),
        meaning=_("needed beside the number or first day of a meeting"),
        aliases=("group", "committee"),
    ),
    Column(
        "meeting",
        pgettext_lazy("meeting", "Meeting"),
        required=True,
        meaning=_("code or title of the meeting, or its number or first day"),
        aliases=("session",),
    ),
)
"""The columns that name the meeting of a row."""


def whole_number(row: Mapping[str, str], key: str) -> int | None:
    """The number in a column; None for a blank cell."""
    return int(row[key]) if row.get(key) else None


def import_meeting(actor: Actor, row: Mapping[str, str]) -> str:
    """Import a row about a meeting. Returns made, changed or same. Raises RowFault and Fault."""
    body = find_body(actor, row["body"])
    first_day = datetime.date.fromisoformat(row["first_day"])
    given = actions.PastMeeting(
        language=row.get("language") or actor.language,
        first_day=first_day,
        last_day=datetime.date.fromisoformat(row["last_day"]) if row.get("last_day") else first_day,
        mode=row["mode"],
        number=whole_number(row, "number"),
        title=row.get("title") or "",
        place=row.get("place") or "",
        zone=row.get("zone") or "",
        state=row.get("status") or CLOSED,
        source=row.get("source") or "",
    )
    return result_of(
        "events.import_meeting",
        lambda: actions.import_meeting(actor, body, given=given),
        is_new=actions.known_meeting(body, given) is None,
    )


def import_item(actor: Actor, row: Mapping[str, str]) -> str:
    """Import a row about an agenda item. Returns made, changed or same. Raises RowFault and Fault."""
    meeting = find_meeting(actor, row)
    given = actions.PastItem(
        language=row.get("language") or actor.language,
        label=row["number"],
        title=row["title"],
        parent=row.get("parent") or "",
        note=row.get("note") or "",
        outcome=row.get("outcome") or "",
    )
    return result_of(
        "events.import_item",
        lambda: actions.import_item(actor, meeting, given=given),
        is_new=actions.known_item(meeting, given) is None,
    )


def import_conclusion(actor: Actor, row: Mapping[str, str]) -> str:
    """Import a row about a conclusion. Returns made, changed or same. Raises RowFault and Fault."""
    meeting = find_meeting(actor, row)
    actions.require_imported(meeting)
    item = find_item(meeting, row["item"], "item")
    given = actions.PastConclusion(
        language=row.get("language") or actor.language,
        text=row["text"],
        result=row["result"],
        number=whole_number(row, "number"),
    )
    return result_of(
        "events.import_conclusion",
        lambda: actions.import_conclusion(actor, item, given=given),
        is_new=actions.known_conclusion(item, given) is None,
    )


def register_imports() -> None:
    """Register the imports of meetings; called once when the site starts."""
    register(
        Target(
            "past-meetings",
            pgettext_lazy("import", "Past meetings"),
            (
                Column(
                    "body",
                    pgettext_lazy("meeting", "Body"),
                    required=True,
                    meaning=_("code, abbreviation or name of the body"),
                    aliases=("group", "committee"),
                ),
                Column(
                    "number",
                    pgettext_lazy("meeting", "Number"),
                    meaning=_("the number of the meeting, where the body counts its meetings"),
                    read=read_number,
                    aliases=("no", "session", "meeting"),
                ),
                Column(
                    "title",
                    pgettext_lazy("meeting", "Title"),
                    meaning=_("needed for a meeting without a number"),
                    aliases=("name",),
                ),
                LANGUAGE,
                Column(
                    "first_day",
                    pgettext_lazy("meeting", "First day"),
                    required=True,
                    meaning=_("a full date, for example 2024-02-27"),
                    read=read_day,
                    aliases=("start", "start date", "begins", "from", "date"),
                ),
                Column(
                    "last_day",
                    pgettext_lazy("meeting", "Last day"),
                    meaning=_("the first day if blank"),
                    read=read_day,
                    aliases=("end", "end date", "ends", "to", "until"),
                ),
                Column(
                    "place",
                    pgettext_lazy("meeting", "Place"),
                    meaning=_("hall and city, in the same language as the title"),
                    aliases=("venue", "location", "city"),
                ),
                Column(
                    "mode",
                    _("Ways to take part"),
                    required=True,
                    meaning=_("in_person, hybrid or remote"),
                    read=one_of(Mode.choices),
                    aliases=("format",),
                ),
                Column(
                    "zone",
                    pgettext_lazy("meeting", "Time zone"),
                    meaning=_("for example Africa/Nairobi; UTC if blank"),
                    read=read_zone,
                    aliases=("timezone",),
                ),
                Column(
                    "status",
                    pgettext_lazy("status of a record", "Status"),
                    meaning=_("closed or reported; closed if blank"),
                    read=one_of(
                        [each for each in MEETING.choices if each[0] in actions.PAST_STATES]
                    ),
                    aliases=("state",),
                ),
                Column(
                    "source",
                    pgettext_lazy("source of information", "Source"),
                    meaning=_("document symbol or web address"),
                    aliases=("link", "url"),
                ),
            ),
            "events.import_meeting",
            import_meeting,
        )
    )
    register(
        Target(
            "past-agenda-items",
            _("Agenda items of past meetings"),
            (
                *MEETING_COLUMNS,
                Column(
                    "number",
                    pgettext_lazy("agenda item", "Number"),
                    required=True,
                    meaning=_("as printed, for example 2.1"),
                    aliases=("item", "item number", "no", "label"),
                ),
                Column(
                    "title",
                    pgettext_lazy("agenda item", "Title"),
                    required=True,
                    aliases=("name", "subject"),
                ),
                LANGUAGE,
                Column(
                    "parent",
                    pgettext_lazy("agenda item", "Item above"),
                    meaning=_("its number; item 2.1 is under item 2 if blank"),
                    aliases=("parent number", "parent item"),
                ),
                Column(
                    "note",
                    pgettext_lazy("agenda item", "Note"),
                    meaning=_("what the meeting was invited to do"),
                ),
                Column(
                    "outcome",
                    pgettext_lazy("agenda item", "Outcome"),
                    meaning=_(
                        "considered, noted, agreed, agreed_with_statements, not_agreed or carried_over"
                    ),
                    read=one_of(Outcome.choices),
                    aliases=("result", "came of it"),
                ),
            ),
            "events.import_item",
            import_item,
        )
    )
    register(
        Target(
            "past-conclusions",
            _("Conclusions of past meetings"),
            (
                *MEETING_COLUMNS,
                Column(
                    "item",
                    pgettext_lazy("conclusion", "Agenda item"),
                    required=True,
                    meaning=_("the number of the agenda item"),
                    aliases=("item number", "agenda item number"),
                ),
                Column(
                    "number",
                    pgettext_lazy("conclusion", "Number"),
                    meaning=_("counted in the meeting; needed for translations"),
                    read=read_number,
                    aliases=("no", "conclusion", "conclusion number"),
                ),
                Column(
                    "text",
                    pgettext_lazy("conclusion", "Text"),
                    required=True,
                    meaning=_("with line breaks between paragraphs"),
                    aliases=("wording", "decision"),
                ),
                LANGUAGE,
                Column(
                    "result",
                    pgettext_lazy("conclusion", "Result"),
                    required=True,
                    meaning=_("agreed, agreed_with_statements or not_agreed"),
                    read=one_of([each for each in CONCLUSION.choices if each[0] in DECIDED]),
                    aliases=("outcome", "status"),
                ),
            ),
            "events.import_conclusion",
            import_conclusion,
        )
    )
