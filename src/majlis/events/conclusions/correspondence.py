"""Verbs of conclusions that the members decide by correspondence, and how their replies are counted."""

from __future__ import annotations

import datetime
import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from majlis.events.conclusions.actions import (
    decide_conclusion,
    lock_conclusion,
    require_final_text,
)
from majlis.events.conclusions.queries import member_keys
from majlis.events.core import times
from majlis.events.core.members import member_organisations
from majlis.events.lifecycle import (
    AGREED,
    AGREED_WITH_STATEMENTS,
    CONCLUSION,
    CORRESPONDENCE,
    NOT_AGREED,
    OPEN,
)
from majlis.events.models import (
    Conclusion,
    Correspondence,
    CorrespondenceReply,
    MajorityRule,
    Meeting,
    MeetingRules,
    ReplyAnswer,
)
from majlis.kernel import clock
from majlis.kernel.editing import require_reason
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.json_types import JSON
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.verbs import Act, verb
from majlis.parties.models import Body

WORKING_DAYS_A_WEEK = 5
MOST_DAYS = 731
"""Days until the closing date at most."""


def required_days(body: Body) -> int:
    """Calendar days that members of a body have to reply.

    They are the working days of notice by the rule of the body, five of which make a week. Members reply from
    many countries, so the holidays of one do not count.
    """
    rules = MeetingRules.objects.filter(body=body).first() or MeetingRules(body=body)
    return math.ceil(rules.notice_days * 7 / WORKING_DAYS_A_WEEK)


def end_of_day(meeting: Meeting, day: datetime.date) -> datetime.datetime:
    """The last minute of a day by the clock of the meeting, until which replies are taken."""
    last = datetime.datetime.combine(day, datetime.time(23, 59))
    return last.replace(tzinfo=times.zone_or_utc(meeting.zone)).astimezone(datetime.UTC)


@dataclass(frozen=True)
class ReplyCount:
    """The replies of the members of a body, each member once."""

    members: int
    agreeing: int
    objecting: int
    abstaining: int

    @property
    def silent(self) -> int:
        """Members that did not reply."""
        return self.members - self.agreeing - self.objecting - self.abstaining

    def is_agreed(self, rule: str) -> bool:
        """Whether a conclusion is agreed by a rule. Abstentions and missing replies do not count."""
        if rule == MajorityRule.NO_OBJECTION:
            return not self.objecting
        if rule == MajorityRule.TWO_THIRDS:
            return bool(self.agreeing) and 3 * self.agreeing >= 2 * (self.agreeing + self.objecting)
        return self.agreeing > self.objecting


def count_replies(replies: Iterable[CorrespondenceReply], members: Collection[int]) -> ReplyCount:
    """Count the replies of members; ``members``: the keys of the member organizations."""
    answers = [reply.answer for reply in replies if reply.organisation_id in members]
    return ReplyCount(len(members), *(answers.count(answer) for answer in ReplyAnswer.values))


def _lock(correspondence: Correspondence) -> Correspondence:
    rows = Correspondence.objects.select_for_update(of=("self",))
    row: Correspondence = rows.get(pk=correspondence.pk)
    return row


@verb("events.submit_conclusion_to_correspondence")
def submit_conclusion_to_correspondence(
    act: Act,
    conclusion: Conclusion,
    *,
    question: str,
    language: str,
    rule: str,
    closes_on: datetime.date,
    notice_reason: str = "",
    revision: int | None = None,
) -> Correspondence:
    """Let the member organizations of the body decide a conclusion by correspondence.

    Replies are taken until the end of the day ``closes_on`` by the clock of the meeting. ``revision``: the
    text that was read. Raises InvalidInput by field, also for fewer than ``required_days`` without a
    reason, and WrongState if there is no final text, or if the body has no member organizations.
    """
    row = lock_conclusion(conclusion)
    meeting, faults = row.item.meeting, dict[str, StrOrPromise]()
    if not question.strip():
        faults["question"] = _("Enter the question that the members answer.")
    if language not in LANGUAGE_CODES:
        faults["language"] = _("Select one of the six languages.")
    if rule not in MajorityRule.values:
        faults["rule"] = _("Select the majority from the list.")
    zone = times.zone_or_utc(meeting.zone)
    days = (closes_on - clock.now().astimezone(zone).date()).days
    if not 1 <= days <= MOST_DAYS:
        faults["closes_on"] = _("Enter a closing date after today, within two years.")
    elif days < (required := required_days(meeting.body)) and not notice_reason.strip():
        faults["notice_reason"] = _(
            "The time is below the rule (days: %(days)s). Enter a reason or another date."
        ) % {"days": required}
    if faults:
        raise InvalidInput(faults)
    require_final_text(row, revision)
    if not member_organisations(meeting.body).exists():
        raise WrongState(
            _("This body has no member organizations that could reply."),
            _("Record the decision of the meeting instead, or admit members to the body first."),
        )
    moved = CONCLUSION.move(row, act.verb)
    row.pen = row.pen_since = None
    row.save(update_fields=["pen", "pen_since"])
    correspondence = Correspondence.objects.create(
        conclusion=row,
        revision=row.revision,
        question=question.strip(),
        language=language,
        rule=rule,
        closes_at=end_of_day(meeting, closes_on),
        notice_reason=notice_reason.strip(),
    )
    new: dict[str, JSON] = {
        "revision": row.revision,
        "rule": rule,
        "closes_on": closes_on.isoformat(),
    }
    act.note(row, old=moved["old"], new={**moved["new"], **new}, reason=notice_reason.strip())
    return correspondence


@verb("events.reply_by_correspondence")
def reply_by_correspondence(
    act: Act,
    reply: CorrespondenceReply,
    *,
    answer: str,
    statement: str = "",
    language: str = "",
    seen: str = "",
) -> CorrespondenceReply:
    """Reply for a member organization, or change its reply, until the closing date.

    ``reply``: that of the organization, not saved yet if it has not replied. ``statement``, in
    ``language``: for the record. ``seen``: ``reply_token`` of the reply that the person has seen. Raises
    InvalidInput by field, and WrongState after the closing date, or if another focal point has replied
    since.
    """
    correspondence = _lock(reply.correspondence)
    if correspondence.state != OPEN or clock.now() >= correspondence.closes_at:
        raise WrongState(
            _("The closing date has passed. Replies can no longer be sent or changed."),
            _("Write to the secretariat of the body if your reply is missing."),
        )
    faults: dict[str, StrOrPromise] = {}
    if answer not in ReplyAnswer.values:
        faults["answer"] = _("Select the reply of your organization.")
    if statement.strip() and language not in LANGUAGE_CODES:
        faults["language"] = _("Select the language of the statement.")
    if faults:
        raise InvalidInput(faults)
    statement = statement.strip()
    row = correspondence.replies.filter(organisation=reply.organisation).first()
    if seen and seen != reply_token(row):
        raise WrongState(
            _("Another focal point of your organization has changed its reply."),
            _("Read the current reply, then send yours again if needed."),
        )
    values = {
        "answer": answer,
        "statement": statement,
        "language": language if statement else "",
    }
    old = {name: getattr(row, name) for name in values} if row is not None else {}
    if old == values and row is not None:
        act.unchanged()
        return row
    if row is None:
        row = CorrespondenceReply(
            correspondence=correspondence, organisation=reply.organisation, made_by=act.user
        )
    for name, value in values.items():
        setattr(row, name, value)
    row.changed_at = clock.now()
    row.save()
    key = {"organisation": reply.organisation.record.address}
    act.note(row, record=correspondence.conclusion.record, old=old, new=key | values)
    return row


def reply_token(reply: CorrespondenceReply | None) -> str:
    """What identifies the state of a reply; ``none`` for an organization that has not replied."""
    return reply.changed_at.isoformat() if reply is not None and reply.pk else "none"


@verb("events.close_correspondence")
def close_correspondence(act: Act, correspondence: Correspondence) -> Correspondence:
    """Count the replies after the closing date, and record what the members decided.

    The conclusion is agreed, agreed with statements where a member made one, or not agreed. Raises
    WrongState before the closing date.
    """
    conclusion = lock_conclusion(correspondence.conclusion)
    row = _lock(correspondence)
    if row.state == OPEN and clock.now() < row.closes_at:
        raise WrongState(
            _("The closing date has not passed. Members can still reply or change replies."),
            _("Close the correspondence after that day."),
        )
    moved = CORRESPONDENCE.move(row, act.verb)
    row.conclusion = conclusion
    members = member_keys(conclusion.item.meeting.body)
    replies = list(row.replies.all())
    count = count_replies(replies, members)
    row.closed_at = clock.now()
    row.members, row.agreeing, row.objecting, row.abstaining = (
        count.members,
        count.agreeing,
        count.objecting,
        count.abstaining,
    )
    row.save(update_fields=["closed_at", "members", "agreeing", "objecting", "abstaining"])
    counted = {
        name: getattr(row, name) for name in ("members", "agreeing", "objecting", "abstaining")
    }
    act.note(row, record=conclusion.record, old=moved["old"], new=moved["new"] | counted)
    if not count.is_agreed(row.rule):
        decide_conclusion(act, conclusion, NOT_AGREED, "")
        return row
    has_statements = any(each.statement and each.organisation_id in members for each in replies)
    text = conclusion.revisions.get(number=row.revision).text
    decide_conclusion(act, conclusion, AGREED_WITH_STATEMENTS if has_statements else AGREED, text)
    return row


@verb("events.withdraw_correspondence")
def withdraw_correspondence(
    act: Act, correspondence: Correspondence, *, reason: str
) -> Correspondence:
    """Withdraw a correspondence before it is closed: the conclusion is a draft again.

    The replies stay on its page. Raises InvalidInput without a reason, WrongState.
    """
    require_reason(reason)
    conclusion = lock_conclusion(correspondence.conclusion)
    row = _lock(correspondence)
    moved = CORRESPONDENCE.move(row, act.verb)
    row.closed_at = clock.now()
    row.save(update_fields=["closed_at"])
    act.note(row, record=conclusion.record, **moved, reason=reason)
    act.note(conclusion, **CONCLUSION.move(conclusion, act.verb), reason=reason)
    row.conclusion = conclusion
    return row
