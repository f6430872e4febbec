"""What follows a verb of the room in the same transaction: the year of a text, the search index, tasks for the worker."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from majlis.commons.search.tasks import refresh
from majlis.instruments.models import Instrument, Provision, Series, Tag, Version
from majlis.kernel.verbs import Act, verb_done

DATE_CHANGING_VERBS = (
    "publish_import",
    "propose_version",
    "adopt_version",
    "change_version",
    "withdraw_version",
    "restore_version",
)
"""Verbs after which a version may have another date."""


@receiver(verb_done, dispatch_uid="instruments.follow")
def handle_act(sender: str, act: Act, result: Any, **_more: Any) -> None:
    """Do what a verb of the room brings with it."""
    room, _dot, name = sender.partition(".")
    if room != "instruments":
        return
    versions = [
        each for each in (result if isinstance(result, list) else [result]) if _is_version(each)
    ]
    if name in DATE_CHANGING_VERBS:
        refresh_years({each.instrument_id for each in versions})
    if name in ("publish_import", "withdraw_version", "restore_version"):
        refresh_stub_search(versions)
    elif name in ("resolve_stub", "unresolve_stub", "change_instrument"):
        # Versions are found by the symbol of their text.
        refresh.enqueue(
            list(Version.objects.filter(instrument=result).values_list("pk", flat=True))
        )
    enqueue_tasks(act, name, result, versions)


def _is_version(value: Any) -> bool:
    return isinstance(value, Version)


def refresh_years(instruments: Iterable[int]) -> None:
    """The year of a text is that of its latest version of which one is known."""
    for each in Instrument.objects.filter(pk__in=instruments):
        known = each.versions.filter(reconstructed_from=None, record__withdrawal=None)
        year = max((version.year for version in known), default="")
        found = int(year) if year else None
        if each.year != found:
            Instrument.objects.filter(pk=each.pk).update(year=found)


def refresh_stub_search(versions: Iterable[Version]) -> None:
    """Have stubs be found by their symbol that versions cite which anybody may see, and those that became a text no more.

    The worker does it: nobody waits for a text that is not kept.
    """
    keys = list(versions)
    stubs = Instrument.objects.filter(
        Q(cited_by__version__in=keys)
        | Q(cited_by__version__reconstructed_from__in=keys)
        | Q(became__in=[each.instrument_id for each in keys]),
        held=False,
    )
    found = sorted(set(stubs.values_list("pk", flat=True)))
    if found:
        refresh.enqueue(found)


def enqueue_tasks(act: Act, name: str, result: Any, versions: Iterable[Version]) -> None:
    """Leave to the worker what takes long; it is kept with the verb, or not at all."""
    from majlis.instruments.series import tasks as series_tasks
    from majlis.instruments.tags import tasks as tags_tasks

    # Whatever changes a version may change what stands next to it, or what was compared.
    series = {each.instrument.series_id for each in versions}
    if name == "publish_import":
        for key in sorted({each.instrument_id for each in versions}):
            tags_tasks.propose_concepts.enqueue(key)
    elif name == "confirm_tag" and isinstance(result, Tag):
        tags_tasks.propose_matrix_concepts.enqueue(result.instrument_id)
    elif name == "set_series" and isinstance(result, Instrument):
        left = [entry.old.get("series") for entry in act.entries]
        found = Series.objects.filter(record__address__in=[each for each in left if each])
        series = {result.series_id, *found.values_list("pk", flat=True)}
    elif name in ("match_provision", "realign_provision") and isinstance(result, Provision):
        series = {result.version.instrument.series_id}
    for key in sorted(each for each in series if each is not None):
        series_tasks.compare_series.enqueue(key)
