"""How pages show background work: what ``kernel.work`` found, as steps that ``{% course %}`` draws."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from majlis.kernel.actor import Actor
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.models import Reader
from majlis.kernel.verbs import may
from majlis.kernel.work import Work, WorkKind, WorkState
from majlis.kit.trails import link_to, trail_to
from majlis.look import formats, parts

type VisibleSubjects = Callable[[Reader, Collection[int]], Iterable[Model]]
"""The objects with these keys that the reader may see, with what their names need."""

PHASES = {
    WorkState.WAITING: "waiting",
    WorkState.RUNNING: "running",
    WorkState.FAILED: "failed",
    WorkState.DONE: "done",
}


def work_steps(actor: Actor, works: Iterable[Work]) -> list[parts.WorkStep]:
    """The works as steps, one for each kind, in their order; works of one kind are counted together."""
    by_kind: dict[str, list[Work]] = {}
    for work in works:
        by_kind.setdefault(work.kind.path, []).append(work)
    return [work_step(actor, group) for group in by_kind.values()]


def work_step(actor: Actor, works: list[Work]) -> parts.WorkStep:
    """Works of one kind as one step."""
    kind, state = works[0].kind, group_state(works)
    done, total = counts(works)
    text = progress_text(kind, done, total, len(works))
    retry_url = ""
    if state == WorkState.FAILED:
        failed = next(work for work in works if work.state == WorkState.FAILED)
        retry_url, text = retry_address(actor, failed), failure_text(actor)
    elif state == WorkState.DONE:
        text = ""
    finished = [work.finished_at for work in works if work.finished_at is not None]
    is_counted = bool(text) and state == WorkState.RUNNING
    return parts.WorkStep(
        code=kind.code,
        name=kind.name,
        phase=PHASES[state],
        text=text or (_("This starts after other work.") if state == WorkState.WAITING else ""),
        done=done if is_counted else None,
        total=total if is_counted else None,
        at=max(finished) if finished and state in (WorkState.DONE, WorkState.FAILED) else None,
        retry_url=retry_url,
    )


def group_state(works: Iterable[Work]) -> WorkState:
    """The state of several works as one: running from the first start to the last end; failed if one failed."""
    states = {work.state for work in works}
    if len(states) == 1:
        return states.pop()
    if WorkState.RUNNING not in states and WorkState.FAILED in states:
        return WorkState.FAILED
    return WorkState.RUNNING


def counts(works: list[Work]) -> tuple[int | None, int | None]:
    """How many parts are done, of how many: of the one task, or of all tasks."""
    if len(works) == 1:
        return works[0].done, works[0].total
    return sum(work.state == WorkState.DONE for work in works), len(works)


def progress_text(kind: WorkKind, done: int | None, total: int | None, works: int) -> str:
    """The sentence on how far the work is; empty if that is not known."""
    sentence: StrOrPromise = kind.parts if works == 1 else kind.tasks
    if done is None or not total or not sentence:
        return ""
    language = get_language() or "en"
    numbers = {
        "n": total,
        "done": formats.number(done, language),
        "total": formats.number(total, language),
    }
    return str(sentence % numbers)


def retry_address(actor: Actor, work: Work) -> str:
    """The address to which "Try again" is sent; empty if the reader may not."""
    return reverse("retry_work", args=[work.key]) if may(actor, "site.retry_work") else ""


def failure_text(actor: Actor) -> str:
    """What to do about failed work."""
    if may(actor, "site.retry_work"):
        return _("Try again. If it fails again, an administrator can find the cause in the log.")
    return _("Ask the secretariat to try again.")


# What work is about, by the label of the model.
_subjects: dict[str, VisibleSubjects] = {}


def register_subjects(model: type[Model], visible: VisibleSubjects) -> None:
    """Register how the objects of a model that work is about are read; a room does so in its ``apps.py``."""
    _subjects[model._meta.label_lower] = visible


def subject_links(reader: Reader, works: Iterable[Work]) -> dict[tuple[str, int], parts.Link]:
    """Links to the objects that the works are about and that the reader may see: (model, key) -> link."""
    keys: dict[str, set[int]] = {}
    for work in works:
        keys.setdefault(work.kind.about, set()).update(work.subjects)
    return {
        (label, each.pk): (trail_to(each) or [link_to(each)])[-1]
        for label, visible in _subjects.items()
        if keys.get(label)
        for each in visible(reader, keys[label])
    }
