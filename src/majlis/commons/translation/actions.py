"""Verbs of the translation queue.

A verb with the parameter ``seen`` takes the time of the last change of the job as the page showed
it. If the job was changed after that time, the verb raises WrongState and saves nothing. Without
``seen``, the ``changed_at`` of the given job is compared.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from majlis.commons.translation.lifecycle import JOB, OPEN_STATES
from majlis.commons.translation.models import DueDate, Job, Pair, Segment
from majlis.commons.translation.segments import aligned_sentences
from majlis.kernel import clock
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.lifecycle import StateChange
from majlis.kernel.models import Appointment, Record, User, Wording, WordingStatus
from majlis.kernel.records import set_wording
from majlis.kernel.verbs import Act, verb

# The ``changed_at`` of a job when its page was shown.
type SeenAt = datetime.datetime | None


@dataclass(frozen=True)
class QueueItem:
    """An item of the queue: a field of a record, and the languages to translate from and into."""

    record: Record
    field: str
    source: str
    target: str


def find_wording(record: Record, field: str, language: str) -> Wording | None:
    """The wording of a field in a language, or None."""
    return Wording.objects.filter(record=record, field=field, language=language).first()


@verb("translation.take_job")
def take_job(act: Act, item: QueueItem) -> Job:
    """Start the translation of an item; other translators cannot take it until the job is closed.

    The text starts from the last released job if it is newer than the published wording, otherwise
    from that wording. Raises WrongState if the item is already taken, if the original has no text,
    or if the person may not see the record.
    """
    original = find_wording(item.record, item.field, item.source)
    if original is None or not original.text or not item.record.is_visible_to(act.actor.person):
        raise WrongState()
    published = find_wording(item.record, item.field, item.target)
    try:
        with transaction.atomic():
            job = Job.objects.create(
                record=item.record,
                field=item.field,
                source=item.source,
                target=item.target,
                source_text=original.text,
                text=_released_text(item, published) or (published.text if published else ""),
                translator=act.user,
            )
    except IntegrityError:
        raise WrongState(
            _("Another person is translating this text."), _("Select another text from the queue.")
        ) from None
    act.note(job, record=item.record, new={"field": item.field, "language": item.target})
    return job


def _released_text(item: QueueItem, published: Wording | None) -> str:
    """The text of the last job, if it was released after the last change of ``published``; otherwise ""."""
    jobs = Job.objects.filter(record=item.record, field=item.field, target=item.target)
    last = jobs.exclude(state__in=OPEN_STATES).order_by("-pk").first()
    if last is None or last.state != "released":
        return ""
    return "" if published is not None and published.changed_at > last.changed_at else last.text


@verb("translation.save_job")
def save_job(act: Act, job: Job, *, text: str, seen: SeenAt = None) -> Job:
    """Save the text of a job in progress; readers do not see it. Raises WrongState."""
    if job.state != "taken":
        raise WrongState()
    current = _locked(job)
    if text == current.text:
        act.unchanged()
        return job
    _check_unchanged(current, seen or job.changed_at)
    _save_text(job, text)
    act.note(job, record=job.record, new={"length": len(text)})
    return job


@verb("translation.submit_job")
def submit_job(act: Act, job: Job, *, text: str, seen: SeenAt = None) -> Job:
    """Submit the translation for revision. Raises InvalidInput if it is empty, and WrongState."""
    if not text.strip():
        raise InvalidInput(
            {
                "text": _(
                    "The translation is empty. Enter a translation before submitting it for revision."
                )
            }
        )
    change = _advance(act, job, seen or job.changed_at)
    _save_text(job, text.strip())
    act.note(job, record=job.record, **change)
    return job


@verb("translation.accept_job")
def accept_job(act: Act, job: Job, *, text: str, seen: SeenAt = None) -> Job:
    """Accept the translation with the reviser's changes, and publish it.

    If the original was changed after the job was taken, the wording gets the status LAGGING. The
    sentence pairs are added to the translation memory, and the due date is deleted. Raises
    InvalidInput if the text is empty, and WrongState.
    """
    if not text.strip():
        raise InvalidInput(
            {"text": _("The translation is empty. Return it to the translator instead.")}
        )
    transition = _advance(act, job, seen or job.changed_at)
    job.freed_for = ""
    _save_text(job, text.strip(), reviser=act.user)
    original = find_wording(job.record, job.field, job.source)
    same = original is not None and original.text == job.source_text
    change = set_wording(
        job.record,
        job.field,
        job.target,
        job.text,
        WordingStatus.TRANSLATED if same else WordingStatus.LAGGING,
    )
    Segment.objects.bulk_create(
        Segment(
            source=job.source, target=job.target, source_text=source, target_text=target, job=job
        )
        for source, target in aligned_sentences(job.source_text, job.text)
    )
    DueDate.objects.filter(record=job.record, field=job.field, target=job.target).delete()
    act.note(
        job,
        record=job.record,
        old={**transition["old"], **change.get("old", {})},
        new={**transition["new"], **change.get("new", {})},
    )
    return job


@verb("translation.send_back_job")
def send_back_job(act: Act, job: Job, *, remark: str, text: str = "", seen: SeenAt = None) -> Job:
    """Return the translation to its translator with a remark and the reviser's changes.

    Raises InvalidInput if the remark is empty, and WrongState.
    """
    if not remark.strip():
        raise InvalidInput(
            {"remark": _("State the changes required. The translator will read them.")}
        )
    change = _advance(act, job, seen or job.changed_at)
    job.remark = remark.strip()
    job.save(update_fields=["remark"])
    _save_text(job, text.strip() or job.text, reviser=act.user)
    act.note(job, record=job.record, **change, reason=job.remark)
    return job


@verb("translation.withdraw_job")
def withdraw_job(act: Act, job: Job) -> Job:
    """Withdraw a submitted translation from revision; its text stays in the job.

    Raises WrongState if a reviser has started.
    """
    act.note(job, record=job.record, **JOB.move(job, act.verb))
    return job


@verb("translation.revise_job")
def revise_job(act: Act, job: Job, *, text: str, seen: SeenAt = None) -> Job:
    """Save the text of a revision; the first save assigns the job to this reviser.

    An empty text leaves the saved text as it is. Raises WrongState.
    """
    if job.state == "revising":
        current = _locked(job)
        if text.strip() == current.text:
            act.unchanged()
            return job
        _check_unchanged(current, seen or job.changed_at)
        change = StateChange(old={}, new={"length": len(text)})
    else:
        change = _advance(act, job, seen or job.changed_at)
    _save_text(job, text.strip() or job.text, reviser=act.user)
    act.note(job, record=job.record, **change)
    return job


@verb("translation.release_job")
def release_job(act: Act, job: Job, *, text: str | None = None, seen: SeenAt = None) -> Job:
    """Release a job: a translator returns it to the queue, a reviser to the other revisers.

    The text stays in the job. A reviser's empty text leaves the saved text as it is. Raises
    WrongState.
    """
    is_revision = job.state == "revising"
    change = _advance(act, job, seen or job.changed_at)
    if text is not None:
        _save_text(job, text.strip() or job.text if is_revision else text)
    act.note(job, record=job.record, **change)
    return job


@verb("translation.free_job")
def free_job(act: Act, job: Job, *, reason: str) -> Job:
    """Release a job that another person holds, for a reason; others can continue from its text.

    The holder is notified. Raises InvalidInput if the reason is empty, and WrongState.
    """
    if not reason.strip():
        raise InvalidInput({"reason": _("Enter a reason. The person assigned will read it.")})
    change = _advance(act, job)
    job.freed_for = reason.strip()
    job.save(update_fields=["freed_for"])
    act.note(job, record=job.record, **change, reason=job.freed_for)
    return job


@verb("translation.set_due_date")
def set_due_date(
    act: Act, record: Record, *, field: str, target: str, on: datetime.date | None
) -> None:
    """Set the due date of a translation; None deletes it. Raises InvalidInput for a past day."""
    if on is not None and on < clock.today():
        raise InvalidInput({"on": _("This date has passed. Enter a later date.")})
    old = DueDate.objects.filter(record=record, field=field, target=target).first()
    if on == (old.on if old else None):
        act.unchanged()
        return
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
    """Assign a language pair to a translator or reviser, and appoint them to the role if necessary.

    Raises InvalidInput if the languages are equal, or if the role or a language is unknown.
    """
    if source == target:
        raise InvalidInput({"target": _("The two languages are the same. Select another.")})
    if (
        role not in ("translator", "reviser")
        or source not in LANGUAGES_BY_CODE
        or target not in LANGUAGES_BY_CODE
    ):
        raise InvalidInput({"": _("Select a role and two of the six official languages.")})
    pair, is_new = Pair.objects.get_or_create(
        user=user, role=role, source=source, target=target, until=None
    )
    if not is_new:
        act.unchanged()
        return pair
    if not user.holds(role):
        Appointment.objects.create(user=user, role=role)
    forget_language_pairs(user)
    act.note(pair, new={"person": user.pk, "role": role, "pair": f"{source}-{target}"})
    return pair


@verb("translation.end_pair")
def end_pair(act: Act, pair: Pair) -> Pair:
    """End a language pair yesterday, or today if it began today.

    With the last pair of a role, the appointment to the role ends too. Raises WrongState if the
    pair has already ended.
    """
    yesterday = clock.now().date() - datetime.timedelta(days=1)
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
    job.text, job.changed_at = text, clock.now()
    if reviser is not None:
        job.reviser = reviser
    job.save(update_fields=["text", "changed_at", "freed_for", "reviser"])


def _locked(job: Job) -> Job:
    """The job as it is now, locked until the end of the transaction.

    Raises WrongState if its state or its reviser differ from the given ones.
    """
    unchanged = Job.objects.filter(pk=job.pk, state=job.state, reviser=job.reviser_id)
    locked = unchanged.select_for_update().first()
    if locked is None:
        raise WrongState()
    return locked


def _check_unchanged(current: Job, seen: datetime.datetime) -> None:
    """Raise WrongState if the job was changed after ``seen``."""
    if current.changed_at != seen:
        raise WrongState(
            _("The translation was changed after you opened this page. No action was taken."),
            _(
                "Compare the current translation below with your text, then select the button "
                "again."
            ),
        )


def _advance(act: Act, job: Job, seen: SeenAt = None) -> StateChange:
    """Lock the job and move it to the next state of the verb.

    Raises WrongState if the verb is not possible from this state, if another person has moved the
    job, or if it was changed after ``seen``.
    """
    if act.verb not in JOB.verbs_from(job.state):
        raise WrongState()
    current = _locked(job)
    if seen is not None:
        _check_unchanged(current, seen)
    job.text = current.text
    return JOB.move(job, act.verb)


def forget_language_pairs(user: User) -> None:
    """Clear the cached pairs and roles of a person."""
    user.__dict__.pop("_pairs", None)
    user.clear_appointment_cache()
