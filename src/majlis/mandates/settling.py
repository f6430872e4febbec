"""What lists read of a mandate, made of the rest: which asking counts, whether it binds, who leads, what came of it.

Called inside every verb that changes what it is made of; nothing else sets these columns. What depends on the
day (due soon, late) is not kept: lists compare ``due_preferences`` and ``late_from`` with today.
"""

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
from majlis.mandates import outcome
from majlis.mandates.keeping import TAKEN_BACK, with_merged
from majlis.mandates.kinds import Standing
from majlis.mandates.lifecycle import CONFIRMED
from majlis.mandates.models import Asking, Assignment, Clause, LateNotice, Mandate
from majlis.mandates.who import closed_like

KEPT = ["asking", "standing", "force", "kind", "lead", "expires", *outcome.KEPT]
"""The columns that are written."""
_OVER = (SUPERSEDED, NOT_ADOPTED)


def settle(keys: Iterable[int]) -> set[int]:
    """Make the columns of these mandates anew, in a fixed number of queries however many they are.

    And of those of which something was merged into theirs. Gives the keys of those of which another asking counts
    now than before: what was foreseen of them has to follow (``foresee``). Raises WrongState where none of them is
    there any more.
    """
    wanted = with_merged(keys)
    rows = list(
        Mandate.objects.select_for_update(of=("self",))
        .filter(pk__in=wanted)
        .select_related("record__circle", "instrument__record")
        .order_by("pk")
    )
    if wanted and not rows:
        raise WrongState(TAKEN_BACK)
    if not rows:
        return set()
    askings = _askings(rows)
    in_force = _in_force({each.version.instrument_id for per in askings.values() for each in per})
    leads = dict(
        Assignment.objects.filter(
            mandate__in=rows, part=Assignment.Part.LEAD, state=CONFIRMED
        ).values_list("mandate", "actor")
    )
    ends = _ends(rows, askings)
    today = clock.today()
    _spare([each.pk for each in rows if each.lead_id not in (None, leads.get(each.pk))], today)
    said = outcome.read(rows)
    otherwise: set[int] = set()
    for each in rows:
        there = askings[each.pk]
        each.lead_id = leads.get(each.pk)
        if there:
            asking = max(there, key=lambda one: _weight(one, in_force))
            if each.asking_id not in (None, asking.pk):
                otherwise.add(each.pk)
            each.asking = asking
            each.standing = standing(asking.version, in_force.get(asking.version.instrument_id))
            each.force, each.kind = asking.force, asking.kind
            each.expires = ends.get((each.pk, asking.version_id), "")
            _close_like(each, asking.version)
        outcome.keep(each, said[each.pk], today)
    Mandate.objects.bulk_update(rows, KEPT)
    _open_named(each for each in rows if each.record.access == Access.PUBLIC)
    return otherwise


def _spare(keys: list[int], today: datetime.date) -> None:
    """Whose lead was told and led no longer before the days to answer were over: nobody else reads of it."""
    if keys:
        rows = LateNotice.objects.filter(deliverable__mandate__in=keys, answer_by__gte=today)
        rows.update(spared=True)


def _open_named(mandates: Iterable[Mandate]) -> None:
    """Open the actors that were first named in a closed text, and are now named in what is public of these."""
    keys = [each.pk for each in mandates]
    shown = {f"version__{each}record__access": Access.PUBLIC for each in ("", "instrument__")}
    named = Asking.objects.filter(mandate__in=keys, **shown).values("named__actor")
    of_clause = Clause.objects.filter(version__askings__mandate__in=keys, **shown).values("body")
    held = Assignment.objects.filter(mandate__in=keys).values("actor")
    of = Q(pk__in=named) | Q(pk__in=of_clause) | Q(pk__in=held)
    Record.objects.exclude(access=Access.PUBLIC).filter(of, kind="actor").update(
        access=Access.PUBLIC, circle=None
    )


def _askings(rows: Iterable[Mandate]) -> dict[int, list[Asking]]:
    found: dict[int, list[Asking]] = defaultdict(list)
    for each in Asking.objects.filter(mandate__in=rows).select_related(
        "version__record__circle",
        "version__record__withdrawal",
        "version__instrument__record__circle",
    ):
        found[each.mandate_id].append(each)
    return found


def _in_force(instruments: set[int]) -> dict[int, int]:
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


def standing(version: Version, in_force: int | None) -> str:
    """Whether what a version asks binds; ``in_force``: the place of the version of its text that is in force."""
    if withdrawn(version):
        return Standing.PAST
    if version.state == IN_FORCE and in_force == version.position:
        return Standing.BINDS
    if version.state in _OVER or (in_force is not None and version.position < in_force):
        return Standing.PAST
    return Standing.WOULD


def withdrawn(version: Version) -> bool:
    """Whether it was published wrongly, and taken back."""
    return getattr(version.record, "withdrawal", None) is not None


def _weight(asking: Asking, in_force: dict[int, int]) -> tuple[int, int, int, int, int]:
    """Of several askings the one counts that binds, else the one that would, else the latest that did.

    A version that was withdrawn gives way to all others, and a recital that quotes it to the text itself.
    """
    of = standing(asking.version, in_force.get(asking.version.instrument_id))
    rank = {Standing.BINDS: 2, Standing.WOULD: 1, Standing.PAST: 0}[Standing(of)]
    there = not withdrawn(asking.version)
    return (there, not asking.quoted, rank, asking.version.position, asking.pk)


def _ends(rows: Iterable[Mandate], askings: dict[int, list[Asking]]) -> dict[tuple[int, int], str]:
    """(mandate, version) -> the first date on which a clause ends it, its own or that of the whole version."""
    versions = {each.version_id for per in askings.values() for each in per}
    found = (
        Clause.objects.filter(version__in=versions, kind=Clause.Kind.EXPIRY)
        .exclude(deadline="")
        .order_by("-deadline")
        .values_list("version", "mandate", "deadline")
    )
    made: dict[tuple[int, int], str] = {}
    for version, mandate, deadline in found:
        for each in rows:
            if any(one.version_id == version for one in askings[each.pk]) and mandate in (
                None,
                each.pk,
            ):
                made[each.pk, version] = deadline
    return made


def _close_like(mandate: Mandate, version: Version) -> None:
    """Who may see the version, and its text, may see the mandate."""
    access, circle = closed_like(version)
    record = mandate.record
    if (record.access, record.circle) != (access, circle):
        record.access, record.circle = access, circle
        own = Q(pk=record.pk) | Q(mandates_statement__mandate=mandate)
        Record.objects.filter(pk__in=Record.objects.filter(own).values("pk")).update(
            access=access, circle=circle
        )
