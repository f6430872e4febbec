"""The order of the versions of a text: by date, else by year, else as they were published."""

from __future__ import annotations

from majlis.instruments.core.identifiers import year_in
from majlis.instruments.models import Version

VersionBlock = list[Version]
"""A version that was published, behind those that were reconstructed from it."""


def version_date(version: Version) -> str:
    """The date of a version, else the year in its label or its address; empty where none is known."""
    if version.date:
        return version.date
    labels = version.record.wordings.filter(field="label").values_list("text", flat=True)
    return next((year for words in (*labels, version.slug) if (year := year_in(words))), "")


def is_before(one: str, other: str) -> bool:
    """Whether a date lies before another, as far as both are known: 2022 is not before 2022-05."""
    known = min(len(one), len(other))
    return one[:known] < other[:known]


def place_version(version: Version, *, anew: bool = False) -> Version | None:
    """Have a version stand and follow where its date says; gives the one that follows it now.

    It moves only where it stands wrong: of those of one day, and of no known day, the first that came is the
    first. What followed it follows the one before it. ``anew``: it follows nobody yet, wherever it stands.
    """
    there = Version.objects.filter(instrument=version.instrument_id, record__withdrawal=None)
    rows = list(there.order_by("position", "pk"))
    blocks = [
        [*(one for one in rows if one.reconstructed_from_id == each.pk), each]
        for each in rows
        if each.reconstructed_from_id is None
    ]
    at = next((n for n, block in enumerate(blocks) if block[-1].pk == version.pk), None)
    if at is None:
        return None
    others = [*blocks[:at], *blocks[at + 1 :]]
    mine = version_date(version) if others else ""
    dates = [version_date(block[-1]) for block in others]
    stands = not any(is_before(mine, each) for each in dates[:at]) and not any(
        is_before(each, mine) for each in dates[at:]
    )
    if not stands or (anew and others):
        own = blocks[at]
        if not stands:
            at = next((n for n, each in enumerate(dates) if is_before(mine, each)), len(others))
        _unchain(own)
        _chain(own, others[at - 1] if at else None, others[at] if at < len(others) else None)
        for position, row in enumerate(
            one for block in (*others[:at], own, *others[at:]) for one in block
        ):
            if row.position != position:
                Version.objects.filter(pk=row.pk).update(position=position)
        version.refresh_from_db(fields=["follows", "position"])
    return others[at][0] if at < len(others) else None


def detach_version(version: Version) -> None:
    """Have what followed a version follow the one before it; what was reconstructed from it leaves with it."""
    if version.reconstructed_from_id is None:
        made = version.reconstructions.order_by("position", "pk")
        _unchain([*made, Version.objects.get(pk=version.pk)])


def _unchain(own: VersionBlock) -> None:
    """What followed it in its text follows what it followed."""
    behind = Version.objects.filter(follows=own[-1], instrument=own[-1].instrument_id)
    behind.exclude(pk__in=[each.pk for each in own]).update(follows=own[0].follows_id)


def _chain(own: VersionBlock, before: VersionBlock | None, behind: VersionBlock | None) -> None:
    """Put it in between: it follows the one before, or what the one behind it followed of an earlier text."""
    follows = before[-1].pk if before is not None else None
    if behind is not None:
        if follows is None:
            behind[0].refresh_from_db(fields=["follows"])
            follows = behind[0].follows_id
        Version.objects.filter(pk=behind[0].pk).update(follows=own[-1])
    Version.objects.filter(pk=own[0].pk).update(follows=follows)
