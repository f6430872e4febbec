"""Tasks that make the editions, each file in a task of its own."""

from __future__ import annotations

import datetime
import tempfile

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import User
from majlis.kernel.queues import Queue
from majlis.kernel.work import background_task
from majlis.mandates.core.batch import CLOCK
from majlis.mandates.models import Edition
from majlis.mandates.publications import actions, archive, pdf, queries
from majlis.mandates.publications.tables import edition_label

PDF, ZIP = str(Edition.Form.PDF), str(Edition.Form.ZIP)
ALL_EDITIONS = ((ZIP, ""), *((PDF, code) for code in LANGUAGE_CODES))


@background_task(_("Schedule of editions"))
def make_monthly_editions() -> int:
    """Enqueue the missing editions of this month, if there are public mandates; return their number."""
    today = clock.today()
    if not queries.has_public_mandates():
        return 0
    first = today.replace(day=1)
    missing = [each for each in ALL_EDITIONS if not queries.edition_exists(*each, first)]
    for form, language in missing:
        make_edition.enqueue(form, language, today.isoformat(), first.isoformat())
    return len(missing)


def enqueue_editions(day: str, made_by: int | None = None) -> None:
    """Enqueue all editions of a day."""
    for form, language in ALL_EDITIONS:
        make_edition.enqueue(form, language, day, day, made_by)


@background_task(
    _("Edition of the register"),
    queue=Queue.HEAVY,
    tasks=ngettext_lazy(
        "%(done)s of %(total)s file ready", "%(done)s of %(total)s files ready", "n"
    ),
    person=4,
    describe=lambda form, language, *_rest: edition_label(form, language),
)
def make_edition(form: str, language: str, day: str, since: str, made_by: int | None = None) -> int:
    """Make the edition of a day unless there is one since ``since``; return the number of files saved."""
    if queries.edition_exists(form, language, datetime.date.fromisoformat(since)):
        return 0
    edition_day = datetime.date.fromisoformat(day)
    person = User.objects.filter(pk=made_by).first() if made_by else None
    return write_edition(form, language, edition_day, person)


def write_edition(form: str, language: str, day: datetime.date, person: User | None = None) -> int:
    """Make and save an edition, then delete the files of old ones; return the number of files saved."""
    actor, saved = Actor.as_system(CLOCK), 0
    if form == ZIP:
        with tempfile.TemporaryFile() as stream:
            count = archive.write_archive(stream, day)
            stream.seek(0)
            actions.save_edition(
                actor, day, form=form, content=stream, mandates=count, made_by=person
            )
        saved = 1
    else:
        # All volumes are rendered before the first is saved, so that no edition is incomplete.
        rendered = [
            (volume, pdf.render_in_process(volume.document))
            for volume in pdf.edition_volumes(language, day)
        ]
        with transaction.atomic():
            for volume, content in rendered:
                actions.save_edition(
                    actor,
                    day,
                    form=form,
                    content=[content],
                    mandates=volume.count,
                    language=language,
                    part=volume.part,
                    made_by=person,
                )
                saved += 1
    for edition in queries.editions_to_delete(form, language):
        actions.delete_edition(actor, edition)
    return saved
