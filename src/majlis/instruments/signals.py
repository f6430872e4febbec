"""Follow-ups of verbs in the same transaction: years of texts, search index, worker tasks."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model, Q
from django.dispatch import Signal, receiver
from django.tasks import Task
from django_tasks_db.models import DBTaskResult

from majlis.commons.search.tasks import refresh
from majlis.instruments.models import Instrument, Provision, Series, Tag, Version
from majlis.instruments.series import tasks as series_tasks
from majlis.instruments.tags import tasks as tags_tasks
from majlis.kernel.verbs import Act, verb_done

PUBLISHING_VERBS = ("publish_import", "publish_adopted_text")
"""Verbs that create versions."""
DATE_CHANGING_VERBS = (
    *PUBLISHING_VERBS,
    "propose_version",
    "adopt_version",
    "change_version",
    "withdraw_version",
    "restore_version",
)
"""Verbs that may change the date of a version."""
SYMBOL_CHANGING_VERBS = ("resolve_stub", "unresolve_stub", "change_instrument")
Result = Model | list[Version] | None
"""What the verbs of the room give."""


@receiver(verb_done, dispatch_uid="instruments.follow")
def handle_act(sender: str, act: Act, result: Result, **_more: Signal) -> None:
    """Run the follow-ups of a verb of the room."""
    room, _dot, name = sender.partition(".")
    if room != "instruments":
        return
    results = result if isinstance(result, list) else [result]
    versions = [each for each in results if isinstance(each, Version)]
    if name in DATE_CHANGING_VERBS:
        refresh_years({each.instrument_id for each in versions})
    if name in (*PUBLISHING_VERBS, "withdraw_version", "restore_version"):
        refresh_stub_search(versions)
    elif name in SYMBOL_CHANGING_VERBS and isinstance(result, Instrument):
        # The search index of a version contains the symbol of its text.
        refresh.enqueue(
            list(Version.objects.filter(instrument=result).values_list("pk", flat=True))
        )
    enqueue_tasks(act, name, result, versions)


def refresh_years(instruments: Iterable[int]) -> None:
    """Set the year of each text to that of its latest version with a known year."""
    for each in Instrument.objects.filter(pk__in=instruments):
        known = each.versions.filter(reconstructed_from=None, record__withdrawal=None)
        year = max((version.year for version in known), default="")
        latest = int(year) if year else None
        if each.year != latest:
            Instrument.objects.filter(pk=each.pk).update(year=latest)


def refresh_stub_search(versions: Iterable[Version]) -> None:
    """Queue an update of the search index for the stubs that these versions cite, or that became their texts.

    Stubs are indexed where a public version cites them. The worker does it, as it is not urgent.
    """
    version_rows = list(versions)
    stubs = Instrument.objects.filter(
        Q(cited_by__version__in=version_rows)
        | Q(cited_by__version__reconstructed_from__in=version_rows)
        | Q(became__in=[each.instrument_id for each in version_rows]),
        held=False,
    )
    pks = sorted(set(stubs.values_list("pk", flat=True)))
    if pks:
        refresh.enqueue(pks)


def is_enqueued(task: Task[[int], None], key: int) -> bool:
    """Whether a task about this object waits in the queue already."""
    waiting = DBTaskResult.objects.ready().filter(task_path=task.module_path)
    return bool(waiting.filter(args_kwargs__args=[key]).exists())


def enqueue_tasks(act: Act, name: str, result: Result, versions: Iterable[Version]) -> None:
    """Queue the slow follow-ups for the worker, in the transaction of the verb."""
    # A changed version may change the order of a series, or a comparison.
    series = {each.instrument.series_id for each in versions}
    if name in PUBLISHING_VERBS:
        for key in sorted({each.instrument_id for each in versions}):
            tags_tasks.propose_concepts.enqueue(key)
    elif name == "confirm_tag" and isinstance(result, Tag):
        # Many concepts of a text may be confirmed together; one run finds what the matrices link to all of them.
        if not is_enqueued(tags_tasks.propose_matrix_concepts, result.instrument_id):
            tags_tasks.propose_matrix_concepts.enqueue(result.instrument_id)
    elif name == "set_series" and isinstance(result, Instrument):
        left = [entry.old.get("series") for entry in act.entries]
        former = Series.objects.filter(record__address__in=[each for each in left if each])
        series = {result.series_id, *former.values_list("pk", flat=True)}
    elif name in ("match_provision", "realign_provision") and isinstance(result, Provision):
        series = {result.version.instrument.series_id}
    for key in sorted(each for each in series if each is not None):
        series_tasks.compare_series.enqueue(key)
