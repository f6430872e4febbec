"""The next meeting of a body, for which the conclusions of a meeting ask: "submit a report to the next meeting"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q

from majlis.events.models import Meeting
from majlis.instruments.models import Act, Version
from majlis.mandates.core.addressees import find_entity
from majlis.mandates.core.progress import session_began_before
from majlis.mandates.models import Addressee, Deliverable, Entity, Finding, MandateSource, Occasion
from majlis.mandates.models.choices import OPEN_PROGRESS, LegalStatus

NEXT_MEETING = {
    "ar": r"(?:دور|اجتماع|جلس)\w*(?: \w+){0,4}? ال(?:مقبل|قادم|تالي|لاحق)ة?\b",
    "zh": r"下一?(?:届|次)[^，。；、]{0,16}?(?:会议|常会|年会|届会)",
    "en": r"\b(?:next|forthcoming|following|upcoming|subsequent|coming) (?:[\w-]+ ){0,4}(?:session|meeting)\b",
    "fr": r"\bprochaine (?:[\w'’-]+ ){0,4}?(?:session|réunion|séance)\b"
    r"|\b(?:session|réunion|séance) (?:suivante|prochaine)\b",
    "ru": r"\b(?:очередн|следующ|предстоящ|последующ|ближайш)(?!\w*х\b)\w+ (?:[\w-]+ ){0,4}(?:сесси|заседани|собрани|совещани)\w+",
    "es": r"\b(?:próxim[oa]|siguiente) (?:[\w-]+ ){0,4}?(?:período de sesiones|periodo de sesiones|reunión|sesión)\b"
    r"|\b(?:período de sesiones|reunión|sesión) siguiente\b",
}
"""How an occasion names the next meeting; not every coming one."""
_PATTERNS = {code: re.compile(pattern, re.IGNORECASE) for code, pattern in NEXT_MEETING.items()}


def is_next_meeting(words: str, language: str) -> bool:
    """Whether the occasion that a text names is the next meeting or session of a body."""
    pattern = _PATTERNS.get(language)
    return pattern is not None and pattern.search(" ".join(words.split())) is not None


def meeting_of_version(version: Version) -> Meeting | None:
    """The meeting that adopted a version as its conclusions, or otherwise acted on it; None where no act names one."""
    acts = Act.objects.filter(version=version, record__kind="meeting").values("record")
    meeting: Meeting | None = (
        Meeting.objects.filter(pk__in=acts)
        .order_by("first_day", "pk")
        .select_related("body")
        .first()
    )
    return meeting


@dataclass(frozen=True)
class NextMeeting:
    """The next session of an entity after a meeting; None while no such session is known."""

    entity: Entity
    occasion: Occasion | None


def next_meeting(source: MandateSource, recipient: Entity | None) -> NextMeeting | None:
    """The next meeting for which a source asks; None where it asks for none, or no meeting adopted its text.

    It is that of the ``recipient``, else of the body whose meeting adopted the text.
    """
    if not is_next_meeting(source.occasion, source.language):
        return None
    return _next_after(meeting_of_version(source.version), recipient)


def next_meeting_of_finding(finding: Finding) -> NextMeeting | None:
    """The next meeting for which a finding asks, as ``next_meeting`` gives it once it is accepted."""
    if not is_next_meeting(finding.extracted.get("occasion") or "", finding.language):
        return None
    meeting = meeting_of_version(finding.version)
    names = finding.extracted.get("recipients") or [""]
    body = finding.version.body or finding.version.instrument.body
    return _next_after(meeting, find_entity(names[0], "en", body) if meeting is not None else None)


def _next_after(meeting: Meeting | None, recipient: Entity | None) -> NextMeeting | None:
    if meeting is None:
        return None
    entity = recipient or Entity.objects.filter(body=meeting.body).first()
    return NextMeeting(entity, first_session_after(entity, meeting)) if entity is not None else None


def first_session_after(entity: Entity, meeting: Meeting) -> Occasion | None:
    """The first session of an entity after a meeting: one with a date, else the first that waits for one."""
    since = (meeting.last_day or meeting.first_day).isoformat() if meeting.first_day else ""
    rows = entity.occasions.exclude(meeting=meeting)
    rows = rows.filter(year__gte=int(since[:4])) if since else rows
    sessions = [each for each in rows if not session_began_before(each.date, since)]
    return min(sessions, key=_order_of_session, default=None)


def _order_of_session(session: Occasion) -> tuple[bool, str, int, str, int]:
    return (not session.date, session.date, session.year, session.label, session.pk)


def mandates_waiting_for_next_meeting(entity: Entity) -> set[int]:
    """Keys of the mandates whose deliverable may be due at the next session of an entity, and has no dated one yet."""
    waiting = Deliverable.objects.filter(
        Q(occasion=None) | Q(occasion__date=""),
        due="",
        state__in=OPEN_PROGRESS,
        outdated=False,
        withdrawn_at=None,
        mandate__legal_status=LegalStatus.IN_FORCE,
    ).exclude(mandate__source__occasion="")
    to_entity = Q(
        mandate__source__addressees__role=Addressee.Role.RECIPIENT,
        mandate__source__addressees__entity=entity,
    )
    if entity.body_id is not None:
        acts = Act.objects.filter(record__events_meeting__body=entity.body_id)
        to_entity |= Q(mandate__source__version__in=acts.values("version"))
    rows = waiting.filter(to_entity).values_list("mandate", flat=True)
    sources = MandateSource.objects.filter(current_of__in=rows).values_list(
        "current_of", "occasion", "language"
    )
    return {key for key, words, language in sources if is_next_meeting(words, language)}


def is_waiting(deliverable: Deliverable) -> bool:
    """Whether a scheduled deliverable can still move to another next session: its own is not dated."""
    occasion = deliverable.occasion
    undated = occasion is None or not occasion.date
    return undated and not deliverable.due and deliverable.state in OPEN_PROGRESS
