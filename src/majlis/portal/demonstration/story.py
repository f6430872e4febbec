"""Loads the demonstration: six years of a fictional process, from its people to its last comment.

Everything is dated from the day on which it is loaded, and done by the ordinary verbs, with the clock set
back to the day of each step.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import transaction
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from majlis.commons.search.signals import deferred_indexing
from majlis.commons.search.tasks import rebuild, refresh
from majlis.documents.demonstration.loader import RECEIVED_BY, DocumentLoader
from majlis.events.demonstration.loader import (
    DAYS_TO_PUBLISH,
    PUBLISHED,
    MeetingLoader,
)
from majlis.instruments.demonstration import TEXTS, TextLoader, import_waiting_files
from majlis.instruments.tags.tasks import propose_concepts, propose_matrix_concepts
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.mandates.core.status import refresh_status
from majlis.mandates.demonstration.entities import load_entities, load_sessions
from majlis.mandates.demonstration.events import EVENTS
from majlis.mandates.demonstration.loader import MandateLoader
from majlis.mandates.extraction.tasks import extract_findings_of_version
from majlis.mandates.models import Mandate
from majlis.mandates.publications.tasks import enqueue_editions
from majlis.parties.accounts import demonstration as people
from majlis.parties.demonstration import DAYS, demonstration_body, demonstration_date, last_day
from majlis.portal.demonstration.commons import (
    follow_records,
    load_contributions,
    load_people_and_parties,
    load_work_in_hand,
)

type Step = Callable[[], object]
FOUNDED = -2230  # the day, from today, on which people and organizations came in
DAYS_TO_JUDGE, DAYS_TO_LEADS = 12, 16  # after a text was published
FOLLOWED = -115  # the day on which people began to follow records
FIRST_HOUR = 9
DONE_ALREADY = (
    refresh,
    extract_findings_of_version,
    propose_concepts,
    propose_matrix_concepts,
)
"""Tasks that verbs queue, and that loading makes superfluous."""


def no_report(line: str) -> None:
    """Report nothing."""


def load_demonstration(report: Callable[[str], None] = no_report) -> bool:
    """Load everything in one transaction; False where it was loaded before.

    ``report`` is told now and then what is being loaded. Raises RuntimeError outside a demonstration,
    because a real site must not get fictional records.
    """
    if not settings.MAJLIS_DEMO:
        raise RuntimeError("fictional records are for demonstrations only")
    if demonstration_body() is not None:
        return False
    with transaction.atomic(), deferred_indexing():
        with clock.shifted_to(_moment(FOUNDED, 0)):
            load_people_and_parties()
            load_entities()
            load_sessions()
        meetings = MeetingLoader()
        _play(_story(meetings), report)
        meetings.begin_live()
        _finish()
    return True


def _moment(day: int, place: int) -> datetime.datetime:
    """The moment of a step: its day at nine, and later for each step before it on the same day."""
    start = clock.start_of_day(demonstration_date(day)) + datetime.timedelta(hours=FIRST_HOUR)
    return start + datetime.timedelta(minutes=5 * place)


def _play(story: list[tuple[int, Step]], report: Callable[[str], None]) -> None:
    """Run the steps in the order of their days."""
    place, last = 0, None
    for number, (day, step) in enumerate(sorted(story, key=lambda each: each[0])):
        place = place + 1 if day == last else 0
        last = day
        with clock.shifted_to(_moment(day, place)):
            step()
        if number % 10 == 0:
            report(f"Loading the demonstration: {number} of {len(story)}")


def _story(meetings: MeetingLoader) -> list[tuple[int, Step]]:
    """What happens on which day, counted from today."""
    secretariat = people.find_person("secretariat")
    if secretariat is None:
        raise LookupError("secretariat")
    actor = Actor(user=secretariat)
    texts = TextLoader(actor, meetings.record_of)
    mandates = MandateLoader(actor, texts.versions)
    story: list[tuple[int, Step]] = []
    for text in TEXTS:
        story += [
            (text.published, partial(texts.publish, text)),
            (text.day + DAYS_TO_JUDGE, partial(mandates.accept_findings, text)),
            (text.day + DAYS_TO_LEADS, partial(mandates.confirm_leads, text.name)),
            (text.day + DAYS_TO_LEADS, partial(texts.tag, text)),
        ]
    for key, day in DAYS.items():
        if key[0] in "kc" and day < 0:
            story += [(day - 60, mandates.schedule), (day - 10, mandates.report_what_is_due)]
    story += [(event.day, partial(mandates.play, event)) for event in EVENTS]
    story += [
        (DAYS["k5"] + 20, texts.make_series),
        (-90, mandates.review),
        (-75, mandates.notify_inactive),
        (-40, mandates.confirm_activity),
        (-30, mandates.schedule),
        (-12, mandates.judge_pairs),
        (-3, partial(import_waiting_files, actor)),
        (FOLLOWED, follow_records),
        (-5, load_contributions),
        (-2, load_work_in_hand),
    ]
    return story + _meeting_story(meetings, mandates, texts)


def _meeting_story(
    meetings: MeetingLoader, mandates: MandateLoader, texts: TextLoader
) -> list[tuple[int, Step]]:
    """What happens at meetings and with their documents, and what the register learns of it.

    It follows what else happens on the same days: a sitting sets the clock to its own hours.
    """
    documents = DocumentLoader(meetings, texts.versions)

    def find_requests() -> None:
        assert meetings.published is not None
        mandates.find_requests(meetings.published)
        propose_concepts.call(meetings.published.instrument_id)

    def decide_report() -> None:
        mandates.decide_report(documents.reports[RECEIVED_BY])

    return [
        *meetings.story(),
        *documents.story(),
        (DAYS[PUBLISHED] + DAYS_TO_PUBLISH + 2, find_requests),
        (last_day(RECEIVED_BY), decide_report),
    ]


def _finish() -> None:
    """Bring what depends on the date of today up to date, and leave to the worker what takes long.

    The tasks that the verbs queued are done already, or one rebuild of the search does them all.
    """
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    waiting.filter(task_path__in=[task.module_path for task in DONE_ALREADY]).delete()
    refresh_status(Mandate.objects.values_list("pk", flat=True))
    rebuild.enqueue()
    enqueue_editions(clock.today().isoformat())
