"""What the worker does for the archive: each file in a task of its own, so that mail is not kept waiting."""

from __future__ import annotations

import datetime
import tempfile

from django.db import transaction
from django.tasks import task

from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import User
from majlis.mandates import actions, packing, printing, telling_archive
from majlis.mandates.models import Edition, Mandate
from majlis.mandates.queries import editions as queries
from majlis.mandates.tasks import going_on

PDF, ZIP = str(Edition.Form.PDF), str(Edition.Form.ZIP)
ALL = ((ZIP, ""), *((PDF, code) for code in LANGUAGE_CODES))
CLOCK = "the clock"


@task()
def keep_monthly() -> int:
    """Have made what is missing of this month's editions, if anything is to be read; how many were put in line."""
    today = clock.today()
    if not Mandate.objects.visible_to(queries.EVERYBODY).exists():
        return 0
    first = today.replace(day=1)
    missing = [each for each in ALL if not queries.is_made(*each, first)]
    for form, language in missing:
        make_edition.enqueue(form, language, today.isoformat(), first.isoformat())
    return len(missing)


def enqueue_all(day: str, made_by: int | None = None) -> None:
    """Put all editions of a day in line."""
    for form, language in ALL:
        make_edition.enqueue(form, language, day, day, made_by)


@task()
def make_edition(form: str, language: str, day: str, since: str, made_by: int | None = None) -> int:
    """Make the edition of a day, unless there is one since then; how many files were kept."""
    if queries.is_made(form, language, datetime.date.fromisoformat(since)):
        return 0
    on = datetime.date.fromisoformat(day)
    person = User.objects.filter(pk=made_by).first() if made_by else None
    return make(form, language, on, person)


def make(form: str, language: str, day: datetime.date, person: User | None = None) -> int:
    """Make and keep an edition, then let the files of old ones go."""
    actor, made = Actor.as_system(CLOCK), 0
    if form == ZIP:
        with tempfile.TemporaryFile() as stream:
            count = packing.pack(stream, day)
            stream.seek(0)
            actions.keep_edition(
                actor, day, form=form, content=stream, mandates=count, made_by=person
            )
        made = 1
    else:
        # All are set before one is kept: half a register is none.
        done = [
            (each, printing.set_apart(each.document)) for each in printing.volumes(language, day)
        ]
        with transaction.atomic():
            for each, content in done:
                actions.keep_edition(
                    actor,
                    day,
                    form=form,
                    content=[content],
                    mandates=each.count,
                    language=language,
                    part=each.part,
                    made_by=person,
                )
                made += 1
    for old in queries.outlived(form, language):
        actions.let_edition_go(actor, old)
    return made


@task()
def tell_due_soon_daily() -> int:
    """Tell followers of mandates that fall due soon, and of those whose date has come, once for each date; how many."""
    told, today = 0, clock.today()
    for find, tell in (
        (telling_archive.newly_due, actions.tell_due),
        (telling_archive.newly_due_soon, actions.tell_due_soon),
    ):
        for each in find(today):
            with going_on("told", each.pk):
                tell(Actor.as_system(CLOCK), each)
                told += 1
    return told


@task()
def tell_left_out_daily() -> int:
    """Tell leads and followers what a new version leaves out, all of it in one and once for each version; how many."""
    told = 0
    for version, numbers in telling_archive.newly_left_out(clock.today()):
        with going_on("told", version.pk):
            actions.tell_left_out(Actor.as_system(CLOCK), version, numbers)
            told += 1
    return told
