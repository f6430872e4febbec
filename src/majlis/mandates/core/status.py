"""The status columns of a mandate, refreshed inside every verb that changes what they depend on."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import Max, Q

from majlis.instruments.lifecycle import IN_FORCE, NOT_ADOPTED, SUPERSEDED
from majlis.instruments.models import Version
from majlis.kernel import clock
from majlis.kernel.errors import WrongState
from majlis.kernel.models import Access, Record
from majlis.mandates.core import progress
from majlis.mandates.core.addressees import access_of_version
from majlis.mandates.core.locking import REVOKED, with_merged_mandates
from majlis.mandates.lifecycle import CONFIRMED
from majlis.mandates.models import Assignment, Clause, Mandate, MandateSource, OverdueNotice
from majlis.mandates.models.choices import LegalStatus

STATUS_FIELDS = [
    "source",
    "legal_status",
    "force",
    "kind",
    "lead",
    "expires",
    *progress.PROGRESS_FIELDS,
]
"""The columns that ``refresh_status`` writes."""
_NO_LONGER_IN_FORCE = (SUPERSEDED, NOT_ADOPTED)


_postponed: ContextVar[set[int] | None] = ContextVar("postponed", default=None)


@contextmanager
def refreshed_together() -> Iterator[None]:
    """Refresh the mandates of many changes once, at the end of the block, in place of once for each change.

    The block must be in a transaction, and nothing in it may depend on a status that it changes.
    """
    if _postponed.get() is not None:
        yield  # inside another such block, which refreshes all of them
        return
    keys: set[int] = set()
    token = _postponed.set(keys)
    try:
        yield
    finally:
        _postponed.reset(token)
    refresh_status(keys)


def refresh_status(keys: Iterable[int]) -> set[int]:
    """Refresh the status columns of these mandates, in a fixed number of queries.

    Mandates with a deliverable merged into one of theirs are refreshed, too. Returns the keys of
    those whose current source has changed, or that came into force: their schedule has to follow
    (``schedule_deliverables``). Raises WrongState where none of them exists any more. Inside
    ``refreshed_together`` it only takes note of the keys.
    """
    postponed = _postponed.get()
    if postponed is not None:
        postponed.update(keys)
        return set()
    all_keys = with_merged_mandates(keys)
    mandates = list(
        Mandate.objects.select_for_update(of=("self",))
        .filter(pk__in=all_keys)
        .select_related("record__circle", "instrument__record")
        .order_by("pk")
    )
    if all_keys and not mandates:
        raise WrongState(REVOKED)
    if not mandates:
        return set()
    sources = _sources_by_mandate(mandates)
    in_force = _positions_in_force(
        {each.version.instrument_id for per in sources.values() for each in per}
    )
    leads = dict(
        Assignment.objects.filter(
            mandate__in=mandates, part=Assignment.Part.LEAD, state=CONFIRMED
        ).values_list("mandate", "entity")
    )
    expiry_dates = _expiry_dates(mandates, sources)
    today = clock.today()
    _waive_notices(
        [each.pk for each in mandates if each.lead_id not in (None, leads.get(each.pk))], today
    )
    follow_ups = progress.read_follow_up(mandates)
    to_schedule: set[int] = set()
    for mandate in mandates:
        own_sources = sources[mandate.pk]
        mandate.lead_id = leads.get(mandate.pk)
        if own_sources:
            source = max(own_sources, key=lambda candidate: _weight(candidate, in_force))
            legal_status = legal_status_of(
                source.version, in_force.get(source.version.instrument_id)
            )
            is_new = mandate.source_id is None  # its acceptance schedules it
            came_into_force = mandate.legal_status != legal_status == LegalStatus.IN_FORCE
            if not is_new and (mandate.source_id != source.pk or came_into_force):
                to_schedule.add(mandate.pk)
            mandate.source, mandate.legal_status = source, legal_status
            mandate.force, mandate.kind = source.force, source.kind
            mandate.expires = expiry_dates.get((mandate.pk, source.version_id), "")
            _copy_access(mandate, source.version)
        progress.set_progress_fields(mandate, follow_ups[mandate.pk], today)
    Mandate.objects.bulk_update(mandates, STATUS_FIELDS)
    _publish_entities(each for each in mandates if each.record.access == Access.PUBLIC)
    return to_schedule


def _waive_notices(keys: list[int], today: datetime.date) -> None:
    """Waive the notices of former leads whose time to answer is not over: nobody else gets to see them."""
    if keys:
        rows = OverdueNotice.objects.filter(deliverable__mandate__in=keys, answer_by__gte=today)
        rows.update(waived=True)


def _publish_entities(mandates: Iterable[Mandate]) -> None:
    """Make entities public that a restricted text named first, and a public source or an assignment names now."""
    keys = [each.pk for each in mandates]
    public = {f"version__{each}record__access": Access.PUBLIC for each in ("", "instrument__")}
    named = MandateSource.objects.filter(mandate__in=keys, **public).values("addressees__entity")
    of_clause = Clause.objects.filter(version__sources__mandate__in=keys, **public).values("body")
    assigned = Assignment.objects.filter(mandate__in=keys).values("entity")
    condition = Q(pk__in=named) | Q(pk__in=of_clause) | Q(pk__in=assigned)
    Record.objects.exclude(access=Access.PUBLIC).filter(condition, kind="entity").update(
        access=Access.PUBLIC, circle=None
    )


def _sources_by_mandate(rows: Iterable[Mandate]) -> dict[int, list[MandateSource]]:
    sources: dict[int, list[MandateSource]] = defaultdict(list)
    for source in MandateSource.objects.filter(mandate__in=rows).select_related(
        "version__record__circle",
        "version__record__withdrawal",
        "version__instrument__record__circle",
    ):
        sources[source.mandate_id].append(source)
    return sources


def _positions_in_force(instruments: set[int]) -> dict[int, int]:
    """Instrument -> position of its version in force; the latest, where several are in force."""
    positions = (
        Version.objects.filter(
            instrument__in=instruments,
            state=IN_FORCE,
            reconstructed_from=None,
            record__withdrawal=None,
        )
        .order_by()
        .values_list("instrument")
        .annotate(last=Max("position"))
    )
    return dict(positions)


def legal_status_of(version: Version, in_force: int | None) -> str:
    """Whether a version is binding; ``in_force``: the position of the version of its text in force."""
    if is_withdrawn(version):
        return LegalStatus.PAST
    if version.state == IN_FORCE and in_force == version.position:
        return LegalStatus.IN_FORCE
    if version.state in _NO_LONGER_IN_FORCE or (
        in_force is not None and version.position < in_force
    ):
        return LegalStatus.PAST
    return LegalStatus.IF_ADOPTED


def is_withdrawn(version: Version) -> bool:
    """Whether the version was published by mistake, and withdrawn."""
    return getattr(version.record, "withdrawal", None) is not None


def _weight(source: MandateSource, in_force: dict[int, int]) -> tuple[int, int, int, int, int]:
    """Sort key that makes the current source the greatest: one that binds, else one that would, else a past one.

    A withdrawn version ranks below all others, and a recital that quotes the mandate below the text
    itself.
    """
    status = legal_status_of(source.version, in_force.get(source.version.instrument_id))
    rank = {LegalStatus.IN_FORCE: 2, LegalStatus.IF_ADOPTED: 1, LegalStatus.PAST: 0}[
        LegalStatus(status)
    ]
    published = not is_withdrawn(source.version)
    return (published, not source.quoted, rank, source.version.position, source.pk)


def _expiry_dates(
    rows: Iterable[Mandate], sources: dict[int, list[MandateSource]]
) -> dict[tuple[int, int], str]:
    """(mandate, version) -> the first date on which a clause ends it: its own, or one on the whole version."""
    versions = {each.version_id for per in sources.values() for each in per}
    clauses = (
        Clause.objects.filter(version__in=versions, kind=Clause.Kind.EXPIRY)
        .exclude(deadline="")
        .order_by("-deadline")
        .values_list("version", "mandate", "deadline")
    )
    dates: dict[tuple[int, int], str] = {}
    for version, mandate, deadline in clauses:
        for row in rows:
            if any(source.version_id == version for source in sources[row.pk]) and mandate in (
                None,
                row.pk,
            ):
                dates[row.pk, version] = deadline
    return dates


def _copy_access(mandate: Mandate, version: Version) -> None:
    """Give the mandate and its statements the access of the version and its text."""
    access, circle = access_of_version(version)
    record = mandate.record
    if (record.access, record.circle) != (access, circle):
        record.access, record.circle = access, circle
        own_records = Q(pk=record.pk) | Q(mandates_statement__mandate=mandate)
        Record.objects.filter(pk__in=Record.objects.filter(own_records).values("pk")).update(
            access=access, circle=circle
        )
