"""The sentence of an event for one reader, as plain text for mail and as HTML for a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.commons.notices.events import EVENT_KINDS
from majlis.commons.notices.models import Event, Notice
from majlis.kernel.models.wording import LocalizedText
from majlis.kernel.templatetags.majlis import said as marked_up
from majlis.look.bidi import as_html


def notice_sentences(notices: Iterable[Notice]) -> list[EventSentence]:
    """The notices as sentences."""
    return [event_sentence(each.event, key=each.pk, read_at=each.read_at) for each in notices]


# Around names in plain text, so that their direction does not affect the sentence.
ISOLATE, POP_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


@dataclass(frozen=True)
class EventSentence:
    """An event as a sentence in the active language."""

    event: Event
    words: str
    markup: SafeString
    url: str
    key: int = 0
    read_at: datetime | None = None

    @property
    def at(self) -> datetime:
        """The time of the event."""
        return self.event.at


def event_sentence(event: Event, *, key: int = 0, read_at: datetime | None = None) -> EventSentence:
    """The event in the active language; prefetch ``record__wordings`` and ``actor`` before."""
    language = get_language() or "en"
    kind = EVENT_KINDS.get(event.kind)
    sentence = str(kind.sentence) if kind else _("{record} was changed.")
    values = dict(kind.say(event.values, language) if kind else event.values)
    record = event.record
    title = record.say("title") if record else LocalizedText("", "", "")
    record_name = title.text or (record.address if record else "")
    actor = str(event.actor) if event.actor else pgettext("author of an action", "the system")
    url = record.get_absolute_url() if record else ""
    if kind and kind.address:
        url = kind.address(event.values) or url
    plain_values = {name: f"{ISOLATE}{value}{POP_ISOLATE}" for name, value in values.items()}
    marked_values = {
        name: format_html("<bdi>{}</bdi>", as_html(value)) for name, value in values.items()
    }
    return EventSentence(
        event=event,
        words=sentence.format(
            **plain_values,
            record=f"{ISOLATE}{record_name}{POP_ISOLATE}",
            actor=f"{ISOLATE}{actor}{POP_ISOLATE}",
        ),
        markup=format_html(
            sentence,
            **marked_values,
            record=format_html(
                '<span dir="auto">{}</span>', marked_up(title) if title.text else record_name
            ),
            actor=format_html("<bdi>{}</bdi>", actor),
        ),
        url=url,
        key=key,
        read_at=read_at,
    )
