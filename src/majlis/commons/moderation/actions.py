"""Verbs of moderation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from majlis.commons.moderation.lifecycle import CASE
from majlis.commons.moderation.models import (
    Case,
    Decision,
    ModeratorLanguage,
    Reason,
    Report,
    ReportReason,
)
from majlis.commons.moderation.registry import CONTRIBUTION_KINDS, ContributionKind
from majlis.kernel import clock
from majlis.kernel.audit import personal_reference
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Record, User
from majlis.kernel.verbs import Act, verb

MAX_LENGTH = 2000


@dataclass(frozen=True)
class Submission:
    """A contribution that a room submits for moderation."""

    kind: str
    item: int
    writer: User
    language: str
    record: Record | None = None

    @property
    def writer_id(self) -> int:
        """The key of the writer, for the rule ``is_writer``."""
        return self.writer.pk


@verb("moderation.submit_contribution")
def submit_contribution(act: Act, submission: Submission) -> Case:
    """Add a contribution to the queue; a room calls this in the verb that creates the contribution."""
    case = Case.objects.create(
        kind=submission.kind,
        item=submission.item,
        writer=submission.writer,
        language=submission.language,
        record=submission.record,
    )
    act.note(case, new={"state": case.state, "language": case.language}, record=case.record)
    return case


@verb("moderation.resubmit_contribution")
def resubmit_contribution(act: Act, case: Case) -> None:
    """Add a contribution to the queue again, after its writer has changed it."""
    change = CASE.move(case, "moderation.resubmit_contribution")
    Case.objects.filter(pk=case.pk).update(waiting_since=clock.now())
    act.note(case, record=case.record, **change)


@verb("moderation.close_case")
def close_case(act: Act, case: Case) -> None:
    """Remove a contribution from the queue because its writer has withdrawn it."""
    act.note(case, record=case.record, **CASE.move(case, "moderation.close_case"))


def _validated(text: str, field: str = "words") -> str:
    """The text without NUL characters and outer spaces. Raises InvalidInput if it is too long."""
    text = text.replace("\0", "").strip()
    if len(text) > MAX_LENGTH:
        message = _("This text is too long. Use at most %(most)s characters.")
        raise InvalidInput({field: str(message) % {"most": MAX_LENGTH}})
    return text


def _contribution(case: Case) -> tuple[ContributionKind[Any], Any]:
    """The kind and the contribution of a case. Raises WrongState if the contribution was deleted."""
    kind = CONTRIBUTION_KINDS[case.kind]
    item = kind.load([case.item]).get(case.item)
    if item is None:
        raise WrongState()
    return kind, item


def _record_decision(
    act: Act, name: str, case: Case, reason: str, words: str, seen: str
) -> Decision:
    """Move the case and its contribution, and save the decision; all four decisions share this.

    ``seen`` is the mark of the text that the moderator read, "" if unknown. Raises InvalidInput if
    a reason is missing, or if the text was changed after it was shown; WrongState if the lifecycle
    does not allow the decision.
    """
    words = _validated(words)
    chosen_reason = Reason.objects.filter(code=reason, in_use=True).first() if reason else None
    if chosen_reason is None and (name != "approve" or reason):
        raise InvalidInput({"reason": _("Select the reason to be given to the author.")})
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    kind, item = _contribution(case)
    if seen and seen != kind.show(item).mark:
        raise InvalidInput(
            {"": _("The contribution was changed after you opened it. Read it again.")}
        )
    now = clock.now()
    on_appeal = case.state == "appealed"
    case_change = CASE.move(case, act.verb)
    contribution_change = kind.decide(item, act.verb)
    decision = Decision.objects.create(
        case=case,
        verb=name,
        by=act.actor.user,
        at=now,
        waited=now - case.waiting_since,
        reason=chosen_reason,
        words=words,
        language=act.actor.language,
        on_appeal=on_appeal,
    )
    case.decided_by = act.actor.user
    case.save(update_fields=["decided_by"])
    case.reports.filter(answered=False).update(answered=True)
    act.note(
        case,
        old={**case_change["old"], "contribution": contribution_change.get("old", {})},
        new={
            **case_change["new"],
            "contribution": contribution_change.get("new", {}),
            "decision": decision.pk,
        },
        record=case.record,
        reason=chosen_reason.code if chosen_reason else "",
    )
    return decision


@verb("moderation.approve_contribution")
def approve_contribution(
    act: Act, case: Case, *, reason: str = "", words: str = "", seen: str = ""
) -> Decision:
    """Publish a contribution. ``seen`` is the mark of the text that was read (``Contribution.mark``).

    Raises InvalidInput if the words are too long or the text was changed, and WrongState.
    """
    return _record_decision(act, "approve", case, reason, words, seen)


@verb("moderation.send_back_contribution")
def send_back_contribution(
    act: Act, case: Case, *, reason: str = "", words: str = "", seen: str = ""
) -> Decision:
    """Send a contribution back to its writer for changes.

    Raises InvalidInput if the reason is missing, the words are too long or the text was changed,
    and WrongState.
    """
    return _record_decision(act, "ask", case, reason, words, seen)


@verb("moderation.hide_contribution")
def hide_contribution(
    act: Act, case: Case, *, reason: str = "", words: str = "", seen: str = ""
) -> Decision:
    """Hide a published contribution.

    Raises InvalidInput if the reason is missing, the words are too long or the text was changed,
    and WrongState.
    """
    return _record_decision(act, "hide", case, reason, words, seen)


@verb("moderation.refuse_contribution")
def refuse_contribution(
    act: Act, case: Case, *, reason: str = "", words: str = "", seen: str = ""
) -> Decision:
    """Refuse to publish a contribution.

    Raises InvalidInput if the reason is missing, the words are too long or the text was changed,
    and WrongState.
    """
    return _record_decision(act, "refuse", case, reason, words, seen)


@verb("moderation.report_contribution")
def report_contribution(act: Act, case: Case, *, why: str, words: str = "") -> None:
    """Report a published contribution to the moderators; a second report of the same person is ignored.

    Raises InvalidInput if the reason is unknown, or if it is OTHER and ``words`` is empty.
    """
    words = _validated(words)
    if why not in ReportReason.values:
        raise InvalidInput({"why": _("Select the reason for the report.")})
    if why == ReportReason.OTHER and not words:
        raise InvalidInput({"words": _("“Other” requires an explanation. Describe the problem.")})
    user = act.actor.user
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    kind, item = _contribution(locked)
    if not kind.show(item).public:
        act.unchanged()
        return
    if user is not None and locked.reports.filter(by=user, answered=False).exists():
        act.unchanged()
        return
    new_report = Report.objects.create(
        case=locked, by=user, why=why, words=words, language=act.actor.language
    )
    if locked.state == "approved":
        CASE.move(locked, "moderation.report_contribution")
        Case.objects.filter(pk=case.pk).update(waiting_since=clock.now())
    act.note(new_report, new={"why": why}, record=case.record)


@verb("moderation.appeal_decision")
def appeal_decision(act: Act, case: Case, *, words: str) -> None:
    """Appeal against a decision, once per case; another moderator than the one who decided checks it.

    Raises InvalidInput if ``words`` is empty, and WrongState if there was an appeal before.
    """
    words = _validated(words)
    if not words:
        raise InvalidInput(
            {
                "words": _(
                    "Explain why the decision is wrong. Another content moderator will read your "
                    "explanation."
                )
            }
        )
    if case.appealed_at is not None:
        raise WrongState(
            _("This case has already been decided on appeal."), _("That decision is final.")
        )
    change = CASE.move(case, "moderation.appeal_decision")
    now = clock.now()
    Case.objects.filter(pk=case.pk).update(appeal=words, appealed_at=now, waiting_since=now)
    act.note(
        case,
        old=change["old"],
        new={**change["new"], "appeal": personal_reference(words, act.actor.user)},
        record=case.record,
    )


@verb("moderation.set_languages")
def set_languages(act: Act, user: User, *, languages: Iterable[str]) -> None:
    """Save the languages that a moderator reads. Raises InvalidInput if none is chosen."""
    codes = sorted({each for each in languages if each in LANGUAGES_BY_CODE})
    if not codes:
        raise InvalidInput({"languages": _("Select at least one language that you read.")})
    old = sorted(ModeratorLanguage.objects.filter(user=user).values_list("language", flat=True))
    if old == codes:
        act.unchanged()
        return
    ModeratorLanguage.objects.filter(user=user).exclude(language__in=codes).delete()
    ModeratorLanguage.objects.bulk_create(
        [ModeratorLanguage(user=user, language=each) for each in codes], ignore_conflicts=True
    )
    user.__dict__.pop("_readings", None)
    act.note(user, old={"languages": old}, new={"languages": codes})
