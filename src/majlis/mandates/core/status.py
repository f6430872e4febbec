"""The status columns of a mandate, refreshed inside every verb that changes what they depend on."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable

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
"""The columns that are written."""
_NO_LONGER_IN_FORCE = (SUPERSEDED, NOT_ADOPTED)


def refresh_status(keys: Iterable[int]) -> set[int]:
    """Make the columns of these mandates anew, in a fixed number of queries however many they are.

    And of those of which something was merged into theirs. Gives the keys of those of which another source counts
    now than before: what was scheduled of them has to follow (``foresee``). Raises WrongState where none of them is
    there any more.
    """
    wanted = with_merged_mandates(keys)
    rows = list(
        Mandate.objects.select_for_update(of=("self",))
        .filter(pk__in=wanted)
        .select_related("record__circle", "instrument__record")
        .order_by("pk")
    )
    if wanted and not rows:
        raise WrongState(REVOKED)
    if not rows:
        return set()
    sources = _sources_by_mandate(rows)
    in_force = _positions_in_force(
        {each.version.instrument_id for per in sources.values() for each in per}
    )
    leads = dict(
        Assignment.objects.filter(
            mandate__in=rows, part=Assignment.Part.LEAD, state=CONFIRMED
        ).values_list("mandate", "entity")
    )
    ends = _expiry_dates(rows, sources)
    today = clock.today()
    _waive_notices(
        [each.pk for each in rows if each.lead_id not in (None, leads.get(each.pk))], today
    )
    said = progress.read_follow_up(rows)
    otherwise: set[int] = set()
    for each in rows:
        there = sources[each.pk]
        each.lead_id = leads.get(each.pk)
        if there:
            source = max(there, key=lambda one: _weight(one, in_force))
            if each.source_id not in (None, source.pk):
                otherwise.add(each.pk)
            each.source = source
            each.legal_status = legal_status_of(
                source.version, in_force.get(source.version.instrument_id)
            )
            each.force, each.kind = source.force, source.kind
            each.expires = ends.get((each.pk, source.version_id), "")
            _copy_access(each, source.version)
        progress.set_progress_fields(each, said[each.pk], today)
    Mandate.objects.bulk_update(rows, STATUS_FIELDS)
    _publish_entities(each for each in rows if each.record.access == Access.PUBLIC)
    return otherwise


def _waive_notices(keys: list[int], today: datetime.date) -> None:
    """Whose lead was told and led no longer before the days to answer were over: nobody else reads of it."""
    if keys:
        rows = OverdueNotice.objects.filter(deliverable__mandate__in=keys, answer_by__gte=today)
        rows.update(waived=True)


def _publish_entities(mandates: Iterable[Mandate]) -> None:
    """Open the actors that were first named in a closed text, and are now named in what is public of these."""
    keys = [each.pk for each in mandates]
    shown = {f"version__{each}record__access": Access.PUBLIC for each in ("", "instrument__")}
    named = MandateSource.objects.filter(mandate__in=keys, **shown).values("addressees__entity")
    of_clause = Clause.objects.filter(version__sources__mandate__in=keys, **shown).values("body")
    held = Assignment.objects.filter(mandate__in=keys).values("entity")
    of = Q(pk__in=named) | Q(pk__in=of_clause) | Q(pk__in=held)
    Record.objects.exclude(access=Access.PUBLIC).filter(of, kind="entity").update(
        access=Access.PUBLIC, circle=None
    )


def _sources_by_mandate(rows: Iterable[Mandate]) -> dict[int, list[MandateSource]]:
    found: dict[int, list[MandateSource]] = defaultdict(list)
    for each in MandateSource.objects.filter(mandate__in=rows).select_related(
        "version__record__circle",
        "version__record__withdrawal",
        "version__instrument__record__circle",
    ):
        found[each.mandate_id].append(each)
    return found


def _positions_in_force(instruments: set[int]) -> dict[int, int]:
    """Instrument -> place of its version that is in force; the latest, where nobody said that one superseded another."""
    found = (
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
    return dict(found)


def legal_status_of(version: Version, in_force: int | None) -> str:
    """Whether what a version asks binds; ``count_in_force``: the place of the version of its text that is in force."""
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
    """Whether it was published wrongly, and taken back."""
    return getattr(version.record, "withdrawal", None) is not None


def _weight(source: MandateSource, in_force: dict[int, int]) -> tuple[int, int, int, int, int]:
    """Of several sources the one counts that binds, else the one that would, else the latest that did.

    A version that was withdrawn gives way to all others, and a recital that quotes it to the text itself.
    """
    of = legal_status_of(source.version, in_force.get(source.version.instrument_id))
    rank = {LegalStatus.IN_FORCE: 2, LegalStatus.IF_ADOPTED: 1, LegalStatus.PAST: 0}[
        LegalStatus(of)
    ]
    there = not is_withdrawn(source.version)
    return (there, not source.quoted, rank, source.version.position, source.pk)


def _expiry_dates(
    rows: Iterable[Mandate], sources: dict[int, list[MandateSource]]
) -> dict[tuple[int, int], str]:
    """(mandate, version) -> the first date on which a clause ends it, its own or that of the whole version."""
    versions = {each.version_id for per in sources.values() for each in per}
    found = (
        Clause.objects.filter(version__in=versions, kind=Clause.Kind.EXPIRY)
        .exclude(deadline="")
        .order_by("-deadline")
        .values_list("version", "mandate", "deadline")
    )
    made: dict[tuple[int, int], str] = {}
    for version, mandate, deadline in found:
        for each in rows:
            if any(one.version_id == version for one in sources[each.pk]) and mandate in (
                None,
                each.pk,
            ):
                made[each.pk, version] = deadline
    return made


def _copy_access(mandate: Mandate, version: Version) -> None:
    """Who may see the version, and its text, may see the mandate."""
    access, circle = access_of_version(version)
    record = mandate.record
    if (record.access, record.circle) != (access, circle):
        record.access, record.circle = access, circle
        own = Q(pk=record.pk) | Q(mandates_statement__mandate=mandate)
        Record.objects.filter(pk__in=Record.objects.filter(own).values("pk")).update(
            access=access, circle=circle
        )
