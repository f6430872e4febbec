"""Verbs of the translation queue.

Where a verb takes ``visible_remarks``, that is when the job was changed last as the person saw it: what somebody
decides about other words than the job has by now is not done. Without it, the job as it is given counts.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.commons.translation.lifecycle import JOB, OPEN_STATES
from majlis.commons.translation.models import DueDate, Job, Pair, Segment
from majlis.commons.translation.segments import aligned_sentences
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.lifecycle import StateChange
from majlis.kernel.models import Appointment, Record, User, Wording, WordingStatus
from majlis.kernel.records import set_wording
from majlis.kernel.verbs import Act, verb

# When a job was changed last, as somebody saw it.
type SeenAt = datetime.datetime | None


@dataclass(frozen=True)
class QueueItem:
    """Words that somebody wants to translate: the field of a record, from and into which language."""

    record: Record
    field: str
    source: str
    target: str


def find_wording(record: Record, field: str, source: str) -> Wording | None:
    """The words to translate from: those in the source language."""
    return Wording.objects.filter(record=record, field=field, language=source).first()


@verb("translation.take_job")
def take_job(act: Act, wanted: QueueItem) -> Job:
    """Take a translation: nobody else works on it meanwhile. Raises WrongState if somebody does.

    It goes on from what was given back since readers got other words, else from what readers see.
    """
    words = find_wording(wanted.record, wanted.field, wanted.source)
    if words is None or not words.text or not wanted.record.is_visible_to(act.actor.person):
        raise WrongState()
    there = find_wording(wanted.record, wanted.field, wanted.target)
    try:
        with transaction.atomic():
            job = Job.objects.create(
                record=wanted.record,
                field=wanted.field,
                source=wanted.source,
                target=wanted.target,
                source_text=words.text,
                text=_released_text(wanted, there) or (there.text if there else ""),
                translator=act.user,
            )
    except IntegrityError:
        raise WrongState(
            _("Somebody else is translating this."), _("Choose something else from the queue.")
        ) from None
    act.note(job, record=wanted.record, new={"field": wanted.field, "language": wanted.target})
    return job


def _released_text(wanted: QueueItem, there: Wording | None) -> str:
    """What was typed in the last job of these words, if that was given back and is newer than what is there."""
    jobs = Job.objects.filter(record=wanted.record, field=wanted.field, target=wanted.target)
    last = jobs.exclude(state__in=OPEN_STATES).order_by("-pk").first()
    if last is None or last.state != "released":
        return ""
    return "" if there is not None and there.changed_at > last.changed_at else last.text


@verb("translation.save_job")
def save_job(act: Act, job: Job, *, text: str, seen: SeenAt = None) -> Job:
    """Keep what has been translated so far; it is not shown to readers yet."""
    if job.state != "taken":
        raise WrongState()
    now = _locked(job)
    if text == now.text:
        act.unchanged()
        return job
    _check_unchanged(now, seen or job.changed_at)
    _save_text(job, text)
    act.note(job, record=job.record, new={"length": len(text)})
    return job


@verb("translation.submit_job")
def submit_job(act: Act, job: Job, *, text: str, seen: SeenAt = None) -> Job:
    """Hand the translation in for revision. Raises InvalidInput where it is empty."""
    if not text.strip():
        raise InvalidInput({"text": _("The translation is empty: write it before you hand it in.")})
    moved = _advance(act, job, seen or job.changed_at)
    _save_text(job, text.strip())
    act.note(job, record=job.record, **moved)
    return job


@verb("translation.accept_job")
def accept_job(act: Act, job: Job, *, text: str, seen: SeenAt = None) -> Job:
    """Accept the translation, as the reviser left it: readers see it from now on.

    Where the original changed since the job was taken, the words are shown as lagging behind it.
    Its sentences are offered to translators from now on.
    """
    if not text.strip():
        raise InvalidInput(
            {"text": _("The translation is empty: send it back rather than accept it.")}
        )
    moved = _advance(act, job, seen or job.changed_at)
    job.freed_for = ""
    _save_text(job, text.strip(), reviser=act.user)
    now = find_wording(job.record, job.field, job.source)
    same = now is not None and now.text == job.source_text
    change = set_wording(
        job.record,
        job.field,
        job.target,
        job.text,
        WordingStatus.TRANSLATED if same else WordingStatus.LAGGING,
    )
    Segment.objects.bulk_create(
        Segment(source=job.source, target=job.target, source_text=one, target_text=other, job=job)
        for one, other in aligned_sentences(job.source_text, job.text)
    )
    DueDate.objects.filter(record=job.record, field=job.field, target=job.target).delete()
    act.note(
        job,
        record=job.record,
        old={**moved["old"], **change.get("old", {})},
        new={**moved["new"], **change.get("new", {})},
    )
    return job


@verb("translation.send_back_job")
def send_back_job(act: Act, job: Job, *, remark: str, text: str = "", seen: SeenAt = None) -> Job:
    """Send the translation back to the translator, as the reviser left it. Raises InvalidInput without a remark."""
    if not remark.strip():
        raise InvalidInput({"remark": _("Say what should be changed: the translator reads it.")})
    moved = _advance(act, job, seen or job.changed_at)
    job.remark = remark.strip()
    job.save(update_fields=["remark"])
    _save_text(job, text.strip() or job.text, reviser=act.user)
    act.note(job, record=job.record, **moved, reason=job.remark)
    return job


@verb("translation.withdraw_job")
def withdraw_job(act: Act, job: Job) -> Job:
    """Take a translation back from revision, to go on with it; its words stay.

    Raises WrongState where a reviser has it by now.
    """
    act.note(job, record=job.record, **JOB.move(job, act.verb))
    return job


@verb("translation.revise_job")
def revise_job(act: Act, job: Job, *, text: str, seen: SeenAt = None) -> Job:
    """Keep what a reviser has changed so far; from the first time on no other reviser works on it.

    Where the reviser leaves nothing, the words stay.
    """
    if job.state == "revising":
        now = _locked(job)
        if text.strip() == now.text:
            act.unchanged()
            return job
        _check_unchanged(now, seen or job.changed_at)
        moved = StateChange(old={}, new={"length": len(text)})
    else:
        moved = _advance(act, job, seen or job.changed_at)
    _save_text(job, text.strip() or job.text, reviser=act.user)
    act.note(job, record=job.record, **moved)
    return job


@verb("translation.release_job")
def release_job(act: Act, job: Job, *, text: str | None = None, seen: SeenAt = None) -> Job:
    """Give back what one works on: to the queue, or to other revisers. What was typed is kept in the job.

    Where a reviser leaves nothing, the words stay.
    """
    revised = job.state == "revising"
    moved = _advance(act, job, seen or job.changed_at)
    if text is not None:
        _save_text(job, text.strip() or job.text if revised else text)
    act.note(job, record=job.record, **moved)
    return job


@verb("translation.free_job")
def free_job(act: Act, job: Job, *, reason: str) -> Job:
    """Take a translation from who holds it too long, so that others can go on from the words kept.

    Who held it is told. Raises InvalidInput without a reason.
    """
    if not reason.strip():
        raise InvalidInput(
            {"reason": _("The reason is missing: who holds the translation reads it.")}
        )
    moved = _advance(act, job)
    job.freed_for = reason.strip()
    job.save(update_fields=["freed_for"])
    act.note(job, record=job.record, **moved, reason=job.freed_for)
    return job


@verb("translation.set_due_date")
def set_due_date(
    act: Act, record: Record, *, field: str, target: str, on: datetime.date | None
) -> None:
    """Say by when words should be there in a language; None takes the date away.

    Raises InvalidInput for a day that has passed.
    """
    if on is not None and on < timezone.localdate():
        raise InvalidInput({"on": _("This day has passed: choose one that is still to come.")})
    old = DueDate.objects.filter(record=record, field=field, target=target).first()
    if on is None:
        DueDate.objects.filter(record=record, field=field, target=target).delete()
    else:
        DueDate.objects.update_or_create(
            record=record, field=field, target=target, defaults={"on": on}
        )
    key = f"{field}.{target}"
    act.note(
        record,
        old={key: old.on.isoformat() if old else None},
        new={key: on.isoformat() if on else None},
    )


@verb("translation.set_pair")
def set_pair(act: Act, user: User, *, role: str, source: str, target: str) -> Pair:
    """Let a person translate or revise from one language into another, and give them the role.

    Raises InvalidInput where the languages are the same or unknown.
    """
    if source == target:
        raise InvalidInput({"target": _("The two languages are the same: choose another.")})
    if (
        role not in ("translator", "reviser")
        or source not in LANGUAGES_BY_CODE
        or target not in LANGUAGES_BY_CODE
    ):
        raise InvalidInput({"": _("Choose a role and two of the six languages.")})
    pair, made = Pair.objects.get_or_create(
        user=user, role=role, source=source, target=target, until=None
    )
    if not made:
        act.unchanged()
        return pair
    if not user.holds(role):
        Appointment.objects.create(user=user, role=role)
    forget_language_pairs(user)
    act.note(pair, new={"person": user.pk, "role": role, "pair": f"{source}-{target}"})
    return pair


@verb("translation.end_pair")
def end_pair(act: Act, pair: Pair) -> Pair:
    """End a language pair: the last day is yesterday, or today for one that began today.

    With the last pair the role ends too. Raises WrongState if the pair has ended.
    """
    yesterday = timezone.now().date() - datetime.timedelta(days=1)
    until = max(pair.since, yesterday)
    if not Pair.objects.filter(pk=pair.pk, until__isnull=True).update(until=until):
        raise WrongState()
    pair.until = until
    others = Pair.objects.filter(user=pair.user, role=pair.role, until__isnull=True)
    if not others.exists():
        Appointment.objects.today().filter(user=pair.user, role=pair.role, scope=None).update(
            until=Greatest("since", Value(until))
        )
    forget_language_pairs(pair.user)
    act.note(pair, old={"until": None}, new={"until": until.isoformat()})
    return pair


def _save_text(job: Job, text: str, reviser: User | None = None) -> None:
    job.text, job.changed_at = text, timezone.now()
    if reviser is not None:
        job.reviser = reviser
    job.save(update_fields=["text", "changed_at", "freed_for", "reviser"])


def _locked(job: Job) -> Job:
    """The job as it is now, which nobody moves from now on.

    Raises WrongState where it is in another state by now, or with another reviser.
    """
    same = Job.objects.filter(pk=job.pk, state=job.state, reviser=job.reviser_id)
    now = same.select_for_update().first()
    if now is None:
        raise WrongState()
    return now


def _check_unchanged(now: Job, seen: datetime.datetime) -> None:
    """Raise WrongState where the job has other words by now than those that were seen."""
    if now.changed_at != seen:
        raise WrongState(
            _("The translation was changed after you opened this page, so nothing was done."),
            _("What it says now stands below what you typed: compare the two, then press again."),
        )


def _advance(act: Act, job: Job, seen: SeenAt = None) -> StateChange:
    """Do the step, unless somebody else holds the job by now or changed what was seen.

    Raises WrongState.
    """
    if act.verb not in JOB.verbs_from(job.state):
        raise WrongState()
    now = _locked(job)
    if seen is not None:
        _check_unchanged(now, seen)
    job.text = now.text
    return JOB.move(job, act.verb)


def forget_language_pairs(user: User) -> None:
    """Read the person's pairs and roles anew at the next question."""
    user.__dict__.pop("_pairs", None)
    user.clear_appointment_cache()
