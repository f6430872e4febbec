"""Verbs of the moderation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
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
from majlis.kernel.audit import personal_reference
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Record, User
from majlis.kernel.verbs import Act, verb

MAX_LENGTH = 2000


@dataclass(frozen=True)
class Submission:
    """A contribution that a room puts before the moderators."""

    kind: str
    item: int
    writer: User
    language: str
    record: Record | None = None

    @property
    def writer_id(self) -> int:
        """The key of its writer."""
        return self.writer.pk


@verb("moderation.submit_contribution")
def submit_contribution(act: Act, submission: Submission) -> Case:
    """Put a contribution into the queue; a room calls this in the verb that makes it."""
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
    """Put a contribution into the queue again: it was sent back and mended, or changed since."""
    moved = CASE.move(case, "moderation.resubmit_contribution")
    Case.objects.filter(pk=case.pk).update(waiting_since=timezone.now())
    act.note(case, record=case.record, **moved)


@verb("moderation.close_case")
def close_case(act: Act, case: Case) -> None:
    """Take a contribution out of the queue: its writer has withdrawn it."""
    act.note(case, record=case.record, **CASE.move(case, "moderation.close_case"))


def _validated(text: str, field: str = "words") -> str:
    text = text.replace("\0", "").strip()
    if len(text) > MAX_LENGTH:
        words = _("This is longer than %(most)s characters: shorten it.")
        raise InvalidInput({field: str(words) % {"most": MAX_LENGTH}})
    return text


def _contribution(case: Case) -> tuple[ContributionKind, Any]:
    """The contribution of a case. Raises WrongState where it is gone."""
    kind = CONTRIBUTION_KINDS[case.kind]
    item = kind.load([case.item]).get(case.item)
    if item is None:
        raise WrongState()
    return kind, item


def _record_decision(
    act: Act, name: str, case: Case, reason: str, words: str, seen: str
) -> Decision:
    """What all decisions do: the case and the contribution move, the decision is kept and told."""
    words = _validated(words)
    given = Reason.objects.filter(code=reason, in_use=True).first() if reason else None
    if given is None and (name != "approve" or reason):
        raise InvalidInput(
            {"reason": _("There is no reason chosen. Choose the one that the writer is told.")}
        )
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    kind, item = _contribution(case)
    if seen and seen != kind.show(item).mark:
        raise InvalidInput(
            {"": _("The contribution was changed while you looked at it. Read it again.")}
        )
    now = timezone.now()
    on_appeal = case.state == "appealed"
    moved = CASE.move(case, act.verb)
    changed = kind.decide(item, act.verb)
    decision = Decision.objects.create(
        case=case,
        verb=name,
        by=act.actor.user,
        at=now,
        waited=now - case.waiting_since,
        reason=given,
        words=words,
        language=act.actor.language,
        on_appeal=on_appeal,
    )
    case.decided_by = act.actor.user
    case.save(update_fields=["decided_by"])
    case.reports.filter(answered=False).update(answered=True)
    act.note(
        case,
        old={**moved["old"], "contribution": changed.get("old", {})},
        new={**moved["new"], "contribution": changed.get("new", {}), "decision": decision.pk},
        record=case.record,
        reason=given.code if given else "",
    )
    return decision


@verb("moderation.approve_contribution")
def approve_contribution(
    act: Act, case: Case, *, reason: str = "", words: str = "", seen: str = ""
) -> Decision:
    """Show a contribution. ``visible_remarks`` is the mark of the words that were read (``Contribution.mark``).

    Raises InvalidInput for words too long or another text, WrongState where it has moved on.
    """
    return _record_decision(act, "approve", case, reason, words, seen)


@verb("moderation.send_back_contribution")
def send_back_contribution(
    act: Act, case: Case, *, reason: str = "", words: str = "", seen: str = ""
) -> Decision:
    """Send a contribution back to its writer, to be mended. Raises InvalidInput without a reason."""
    return _record_decision(act, "ask", case, reason, words, seen)


@verb("moderation.hide_contribution")
def hide_contribution(
    act: Act, case: Case, *, reason: str = "", words: str = "", seen: str = ""
) -> Decision:
    """Hide a contribution that was shown. Raises InvalidInput without a reason."""
    return _record_decision(act, "hide", case, reason, words, seen)


@verb("moderation.refuse_contribution")
def refuse_contribution(
    act: Act, case: Case, *, reason: str = "", words: str = "", seen: str = ""
) -> Decision:
    """Do not show a contribution. Raises InvalidInput without a reason."""
    return _record_decision(act, "refuse", case, reason, words, seen)


@verb("moderation.report_contribution")
def report_contribution(act: Act, case: Case, *, why: str, words: str = "") -> None:
    """Ask the moderators to look (again); the second report of a person changes nothing.

    Raises InvalidInput where no ground is given.
    """
    words = _validated(words)
    if why not in ReportReason.values:
        raise InvalidInput({"why": _("Nothing is chosen. Choose why it should be looked at.")})
    if why == ReportReason.OTHER and not words:
        raise InvalidInput({"words": _("Say what is wrong: you chose “Something else”.")})
    user = act.actor.user
    shown = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    kind, item = _contribution(shown)
    if not kind.show(item).public:
        act.unchanged()
        return
    if user is not None and shown.reports.filter(by=user, answered=False).exists():
        act.unchanged()
        return
    row = Report.objects.create(
        case=shown, by=user, why=why, words=words, language=act.actor.language
    )
    if shown.state == "approved":
        CASE.move(shown, "moderation.report_contribution")
        Case.objects.filter(pk=case.pk).update(waiting_since=timezone.now())
    act.note(row, new={"why": why}, record=case.record)


@verb("moderation.appeal_decision")
def appeal_decision(act: Act, case: Case, *, words: str) -> None:
    """Appeal against a decision, once; another moderator than the one who decided looks again.

    Raises InvalidInput without words, WrongState after a decision on appeal.
    """
    words = _validated(words)
    if not words:
        raise InvalidInput(
            {"words": _("Say why the decision is wrong: another moderator reads it.")}
        )
    if case.appealed_at is not None:
        raise WrongState(
            _("This was decided on appeal already."), _("That decision is the last one.")
        )
    moved = CASE.move(case, "moderation.appeal_decision")
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(appeal=words, appealed_at=now, waiting_since=now)
    act.note(
        case,
        old=moved["old"],
        new={**moved["new"], "appeal": personal_reference(words, act.actor.user)},
        record=case.record,
    )


@verb("moderation.set_languages")
def set_languages(act: Act, user: User, *, languages: Iterable[str]) -> None:
    """Say which languages a moderator reads. Raises InvalidInput where there is none."""
    wanted = sorted({each for each in languages if each in LANGUAGES_BY_CODE})
    if not wanted:
        raise InvalidInput({"languages": _("Choose at least one language that you read.")})
    old = sorted(ModeratorLanguage.objects.filter(user=user).values_list("language", flat=True))
    if old == wanted:
        act.unchanged()
        return
    ModeratorLanguage.objects.filter(user=user).exclude(language__in=wanted).delete()
    ModeratorLanguage.objects.bulk_create(
        [ModeratorLanguage(user=user, language=each) for each in wanted], ignore_conflicts=True
    )
    user.__dict__.pop("_readings", None)
    act.note(user, old={"languages": old}, new={"languages": wanted})
