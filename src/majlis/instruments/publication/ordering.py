"""The order of the versions of a text: by date, else by year, else as published."""

from __future__ import annotations

from majlis.instruments.core.identifiers import year_in
from majlis.instruments.models import Version

VersionBlock = list[Version]
"""A published version, after the versions that were reconstructed from it."""


def version_date(version: Version) -> str:
    """The date of a version, else the year of its label or slug; empty where unknown."""
    if version.date:
        return version.date
    labels = version.record.wordings.filter(field="label").values_list("text", flat=True)
    return next((year for words in (*labels, version.slug) if (year := year_in(words))), "")


def is_before(date: str, other: str) -> bool:
    """Whether a date is before another, to their common precision: 2022 is not before 2022-05."""
    known = min(len(date), len(other))
    return date[:known] < other[:known]


def place_version(version: Version, *, relink: bool = False) -> Version | None:
    """Move a version to the position of its date, and set ``follows``; gives the version that follows it.

    It moves only where its position contradicts the dates: versions of the same or no date keep
    their order. The version that followed it then follows the one before it. ``relink`` sets
    ``follows`` even where the position is right, for a version that was detached.
    """
    versions = Version.objects.filter(instrument=version.instrument_id, record__withdrawal=None)
    rows = list(versions.order_by("position", "pk"))
    blocks = [
        [*(one for one in rows if one.reconstructed_from_id == each.pk), each]
        for each in rows
        if each.reconstructed_from_id is None
    ]
    index = next((n for n, block in enumerate(blocks) if block[-1].pk == version.pk), None)
    if index is None:
        return None
    others = [*blocks[:index], *blocks[index + 1 :]]
    own_date = version_date(version) if others else ""
    dates = [version_date(block[-1]) for block in others]
    in_order = not any(is_before(own_date, each) for each in dates[:index]) and not any(
        is_before(each, own_date) for each in dates[index:]
    )
    if not in_order or (relink and others):
        own = blocks[index]
        if not in_order:
            index = next(
                (n for n, each in enumerate(dates) if is_before(own_date, each)), len(others)
            )
        _unchain(own)
        _chain(
            own,
            others[index - 1] if index else None,
            others[index] if index < len(others) else None,
        )
        for position, row in enumerate(
            one for block in (*others[:index], own, *others[index:]) for one in block
        ):
            if row.position != position:
                Version.objects.filter(pk=row.pk).update(position=position)
        version.refresh_from_db(fields=["follows", "position"])
    return others[index][0] if index < len(others) else None


def detach_version(version: Version) -> None:
    """Unlink a version and its reconstructions; the next version follows the one before it."""
    if version.reconstructed_from_id is None:
        reconstructed = version.reconstructions.order_by("position", "pk")
        _unchain([*reconstructed, Version.objects.get(pk=version.pk)])


def _unchain(own: VersionBlock) -> None:
    """Let the versions of the text that follow this block follow the one before it."""
    behind = Version.objects.filter(follows=own[-1], instrument=own[-1].instrument_id)
    behind.exclude(pk__in=[each.pk for each in own]).update(follows=own[0].follows_id)


def _chain(own: VersionBlock, before: VersionBlock | None, behind: VersionBlock | None) -> None:
    """Link a block between two others.

    Where none is before it, it follows what the block behind followed: a version of an earlier
    text.
    """
    follows = before[-1].pk if before is not None else None
    if behind is not None:
        if follows is None:
            behind[0].refresh_from_db(fields=["follows"])
            follows = behind[0].follows_id
        Version.objects.filter(pk=behind[0].pk).update(follows=own[-1])
    Version.objects.filter(pk=own[0].pk).update(follows=follows)
