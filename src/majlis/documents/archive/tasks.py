"""The task that prints the proceedings of a meeting."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from django.utils.translation import pgettext_lazy

from majlis.documents.archive import actions, pdf, queries
from majlis.events.models import Meeting
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.kernel.queues import Priority, Queue
from majlis.kernel.work import background_task
from majlis.paper import write
from majlis.paper.blocks import Document


def render_in_process(document: Document) -> bytes:
    """Render the PDF in a separate process, which frees the memory when it ends."""
    context = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as pool:
        return pool.submit(write.pdf, document).result()


@background_task(
    pgettext_lazy("background work", "Proceedings"),
    queue=Queue.HEAVY,
    priority=Priority.AWAITED,
    about="events.meeting",
    person=2,
)
def print_proceedings(meeting: int, language: str, made_by: int | None = None) -> None:
    """Print the proceedings of a meeting in a language, unless they exist with the same contents."""
    found = Meeting.objects.select_related("record", "body__record").filter(pk=meeting).first()
    if found is None:
        return
    records = queries.meeting_records(found, queries.visible_to_all_who_see(found))
    contents = queries.contents_hash(records)
    if queries.is_printed(found, language, contents):
        return
    actions.save_proceedings(
        Actor.as_system("proceedings"),
        found,
        language=language,
        content=render_in_process(pdf.build_proceedings(records, language)),
        contents=contents,
        documents=len(records.documents),
        made_by=User.objects.filter(pk=made_by).first() if made_by else None,
    )
